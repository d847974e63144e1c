"""What digests say of items: what is late, what will be soon, what nobody signed for or moves; and what has changed."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from operator import attrgetter
from typing import Any

from bot.digests import Done, Sorted, done_since, last_deed, sort_out
from bot.domain.ladder import is_sign_late
from bot.domain.lamps import STEADY, green_from, lamp, stuck_before
from bot.domain.people import Person, Role
from bot.domain.procedure import UNDER_WAY, State
from bot.domain.supervision import SupervisionItem
from bot.supervising import Wanted
from bot.turn import Block, Look
from handlers.supervision import time_words as words
from handlers.supervision.desk import router
from handlers.supervision.lists import opening

MOST, MOST_SEARCHED, MOST_AT_ONCE = 60, 300, 1_000_000
NOTHING = sort_out(list[SupervisionItem](), attrgetter("people"), attrgetter("chat_id"))
DEEDS = {"supervision.closed": "closed", "supervision.confirmed": "closed", "supervision.refused": "refused",
         "supervision.sent_back": "sent_back"}  # fmt: skip
WAITS = {State.SUBMITTED: "submitted", State.REFUSED: "refused", State.IN_REVIEW: "in_review"}


@dataclass(frozen=True, slots=True)
class Seen:
    """What one digest tells of, and who leads it."""

    items: Sequence[SupervisionItem]
    names: Mapping[int, str]


def fetch_items(looks: Sequence[Look]) -> list[Seen]:
    """What people hold, and what waits for their word, is read for all of them together."""
    first, edges = looks[0], _edges(looks[0])
    ids = {look.person.id for look in looks if look.person and not look.whole}
    held = _of_people(first, ids, max(edges.pressing(look) for look in looks), edges.stuck) if ids else NOTHING
    waiting = _waiting(first, ids) if ids else {}
    found = [_told(look, held, waiting, edges) for look in looks]
    people = first.uow.people.named({one.lead_id for items in found for one in items})
    names = {key: one.name for key, one in people.items()}
    return [Seen(items, names) for items in found]


@router.section(20, fetch=fetch_items)
def items(look: Look) -> Block | None:
    """The longest overdue first, then what is due soon, then what nobody signed for or what does not move."""
    seen: Seen = look.fetched
    lines = tuple(_line(look, one, seen.names) for one in seen.items)
    buttons = opening(seen.items) if look.person is not None else ()
    return Block(look.say("supervision.block"), lines, buttons) if lines else None


@dataclass(frozen=True, slots=True)
class Edges:
    """What is due before `green` has no green lamp; what has not moved since `stuck` has not moved for too long."""

    green: datetime
    stuck: datetime

    def pressing(self, look: Look) -> datetime:
        """What is due before then is overdue, has a yellow lamp, or is due on the days that the digest is about."""
        return max(self.green, look.midnight(look.until))


def _edges(look: Look) -> Edges:
    terms = look.house.terms
    return Edges(green_from(look.now, terms), stuck_before(look.now, terms))


def _of_people(look: Look, ids: Collection[int], pressing: datetime, stuck: datetime) -> Sorted[SupervisionItem]:
    """What these people may have to hear of, by its due date."""
    wanted = Wanted(people=tuple(ids), states=tuple(UNDER_WAY), pressing=(pressing, stuck))
    return sort_out(look.uow.items.found(wanted, MOST_AT_ONCE), attrgetter("people"), attrgetter("chat_id"))


def _waiting(look: Look, ids: Collection[int]) -> dict[int, list[SupervisionItem]]:
    """What waits for the word of these people, as its supervisors; then what is overdue of what they handed over."""
    waits, found = (State.SUBMITTED, State.REFUSED), defaultdict[int, list[SupervisionItem]](list)
    theirs = Wanted(supervisors=tuple(ids), states=waits)
    late = Wanted(supervisors=tuple(ids), states=tuple(UNDER_WAY), due_until=look.now)
    for wanted in (theirs, late):
        for one in look.uow.items.found(wanted, MOST_AT_ONCE):
            found[one.supervisor_id].append(one)
    return found


def _told(
    look: Look, held: Sorted[SupervisionItem], waiting: Mapping[int, Sequence[SupervisionItem]], edges: Edges
) -> list[SupervisionItem]:
    """Each once, in order."""
    if look.person is None or look.whole:
        found = _pressing(look, _under_way(look, edges), edges)
    else:
        mine, word = held.concerning(look), waiting.get(look.person.id, ())
        found = [*_pressing(look, mine, edges), *word[:MOST], *_in_review(look, look.person)]
    return list({one.id: one for one in found}.values())


def _under_way(look: Look, edges: Edges) -> list[SupervisionItem]:
    """Of the whole office, or of a group's chat: there may be very many, so only the most of what may be told of."""

    def found(most: int, **more: Any) -> list[SupervisionItem]:
        return look.uow.items.found(Wanted(chat_id=None if look.whole else look.chat.id, **more), most)

    return [
        *found(MOST, states=tuple(UNDER_WAY), due_until=edges.pressing(look)),
        *found(MOST_SEARCHED, states=(State.ASSIGNED,)),
        *found(MOST, states=tuple(STEADY), moved_before=edges.stuck),
    ]


