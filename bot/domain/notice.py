"""Notices (通知): to whom they go, what is wanted back, and the four facts of each receipt."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from bot.domain.people import Person, Role
from bot.errors import NotAllowed, UserError

TITLE_LENGTH = 80
TEXT_LENGTH = 4000
ANSWER_LENGTH = 500
MOST_CHOICES = 8


class Level(StrEnum):
    """一般, 重要, 紧急."""

    NORMAL = "normal"
    IMPORTANT = "important"
    URGENT = "urgent"


class Wants(StrEnum):
    """What is wanted back: nothing, that it was acknowledged, or an answer of some kind."""

    NOTHING = ""
    ACK = "ack"
    ATTENDANCE = "attendance"
    NUMBER = "number"
    LINE = "line"
    CHOICE = "choice"

    @property
    def is_answer(self) -> bool:
        return self not in {Wants.NOTHING, Wants.ACK}


class State(StrEnum):
    WAITING = "waiting"
    """An urgent one waits for a second person's word."""
    SENT = "sent"
    RECALLED = "recalled"
    DROPPED = "dropped"
    """Never sent: the second person said no, or its sender took it back."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is meant, as it was said; worked out when the notice is sent. `groups` are ids of chats, `but_…` who is not.

    `everyone` is the whole office.
    """

    units: tuple[str, ...] = ()
    people: tuple[int, ...] = ()
    groups: tuple[int, ...] = ()
    roles: tuple[Role, ...] = ()
    everyone: bool = False
    but_units: tuple[str, ...] = ()
    but_people: tuple[int, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.units or self.people or self.groups or self.roles or self.everyone)

    def meant(self, people: Iterable[Person], members: Mapping[int, Collection[int]]) -> list[Person]:
        """Of these people those who are meant, each once; `members` are those of the groups."""
        named = self._named(members)
        return [one for one in people if self._is_meant(one, named) and not self._is_left_out(one)]

    def left_out(self, people: Iterable[Person], members: Mapping[int, Collection[int]]) -> list[Person]:
        """Those who would be meant but for the exceptions."""
        named = self._named(members)
        return [one for one in people if self._is_meant(one, named) and self._is_left_out(one)]

    def _named(self, members: Mapping[int, Collection[int]]) -> Collection[int]:
        return {*self.people, *(one for group in self.groups for one in members.get(group, ()))}

    def _is_meant(self, one: Person, named: Collection[int]) -> bool:
        return self.everyone or one.id in named or one.unit in self.units or one.role in self.roles

    def _is_left_out(self, one: Person) -> bool:
        return one.id in self.but_people or one.unit in self.but_units


@dataclass(frozen=True, slots=True)
class Notice:
    """`text` is what everybody reads; `version` rises with each correction, and receipts say which one they are for.

    `people` is how many it goes to.

    `id` is 0 until stored, and the number by which it is called.
    """

    id: int
    title: str
    text: str
    sender_id: int
    chat_id: int
    language: str
    made_at: datetime
    audience: Audience = field(default_factory=Audience)
    level: Level = Level.NORMAL
    wants: Wants = Wants.ACK
    choices: tuple[str, ...] = ()
    due_at: datetime | None = None
    send_at: datetime | None = None
    sent_at: datetime | None = None
    valid_until: datetime | None = None
    state: State = State.SENT
    approved_by: int | None = None
    version: int = 1
    people: int = 0

    def may_be_seen_by(self, person: Person) -> bool:
        """With names: its sender, and the office's own hands."""
        return person.id == self.sender_id or person.role in {Role.SECRETARY, Role.ADMIN}

    def must_be_changed_by(self, person: Person, sender: str) -> None:
        if not self.may_be_seen_by(person):
            raise NotAllowed("notices.not_yours", number=self.id, name=sender)

    def approved(self, person: Person, now: datetime) -> Self:
        """An urgent one needs a second person in charge."""
        if self.state is not State.WAITING:
            raise UserError(f"notices.is_{self.state}", number=self.id)
        if not person.is_in_charge:
            raise NotAllowed("notices.approve_in_charge", number=self.id)
        if person.id == self.sender_id:
            raise NotAllowed("notices.approve_other", number=self.id)
        return replace(self, approved_by=person.id, state=State.SENT, sent_at=now)

    def dropped(self) -> Self:
        if self.state is not State.WAITING:
            raise UserError(f"notices.is_{self.state}", number=self.id)
        return replace(self, state=State.DROPPED)

    def corrected(self, text: str, title: str) -> Self:
        self.must_be_out()
        return replace(self, text=text, title=title, version=self.version + 1).checked()

    def recalled(self) -> Self:
        self.must_be_out()
        return replace(self, state=State.RECALLED)

    def must_be_out(self) -> None:
        if self.state is not State.SENT:
            raise UserError(f"notices.is_{self.state}", number=self.id)

    def checked(self) -> Self:
        """The notice, if it can be sent as it is."""
        if not self.text.strip():
            raise UserError("notices.no_text")
        if len(self.text) > TEXT_LENGTH:
            raise UserError("notices.text_too_long", most=TEXT_LENGTH, length=len(self.text))
        if self.wants is Wants.CHOICE and not 1 < len(self.choices) <= MOST_CHOICES:
            raise UserError("notices.choices_wanted", most=MOST_CHOICES)
        return self

    def reads(self, answer: str) -> str:
        """An answer in the form that is wanted; UserError says which that is."""
        said = answer.strip()
        if not said or len(said) > ANSWER_LENGTH:
            raise UserError("notices.answer_length", most=ANSWER_LENGTH)
        if self.wants is Wants.NUMBER and not said.lstrip("-").replace(".", "", 1).isdigit():
            raise UserError("notices.number_wanted", said=said[:20])
        if self.wants is Wants.CHOICE and said not in self.choices:
            raise UserError("notices.choice_wanted", choices=self.choices)
        return said


@dataclass(frozen=True, slots=True)
class Receipt:
    """One person's: of four facts the last three; that it was sent stands in the delivery ledger, under its key.

    `version` is the one that the person was sent, `acked_version` the one that they acknowledged.
    """

    notice_id: int
    person_id: int
    version: int = 1
    seen_at: datetime | None = None
    acked_at: datetime | None = None
    acked_version: int = 0
    answered_at: datetime | None = None
    answer: str = ""
    chased: int = 0
    is_gone: bool = False
    """Left the office since: not missing any more."""

    def is_missing(self, notice: Notice) -> bool:
        """Whether something is still wanted of this person."""
        if self.is_gone or notice.wants is Wants.NOTHING or notice.state is not State.SENT:
            return False
        return self.acked_version < notice.version or (notice.wants.is_answer and self.answered_at is None)

    def acknowledged(self, version: int, now: datetime) -> Self:
        return replace(self, acked_at=now, acked_version=max(self.acked_version, version))

    def answered(self, version: int, answer: str, now: datetime) -> Self:
        """An answer acknowledges, too."""
        return replace(self.acknowledged(version, now), answered_at=now, answer=answer)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many were to get it, and of how many each fact holds; `missing` of whom something is still wanted."""

    people: int
    acked: int
    answered: int
    seen: int
    missing: int
