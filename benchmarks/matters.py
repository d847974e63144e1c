"""A ledger as large as an office's after years: people and their chats, open items, closed ones, the last days' deeds.

Everybody has a morning digest; nothing is planned for it yet. Written in bulk, for both databases.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.store.matters import co_owners, items

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
UNITS = 40
OPEN_EACH, CLOSED_EACH = 10, 200
"""Items of each person, where nothing else is said."""

SPREAD = 60
"""Days around now over which the due dates of open items lie."""

DAYS_TOLD, DEEDS_A_DAY = 14, 200
"""Of how many days the trail tells, and of how many deeds on each."""

FOR_A_MEETING, IN_A_MEETING = 25, 5
"""Of so many people one holds a meeting on a day, and so many come."""

ENDED, REPORTED = "supervision.closed", "supervision.reported"

PEOPLE = ("id", "name", "unit", "role")
ACCOUNTS = ("platform", "user_id", "person_id", "name")
CHATS = ("id", "platform", "kind", "native_id", "first_seen_at")
MEETINGS = ("id", "title", "start_at", "end_at", "organizer_id", "chair_id", "chat_id", "language")
ATTENDEES = ("meeting_id", "person_id", "position", "rsvp")
SCHEDULES = ("id", "kind", "owner_id", "chat_id", "made_in", "language", "starts", "zone", "rrule", "days", "people",
             "rings", "said_at")  # fmt: skip
AUDIT = ("id", "at", "actor_id", "deed", "subject", "details")
ITEMS = tuple(
    column.name for column in items.c if column.server_default is None or column.name in {"part", "unit", "progress"}
)
HELPED = tuple(column.name for column in co_owners.c)
Rows = Iterator[Sequence[Any]]


def fill(url: str, *, people: int, still_open: int, closed: int) -> None:
    """Into a migrated, empty database; one in three items has a co-owner."""
    tables: list[tuple[str, Sequence[str], Rows]] = [
        ("people", PEOPLE, _people(people)),
        ("accounts", ACCOUNTS, _accounts(people)),
        ("chats", CHATS, _chats(people)),
        ("items", ITEMS, _items(people, still_open, closed)),
        ("co_owners", HELPED, _helped(people, still_open, still_open + closed)),
        ("item_numbers", ("year", "last"), iter([(2026, still_open + closed)])),
        ("meetings", MEETINGS, _meetings(people)),
        ("attendees", ATTENDEES, _attendees(people)),
        ("schedules", SCHEDULES, _schedules(people)),
        ("audit", AUDIT, _audit(people, still_open, closed)),
    ]
    _write(url, tables)


def fill_crowd(url: str, people: int, speakers: Sequence[str], platform: str) -> None:
    """People and their accounts alone, and for the first of them another account, by which they speak there."""
    others = ((platform, speaker, number, speaker) for number, speaker in enumerate(speakers, 1))
    accounts = (row for rows in (_accounts(people), others) for row in rows)
    _write(url, [("people", PEOPLE, _people(people)), ("accounts", ACCOUNTS, accounts), ("chats", CHATS, _chats(1))])


def _write(url: str, tables: Sequence[tuple[str, Sequence[str], Rows]]) -> None:
    (_sqlite if url.startswith("sqlite") else _postgres)(url, tables)


def _people(count: int) -> Rows:
    for number in range(1, count + 1):
        role = "leader" if number <= UNITS else "member"
        yield number, f"人员{number}", f"单位{number % UNITS}", role


def _accounts(count: int) -> Rows:
    return (("sim", f"p{number}", number, f"人员{number}") for number in range(1, count + 1))


def direct_chat(person: int) -> int:
    """The first chat is the office's group."""
    return person + 1


def _chats(people: int) -> Rows:
    yield 1, "sim", "group", "office", NOW
    for number in range(1, people + 1):
        yield direct_chat(number), "sim", "direct", f"p{number}", NOW


