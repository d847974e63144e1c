"""`xiaoban outbox`: the delivery ledger on a terminal."""

import asyncio
from collections.abc import Callable, Collection
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from typer import echo

from bot.cli.failure import Failure
from bot.cli.given import settings_of
from bot.delivery import OutboxLine
from bot.engine.clock import SystemClock
from bot.ports import UnitOfWork

T = TypeVar("T")
UNFINISHED = ("open", "dead", "unknown")
EVERY = (*UNFINISHED, "sent", "arrived", "dropped", "superseded")


def list_lines(config: Path | None, *, every: bool, limit: int) -> None:
    """One row a line, newest first."""
    states: Collection[str] = EVERY if every else UNFINISHED
    lines = _work(config, lambda uow: uow.outbox.lines(states, limit))
    for line in lines:
        echo(_shown(line))
    if not lines:
        echo("Nothing is waiting and nothing was given up.", err=True)


def retry(config: Path | None, row: int) -> None:
    now = SystemClock().now()
    if not _work(config, lambda uow: uow.outbox.reopen(row, now)):
        raise Failure(f"no message {row} was given up or is in doubt: `xiaoban outbox list` shows which were.")
    echo(f"Message {row} will be sent again.")


def drop(config: Path | None, row: int) -> None:
    now = SystemClock().now()
    if not _work(config, lambda uow: uow.outbox.drop(row, now)):
        raise Failure(f"no message {row} is waiting or was given up: `xiaoban outbox list` shows which are.")
    echo(f"Message {row} will never be sent.")


def _work(config: Path | None, work: Callable[[UnitOfWork], T]) -> T:
    from bot.store import open_store

    async def run() -> T:
        store = open_store(settings_of(config).database_url)
        try:
            return await store.write(work)
        finally:
            await store.close()

    return asyncio.run(run())


def _shown(line: OutboxLine) -> str:
    """Everything that the ledger knows, on one line."""
    facts = [
        f"{line.id:>6}  {line.state:<7}  {line.queued_at.isoformat(timespec='seconds')}  {line.lane}",
        f"attempts {line.attempts}",
        *(f"{name} {at.isoformat(timespec='seconds')}" for name, at in _times(line) if at),
        *([f"unanswered {line.unknown}"] if line.unknown else []),
        *([f"id {line.message_id}"] if line.message_id else []),
        *([f"by {line.route.pack()}"] if line.route else []),
        line.title,
        *([f"{line.why or 'failed'}: {line.fault}"] if line.fault else []),
    ]
    return "  ".join(facts)


def _times(line: OutboxLine) -> tuple[tuple[str, datetime | None], ...]:
    return (("tried", line.claimed_at), ("sent", line.sent_at), ("ended", line.ended_at))
