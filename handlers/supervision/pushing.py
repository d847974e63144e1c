"""Cards that go to several people at somebody's word, and afterwards what became of each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from bot.asking.telling import Write, deputy_of, to_person
from bot.cards import Button, Card
from bot.delivery import OutboxLine
from bot.domain.people import Person
from bot.domain.procedure import Deed
from bot.domain.reminder import Reminder
from bot.domain.supervision import SupervisionItem
from bot.errors import UserError
from bot.ledger import reason, ways_out
from bot.messages import Outgoing
from bot.ports import UnitOfWork
from bot.router import Router
from bot.supervising import Push, PushLine
from bot.texts import Say
from bot.turn import Ask, Tick, Turn
from handlers.supervision import tell
from handlers.supervision.desk import W, hand, noted, numbered, standing, the_item

push_router = Router("push")
"""Its subjects are pushes, not items, so its reminders have a register of their own."""

Kind = Literal["nudge", "escalation"]
FIRST_LOOK = timedelta(minutes=1)
LAST_LOOK = timedelta(hours=2)
OLD_AFTER = timedelta(days=1)
MOST_WAYS_OUT = 3
ARRIVED = frozenset({"sent", "arrived"})


@dataclass(frozen=True, slots=True)
class Parcel:
    """One card for `whom`; `to` is who gets it: the deputy of someone who is away, None where nobody is reached."""

    whom: int
    to: int | None
    items: tuple[SupervisionItem, ...]

    @property
    def is_for_another(self) -> bool:
        return self.to not in {None, self.whom}


def parcel(turn: Turn, whom: int, items: Sequence[SupervisionItem]) -> Parcel:
    deputy = deputy_of(turn, whom)
    reached = (one for one in (deputy, whom) if one is not None and turn.account(one) is not None)
    return Parcel(whom, next(reached, None), tuple(items))


def items_of(turn: Turn, slots: W, deed: Deed) -> tuple[list[SupervisionItem], list[str]] | Ask:
    """The items that were named, and a sentence about each with which the deed cannot be done.

    Where it can be done with none of them the first refusal is all that is said.
    """
    if not slots.item and len(slots.numbers) > 1:
        return _each(turn, slots.numbers, deed)
    item = standing(turn, slots.item) if slots.item else the_item(turn, slots, deed)
    if isinstance(item, Ask):
        return item
    item.must(deed, hand(turn))
    return [item], []


def _each(turn: Turn, numbers: Iterable[str], deed: Deed) -> tuple[list[SupervisionItem], list[str]]:
    found: dict[int, SupervisionItem] = {}
    refused: list[UserError] = []
    mine = hand(turn)
    for number in numbers:
        try:
            item = numbered(turn, number)
            item.must(deed, mine)
        except UserError as fault:
            refused.append(fault)
        else:
            found[item.id] = item
    if not found:
        raise refused[0]
    return list(found.values()), [turn.say(fault.key, **fault.params) for fault in refused]


def send(
    turn: Turn, kind: Kind, cards: Sequence[tuple[Parcel, Write]], deed: str, **details: object
) -> tuple[Outgoing, ...]:
    """A card for each, noted as one push and in the items' trails; and for the chat a line until it is known more."""
    push = turn.uow.pushes.add(Push(0, kind, turn.now, (), turn.actor.id, turn.chat.id, turn.say.language))
    lines, out = list[PushLine](), list[Outgoing]()
    for one, write in cards:
        key = f"push:{push.id}:{one.whom}"
        told = tell.in_place_of(turn.uow.people.get(one.whom).name, write) if one.is_for_another else write
        sent = to_person(turn, one.to, key, told) if one.to is not None else ()
        for_id = one.whom if one.is_for_another else None
        line = PushLine(one.to or one.whom, key if sent else "", tuple(item.id for item in one.items), for_id)
        lines.append(line)
        out += sent
        name = _name(turn.uow.people.named({line.person_id, one.whom}), line, turn.say)
        for item in one.items:
            noted(turn, item, deed, name=name, **({"sent": key} if sent else {}), **details)
    made = replace(push, lines=tuple(lines))
    turn.uow.pushes.save(made)
    turn.uow.reminders.plan([_look(made, FIRST_LOOK)])
    here = Outgoing(_card_key(made), turn.chat.ref, _result(turn.uow, made, {}, turn.say), language=turn.say.language)
    return (here, *out)


