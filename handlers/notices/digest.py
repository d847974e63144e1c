"""What digests say of notices: those that still want something of their reader."""

from collections.abc import Sequence
from dataclasses import replace

from bot.cards import Button
from bot.domain.notice import Notice
from bot.texts import Say
from bot.turn import Block, Look
from handlers.notices.cards import answers
from handlers.notices.desk import router

router.texts({"of_number": ("通知{number} {label}", "Notice {number}: {label}")})


def fetch(looks: Sequence[Look]) -> list[Sequence[Notice]]:
    """Of all these people at once; a group, and the whole office, owe no receipt."""
    people = {look.person.id for look in looks if look.person is not None and not look.whole}
    wanting = looks[0].uow.notices.wanting(people) if people else {}
    return [() if look.person is None or look.whole else wanting.get(look.person.id, ()) for look in looks]


@router.section(30, fetch=fetch)
def unanswered(look: Look) -> Block | None:
    every: Sequence[Notice] = look.fetched
    wanting = [one for one in every if not one.is_expired(look.now)]
    say = look.say
    lines = tuple(
        say("notices.block_until", number=one.id, title=one.title, at=one.due_at)
        if one.due_at
        else say("notices.block_line", number=one.id, title=one.title)
        for one in wanting
    )
    return Block(say("notices.block"), lines, _buttons(wanting, say)) if lines else None


def _buttons(wanting: Sequence[Notice], say: Say) -> tuple[Button, ...]:
    return tuple(
        replace(button, label=say("notices.of_number", number=one.id, label=button.label))
        for one in wanting
        for button in answers(one, say)
    )
