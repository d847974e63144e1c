"""Notices (通知): to whom they go, what is wanted back, and the four facts of each receipt."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Self

from bot.domain.people import Person, Role
from bot.errors import NotAllowed, UserError

TITLE_LENGTH = 80
TEXT_LENGTH = 4000
ANSWER_LENGTH = 500
MOST_CHOICES = 8

Members = Mapping[int, Collection[int]]
Tagged = Mapping[str, Collection[int]]
Parents = Mapping[str, str]
NO_TAGS: Tagged = {}
NO_PARENTS: Parents = {}


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
    SCHEDULED = "scheduled"
    """Goes out at a time of its own."""
    SENT = "sent"
    RECALLED = "recalled"
    DROPPED = "dropped"
    """Never sent: the second person said no, or its sender took it back."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is meant, as it was said; worked out when the notice is sent. `groups` are ids of chats, `but_…` who is not.

    A unit means all that belongs to it, one of `alone` itself only; `everyone` is the whole office.
    """

    units: tuple[str, ...] = ()
    people: tuple[int, ...] = ()
    groups: tuple[int, ...] = ()
    roles: tuple[Role, ...] = ()
    everyone: bool = False
    but_units: tuple[str, ...] = ()
    but_people: tuple[int, ...] = ()
    alone: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    but_groups: tuple[int, ...] = ()
    but_roles: tuple[Role, ...] = ()
    but_alone: tuple[str, ...] = ()
    but_tags: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.units or self.people or self.groups or self.roles or self.everyone or self.alone or self.tags)

    def but(self, out: "Audience") -> "Audience":
        """Without those who are meant there."""
        return replace(
            self,
            but_units=out.units, but_people=out.people, but_groups=out.groups, but_roles=out.roles,
            but_alone=out.alone, but_tags=out.tags,
        )  # fmt: skip

    def meant(
        self, people: Iterable[Person], members: Members, tags: Tagged = NO_TAGS, parents: Parents = NO_PARENTS
    ) -> list[Person]:
        """Of these people those who are meant, each once; `members` are those of the groups, `parents` the units that
        a unit belongs to."""
        wanted, out = self._sides(Office(members, tags, parents))
        return [one for one in people if wanted(one) and not out(one)]

    def left_out(
        self, people: Iterable[Person], members: Members, tags: Tagged = NO_TAGS, parents: Parents = NO_PARENTS
    ) -> list[Person]:
        """Those who would be meant but for the exceptions."""
        wanted, out = self._sides(Office(members, tags, parents))
        return [one for one in people if wanted(one) and out(one)]

    def _sides(self, office: "Office") -> tuple[Callable[[Person], bool], Callable[[Person], bool]]:
        wanted = office.ids(self.people, self.groups, self.tags)
        out = office.ids(self.but_people, self.but_groups, self.but_tags)

        belongs = cache(lambda unit: office.belongs(unit, self.units, self.alone))
        belongs_out = cache(lambda unit: office.belongs(unit, self.but_units, self.but_alone))

        def is_wanted(one: Person) -> bool:
            return self.everyone or one.id in wanted or one.role in self.roles or belongs(one.unit)

        def is_out(one: Person) -> bool:
            return one.id in out or one.role in self.but_roles or belongs_out(one.unit)

        return is_wanted, is_out


@dataclass(frozen=True, slots=True)
class Office:
    """What an audience is worked out with."""

    members: Members
    tags: Tagged
    parents: Parents

    def ids(self, people: Iterable[int], groups: Iterable[int], tags: Iterable[str]) -> frozenset[int]:
        found = {one for group in groups for one in self.members.get(group, ())}
        return frozenset(found.union(people, (one for tag in tags for one in self.tags.get(tag, ()))))

    def belongs(self, unit: str, units: Collection[str], alone: Collection[str]) -> bool:
        """Whether somebody of that unit is meant by one of these, or by a unit that it belongs to."""
        return unit in alone or any(one in units for one in above(unit, self.parents))


def above(unit: str, parents: Mapping[str, str]) -> list[str]:
    """The unit, and those that it belongs to, from near to far."""
    found = [unit] if unit else []
    while (unit := parents.get(unit, "")) and unit not in found:
        found.append(unit)
    return found


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
        is_early = self.send_at is not None and self.send_at > now
        return replace(self, approved_by=person.id, state=State.SCHEDULED if is_early else State.SENT, sent_at=now)

    def dropped(self) -> Self:
        if self.state not in {State.WAITING, State.SCHEDULED}:
            raise UserError(f"notices.is_{self.state}", number=self.id)
        return replace(self, state=State.DROPPED)

    def must_be_planned(self) -> None:
        """Not out yet, so all of it may be changed."""
        if self.state is not State.SCHEDULED and not (self.state is State.WAITING and self.send_at):
            raise UserError(f"notices.is_{self.state}", number=self.id)

    def is_expired(self, now: datetime) -> bool:
        return self.valid_until is not None and self.valid_until <= now

    def corrected(self, text: str, title: str) -> Self:
        self.must_be_out()
        return replace(self, text=text, title=title, version=self.version + 1).checked()

    def recalled(self) -> Self:
        self.must_be_out()
        return replace(self, state=State.RECALLED, version=self.version + 1)

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
        if self.wants is Wants.NUMBER:
            return number_in(said)
        if self.wants is Wants.CHOICE and said not in self.choices:
            raise UserError("notices.choice_wanted", choices=self.choices)
        return said


_NUMBER = re.compile(r"(-?\d{1,15}(?:\.\d{1,6})?)\s*(?:人|个|名|位|份|people|persons?)?", re.ASCII)


def number_in(said: str) -> str:
    """`3` of ３人; as text, so that nothing of it is lost."""
    found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", said).strip())
    if found is None:
        raise UserError("notices.number_wanted", said=said[:20])
    return found[1]


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

    def has_acked(self, notice: Notice) -> bool:
        """The text as it is now."""
        return self.acked_version >= notice.version

    def has_answered(self, notice: Notice) -> bool:
        return self.answered_at is not None and self.has_acked(notice)

    def is_late(self, notice: Notice) -> bool:
        """What was wanted came back after it was due."""
        at = self.answered_at if notice.wants.is_answer else self.acked_at
        return at is not None and notice.due_at is not None and at > notice.due_at

    def acknowledged(self, version: int, now: datetime) -> Self:
        """What was answered to an older text is no answer to this one."""
        if version <= self.acked_version:
            return replace(self, acked_at=now)
        return replace(self, acked_at=now, acked_version=version, answered_at=None, answer="")

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
