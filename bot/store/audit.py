"""Who did what to which subject, and the few values of the deployment itself."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from bot.ports import Note
from bot.store.schema import audit, parameters
from bot.store.session import Session
from bot.store.statements import given, insert_into

SINCE = (
    select(audit.c.deed, audit.c.subject, audit.c.at)
    .where(audit.c.at >= given("after", audit.c.at), audit.c.subject.like(given("kind", audit.c.subject)))
    .order_by(audit.c.id)
)
TRAIL = (
    select(audit.c.at, audit.c.actor_id, audit.c.deed, audit.c.details)
    .where(audit.c.subject == given("subject", audit.c.subject))
    .order_by(audit.c.id)
)
NOTE = insert_into(audit, "at", "actor_id", "deed", "subject", "details")


class SqlAudit:
    def __init__(self, session: Session) -> None:
        self._session = session

    def note(self, actor_id: int | None, deed: str, subject: str, now: datetime, **details: Any) -> None:
        self._session.run(NOTE, at=now, actor_id=actor_id, deed=deed, subject=subject, details=_written(details))

    def note_each(
        self, actor_id: int | None, deed: str, subjects: Iterable[tuple[str, Mapping[str, Any]]], now: datetime
    ) -> None:
        same = {"at": now, "actor_id": actor_id, "deed": deed}
        rows = [{**same, "subject": subject, "details": _written(details)} for subject, details in subjects]
        if rows:
            self._session.run_many(NOTE, rows)

    def since(self, at: datetime, kind: str) -> list[tuple[str, str, datetime]]:
        return [(deed, subject, when) for deed, subject, when in self._session.rows(SINCE, after=at, kind=f"{kind}:%")]

    def trail(self, subject: str) -> list[Note]:
        return [Note(*row) for row in self._session.rows(TRAIL, subject=subject)]


def _written(details: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in details.items()}


def _plain(value: Any) -> Any:
    """A detail as JSON keeps it; what JSON has no word for is written out."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one) for one in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)


GET = select(parameters.c.value).where(parameters.c.name == given("name", parameters.c.name))
_set = insert_into(parameters, "name", "value")
SET = _set.on_conflict_do_update(index_elements=["name"], set_={"value": _set.excluded.value})


class SqlParameters:
    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, name: str) -> str | None:
        row = self._session.row(GET, name=name)
        return None if row is None else row[0]

    def set(self, name: str, value: str) -> None:
        self._session.run(SET, name=name, value=value)
