"""`xiaoban export notices`: every notice and how it stands, on the server."""

from collections.abc import Iterator
from pathlib import Path
from typing import IO

from typer import echo

from bot.cli.register import exported
from bot.domain.notice import Notice, State
from bot.ports import UnitOfWork
from bot.register.notices import NoticeRow, write_notices
from bot.turn import House

A_PAGE = 500
ARRIVED = ("sent", "arrived")


def export_notices(config: Path | None, file: Path) -> None:
    """The newest first."""
    count = exported(config, file, _write)
    echo(f"{count} notices are in {file}.")


def _write(uow: UnitOfWork, ending: str, target: IO[bytes], house: House) -> int:
    return write_notices(_rows(uow), ending, target, house.language, house.zone)


def _rows(uow: UnitOfWork) -> Iterator[NoticeRow]:
    read = 0
    while page := uow.notices.newest(None, tuple(State), A_PAGE, read):
        people = uow.people.named({one.sender_id for one in page})
        for one in page:
            sender = people[one.sender_id]
            yield NoticeRow(one, sender.name, sender.unit, _arrived(uow, one), uow.notices.tally(one))
        read += len(page)


def _arrived(uow: UnitOfWork, notice: Notice) -> int:
    """Of the text as it was last sent."""
    version = notice.version - (notice.state is State.RECALLED)
    fates = uow.outbox.mailed(f"notice:{notice.id}:v{version}:")
    return sum(fates.get(state, 0) for state in ARRIVED)
