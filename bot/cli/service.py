"""`xiaoban demo`, `run`, `say`, `check` and `db upgrade`: settings in hand, the house does the rest."""

import asyncio
import errno
import gc
import logging
import os
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from typer import echo

from bot.cli.failure import Failure
from bot.cli.given import demo_settings, is_anything_set, settings_of
from bot.errors import StartFailed, TryAgain
from bot.log import logging_to

if TYPE_CHECKING:
    from config import Settings

HELD_SECONDS = 3.0

SIM_ON = {"adapters": {"sim": {"enabled": True}}}


def serve_demo(port: int, database_url: str, *, second: bool = False) -> None:
    """The demonstration office until it is interrupted."""
    settings = demo_settings(second=second, port=port, database_url=database_url)
    _serve(settings, _say_where, level=logging.WARNING)


def _say_where(address: str) -> None:
    echo(f"小办 · the demonstration office is at {address}/ (Ctrl-C stops it)")
    sys.stdout.flush()


def serve(config: Path | None) -> None:
    """The service until it is told to stop."""
    _serve(settings_of(config), _say_nothing, level=logging.INFO)


def _say_nothing(_address: str) -> None:
    """The log tells."""


def _serve(settings: "Settings", when_open: Callable[[str], None], *, level: int) -> None:
    """What the start makes stays for good, so nothing is collected until it is over, and none of it ever after."""
    gc.disable()
    from bot import app

    def start_over(address: str) -> None:
        gc.freeze()
        gc.enable()
        when_open(address)

    with logging_to(sys.stderr, level), _listening(settings):
        asyncio.run(app.serve(settings, start_over))


@contextmanager
def _listening(settings: "Settings") -> Iterator[None]:
    """A port that cannot be had is a fault of the settings, not a bug."""
    try:
        yield
    except OSError as fault:
        if fault.errno in {errno.EADDRINUSE, errno.EACCES, errno.EADDRNOTAVAIL}:
            place = f"{settings.host}:{settings.port}"
            raise Failure(
                f"cannot listen on {place} ({os.strerror(fault.errno)}): stop what listens there or take another port."
            ) from fault
        raise


def say(config: Path | None, person: str, chat: str, text: str) -> None:
    """One message through the local chat; what the bot answered there, as text."""
    from bot import app

    settings = (
        settings_of(config, SIM_ON)
        if config or is_anything_set()
        else demo_settings(database_url="sqlite:///var/demo.db")
    )
    with logging_to(sys.stderr, logging.ERROR):
        answers = asyncio.run(app.say_once(settings, person, chat, text))
    for answer in answers:
        echo(f"{answer}\n")


def upgrade(config: Path | None) -> None:
    """New tables and columns, or word that there is nothing to do."""
    from bot.store import upgrade as bring_up

    settings = settings_of(config)
    bring_up(settings.database_url)
    echo("The database is up to date.")


def check(config: Path | None) -> None:
    """One line for each part that is well; Failure names the others."""
    settings = settings_of(config)
    platforms, database = asyncio.run(_platform_faults(settings)), asyncio.run(_database_faults(settings))
    faults = [*_office_faults(settings), *platforms, *database]
    if faults:
        raise Failure(*faults)
    echo("Everything is well.")


def _office_faults(settings: "Settings") -> Iterator[str]:
    from config import SettingsError
    from config.office import load_office

    if settings.office is None:
        return
    try:
        office = load_office(settings.office)
    except SettingsError as fault:
        yield from fault.faults
    else:
        echo(f"office: {len(office.people)} people, {len(office.rooms)} rooms, {len(office.chats)} chats")


async def _platform_faults(settings: "Settings") -> Sequence[str]:
    """What a platform itself says about its settings."""
    from adapters import PLATFORMS

    faults: list[str] = []
    for name, given in settings.adapters.enabled().items():
        if name not in PLATFORMS:
            faults.append(f"adapters.{name} is not part of this version: set adapters.{name}.enabled = false.")
            continue
        echo(f"adapters.{name}: its settings are complete")
        faults += await _tried(name, given, settings.database_url)
    return faults


async def _tried(name: str, given: object, database_url: str) -> Sequence[str]:
    from adapters import check_of
    from adapters.checking import Fault
    from bot.engine.clock import SystemClock

    check, faults = check_of(name), list[str]()
    if check is None:
        return faults
    async with _held(name, database_url) as alone:
        async for finding in check(given, SystemClock(), alone=alone):
            if isinstance(finding, Fault):
                faults.append(finding.words)
            else:
                echo(finding.words)
    return faults


@asynccontextmanager
async def _held(platform: str, database_url: str) -> AsyncIterator[bool]:
    """Whether the platform's one connection is this process's for now: none that runs is to lose it to a trial."""
    from bot.store import open_peers

    held = asyncio.Event()
    try:
        peers = open_peers(database_url)
        peers.open({platform}, lambda: None, lambda names: held.set() if platform in names else held.clear())
    except OSError:
        yield True  # where there is no database no house runs on it
        return
    try:
        with suppress(TimeoutError):
            await asyncio.wait_for(held.wait(), HELD_SECONDS)
        yield held.is_set()
    finally:
        await peers.close()


async def _database_faults(settings: "Settings") -> Sequence[str]:
    from bot.store import open_store

    try:
        store = open_store(settings.database_url)
    except StartFailed as fault:
        return fault.faults
    try:
        await store.ready()
    except TryAgain as fault:
        return [f"the database does not answer ({fault}): check database_url."]
    finally:
        await store.close()
    echo("database: answers, its tables are up to date")
    return []
