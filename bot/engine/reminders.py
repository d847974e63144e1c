"""Whatever is due becomes outbox rows, in batches: each batch one transaction, and a broken one holds up no other."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from time import perf_counter
from typing import Any

from bot.cards import Card
from bot.domain.reminder import A_WHILE, SEVERAL, TOGETHER, Reminder, beyond_cap, sort_out
from bot.engine.core import Core
from bot.engine.words import short, snooze_buttons
from bot.familiar import Familiar
from bot.log import get_log, incident
from bot.messages import Outgoing
from bot.ports import Chat, UnitOfWork
from bot.router import Kind
from bot.turn import House, Tick

log = get_log("reminders")

MANY, FEW, LEAST = 500, 50, 10
"""Reminders of one transaction: enough to share its cost; while people are talking to us so few that they hardly wait
behind it, and fewer where each takes long."""

PART_SECONDS = 0.005
"""What such a small batch should take."""


class BrokenReminder(Exception):
    """Composing this one, or planning what follows it, failed; the cause is chained."""

    def __init__(self, reminder: Reminder, *, while_following: bool = False) -> None:
        super().__init__(f"{reminder.kind} {reminder.subject}")
        self.reminder = reminder
        self.while_following = while_following


class Reminding:
    def __init__(self, core: Core, wake: Callable[[], None]) -> None:
        self._store = core.store
        self._kinds = core.desks.kinds
        self._house = core.house
        self._clock = core.clock
        self._counts = core.counts
        self._wake = wake
        self._few = LEAST

    async def fire_due(self) -> int:
        """Turn all that is due into messages; the number of reminders handled."""
        handled, is_more = 0, False
        while (is_more or await self._is_due()) and (fired := await self._fire_batch()).handled:
            handled, is_more = handled + fired.handled, fired.is_more
        if handled:
            self._wake()
        return handled

    async def _is_due(self) -> bool:
        due = await self._store.read(lambda uow: uow.reminders.next_due())
        return due is not None and due <= self._clock.now()

    async def _fire_batch(self) -> "Fired":
        now, most = self._clock.now(), self._few if self._store.is_busy else MANY
        try:
            fired = await self._store.write(
                lambda uow: Firing(self._house, self._kinds, uow, now, most).run(), may_wait=True
            )
        except BrokenReminder as broken:
            await self._give_up(broken, now)
            return Fired({"broken": 1}, is_more=True)
        self._few = fired.as_many_as_fit()
        for result, count in fired.numbers.items():
            self._counts.add("reminders", count, result=result)
        for seconds in fired.late:
            self._counts.observe("reminder_lateness_seconds", seconds)
        return fired

    async def _give_up(self, broken: BrokenReminder, now: datetime) -> None:
        one = broken.reminder
        number = incident(log, "reminders.incident", broken, kind=one.kind, subject=one.subject)

        def note(uow: UnitOfWork) -> None:
            firing = Firing(self._house, self._kinds, uow, now, 1)
            firing.leave_unsaid(one, f"incident {number}")
            if not broken.while_following:
                firing.follow(one)
            uow.reminders.plan(firing.planned)

        try:
            await self._store.write(note)
        except BrokenReminder as again:
            await self._give_up(again, now)
        self._counts.add("reminders", result="broken")


@dataclass(frozen=True, slots=True)
class Fired:
    """How many were said, held back or left unsaid, and by how many seconds those that were said are late.

    `took` is the time of the whole batch, in seconds; `is_more`: there may be more that is due.
    """

    numbers: Mapping[str, int]
    late: Sequence[float] = ()
    took: float = 0.0
    is_more: bool = False

    @property
    def handled(self) -> int:
        return sum(self.numbers.values())

    def as_many_as_fit(self) -> int:
        """Into a small batch, by what these took."""
        return min(max(int(self.handled * PART_SECONDS / self.took), LEAST), FEW) if self.took else FEW


@dataclass(slots=True)
class Firing:
    """One batch, within one unit of work."""

    house: House
    kinds: Mapping[str, Kind]
    uow: UnitOfWork
    now: datetime
    most: int
    out: list[Outgoing] = field(default_factory=list)
    planned: list[Reminder] = field(default_factory=list)
    fetched: dict[str, Mapping[int, Any]] = field(default_factory=dict)
    familiar: Familiar = field(init=False)

    def __post_init__(self) -> None:
        self.familiar = Familiar(self.uow, self.now)

    def run(self) -> Fired:
        begun = perf_counter()
        due = self.uow.reminders.claim_due(self.now, self.most)
        plan = sort_out(self._newest(due), self.now, self.house.zone, self.house.calendar)
        for one, reason in plan.unsaid:
            self.leave_unsaid(one, reason)
            self.follow(one, was_said=reason == "overtaken")
        for one, until in plan.held:
            self.uow.reminders.hold(one.id, until)
        held = self._say_all(plan.say)
        self.uow.reminders.plan(self.planned)
        self.uow.outbox.add_all(self.out, self.now)
        counted = {"unsaid": len(plan.unsaid), "held": len(plan.held) + held, "said": len(plan.say) - held}
        late = [max((self.now - one.due_at).total_seconds(), 0.0) for one in plan.say]
        numbers = {result: count for result, count in counted.items() if count}
        return Fired(numbers, late, perf_counter() - begun, is_more=len(due) == self.most)

    def _newest(self, due: Sequence[Reminder]) -> Sequence[Reminder]:
        """With all others of their subjects that are due, when more are due than a batch holds."""
        if len(due) < self.most:
            return due
        more = self.uow.reminders.also_due(due, self.now)
        return (*due, *more)

    def _say_all(self, say: Sequence[Reminder]) -> int:
        """Say them chat by chat; how many had to wait for the cap."""
        chats = self.uow.chats.named({one.chat_id for one in say if one.chat_id})
        direct = [chat.id for chat in chats.values() if chat.ref.kind == "direct"]
        by_chat: dict[int | None, list[Reminder]] = defaultdict(list)
        for one in say:
            by_chat[one.chat_id].append(one)
        held = self._restrain(by_chat, direct) if direct else 0
        self._fetch([one for ones in by_chat.values() for one in ones])
        for chat_id, ones in by_chat.items():
            self._say_in(chats.get(chat_id or 0), ones)
        return held

    def _fetch(self, say: Sequence[Reminder]) -> None:
        """What each kind wants to know of its subjects, for all of them at once."""
        for name, ones in groupby(sorted(say, key=attrgetter("kind")), key=attrgetter("kind")):
            kind, first = self.kinds.get(name), list(ones)
            if kind is not None and kind.fetch is not None:
                try:
                    self.fetched[name] = kind.fetch(self._tick(first[0]), {one.subject for one in first})
                except Exception as fault:
                    raise BrokenReminder(first[0]) from fault

    def _restrain(self, by_chat: dict[int | None, list[Reminder]], direct: Sequence[int]) -> int:
        """What goes beyond a person's cap waits; what will be due in a moment is taken along."""
        held = 0
        said = self.uow.reminders.said_at(direct, self.now - A_WHILE, self.now)
        for chat_id in direct:
            waits = beyond_cap(by_chat[chat_id], said.get(chat_id, ()), self.now, self.house.most_per_hour)
            for one, until in waits:
                self.uow.reminders.hold(one.id, until)
                by_chat[chat_id].remove(one)
            held += len(waits)
        self._take_along(by_chat, [each for each in direct if by_chat[each]])
        return held

    def _take_along(self, by_chat: dict[int | None, list[Reminder]], direct: Sequence[int]) -> None:
        """Several of one person within ten minutes come together, those of the next minutes before their time."""
        coming: dict[int | None, list[Reminder]] = defaultdict(list)
        for one in self.uow.reminders.ahead(direct, self.now + TOGETHER):
            if self._is_exact(one):
                continue
            coming[one.chat_id].append(one)
        for chat_id, early in coming.items():
            if len(by_chat[chat_id]) + len(early) >= SEVERAL:
                self.uow.reminders.fire([one.id for one in early], self.now)
                by_chat[chat_id] += early

    def _say_in(self, chat: Chat | None, ones: Sequence[Reminder]) -> None:
        composed = [(one, self._compose(one)) for one in ones]
        for one in ones:
            self.follow(one)
        spoken = [(one, place, message) for one, messages in composed for place, message in enumerate(messages)]
        here = [
            (one, message) for one, _, message in spoken if chat and message.to == chat.ref and not self._is_exact(one)
        ]
        together = chat is not None and chat.ref.kind == "direct" and len({one.id for one, _ in here}) >= SEVERAL
        if chat is not None and together:
            self._say_together(chat, here)
        for one, place, message in spoken:
            if not (together and (one, message) in here):
                self.out.append(self._finished(one, message, place))

    def _is_exact(self, one: Reminder) -> bool:
        kind = self.kinds.get(one.kind)
        return kind is not None and kind.exact

    def _compose(self, one: Reminder) -> tuple[Outgoing, ...]:
        try:
            return self.kinds[one.kind].compose(self._tick(one), one.subject)
        except Exception as fault:
            raise BrokenReminder(one) from fault

    def follow(self, one: Reminder, *, was_said: bool = True) -> None:
        """Let the desk plan what comes after this one."""
        kind = self.kinds.get(one.kind)
        if kind is None or kind.follow is None:
            return
        try:
            kind.follow(replace(self._tick(one), was_said=was_said), one.subject)
        except Exception as fault:
            raise BrokenReminder(one, while_following=True) from fault

    def leave_unsaid(self, one: Reminder, reason: str) -> None:
        """A line in the delivery ledger instead of a message."""
        self.uow.reminders.give_up(one, reason)
        if one.chat_id is not None:
            chat = self.uow.chats.get(one.chat_id)
            message = Outgoing(f"reminder:{one.id}", chat.ref, Card(one.about or one.kind))
            self.uow.outbox.note_unsent(message, reason, self.now)

    def _tick(self, one: Reminder) -> Tick:
        fetched, late = self.fetched.get(one.kind, {}), self._late(one)
        return Tick(
            self.house, self.uow, self.now, late, self.familiar, fetched, due_at=one.due_at, planned=self.planned
        )

    def _late(self, one: Reminder) -> timedelta | None:
        """By how much, when that is worth a word."""
        late = self.now - one.due_at
        return late if late > self.house.late_after else None

    def _finished(self, one: Reminder, message: Outgoing, place: int) -> Outgoing:
        """With the word that it is late, and the choices of when to hear it again."""
        kind, late, card = self.kinds[one.kind], self._late(one), message.card
        if kind.is_work and message.key:
            return message
        say = self.house.speak(message.language, self.now)
        if late:
            note = say("house.late", late=late, due=one.due_at)
            card = replace(card, body=_lines(note, card.body), tone="warn")
        if kind.snooze:
            card = replace(card, buttons=(*card.buttons, *snooze_buttons(say, one.id)))
        return replace(message, key=message.key or f"reminder:{one.id}:{place}", card=card)

    def _say_together(self, chat: Chat, spoken: Sequence[tuple[Reminder, Outgoing]]) -> None:
        first = self.uow.reminders.bundle([one.id for one, _ in spoken])
        say = self.house.speak(chat.language or spoken[0][1].language, self.now)
        lines = [
            say("house.together_line", at=say.clock(one.due_at), title=short(message.card.title))
            for one, message in spoken
        ]
        title = say("house.together", count=len(lines))
        card = Card(title, body="\n".join(lines), buttons=snooze_buttons(say, first))
        self.out.append(Outgoing(f"reminder:{first}:all", chat.ref, card, language=say.language))


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
