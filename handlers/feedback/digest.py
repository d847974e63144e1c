"""What digests say of surveys: those that still want something of their reader, and for the whole office all."""

from collections.abc import Sequence

from bot.cards import Action, Button
from bot.domain.survey import Survey
from bot.turn import Block, Look
from handlers.feedback.desk import router

MOST_BUTTONS = 3


def fetch(looks: Sequence[Look]) -> list[Sequence[Survey]]:
    """Of all these people at once."""
    people = {look.person.id for look in looks if look.person is not None and not look.whole}
    surveys = looks[0].uow.surveys
    owed = surveys.unanswered(people) if people else {}
    every = surveys.open() if any(look.whole for look in looks) else []
    return [every if look.whole else owed.get(look.person.id, ()) if look.person else () for look in looks]


@router.section(35, fetch=fetch)
def open_surveys(look: Look) -> Block | None:
    found: Sequence[Survey] = look.fetched
    waiting, say = [one for one in found if one.closes_at > look.now], look.say
    lines = tuple(say("feedback.block_line", number=one.id, title=one.title, at=one.closes_at) for one in waiting)
    buttons = tuple(
        Button(say("feedback.fill_number", number=one.id), Action("feedback.begin", one.id))
        for one in waiting[:MOST_BUTTONS]
        if not look.whole
    )
    return Block(say("feedback.block"), lines, buttons) if lines else None
