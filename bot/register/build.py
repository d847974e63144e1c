"""From what a row says to an item: a new one, or an old one as it is from now on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.domain.lamps import Terms
from bot.domain.people import Person
from bot.domain.procedure import State
from bot.domain.supervision import Origin, Source, SupervisionItem, Urgency
from bot.errors import UserError
from bot.register.columns import COLUMNS, NEEDED
from bot.register.people import People
from bot.register.reading import Said

UNSIGNED = frozenset({State.ASSIGNED, State.REFUSED})
WAITING = frozenset({State.SUBMITTED, State.IN_REVIEW})
SOON = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Importing:
    """Who brings which file along, and when; nobody from the command line."""

    people: People
    by: Person | None
    name: str
    terms: Terms
    now: datetime
    language: str

    def instant(self, name: str, said: date) -> datetime:
        """A day is the office's closing, of what begins something its opening; only a due date may lie ahead."""
        calendar = self.terms.calendar
        hour = calendar.opens if name in {"assigned", "accepted"} else calendar.closes
        at = self.terms.at(said, hour) if not isinstance(said, datetime) else said
        if name == "due":
            return at
        if at > self.now + SOON and (isinstance(said, datetime) or said > self.terms.day(self.now)):
            raise UserError("supervision.row_future", column=COLUMNS[name][0])
        return min(at, self.now)


def made(row: Said, importing: Importing, key: tuple[int, int, int] | None) -> SupervisionItem:
    """A new item; what nobody said is taken as is usual for something that has been going on."""
    for name in NEEDED:
        if not row.cells.get(name):
            raise UserError("supervision.row_missing", column=COLUMNS[name][0])
    lead, supervisor = importing.people.meant(row.lead, row.unit), _supervisor(row, importing)
    at = _Times.of(row, importing)
    year, number, part = key or (importing.terms.day(at.assigned).year, 0, 0)
    source, source_words = row.source or (Source.OTHER, "")
    item = SupervisionItem(
        id=0,
        year=year,
        number=number,
        part=part,
        title=row.title,
        due_at=at.due,
        first_due_at=at.due,
        supervisor_id=supervisor.id,
        lead_id=lead.id,
        unit=row.unit or lead.unit,
        chat_id=0,
        language=importing.language,
        origin=Origin(row.origin, supervisor.name, importing.name, at.assigned),
        assigned_at=at.assigned,
        moved_at=at.ended or importing.now,
        accepted_at=at.accepted,
        submitted_at=importing.now if at.state in WAITING else None,
        ended_at=at.ended,
        state=at.state,
        resumes_as=State.IN_PROGRESS if at.state is State.SUSPENDED else None,
        standard=row.standard,
        source=source,
        source_words=source_words,
        urgency=row.urgency or Urgency.NORMAL,
        co_owners=tuple(importing.people.meant(one).id for one in row.co_owners),
        progress=row.progress,
    )
    return item.checked()


def _supervisor(row: Said, importing: Importing) -> Person:
    if row.supervisor:
        return importing.people.meant(row.supervisor)
    if importing.by is None:
        raise UserError("supervision.row_supervisor")
    return importing.by


@dataclass(frozen=True, slots=True)
class _Times:
    """When a new item was what; it is under way where no state is said."""

    state: State
    due: datetime
    assigned: datetime
    accepted: datetime | None
    ended: datetime | None

    @classmethod
    def of(cls, row: Said, importing: Importing) -> "_Times":
        said = {name: getattr(row, name) for name in ("due", "assigned", "accepted", "ended")}
        at = {name: importing.instant(name, one) for name, one in said.items() if one is not None}
        state = row.state or (State.CLOSED if "ended" in at else State.IN_PROGRESS)
        if "ended" in at and not state.is_over:
            raise UserError("supervision.row_not_over")
        now, due = importing.now, at["due"]
        assigned = at.get("assigned") or min((now, *at.values()))
        signed = None if state in UNSIGNED or state.is_over else assigned
        ended = at.get("ended", min(due, now)) if state.is_over else None
        return cls(state, due, assigned, at.get("accepted", signed), ended)


