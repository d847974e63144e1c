"""`xiaoban db backup` and `db restore`."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from typer import echo

from bot.cli.failure import Failure
from bot.cli.given import settings_of
from bot.engine.clock import SystemClock
from bot.errors import BackupFault

if TYPE_CHECKING:
    from bot.store.archive import Content


def backup(config: Path | None, file: Path) -> None:
    """A whole file, or the old one as it was and Failure."""
    from bot.store.backup import backup as write

    with _failing():
        manifest = write(settings_of(config).database_url, file, SystemClock().now(), _show)
    echo(f"{manifest.rows} rows of {len(manifest.tables)} tables are in {file}.")


def restore(config: Path | None, file: Path, *, replace: bool) -> None:
    """Everything in it, or nothing changed and Failure."""
    from bot.store.restore import restore as take_in

    with _failing():
        manifest = take_in(settings_of(config).database_url, file, _show, replace=replace)
    taken = manifest.taken_at.isoformat(timespec="seconds")
    echo(f"{manifest.rows} rows of {len(manifest.tables)} tables are back as they were at {taken}.")


def _show(table: "Content") -> None:
    if sys.stderr.isatty():
        echo(f"{table.name}: {table.rows}", err=True)


@contextmanager
def _failing() -> Iterator[None]:
    try:
        yield
    except BackupFault as fault:
        raise Failure(str(fault)) from fault
