"""A process that writes until it is killed, and says on its output what was acknowledged."""

import asyncio
import sys
from collections.abc import Callable
from datetime import UTC, datetime

from bot.ports import UnitOfWork
from bot.store import SqlStore, open_store

NOW = datetime(2026, 11, 23, tzinfo=UTC)
CALLERS = 16


def one_event(key: str) -> Callable[[UnitOfWork], None]:
    """Two rows that belong together."""

    def work(uow: UnitOfWork) -> None:
        uow.inbox.first_seen("sim", key, NOW)
        uow.parameters.set(key, "kept")

    return work


async def write_for_ever(store: SqlStore, name: str) -> None:
    number = 0
    while True:
        key = f"{name}-{number}"
        await store.write(one_event(key))
        sys.stdout.write(key + "\n")
        sys.stdout.flush()
        number += 1


async def main(url: str, name: str) -> None:
    store = open_store(url)
    await asyncio.gather(*(write_for_ever(store, f"{name}{n}") for n in range(CALLERS)))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