def changed(
    row: Said, before: SupervisionItem, was: Mapping[str, str], importing: Importing
) -> tuple[SupervisionItem, tuple[str, ...]]:
    """The item as the row has it, and the columns in which it differs; a cell that says what was so changes nothing."""
    differing = [name for name, cell in row.cells.items() if cell != was[name] and name not in {"number"}]
    changes: dict[str, Any] = {}
    columns: list[str] = []
    for name in differing:
        new = {key: value for key, value in _new(name, row, before, importing).items() if getattr(before, key) != value}
        if new:
            changes |= new
            columns.append(name)
    if not columns:
        return before, ()
    after = replace(before, version=before.version + 1, moved_at=importing.now, **_settled(changes, before, importing))
    return after.checked(), tuple(columns)


def _new(name: str, row: Said, before: SupervisionItem, importing: Importing) -> dict[str, Any]:
    if name in INSTANTS:
        return _instant(name, row, before, importing)
    return SETTERS[name](row, before, importing)


INSTANTS = {"due": "due_at", "assigned": "assigned_at", "accepted": "accepted_at", "ended": "ended_at"}


def _instant(name: str, row: Said, before: SupervisionItem, importing: Importing) -> dict[str, Any]:
    """The same minute is the same time, and of what lies behind the same day."""
    said: date = getattr(row, name)
    at, was = importing.instant(name, said), getattr(before, INSTANTS[name])
    if was is not None:
        same_day = not isinstance(said, datetime) and name != "due" and importing.terms.day(was) == said
        if same_day or _minute(was) == _minute(at):
            return {}
    return {INSTANTS[name]: at}


def _minute(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(second=0, microsecond=0)


def _lead(row: Said, before: SupervisionItem, importing: Importing) -> dict[str, Any]:
    """It lies with the new lead's unit, unless the row says otherwise."""
    lead = importing.people.meant(row.lead, row.unit)
    return {"lead_id": lead.id, **({} if row.unit or not lead.unit else {"unit": lead.unit})}


def _origin(row: Said, before: SupervisionItem, importing: Importing) -> dict[str, Any]:
    """The sentence that an item came from stays as it was said."""
    if before.origin.text:
        raise UserError("supervision.row_origin")
    return {"origin": replace(before.origin, text=row.origin, where=before.origin.where or importing.name)}


Setter = Callable[[Said, SupervisionItem, Importing], dict[str, Any]]
SETTERS: Mapping[str, Setter] = {
    "title": lambda row, _before, _importing: {"title": row.title},
    "source": lambda row, _before, _importing: dict(zip(("source", "source_words"), row.source or (), strict=True)),
    "standard": lambda row, _before, _importing: {"standard": row.standard},
    "lead": _lead,
    "co_owners": lambda row, _before, importing: {
        "co_owners": tuple(importing.people.meant(one).id for one in row.co_owners)
    },
    "unit": lambda row, _before, _importing: {"unit": row.unit},
    "supervisor": lambda row, _before, importing: {"supervisor_id": importing.people.meant(row.supervisor).id},
    "urgency": lambda row, _before, _importing: {"urgency": row.urgency},
    "state": lambda row, _before, _importing: {"state": row.state},
    "progress": lambda row, _before, _importing: {"progress": row.progress},
    "origin": _origin,
}


def _settled(changes: dict[str, Any], before: SupervisionItem, importing: Importing) -> dict[str, Any]:
    """With what follows from another state or due date."""
    state: State = changes.get("state", before.state)
    if changes.get("ended_at") and not state.is_over:
        raise UserError("supervision.row_not_over")
    follows: dict[str, Any] = {}
    if "due_at" in changes or state.is_over:
        follows["extension"] = None
    if "state" in changes:
        follows |= _of_state(state, before, importing)
    return follows | changes


def _of_state(state: State, before: SupervisionItem, importing: Importing) -> dict[str, Any]:
    signed = before.accepted_at if state in UNSIGNED or state.is_over else before.accepted_at or importing.now
    return {
        "accepted_at": signed,
        "submitted_at": importing.now if state in WAITING else before.submitted_at if state.is_over else None,
        "ended_at": (before.ended_at or importing.now) if state.is_over else None,
        "resumes_as": _resumes(before) if state is State.SUSPENDED else None,
        "merged_into": before.merged_into if state is State.MERGED else None,
    }


def _resumes(before: SupervisionItem) -> State:
    return State.IN_PROGRESS if before.state.is_over else before.state
