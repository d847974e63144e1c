"""Notices that are planned, that come again, that are kept to begin from; and finding old ones."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, and_, bindparam, delete, func, or_, select, update

from bot.domain.notice import Audience, Level, Notice, Wants
from bot.domain.notice_series import Series, Template
from bot.domain.schedule import Rule, State
from bot.noticing import Search
from bot.store.notice_shelf_tables import series, templates
from bot.store.notice_tables import notices, receipts
from bot.store.notices import MOST, NOTICE, audience_of, notice_of
from bot.store.session import Row, Session
from bot.store.statements import contains, given, insert_into, number, word

PLANNED = (
    NOTICE.where(
        notices.c.send_at.is_not(None),
        notices.c.state.in_([word("scheduled"), word("waiting")]),
    )
    .order_by(notices.c.send_at, notices.c.id)
    .limit(MOST)
)
PLANNED_OF = PLANNED.where(notices.c.sender_id == given("sender_id", notices.c.sender_id))

BEFORE = and_(
    notices.c.id < bindparam("before", type_=BigInteger()), notices.c.id >= bindparam("down_to", type_=BigInteger())
)
IS_OUT = notices.c.state.in_([word("sent"), word("recalled")])
WORDS = {
    caseless: or_(
        contains(notices.c.text, "words", caseless=caseless), contains(notices.c.title, "words", caseless=caseless)
    )
    for caseless in (True, False)
}
SINCE = notices.c.sent_at >= given("since", notices.c.sent_at)
UNTIL = notices.c.sent_at < given("until", notices.c.sent_at)
PERSON = bindparam("person_id", type_=BigInteger())
MAY_SEE = or_(
    notices.c.sender_id == PERSON,
    select(receipts.c.person_id).where(receipts.c.notice_id == notices.c.id, receipts.c.person_id == PERSON).exists(),
)
NEWEST_FIRST = NOTICE.where(IS_OUT, BEFORE).order_by(notices.c.id.desc()).limit(MOST)
"""Walked backwards by number: the words are looked for first, then a receipt of the asker's, by its key."""

FIND = {
    (caseless, is_dated, is_whole): NEWEST_FIRST.where(
        *([] if caseless is None else [WORDS[caseless]]),
        *([SINCE, UNTIL] if is_dated else []),
        *([] if is_whole else [MAY_SEE]),
    )
    for caseless in (True, False, None)
    for is_dated in (True, False)
    for is_whole in (True, False)
}

LAST = select(func.coalesce(func.max(notices.c.id), number(0)))

SERIES = (
    "title", "text", "owner_id", "chat_id", "language", "starts", "zone", "rrule", "days", "audience", "level", "wants",
    "choices", "due_said", "state", "next_at", "last_at",
)  # fmt: skip
EVERY_SERIES = select(series.c.id, *(series.c[name] for name in SERIES)).order_by(series.c.id)
ADD_SERIES = insert_into(series, *SERIES).returning(series.c.id)
SAVE_SERIES = (
    update(series)
    .where(series.c.id == given("series_id", series.c.id))
    .values({name: given(f"new_{name}", series.c[name]) for name in SERIES})
)
GET_SERIES = EVERY_SERIES.where(series.c.id == given("series_id", series.c.id))
LOCK_SERIES = GET_SERIES.with_for_update()
STANDING = EVERY_SERIES.where(series.c.state != word("over"))
STANDING_OF = STANDING.where(series.c.owner_id == given("owner_id", series.c.owner_id))

TEMPLATE = ("name", "owner_id", "text", "audience", "level", "wants", "choices", "is_office")
EVERY_TEMPLATE = select(templates.c.id, *(templates.c[name] for name in TEMPLATE))
TEMPLATES = EVERY_TEMPLATE.where(
    or_(templates.c.owner_id == given("owner_id", templates.c.owner_id), templates.c.is_office == number(1))
).order_by(templates.c.is_office, templates.c.name, templates.c.id)
KEEP = insert_into(templates, *TEMPLATE)
KEEP_OVER = KEEP.on_conflict_do_update(
    index_elements=[templates.c.owner_id, templates.c.name],
    set_={name: KEEP.excluded[name] for name in TEMPLATE if name not in {"name", "owner_id"}},
)
DROP = delete(templates).where(templates.c.id == given("template_id", templates.c.id))


