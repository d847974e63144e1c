"""What digests say of items: what is late, what will be soon, what nobody signed for or moves; and what has changed."""

from collections.abc import Iterable

from bot.domain.ladder import is_sign_late
from bot.domain.lamps import STEADY, green_from, lamp, stuck_before
from bot.domain.people import Role
from bot.domain.procedure import UNDER_WAY, State
from bot.domain.supervision import SupervisionItem
from bot.supervising import Wanted
from bot.turn import Block, Look
from handlers.supervision import time_words as words
from handlers.supervision.desk import router

MOST, MOST_SEARCHED = 60, 300
DEEDS = {"supervision.closed": "closed", "supervision.confirmed": "closed", "supervision.refused": "refused",
         "supervision.sent_back": "sent_back"}  # fmt: skip
WAITS = {State.SUBMITTED: "submitted", State.REFUSED: "refused", State.IN_REVIEW: "in_review"}


@router.section(20)
def items(look: Look) -> Block | None:
    """The longest overdue first, then what is due soon, then what nobody signed for or what does not move."""
    found = {
        one.id: one for one in (*_pressing(look), *_unsigned(look), *_stuck(look), *_waiting(look), *_watched(look))
    }
    people = look.uow.people.named({one.lead_id for one in found.values()})
    names = {key: one.name for key, one in people.items()}
    lines = tuple(_line(look, one, names) for one in found.values())
    return Block(look.say("supervision.block"), lines) if lines else None


def _base(look: Look, **more: object) -> Wanted:
    """Of the whole office, of a person as lead or co-owner, or of a group's chat."""
    if look.whole:
        return Wanted(**more)  # type: ignore[arg-type]
    if look.person is not None:
        return Wanted(people=(look.person.id,), **more)  # type: ignore[arg-type]
    return Wanted(chat_id=look.chat.id, **more)  # type: ignore[arg-type]


def _found(look: Look, most: int = MOST, **more: object) -> list[SupervisionItem]:
    return look.uow.items.found(_base(look, **more), most)


def _pressing(look: Look) -> list[SupervisionItem]:
    """Overdue, with a yellow lamp, or due on the days that the digest is about."""
    edge = max(green_from(look.now, look.house.terms), look.midnight(look.until))
    return _found(look, states=tuple(UNDER_WAY), due_until=edge)


def _unsigned(look: Look) -> Iterable[SupervisionItem]:
    found = _found(look, MOST_SEARCHED, states=(State.ASSIGNED,))
    return (one for one in found if is_sign_late(one, look.now, look.house.terms))


def _stuck(look: Look) -> Iterable[SupervisionItem]:
    terms = look.house.terms
    return (
        _found(look, states=tuple(STEADY), moved_before=stuck_before(look.now, terms)) if terms.rules.stuck_days else ()
    )


def _waiting(look: Look) -> list[SupervisionItem]:
    """What waits for this person's word: as its supervisor, or as the leader whose word comes on top."""
    if look.person is None or look.whole:
        return []
    found = look.uow.items.found(Wanted(supervisor=look.person.id, states=(State.SUBMITTED, State.REFUSED)), MOST)
    if look.person.role is not Role.LEADER or not look.person.unit:
        return found
    return [*found, *look.uow.items.found(Wanted(unit=look.person.unit, states=(State.IN_REVIEW,)), MOST)]


def _watched(look: Look) -> list[SupervisionItem]:
    """What is overdue of all that this person handed over."""
    if look.person is None or look.whole:
        return []
    wanted = Wanted(supervisor=look.person.id, states=tuple(UNDER_WAY), due_until=look.now)
    return look.uow.items.found(wanted, MOST)


def _line(look: Look, item: SupervisionItem, names: dict[int, str]) -> str:
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


@router.section(70)
def changed(look: Look) -> Block | None:
    """What was closed, refused or sent back since the digest before."""
    last = {subject: DEEDS.get(deed) for deed, subject, _ in look.uow.audit.since(look.since, "item")}
    told = {int(subject.partition(":")[2]): deed for subject, deed in last.items() if deed}
    found = look.uow.items.named(told)
    lines = tuple(
        look.say(f"supervision.changed_{told[key]}", item=one.short, title=one.title)
        for key, one in found.items()
        if _concerns(look, one)
    )
    return Block(look.say("supervision.changed_block"), lines) if lines else None


def _concerns(look: Look, item: SupervisionItem) -> bool:
    if look.whole:
        return True
    if look.person is None:
        return item.chat_id == look.chat.id
    return look.person.id in {*item.people, item.supervisor_id}
