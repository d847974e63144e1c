"""The procedure of supervision (督办): which states an item can be in, and who may do what in which of them."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.people import Person, Role
from bot.errors import NotAllowed


class State(StrEnum):
    ASSIGNED = "assigned"
    """Waits for the lead to sign for it (待签收)."""
    REFUSED = "refused"
    """The lead gave it back with a reason; the supervisor decides what becomes of it."""
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    """The lead says that it is done and asks for closing (报办结)."""
    IN_REVIEW = "in_review"
    """Closed by the supervisor where the office wants a leader's word on top of it."""
    SUSPENDED = "suspended"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"

    @property
    def is_over(self) -> bool:
        return self in OVER


class Deed(StrEnum):
    ACCEPT = "accept"
    REFUSE = "refuse"
    REPORT = "report"
    SUBMIT = "submit"
    CLOSE = "close"
    CONFIRM = "confirm"
    """The second level's word after the supervisor's."""
    SEND_BACK = "send_back"
    EXTEND = "extend"
    """Ask for a later due date."""
    GRANT = "grant"
    DENY = "deny"
    SUSPEND = "suspend"
    RESUME = "resume"
    WITHDRAW = "withdraw"
    AMEND = "amend"
    REASSIGN = "reassign"
    MERGE = "merge"
    SPLIT = "split"
    ADOPT = "adopt"
    """Make it a part of another."""
    NUDGE = "nudge"
    ESCALATE = "escalate"
    SEE = "see"


class Part(StrEnum):
    """What a person is to an item; somebody may be several."""

    SUPERVISOR = "supervisor"
    LEAD = "lead"
    CO_OWNER = "co_owner"
    CLERK = "clerk"
    """A secretary or an administrator: the office's own hand in every item."""
    HEAD = "head"
    """A leader of the unit that the item lies with."""
    LEADER = "leader"
    COLLEAGUE = "colleague"
    """Of the unit that the item lies with."""
    OUTSIDER = "outsider"


OVER = frozenset({State.CLOSED, State.WITHDRAWN, State.MERGED})
OPEN = frozenset(State) - OVER
UNDER_WAY = frozenset({State.ASSIGNED, State.ACCEPTED, State.IN_PROGRESS})
"""With the lead, who has something to do."""

IN_COMMAND = frozenset({Part.SUPERVISOR, Part.CLERK})
ABOVE = frozenset({Part.SUPERVISOR, Part.CLERK, Part.HEAD, Part.LEADER})
EVERYBODY = frozenset(Part)


@dataclass(frozen=True, slots=True)
class Rule:
    states: frozenset[State]
    parts: frozenset[Part]


def _rule(states: Collection[State], parts: Collection[Part]) -> Rule:
    return Rule(frozenset(states), frozenset(parts))


PROCEDURE: dict[Deed, Rule] = {
    Deed.ACCEPT: _rule({State.ASSIGNED}, {Part.LEAD}),
    Deed.REFUSE: _rule({State.ASSIGNED}, {Part.LEAD}),
    Deed.REPORT: _rule(UNDER_WAY, {Part.LEAD, Part.CO_OWNER}),
    Deed.SUBMIT: _rule(UNDER_WAY, {Part.LEAD}),
    Deed.CLOSE: _rule(UNDER_WAY | {State.SUBMITTED}, IN_COMMAND),
    Deed.CONFIRM: _rule({State.IN_REVIEW}, {Part.HEAD, Part.LEADER}),
    Deed.SEND_BACK: _rule({State.SUBMITTED, State.IN_REVIEW}, IN_COMMAND | {Part.HEAD, Part.LEADER}),
    Deed.EXTEND: _rule({State.ACCEPTED, State.IN_PROGRESS}, {Part.LEAD}),
    Deed.GRANT: _rule({State.ACCEPTED, State.IN_PROGRESS}, IN_COMMAND),
    Deed.DENY: _rule({State.ACCEPTED, State.IN_PROGRESS}, IN_COMMAND),
    Deed.SUSPEND: _rule(UNDER_WAY | {State.REFUSED}, IN_COMMAND),
    Deed.RESUME: _rule({State.SUSPENDED}, IN_COMMAND),
    Deed.WITHDRAW: _rule(OPEN, IN_COMMAND),
    Deed.AMEND: _rule(OPEN - {State.SUBMITTED, State.IN_REVIEW}, IN_COMMAND),
    Deed.REASSIGN: _rule(UNDER_WAY | {State.REFUSED, State.SUSPENDED}, IN_COMMAND),
    Deed.MERGE: _rule(UNDER_WAY | {State.REFUSED, State.SUSPENDED}, IN_COMMAND),
    Deed.SPLIT: _rule(UNDER_WAY, IN_COMMAND | {Part.LEAD}),
    Deed.ADOPT: _rule(UNDER_WAY, IN_COMMAND),
    Deed.NUDGE: _rule(UNDER_WAY, ABOVE),
    Deed.ESCALATE: _rule(UNDER_WAY | {State.REFUSED}, IN_COMMAND),
    Deed.SEE: _rule(frozenset(State), EVERYBODY - {Part.OUTSIDER}),
}
"""For each deed the states in which it can be done and the parts that may do it."""


@dataclass(frozen=True, slots=True)
class Hand:
    """Who does something: a person, also in place of those who are on leave and named this one their deputy."""

    person: Person
    instead_of: frozenset[int] = frozenset()

    @property
    def ids(self) -> frozenset[int]:
        return self.instead_of | {self.person.id}

    @property
    def is_clerk(self) -> bool:
        return self.person.role in {Role.SECRETARY, Role.ADMIN}

    @property
    def is_leader(self) -> bool:
        return self.person.role is Role.LEADER


def must_be_allowed_to_assign(hand: Hand, lead: Person, helping: Collection[int] = ()) -> None:
    """Those in charge may hand things to anybody, others to themselves, within their own unit, and to those who are
    `helping` with it already."""
    own = lead.id in hand.ids or (bool(lead.unit) and lead.unit == hand.person.unit)
    if not (hand.person.is_in_charge or own or lead.id in helping):
        raise NotAllowed("supervision.only_own_unit", name=lead.name)
