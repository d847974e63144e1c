"""Whether a house runs on a database."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager

from bot.errors import BackupFault
from bot.store.address import Address
from bot.store.lockfile import lock

RUNNING = "the service is running on this database: stop every process of it first."


@contextmanager
def nobody_else(where: Address) -> Iterator[None]:
    """BackupFault when there is one; until the block ends none can be sure that it is alone."""
    if where.file is None:
        with _no_line(where.libpq):
            yield
        return
    handle = lock(where.file)
    if handle is None:
        raise BackupFault(RUNNING)
    try:
        yield
    finally:
        os.close(handle)


@contextmanager
def _no_line(libpq: str) -> Iterator[None]:
    """Every running house holds this lock shared, on the connection by which it hears the others."""
    from bot.store.exchange import PRESENT
    from bot.store.postgres import connect

    with closing(connect(libpq)) as connection:
        found = connection.execute("SELECT pg_try_advisory_lock(%s)", [PRESENT]).fetchone()
        if found is None or not found[0]:
            raise BackupFault(RUNNING)
        yield
