"""`xiaoban import`: a file's rows into the store, all of them or none."""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path

from typer import echo

from bot.cli.failure import Failure
from bot.cli.given import settings_of
from bot.imports import Imported, Refused, judge_people, judge_rooms, store_people, store_rooms
from bot.ports import UnitOfWork
from bot.tables import Table, Unreadable, read_table

Keep = Callable[[UnitOfWork], Imported]


def import_file(config: Path | None, what: str, file: Path, *, dry_run: bool) -> None:
    """Report what was added and changed, or every row that stands in the way."""
    table = _table(file)
    keep, faults, remarks = _rooms(table, dry_run) if what == "rooms" else _people(table, dry_run)
    for remark in remarks:
        echo(f"{file.name}: {remark}.", err=True)
    if not faults:
        outcome = asyncio.run(_stored(config, keep))
        faults = outcome.faults
    if faults:
        raise Failure(
            *(f"{file.name}: {fault}" for fault in faults), "nothing was imported: mend these rows and try again."
        )
    would = "would be " if dry_run else ""
    echo(f"{file.name}: {outcome.added} {would}added, {outcome.changed} {would}changed.")


def _table(file: Path) -> Table:
    try:
        return read_table(file.name, file.read_bytes())
    except OSError as fault:
        raise Failure(f"{file} cannot be read ({fault.strerror}): check the path.") from fault
    except Unreadable as fault:
        raise Failure(f"{file.name}: {fault}") from fault


def _rooms(table: Table, dry: bool) -> tuple[Keep, tuple[str, ...], tuple[str, ...]]:
    judged = judge_rooms(table)
    return partial(store_rooms, rooms=judged.rows, dry=dry), judged.faults, judged.remarks


def _people(table: Table, dry: bool) -> tuple[Keep, tuple[str, ...], tuple[str, ...]]:
    judged = judge_people(table)
    return partial(store_people, people=judged.rows, dry=dry), judged.faults, judged.remarks


async def _stored(config: Path | None, keep: Keep) -> Imported:
    from bot.store import open_store

    store = open_store(settings_of(config).database_url)
    try:
        return await store.write(keep)
    except Refused as refused:
        return refused.outcome
    finally:
        await store.close()
