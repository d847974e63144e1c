"""The digest desk's register and slots, and how a digest is put together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from bot.asking.when import Timed
from bot.cards import Action, Button, Card
from bot.domain.people import Person
from bot.ports import Chat
from bot.router import Router
from bot.texts import Say
from bot.turn import Block, Look, Tick, Turn

router = Router("digest")

MORNING, WEEKLY = "digest.morning", "digest.weekly"
MOST_LINES = 6
"""A director reads so many at half past eight; the rest stands behind a button."""

ONE_DAY, ONE_WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Today(Timed):
    """`people` whose day it is, the asker's own where nobody is named."""

    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Subscribe(Timed):
    """`audience`: me or group; `which`: morning or weekly, both settled from the words."""

    title: str = ""
    people: tuple[str, ...] = ()
    audience: str = ""
    which: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Pause(Timed):
    title: str = ""
    people: tuple[str, ...] = ()
    audience: str = ""


@dataclass(frozen=True, slots=True)
class Resume(Timed):
    title: str = ""
    people: tuple[str, ...] = ()
    audience: str = ""


@dataclass(frozen=True, slots=True)
class Upcoming(Timed):
    """The days asked about; a week where nothing was said."""

    audience: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a digest is: a group's chat, or a person's own; `whole` for the weekly one of those in charge."""

    chat: Chat
    person: Person | None
    say: Say
    whole: bool = False


def looked(at: Turn | Tick, reader: Reader, first: date, until: date) -> Look:
    """Over these days, with what changed since the working day before (for a week: in the week before)."""
    house, local = at.house, at.now.astimezone(at.house.zone)
    days = (until - first).days
    before = house.calendar.add_working_days(local.date(), -1) if days == 1 else local.date() - ONE_WEEK
    since = datetime.combine(before, local.time(), house.zone)
    return Look(house, at.uow, at.now, reader.say, reader.chat, reader.person, reader.whole, first, until, since)


def fetched(looks: Sequence[Look]) -> list[tuple[Any, ...]]:
    """For each of them what the sections want to know, read for all together."""
    sections = looks[0].house.sections if looks else ()
    found = [section.fetch(looks) if section.fetch else (None,) * len(looks) for section in sections]
    return list(zip(*found, strict=True)) or [()] * len(looks)


def blocks(look: Look, found: Sequence[Any] | None = None) -> tuple[Block, ...]:
    """`found` is what `fetched` gave for this look; where it is left out, it is read now."""
    known = fetched([look])[0] if found is None else found
    told = (
        section.tell(replace(look, fetched=one) if section.fetch else look)
        for section, one in zip(look.house.sections, known, strict=True)
    )
    return tuple(block for block in told if block is not None)


def lines_of(found: Sequence[Block], say: Say) -> list[str]:
    """A line for each, the label at the first of its block."""
    return [
        say("digest.labelled", label=block.label, line=line) if place == 0 else f"· {line}"
        for block in found
        for place, line in enumerate(block.lines)
    ]


def card(look: Look, found: Sequence[Block], key: str, *, everything: bool = False) -> Card:
    """At most six lines, and a button for the rest."""
    say, lines = look.say, lines_of(found, look.say)
    title = say(key, day=look.first, last=look.until - ONE_DAY)
    if everything or len(lines) <= MOST_LINES:
        return Card(title, body="\n".join(lines))
    rest = Button(say("digest.more", count=len(lines) - MOST_LINES), _more(look))
    return Card(title, body="\n".join(lines[:MOST_LINES]), buttons=(rest,))


def _more(look: Look) -> Action:
    whose = "all" if look.whole else "me" if look.person else "chat"
    return Action(
        "digest.more", look.person.id if look.person else 0, f"{whose}.{look.first:%Y%m%d}.{look.until:%Y%m%d}"
    )