def _meetings(people: int) -> Rows:
    """Each day's, an hour each through the day."""
    a_day = -(-people // FOR_A_MEETING)
    for number in range(DAYS_TOLD * a_day):
        day, place = divmod(number, a_day)
        start, who = NOW + timedelta(days=day, hours=place % 8), number % people + 1
        yield number + 1, f"会议{number}", start, start + timedelta(hours=1), who, who, 1, "zh"


def _attendees(people: int) -> Rows:
    for number in range(DAYS_TOLD * -(-people // FOR_A_MEETING)):
        for place in range(min(IN_A_MEETING, people)):
            yield number + 1, (number * IN_A_MEETING + place) % people + 1, place, "pending"


def _schedules(people: int) -> Rows:
    for number in range(1, people + 1):
        chat = direct_chat(number)
        yield (
            number, "digest.morning", number, chat, chat, "zh", "2026-11-02T08:30:00", "Asia/Shanghai", "FREQ=DAILY",
            "working", f"[{number}]", 1, NOW - timedelta(days=3),
        )  # fmt: skip


def _audit(people: int, still_open: int, closed: int) -> Rows:
    """Until now."""
    for day in range(DAYS_TOLD):
        for place, (item, deed) in enumerate(deeds(day, still_open, closed)):
            at = NOW - timedelta(days=DAYS_TOLD - day) + timedelta(seconds=place)
            yield day * DEEDS_A_DAY + place + 1, at, item % people + 1, deed, f"item:{item}", "{}"


def deeds(day: int, still_open: int, closed: int) -> Iterator[tuple[int, str]]:
    """A day's, with the item of each: half of them ended, half of them were reported on."""
    for number in range(day * DEEDS_A_DAY, (day + 1) * DEEDS_A_DAY):
        if number % 2 or not closed:
            yield number % still_open + 1, REPORTED
        else:
            yield still_open + number % closed + 1, ENDED


def _items(people: int, still_open: int, closed: int) -> Rows:
    """Everybody's are in all states, and due on many days."""
    for number in range(1, still_open + closed + 1):
        is_open, turn = number <= still_open, number + number // people
        days = turn % SPREAD - SPREAD // 4 if is_open else -(number % 1500) - 1
        due, lead = NOW + timedelta(days=days, hours=8), number % people + 1
        made = due - timedelta(days=20)
        known = {
            "id": number, "year": 2026, "number": number, "part": 0, "title": f"督办事项{number}", "due_at": due,
            "first_due_at": due, "supervisor_id": (number * 7) % people + 1, "lead_id": lead,
            "unit": f"单位{lead % UNITS}", "state": _state(turn) if is_open else "closed", "chat_id": 1,
            "origin_at": made, "assigned_at": made, "moved_at": made, "accepted_at": made, "submitted_at": NOW,
            "ended_at": None if is_open else due, "progress": "正在办",
        }  # fmt: skip
        yield [known.get(name) for name in ITEMS]


def _state(turn: int) -> str:
    return {0: "assigned", 1: "submitted"}.get(turn % 10, "in_progress")


def _helped(people: int, still_open: int, count: int) -> Rows:
    return ((number, (number * 11) % people + 1, 0, int(number <= still_open)) for number in range(3, count + 1, 3))


def _sqlite(url: str, tables: Sequence[tuple[str, Sequence[str], Rows]]) -> None:
    import sqlite3

    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        for table, names, rows in tables:
            places = ", ".join("?" * len(names))
            written = ([_text(value) for value in row] for row in rows)
            connection.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})", written)
        connection.execute("ANALYZE")
        connection.commit()


def _text(value: Any) -> Any:
    return value.isoformat(" ", "microseconds") if isinstance(value, datetime) else value


def _postgres(url: str, tables: Sequence[tuple[str, Sequence[str], Rows]]) -> None:
    import psycopg

    with psycopg.connect(url.replace("postgresql+psycopg", "postgresql")) as connection:
        for table, names, rows in tables:
            with connection.cursor().copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            if "id" in names:
                connection.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE")
