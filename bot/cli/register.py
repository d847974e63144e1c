"""`xiaoban import items` and `xiaoban export items`: the supervision ledger in and out, on the server."""

import asyncio
import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import IO, Protocol

from typer import echo

from bot.cli.failure import Failure
from bot.cli.given import settings_of
from bot.domain.lamps import Terms
from bot.domain.people import Person
from bot.engine.clock import SystemClock
from bot.errors import UserError
from bot.ports import UnitOfWork
from bot.register.keeping import Bringing, Prepared, keep, prepare
from bot.register.people import People
from bot.register.reading import Fault
from bot.register.rows import row_of
from bot.register.sheets import Ledger, read_ledger
from bot.register.writing import WRITERS, Rows
from bot.tables import Unreadable
from bot.texts import Say
from bot.turn import House

A_PAGE = 1000
TELL_EACH = 10_000


class Write(Protocol):
    """Writes rows into an open file, in the way of that ending; how many."""

    def __call__(self, uow: UnitOfWork, ending: str, target: IO[bytes], house: House) -> int: ...


class _NotKept(Exception):
    """Thrown out of a unit of work so that nothing of it stays."""


def import_items(config: Path | None, file: Path, by: str, *, dry_run: bool) -> None:
    """Report what was added and changed, or every row that stands in the way."""
    house, now = _house(config), SystemClock().now()
    say = house.speak("en", now)
    ledger = _ledger(file, say)
    prepared: list[Prepared] = []

    def work(uow: UnitOfWork) -> None:
        from handlers.supervision.planning import plan

        bringing = Bringing(file.name, house.language, _person(uow, by, say))
        prepared[:] = [prepare(uow, ledger, bringing, house.terms, now)]
        if dry_run or prepared[0].faults:
            raise _NotKept
        keep(uow, prepared[0], bringing, now, lambda item: plan(house, uow, item, now))

    asyncio.run(_written(config, work))
    _report(file, prepared[0], say, would="would be " if dry_run else "")


def _report(file: Path, prepared: Prepared, say: Say, would: str) -> None:
    if prepared.extra:
        echo(f"{file.name}: left out the column {', '.join(prepared.extra)}.", err=True)
    if prepared.faults:
        faults = (f"{file.name}: {_told(fault, say)}" for fault in prepared.faults)
        raise Failure(*faults, "nothing was imported: mend these rows and try again.")
    for what, count in (("unended", prepared.unended), ("again", prepared.again)):
        if count:
            echo(f"{file.name}: {say(f'supervision.import_{what}', count=count)}", err=True)
    new, changed = len(prepared.new), len(prepared.old)
    echo(f"{file.name}: {new} {would}added, {changed} {would}changed, {prepared.unchanged} unchanged.")


def _told(fault: Fault, say: Say) -> str:
    why = say(fault.why.key, **fault.why.params)
    return say("supervision.row_line", line=fault.line, why=why) if fault.line else why


def _ledger(file: Path, say: Say) -> Ledger:
    try:
        return read_ledger(file.name, file.read_bytes())
    except OSError as fault:
        raise Failure(f"{file} cannot be read ({fault.strerror}): check the path.") from fault
    except Unreadable as fault:
        raise Failure(f"{file.name}: {fault}") from fault
    except UserError as fault:
        raise Failure(f"{file.name}: {say(fault.key, **fault.params)}") from fault


def _person(uow: UnitOfWork, name: str, say: Say) -> Person | None:
    try:
        return People(uow.people.all()).meant(name) if name else None
    except UserError as fault:
        raise Failure(f"--by: {say(fault.key, **fault.params)}") from fault


def export_items(config: Path | None, file: Path) -> None:
    """Every item there ever was."""
    count = exported(config, file, _write)
    echo(f"{count} items are in {file}.")


def exported(config: Path | None, file: Path, write: Write) -> int:
    """How many rows `write` wrote; a file of that name is replaced once the new one is whole."""
    ending = file.suffix.removeprefix(".").lower()
    if ending not in WRITERS:
        raise Failure(f"{file.name} is none of {', '.join(WRITERS)}: give it one of these endings.")
    house = _house(config)
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with fresh.open("wb") as target:
            count = asyncio.run(_read(config, partial(write, ending=ending, target=target, house=house)))
        fresh.replace(file)
    except OSError as fault:
        raise Failure(f"{file} cannot be written ({fault.strerror}): check the folder and its space.") from fault
    finally:
        fresh.unlink(missing_ok=True)
    return count


def _write(uow: UnitOfWork, ending: str, target: IO[bytes], house: House) -> int:
    counted = _Counted(_rows(uow, house.terms))
    WRITERS[ending](counted, target)
    return counted.count


def _rows(uow: UnitOfWork, terms: Terms) -> Iterator[dict[str, str]]:
    people, last = People(uow.people.all()), 0
    while page := uow.items.all_after(last, A_PAGE):
        yield from (row_of(item, people, terms) for item in page)
        last = page[-1].id


class _Counted:
    """Rows as they pass; long work shows how far it is on a terminal."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[dict[str, str]]:
        for row in self._rows:
            self.count += 1
            if self.count % TELL_EACH == 0 and sys.stderr.isatty():
                echo(f"{self.count} items", err=True)
            yield row


def _house(config: Path | None) -> House:
    from bot import app

    return app.make_house(settings_of(config), app.make_desks())


async def _written(config: Path | None, work: Callable[[UnitOfWork], None]) -> None:
    from bot.store import open_store

    store = open_store(settings_of(config).database_url)
    try:
        await store.write(work)
    except _NotKept:
        return
    finally:
        await store.close()


async def _read(config: Path | None, work: Callable[[UnitOfWork], int]) -> int:
    from bot.store import open_store

    store = open_store(settings_of(config).database_url)
    try:
        return await store.read(work)
    finally:
        await store.close()
