"""The supervision item (督办事项) and everything that can be done to it; the rules themselves stand in `procedure`."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from bot.domain.people import Person
from bot.domain.procedure import PROCEDURE, Deed, Hand, Part, State, must_be_allowed_to_assign
from bot.errors import NotAllowed, UserError, Word

TITLE_LENGTH = 120
STANDARD_LENGTH = 1000
WORDS_LENGTH = 1000
MOST_YEARS = 20
FARTHEST = timedelta(days=366 * MOST_YEARS)
"""How long after it was handed over an item can be due: what is for ever is a duty, and calendars end."""

EVIDENCE = ("附", "证明", "佐证", "照片", "截图", "凭证", "attach", "evidence", "proof", "photo", "screenshot")
"""A standard that names one of these wants to be shown something when closing is asked for."""


class Source(StrEnum):
    """Where an item comes from: 上级部署, 会议决定, 领导批示, 工作计划, 其他."""

    SUPERIOR = "superior"
    MEETING = "meeting"
    DIRECTIVE = "directive"
    PLAN = "plan"
    OTHER = "other"


class Urgency(StrEnum):
    """平件, 加急, 特急."""

    NORMAL = "normal"
    URGENT = "urgent"
    FLASH = "flash"


class Slip(StrEnum):
    """A supervision slip (督办单), from the mildest colour on."""

    NONE = ""
    BLUE = "blue"
    YELLOW = "yellow"
    RED = "red"


SLIPS = tuple(Slip)


@dataclass(frozen=True, slots=True)
class Origin:
    """The exact sentence that an item came from, whose it was, where and when: kept for ever as it was.

    `meeting_id` is the meeting that decided it, where one did.
    """

    text: str
    by: str
    where: str
    at: datetime
    meeting_id: int | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """A later due date that the lead asks for."""

    until: datetime
    reason: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class SupervisionItem:
    """One matter with exactly one lead, due at one instant.

    `part` counts the parts of a split item, 0 for one that is no part; `unit` is the unit that it lies with. `moved_at`
    is when something last happened to it by the hand of those who do the work, or it was handed to them. `report` is
    the rhythm in which progress is asked for, an RRULE; `clock` says that it runs on the 1-3-7-10 clock. `slip` is the
    colour that was put on it by hand. `number` and `id` are 0 until stored.
    """

    id: int
    year: int
    number: int
    title: str
    due_at: datetime
    supervisor_id: int
    lead_id: int
    unit: str
    chat_id: int
    language: str
    origin: Origin
    assigned_at: datetime
    moved_at: datetime
    first_due_at: datetime
    part: int = 0
    standard: str = ""
    source: Source = Source.OTHER
    source_words: str = ""
    urgency: Urgency = Urgency.NORMAL
    co_owners: tuple[int, ...] = ()
    state: State = State.ASSIGNED
    accepted_at: datetime | None = None
    submitted_at: datetime | None = None
    ended_at: datetime | None = None
    progress: str = ""
    report: str = ""
    clock: bool = False
    slip: Slip = Slip.NONE
    extension: Extension | None = None
    extended: int = 0
    sent_back: int = 0
    parent_id: int | None = None
    merged_into: int | None = None
    resumes_as: State | None = None
    duty_id: int | None = None
    period: str = ""
    version: int = 1

    @property
    def short(self) -> str:
        """How it is called in the chat: `督15`, `督15-2`."""
        return f"督{self.number}-{self.part}" if self.part else f"督{self.number}"

    @property
    def formal(self) -> str:
        """How it stands in the ledger: `督〔2026〕15号`."""
        number = f"{self.number}-{self.part}" if self.part else str(self.number)
        return f"督〔{self.year}〕{number}号"

    @property
    def people(self) -> tuple[int, ...]:
        """The lead and the co-owners."""
        return (self.lead_id, *self.co_owners)

    @property
    def wants_evidence(self) -> bool:
        standard = self.standard.lower()
        return any(word in standard for word in EVIDENCE)

    def parts_of(self, hand: Hand) -> frozenset[Part]:
        """All that the person is to this item, by their own name or as a deputy; nobody is above their own."""
        person, ids = hand.person, hand.ids
        is_above = hand.is_leader and self.lead_id not in ids
        found = {
            Part.SUPERVISOR: self.supervisor_id in ids,
            Part.LEAD: self.lead_id in ids,
            Part.CO_OWNER: not ids.isdisjoint(self.co_owners),
            Part.CLERK: hand.is_clerk and self.lead_id not in ids,
            Part.HEAD: is_above and person.unit == self.unit,
            Part.LEADER: is_above and person.unit != self.unit,
            Part.COLLEAGUE: bool(self.unit) and person.unit == self.unit,
        }
        return frozenset(part for part, is_so in found.items() if is_so) or frozenset({Part.OUTSIDER})

    def must(self, deed: Deed, hand: Hand) -> None:
        """Refuse with a sentence what this person may not do, or what cannot be done in this state."""
        rule = PROCEDURE[deed]
        if Part.OUTSIDER in self.parts_of(hand) and Part.OUTSIDER not in rule.parts:
            raise NotAllowed("supervision.not_for_you", item=self.short)
        if rule.parts.isdisjoint(self.parts_of(hand)):
            raise NotAllowed(f"supervision.only_{_named(rule.parts)}", **self._named(deed))
        if self.state not in rule.states:
            raise UserError(f"supervision.while_{self.state}", **self._named(deed))

    def must_await_closing(self, hand: Hand) -> None:
        """What the button of a submission stands on: somebody may have sent it back, or closed it, meanwhile."""
        if self.state not in {State.SUBMITTED, State.IN_REVIEW}:
            self.must(Deed.CLOSE, hand)
            raise UserError(f"supervision.while_{self.state}", **self._named(Deed.CLOSE))

    def can(self, deed: Deed, hand: Hand) -> bool:
        rule = PROCEDURE[deed]
        return self.state in rule.states and not rule.parts.isdisjoint(self.parts_of(hand))

    def _named(self, deed: Deed) -> dict[str, Any]:
        return {"item": self.short, "title": self.title, "deed": Word(f"supervision.deed_{deed}")}

    # What the lead and the co-owners do.

    def accepted(self, hand: Hand, now: datetime) -> Self:
        self.must(Deed.ACCEPT, hand)
        return self._moved(now, state=State.ACCEPTED, accepted_at=now)

    def refused(self, hand: Hand, reason: str, now: datetime) -> Self:
        self.must(Deed.REFUSE, hand)
        return self._moved(now, state=State.REFUSED, progress=_reasoned(reason, Deed.REFUSE))

    def reported(self, hand: Hand, progress: str, now: datetime) -> Self:
        """A lead who reports has signed for it; a co-owner's report signs for nobody."""
        self.must(Deed.REPORT, hand)
        if Part.LEAD not in self.parts_of(hand) and self.state is State.ASSIGNED:
            return self._moved(now, progress=_fitting(progress))
        accepted_at = self.accepted_at or now
        return self._moved(now, state=State.IN_PROGRESS, accepted_at=accepted_at, progress=_fitting(progress))

    def submitted(self, hand: Hand, words: str, open_parts: int, now: datetime) -> Self:
        """`open_parts` of it are not over yet; words are needed where the standard asks to be shown something."""
        self.must(Deed.SUBMIT, hand)
        self._must_be_whole(open_parts)
        if self.wants_evidence and not words:
            raise UserError("supervision.evidence_wanted", item=self.short, standard=self.standard)
        accepted_at = self.accepted_at or now
        progress = _fitting(words) or self.progress
        return self._moved(now, state=State.SUBMITTED, accepted_at=accepted_at, submitted_at=now, progress=progress,
                           extension=None)  # fmt: skip

    def extension_asked(self, hand: Hand, until: datetime, reason: str, now: datetime) -> Self:
        """Only before it is due, only to a later day, one request at a time."""
        self.must(Deed.EXTEND, hand)
        if self.due_at <= now:
            raise UserError("supervision.extend_too_late", item=self.short, due=self.due_at)
        if until <= self.due_at:
            raise UserError("supervision.extend_not_later", item=self.short, due=self.due_at, until=until)
        self._must_be_near(until)
        self.must_not_wait_for_time()
        return self._changed(extension=Extension(until, _reasoned(reason, Deed.EXTEND), now))

    def must_not_wait_for_time(self) -> None:
        """UserError while a request for more time is open."""
        if self.extension is not None:
            raise UserError("supervision.extend_twice", item=self.short, until=self.extension.until)

    # What the supervisor, and a clerk in the supervisor's stead, do.

    def closed(self, hand: Hand, words: str, open_parts: int, now: datetime, *, second_level: bool = False) -> Self:
        """Without the lead's submission the closing must say on what it rests; a leader's word needs no second."""
        self.must(Deed.CLOSE, hand)
        self._must_be_whole(open_parts)
        if self.state is not State.SUBMITTED and not words:
            raise UserError("supervision.close_on_what", item=self.short)
        if second_level and not hand.is_leader:
            return self._changed(state=State.IN_REVIEW)
        return self._over(State.CLOSED, now)

    def confirmed(self, hand: Hand, now: datetime) -> Self:
        self.must(Deed.CONFIRM, hand)
        return self._over(State.CLOSED, now)

    def sent_back_for(self, hand: Hand, reason: str, now: datetime) -> Self:
        """Not good enough: a leader may say so only of what waits for a leader's word, or of his own item."""
        self.must(Deed.SEND_BACK, hand)
        if self.state is State.SUBMITTED and self.parts_of(hand).isdisjoint({Part.SUPERVISOR, Part.CLERK}):
            raise NotAllowed("supervision.only_supervisor", **self._named(Deed.SEND_BACK))
        _reasoned(reason, Deed.SEND_BACK)
        return self._moved(now, state=State.IN_PROGRESS, sent_back=self.sent_back + 1, submitted_at=None)

    def granted(self, hand: Hand, now: datetime, until: datetime | None = None) -> Self:
        """The date that was asked for, or another."""
        self.must(Deed.GRANT, hand)
        until = until or self._asked().until
        if until <= now:
            raise UserError("supervision.due_past", due=until)
        self._must_be_near(until)
        return self._moved(now, due_at=until, extension=None, extended=self.extended + 1)

    def denied(self, hand: Hand) -> Self:
        self.must(Deed.DENY, hand)
        self._asked()
        return self._changed(extension=None)

    def suspended(self, hand: Hand, reason: str) -> Self:
        self.must(Deed.SUSPEND, hand)
        _reasoned(reason, Deed.SUSPEND)
        return self._changed(state=State.SUSPENDED, resumes_as=self.state)

    def resumed(self, hand: Hand, now: datetime) -> Self:
        self.must(Deed.RESUME, hand)
        return self._moved(now, state=self.resumes_as or State.ASSIGNED, resumes_as=None)

    def withdrawn(self, hand: Hand, reason: str, now: datetime) -> Self:
        self.must(Deed.WITHDRAW, hand)
        _reasoned(reason, Deed.WITHDRAW)
        return self._over(State.WITHDRAWN, now)

    def amended(self, hand: Hand, reason: str, now: datetime, **changes: Any) -> Self:
        """Title, standard, due date, urgency, source, co-owners or rhythm; UserError when nothing would change."""
        self.must(Deed.AMEND, hand)
        _reasoned(reason, Deed.AMEND)
        after = replace(self, **changes).checked()
        if after.due_at != self.due_at:
            after.must_be_due_after(now)
        if after == self:
            raise UserError("supervision.nothing_amended", item=self.short)
        return after._changed(extension=None) if after.due_at != self.due_at else after._changed()

    def reassigned(self, hand: Hand, lead: Person, reason: str, now: datetime) -> Self:
        """The new lead signs for it anew; whoever was a co-owner and now leads is none any more."""
        self.must(Deed.REASSIGN, hand)
        _reasoned(reason, Deed.REASSIGN)
        must_be_allowed_to_assign(hand, lead, self.co_owners)
        if lead.id == self.lead_id:
            raise UserError("supervision.same_lead", item=self.short, name=lead.name)
        return self.led_by(lead, now)

    def led_by(self, lead: Person, now: datetime) -> Self:
        """Another lead, by whatever right; it lies with the new lead's unit from now on."""
        co_owners = tuple(one for one in self.co_owners if one != lead.id)
        return self._moved(
            now, lead_id=lead.id, unit=lead.unit or self.unit, co_owners=co_owners, state=State.ASSIGNED,
            accepted_at=None, submitted_at=None, extension=None, resumes_as=None, assigned_at=now,
        )  # fmt: skip

    def merged(self, hand: Hand, into: "SupervisionItem", open_parts: int, now: datetime) -> Self:
        """What is left of it is the other item's; neither may be over, and one with open parts stays."""
        self.must(Deed.MERGE, hand)
        into.must(Deed.MERGE, hand)
        if into.id == self.id:
            raise UserError("supervision.merge_itself", item=self.short)
        self._must_be_whole(open_parts)
        return replace(self._over(State.MERGED, now), merged_into=into.id)

    def adopted(self, hand: Hand, parent: "SupervisionItem", above: Collection[int], now: datetime) -> Self:
        """A part of another from now on; `above` are the parent and all that it is itself a part of."""
        self.must(Deed.ADOPT, hand)
        parent.must(Deed.SPLIT, hand)
        if self.id in above:
            raise UserError("supervision.part_of_itself", item=self.short, parent=parent.short)
        if self.parent_id is not None:
            raise UserError("supervision.part_already", item=self.short)
        return self._changed(parent_id=parent.id)

    def slipped(self, hand: Hand, colour: Slip) -> Self:
        """A slip of that colour put on it by hand."""
        self.must(Deed.ESCALATE, hand)
        return self._changed(slip=colour)

    # What holds whoever does it.

    def checked(self) -> Self:
        """The item itself, if it can stand as it is: a title, words that fit, co-owners beside the lead."""
        if not self.title:
            raise UserError("supervision.no_title")
        if len(self.title) > TITLE_LENGTH:
            raise UserError("supervision.title_too_long", most=TITLE_LENGTH, length=len(self.title))
        if len(self.standard) > STANDARD_LENGTH:
            raise UserError("supervision.standard_too_long", most=STANDARD_LENGTH, length=len(self.standard))
        if self.lead_id in self.co_owners:
            raise UserError("supervision.lead_is_co_owner")
        self._must_be_near(self.due_at)
        return self

    def must_be_due_after(self, now: datetime) -> None:
        if self.due_at <= now:
            raise UserError("supervision.due_past", due=self.due_at)

    def _must_be_near(self, due_at: datetime) -> None:
        if due_at - self.assigned_at > FARTHEST:
            raise UserError("supervision.due_too_far", years=MOST_YEARS)

    def _must_be_whole(self, open_parts: int) -> None:
        if open_parts:
            raise UserError("supervision.parts_open", item=self.short, count=open_parts)

    def _asked(self) -> Extension:
        if self.extension is None:
            raise UserError("supervision.no_extension", item=self.short)
        return self.extension

    def _moved(self, now: datetime, **changes: Any) -> Self:
        return self._changed(moved_at=now, **changes)

    def _over(self, state: State, now: datetime) -> Self:
        return self._moved(now, state=state, ended_at=now, extension=None, resumes_as=None)

    def _changed(self, **changes: Any) -> Self:
        return replace(self, version=self.version + 1, **changes)


def _named(parts: Collection[Part]) -> Part:
    """The part that a refusal names: whose deed it is before all others."""
    return next(part for part in Part if part in parts)


def _reasoned(reason: str, deed: Deed) -> str:
    if not reason.strip():
        raise UserError("supervision.reason_wanted", deed=Word(f"supervision.deed_{deed}"))
    return _fitting(reason)


def _fitting(words: str) -> str:
    if len(words) > WORDS_LENGTH:
        raise UserError("supervision.words_too_long", most=WORDS_LENGTH, length=len(words))
    return words.strip()