class SqlShelf:
    def __init__(self, session: Session) -> None:
        self._session = session

    def planned(self, sender_id: int | None, limit: int) -> list[Notice]:
        if sender_id is None:
            return [notice_of(row) for row in self._session.rows(PLANNED, most=limit)]
        return [notice_of(row) for row in self._session.rows(PLANNED_OF, sender_id=sender_id, most=limit)]

    def find(self, search: Search, limit: int, before: int, down_to: int) -> list[Notice]:
        dated = search.since is not None and search.until is not None
        words = search.words.lower()
        caseless = words != search.words.upper() if words else None
        statement = FIND[caseless, dated, search.person_id is None]
        params: dict[str, Any] = {"most": limit, "before": before, "down_to": down_to}
        if words:
            params["words"] = words
        if dated:
            params |= {"since": search.since, "until": search.until}
        if search.person_id is not None:
            params["person_id"] = search.person_id
        return [notice_of(row) for row in self._session.rows(statement, **params)]

    def newest(self) -> int:
        return int(self._session.rows(LAST)[0][0])

    def add_series(self, one: Series) -> Series:
        return replace(one, id=self._session.rows(ADD_SERIES, **_series_values(one))[0][0])

    def save_series(self, one: Series) -> None:
        values = {f"new_{name}": value for name, value in _series_values(one).items()}
        self._session.run(SAVE_SERIES, series_id=one.id, **values)

    def get_series(self, series_id: int) -> Series | None:
        row = self._session.row(LOCK_SERIES if self._session.is_writer else GET_SERIES, series_id=series_id)
        return None if row is None else _series(row)

    def standing(self, owner_id: int | None) -> list[Series]:
        if owner_id is None:
            return [_series(row) for row in self._session.rows(STANDING)]
        return [_series(row) for row in self._session.rows(STANDING_OF, owner_id=owner_id)]

    def keep(self, template: Template) -> None:
        self._session.run(KEEP_OVER, **{**_common(template), **_plain(template, ("name", "owner_id", "text"))},
                          is_office=int(template.is_office))  # fmt: skip

    def templates(self, person_id: int) -> list[Template]:
        return [_template(row) for row in self._session.rows(TEMPLATES, owner_id=person_id)]

    def drop(self, template_id: int) -> None:
        self._session.run(DROP, template_id=template_id)


def _plain(one: object, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(one, name) for name in names}


def _common(one: Series | Template) -> dict[str, Any]:
    return {
        "audience": asdict(one.audience),
        "level": one.level.value,
        "wants": one.wants.value,
        "choices": list(one.choices),
    }


def _read(values: dict[str, Any]) -> dict[str, Any]:
    audience: Audience = audience_of(values["audience"])
    return {
        **values,
        "audience": audience,
        "level": Level(values["level"]),
        "wants": Wants(values["wants"]),
        "choices": tuple(values["choices"]),
    }


def _series_values(one: Series) -> dict[str, Any]:
    rule = {
        "starts": one.rule.start.isoformat(timespec="seconds"),
        "zone": one.rule.zone,
        "rrule": one.rule.rrule,
        "days": one.rule.days,
        "state": one.state.value,
    }
    plain = _plain(one, ("title", "text", "owner_id", "chat_id", "language", "due_said", "next_at", "last_at"))
    return {**rule, **plain, **_common(one)}


def _series(row: Row) -> Series:
    values = _read(dict(zip(("id", *SERIES), row, strict=True)))
    starts, zone, rrule, days = (values.pop(name) for name in ("starts", "zone", "rrule", "days"))
    rule = Rule(datetime.fromisoformat(starts), zone, rrule, days)
    return Series(**{**values, "rule": rule, "state": State(values["state"])})


def _template(row: Row) -> Template:
    values = _read(dict(zip(("id", *TEMPLATE), row, strict=True)))
    return Template(**{**values, "is_office": bool(values["is_office"])})