def _pressing(look: Look, found: Sequence[SupervisionItem], edges: Edges) -> list[SupervisionItem]:
    """What is due, then what nobody signed for, then what does not move; the most of each."""
    now, terms, edge = look.now, look.house.terms, edges.pressing(look)
    due = (one for one in found if one.due_at < edge)
    unsigned = (one for one in found if is_sign_late(one, now, terms))
    still = (one for one in found if terms.rules.stuck_days and one.state in STEADY and one.moved_at < edges.stuck)
    return [one for group in (due, unsigned, still) for one in islice(group, MOST)]


def _in_review(look: Look, person: Person) -> list[SupervisionItem]:
    """What waits for the word of a unit's leader, on top of its supervisor's."""
    if person.role is not Role.LEADER or not person.unit:
        return []
    return look.uow.items.found(Wanted(unit=person.unit, states=(State.IN_REVIEW,)), MOST)


def _line(look: Look, item: SupervisionItem, names: Mapping[int, str]) -> str:
    say, terms = look.say, look.house.terms
    told = [words.standing(item, look.now, terms, say), words.stuck_line(item, look.now, terms, say)]
    if item.state in WAITS:
        told = [say(f"supervision.block_{WAITS[item.state]}")]
    elif is_sign_late(item, look.now, terms):
        told.append(say("supervision.block_unsigned"))
    if look.whole or look.person is None or look.person.id != item.lead_id:
        told.insert(0, names[item.lead_id])
    mark = words.MARKS[lamp(item, look.now, terms)]
    written = " · ".join(part for part in told if part)
    return say("supervision.block_line", mark=mark, item=item.short, title=item.title, words=written)


@dataclass(frozen=True, slots=True)
class Changed:
    """What was done to which items."""

    items: Sorted[SupervisionItem]
    done: Mapping[int, Sequence[Done]]


def fetch_changed(looks: Sequence[Look]) -> list[Changed]:
    done = done_since(looks, "item")
    told = [key for key, each in done.items() if each[-1].deed in DEEDS]
    found = looks[0].uow.items.named(told) if told else {}
    in_order = (found[key] for key in told if key in found)
    return [Changed(sort_out(in_order, _people, attrgetter("chat_id")), done)] * len(looks)


@router.section(70, fetch=fetch_changed)
def changed(look: Look) -> Block | None:
    """What was closed, refused or sent back since the digest before."""
    seen: Changed = look.fetched
    told = [(one, last_deed(seen.done[one.id], look.since)) for one in seen.items.concerning(look)]
    lines = tuple(
        look.say(f"supervision.changed_{DEEDS[deed]}", item=one.short, title=one.title) for one, deed in told if deed
    )
    return Block(look.say("supervision.changed_block"), lines) if lines else None


def _people(item: SupervisionItem) -> set[int]:
    return {*item.people, item.supervisor_id}