def _name(people: Mapping[int, Person], line: PushLine, say: Say) -> str:
    """`王芳`, `张伟（代王芳）`."""
    name = people[line.person_id].name
    return say("push.instead", name=name, absent=people[line.for_id].name) if line.for_id else name


def _card_key(push: Push) -> str:
    return f"push:{push.id}:card"


def _look(push: Push, after: timedelta) -> Reminder:
    """It rings: whoever ordered it waits for it."""
    at = push.made_at + after
    return Reminder("push.told", push.id, at, at + OLD_AFTER, rings=True)


def follow(tick: Tick, push_id: int) -> None:
    """Look again, after twice the time, while something is still on its way."""
    push = tick.uow.pushes.get(push_id)
    if push is None or not _is_open(push, _fates(tick.uow, push)):
        return
    passed = tick.now - push.made_at
    if passed < LAST_LOOK:
        tick.uow.reminders.plan([_look(push, max(passed * 2, FIRST_LOOK))])


@push_router.reminder("told", follow=follow)
def told(tick: Tick, push_id: int) -> tuple[Outgoing, ...]:
    """In the place of the line that said it was going out: at first, when all is settled, and at the last look."""
    push = tick.uow.pushes.get(push_id)
    if push is None or push.chat_id is None:
        return ()
    fates, passed = _fates(tick.uow, push), tick.now - push.made_at
    if _is_open(push, fates) and FIRST_LOOK * 2 <= passed < LAST_LOOK:
        return ()
    say = tick.speak(push.language)
    chat = tick.uow.chats.get(push.chat_id).ref
    card = _result(tick.uow, push, fates, say)
    return (Outgoing("", chat, card, replaces=_card_key(push), language=say.language),)


def _fates(uow: UnitOfWork, push: Push) -> dict[str, OutboxLine]:
    return uow.outbox.fates([line.key for line in push.lines if line.key])


def _is_open(push: Push, fates: Mapping[str, OutboxLine]) -> bool:
    return any(line.key and (line.key not in fates or fates[line.key].state == "open") for line in push.lines)


def _result(uow: UnitOfWork, push: Push, fates: Mapping[str, OutboxLine], say: Say) -> Card:
    """Person by person: `王芳 已送达 10:02`, `李强 未送达：没有账号`; and the way out for what did not arrive."""
    people = uow.people.named({one for line in push.lines for one in (line.person_id, line.for_id) if one})
    lines, ways = list[str](), list[Button]()
    for line in push.lines:
        name, fate = _name(people, line, say), fates.get(line.key)
        lines.append(say("push.line", name=name, fate=_fate_words(line, fate, say)))
        ways += ways_out(fate, say, f" {name}") if fate else ()
    failed = any(not line.key for line in push.lines) or bool(ways)
    key = "push.sending" if not fates and not failed else f"push.{push.kind}"
    title = say(key, count=len(push.lines))
    return Card(title, body="\n".join(lines), buttons=tuple(ways[:MOST_WAYS_OUT]), tone="warn" if failed else "info")


def _fate_words(line: PushLine, fate: OutboxLine | None, say: Say) -> str:
    if not line.key:
        return say("push.no_account")
    if fate is None or fate.state == "open":
        return say("push.on_its_way")
    if fate.state in ARRIVED:
        return say("push.arrived", at=say.clock(fate.sent_at or fate.ended_at or fate.queued_at))
    key = "push.unknown" if fate.state == "unknown" else "push.failed"
    return say(key, why=reason(fate, say) or say("push.given_up"))


push_router.texts(
    {
        "coming_told": ("送达情况", "Whether it arrived"),
        "sending": ("正在发给 {count} 人", "Going out to {count} people"),
        "nudge": ("催办送达情况（{count} 人）", "The nudge: {count} people"),
        "escalation": ("提级送达情况（{count} 人）", "The escalation: {count} people"),
        "line": ("{name} {fate}", "{name}: {fate}"),
        "instead": ("{name}（代{absent}）", "{name} (for {absent})"),
        "no_account": ("未送达：没有账号，请另外告诉本人", "not delivered: no account, please tell them yourself"),
        "on_its_way": ("正在发送", "on its way"),
        "arrived": ("已送达 {at}", "delivered at {at}"),
        "unknown": ("不知道送到没有：{why}", "not known whether it arrived: {why}"),
        "failed": ("未送达：{why}", "not delivered: {why}"),
        "given_up": ("已放弃发送", "given up"),
    }
)
