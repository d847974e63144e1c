"""`xiaoban export surveys`: every survey and what came of it, on the server."""

from collections.abc import Iterator
from pathlib import Path
from typing import IO

from typer import echo

from bot.cli.register import exported
from bot.ports import UnitOfWork
from bot.register.surveys import SurveyRow, survey_table
from bot.register.tabular import write_table
from bot.turn import House

A_PAGE = 500


def export_surveys(config: Path | None, file: Path) -> None:
    """The newest first."""
    count = exported(config, file, _write)
    echo(f"{count} surveys are in {file}.")


def _write(uow: UnitOfWork, ending: str, target: IO[bytes], house: House) -> int:
    table = survey_table(_rows(uow), house.language, house.zone)
    write_table(table, ending, target)
    return len(table.rows)


def _rows(uow: UnitOfWork) -> Iterator[SurveyRow]:
    from handlers.feedback.counting import sums_of

    read = 0
    while page := uow.surveys.newest(None, A_PAGE, read):
        people = uow.people.named({one.maker_id for one in page})
        for one in page:
            sums = tuple(sums_of(uow, one)) if one.shows_counts() else ()
            maker = people[one.maker_id]
            yield SurveyRow(one, maker.name, maker.unit, uow.surveys.counts(one.id)[1], sums)
        read += len(page)
