"""Notices that come again (定期通知): each time of the rule makes a notice; and texts that are kept."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from bot.domain.notice import Audience, Level, Notice, State, Wants
from bot.domain.people import Person
from bot.domain.schedule import Rule
from bot.domain.schedule import State as Standing


@dataclass(frozen=True, slots=True)
class Series:
    """`due_said` are the words of the deadline, read anew from each day on which one goes out.

    `next_at` is the time of the rule at which the next one goes out, `last_at` that of the newest that did: so that
    none goes out twice. `id` is 0 until stored.
    """

    id: int
    title: str
    text: str
    owner_id: int
    chat_id: int
    language: str
    rule: Rule
    audience: Audience = field(default_factory=Audience)
    level: Level = Level.NORMAL
    wants: Wants = Wants.ACK
    choices: tuple[str, ...] = ()
    due_said: str = ""
    state: Standing = Standing.ACTIVE
    next_at: datetime | None = None
    last_at: datetime | None = None

    def may_be_changed_by(self, person: Person) -> bool:
        return person.id == self.owner_id or person.is_in_charge

    def paused(self) -> Self:
        return replace(self, state=Standing.PAUSED)

    def resumed(self) -> Self:
        return replace(self, state=Standing.ACTIVE)

    def over(self) -> Self:
        return replace(self, state=Standing.OVER, next_at=None)

    def is_due(self, now: datetime) -> bool:
        """Whether there is one to go out that has not gone out yet."""
        if self.state is not Standing.ACTIVE or self.next_at is None or self.next_at > now:
            return False
        return self.last_at is None or self.last_at < self.next_at

    def notice(self, now: datetime, due_at: datetime | None) -> Notice:
        """This time's, with a number of its own once it is stored."""
        return Notice(
            id=0, title=self.title, text=self.text, sender_id=self.owner_id, chat_id=self.chat_id,
            language=self.language, made_at=now, audience=self.audience, level=self.level, wants=self.wants,
            choices=self.choices, due_at=due_at, send_at=self.next_at, sent_at=now, state=State.SENT,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Template:
    """A text with what belongs to it, kept by `owner_id` under a name; with `is_office` for everybody to use."""

    id: int
    name: str
    owner_id: int
    text: str
    audience: Audience = field(default_factory=Audience)
    level: Level = Level.NORMAL
    wants: Wants = Wants.ACK
    choices: tuple[str, ...] = ()
    is_office: bool = False

    def may_be_changed_by(self, person: Person) -> bool:
        return person.id == self.owner_id or (self.is_office and person.is_in_charge)
