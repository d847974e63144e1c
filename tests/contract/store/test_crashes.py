"""What was acknowledged is kept, whatever happens to the process."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import pytest

from bot.store import open_store
from tests.contract.store.writing import NOW

SCRIPT = Path(__file__).with_name("writing.py")
ROOT = Path(__file__).parents[3]


async def begin(url: str, name: str) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, str(SCRIPT), url, name, stdout=PIPE, env={"PYTHONPATH": str(ROOT)}, limit=2**22
    )


async def acknowledged(process: Process, enough: int) -> list[str]:
    """Kill it in the middle of its work and return all that it had said by then."""
    assert process.stdout is not None
    said = [await asyncio.wait_for(process.stdout.readline(), 60) for _ in range(enough)]
    process.kill()
    rest = await process.stdout.read()
    await process.wait()
    lines = (b"".join(said) + rest).decode().splitlines(keepends=True)
    return [line.strip() for line in lines if line.endswith("\n")]


@pytest.mark.parametrize("enough", [1, 400])
async def test_a_killed_process_loses_nothing_that_it_acknowledged(database_url: str, enough: int) -> None:
    keys = await acknowledged(await begin(database_url, "a"), enough)
    assert len(keys) >= enough
    store = open_store(database_url)
    kept = await store.read(lambda uow: [uow.parameters.get(key) for key in keys])
    assert set(kept) == {"kept"}
    found_again = await store.write(lambda uow: [uow.inbox.first_seen("sim", key, NOW) for key in keys])
    assert not any(found_again)
    await store.close()


async def test_processes_that_write_at_once_share_one_database_and_die_one_by_one(database_url: str) -> None:
    """None is refused, though none of them ever pauses."""
    keys = []
    for process in [await begin(database_url, name) for name in "abc"]:
        keys += await acknowledged(process, 50)
    store = open_store(database_url)
    kept = await store.read(lambda uow: [uow.parameters.get(key) for key in keys])
    assert set(kept) == {"kept"}
    await store.close()
