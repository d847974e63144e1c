"""Rooms and people from a table: every row is judged before one is kept."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from bot.domain.meeting import Room
from bot.domain.people import Person, Role
from bot.messages import UserRef
from bot.ports import UnitOfWork
from bot.tables import Row, Table

R = TypeVar("R")
LONGEST = 80
MOST_SEATS = 100_000
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
MOBILE = re.compile(r"\+?\d[\d -]{4,18}\d")
PARTS = re.compile(r"[、,，;；/|\n]+")
PLATFORMS = ("wecom", "dingtalk", "slack")

ROOM_COLUMNS = {
    "name": ("name", "room", "名称", "会议室", "会议室名称", "房间"),
    "seats": ("seats", "capacity", "座位", "座位数", "容量", "人数"),
    "equipment": ("equipment", "设备", "设施", "配置"),
    "location": ("location", "place", "位置", "地点", "楼层"),
}
PERSON_COLUMNS = {
    "name": ("name", "姓名", "名字"),
    "unit": ("unit", "department", "部门", "单位", "科室"),
    "role": ("role", "角色"),
    "email": ("email", "e-mail", "mail", "邮箱", "电子邮箱", "邮件"),
    "mobile": ("mobile", "phone", "手机", "手机号", "电话"),
    "wecom": ("wecom", "企业微信", "企业微信账号"),
    "dingtalk": ("dingtalk", "钉钉", "钉钉账号"),
    "slack": ("slack",),
}
ROLES = {
    **{role.value: role for role in Role if role is not Role.GUEST},
    "成员": Role.MEMBER, "文秘": Role.SECRETARY, "领导": Role.LEADER, "管理员": Role.ADMIN,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PersonRow:
    """What a row says of a person; empty means that it says nothing."""

    name: str
    unit: str
    role: Role | None
    accounts: tuple[UserRef, ...]
    email: str
    mobile: str

    def upon(self, before: Person | None) -> Person:
        """The person as they are after this row."""
        was = before or Person(0, self.name)
        return replace(was, name=self.name, unit=self.unit or was.unit, role=self.role or was.role)


@dataclass(frozen=True, slots=True)
class Judged(Generic[R]):
    """The rows that are right, by line; `faults` name the others; `remarks` what was left out on purpose."""

    rows: Mapping[int, R]
    faults: tuple[str, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    added: int
    changed: int
    faults: tuple[str, ...] = ()


class Refused(Exception):
    """Thrown out of a unit of work so that nothing of it stays."""

    def __init__(self, outcome: Imported) -> None:
        super().__init__()
        self.outcome = outcome


def judge_rooms(table: Table) -> Judged[Room]:
    """Rooms, each name once."""
    return _judged(table, ROOM_COLUMNS, ("name", "seats"), _room, lambda room: (room.name,))


def judge_people(table: Table) -> Judged[PersonRow]:
    """People; two of one name in one unit must differ in an account, e-mail address or mobile number."""
    return _judged(table, PERSON_COLUMNS, ("name",), _person, lambda row: (*row.accounts, row))


def _judged(
    table: Table,
    columns: Mapping[str, Sequence[str]],
    needed: Sequence[str],
    read: Callable[[Mapping[str, str]], R],
    identities: Callable[[R], Iterable[object]],
) -> Judged[R]:
    found = _columns(table.headers, columns)
    named = {name: header for header, name in found.items()}
    missing = [name for name in needed if name not in named]
    if missing:
        return Judged({}, (f"there is no column {', '.join(missing)}: add it to the header row.",), ())
    rows: dict[int, R] = {}
    faults: list[str] = []
    seen: dict[object, int] = {}
    for row in table.rows:
        try:
            _nothing_beside(row)
            new = read({name: row.cells.get(header, "") for name, header in named.items()})
        except ValueError as fault:
            faults.append(f"line {row.line}: {fault}.")
            continue
        first = min(seen.setdefault(key, row.line) for key in identities(new))
        if first == row.line:
            rows[row.line] = new
        else:
            faults.append(f"line {row.line}: is there already as line {first}; take one out.")
    return Judged(rows, tuple(faults), tuple(_remarks(table, found)))


def _columns(headers: Sequence[str], columns: Mapping[str, Sequence[str]]) -> dict[str, str]:
    names = {alias: name for name, aliases in columns.items() for alias in aliases}
    found: dict[str, str] = {}
    for header in headers:
        name = names.get(header.casefold().strip())
        if name and name not in found.values():
            found[header] = name
    return found


def _remarks(table: Table, found: Mapping[str, str]) -> list[str]:
    extra = [header for header in table.headers if header not in found]
    return [f"left out the column {', '.join(extra)}"] if extra else []


def _nothing_beside(row: Row) -> None:
    if row.cells.get(""):
        raise ValueError("has something in a column without a header; name the column or take it out")


def _room(cells: Mapping[str, str]) -> Room:
    seats = cells.get("seats", "")
    if not (seats.isascii() and seats.isdigit() and 1 <= int(seats) <= MOST_SEATS):
        raise ValueError(f"seats is {_quoted(seats)}; write a whole number from 1 on")
    equipment = tuple(part.strip() for part in PARTS.split(cells.get("equipment", "")) if part.strip())
    return Room(0, _name(cells), int(seats), equipment, _word(cells, "location"))


def _person(cells: Mapping[str, str]) -> PersonRow:
    role = cells.get("role", "")
    if role and role.lower() not in ROLES:
        raise ValueError(f"role is {_quoted(role)}; write member, secretary, leader or admin")
    return PersonRow(
        _name(cells),
        _word(cells, "unit"),
        ROLES.get(role.lower()),
        tuple(UserRef(platform, _word(cells, platform)) for platform in PLATFORMS if cells.get(platform)),
        _shaped(cells, "email", EMAIL, "name@example.com"),
        _shaped(cells, "mobile", MOBILE, "13800000000"),
    )


def _name(cells: Mapping[str, str]) -> str:
    if not cells.get("name"):
        raise ValueError("has no name; write one")
    return _word(cells, "name")


def _word(cells: Mapping[str, str], column: str) -> str:
    word = cells.get(column, "")
    if len(word) > LONGEST or not word.isprintable():
        raise ValueError(
            f"{column} is too long or has characters that cannot be seen; write {LONGEST} characters at most"
        )
    return word


def _shaped(cells: Mapping[str, str], column: str, shape: re.Pattern[str], example: str) -> str:
    word = _word(cells, column)
    if word and not shape.fullmatch(word):
        raise ValueError(f"{column} is {_quoted(word)}; write it as {example}")
    return word


def _quoted(word: str) -> str:
    return f"“{word[:20]}”" if word else "empty"


def store_rooms(uow: UnitOfWork, rooms: Mapping[int, Room], *, dry: bool) -> Imported:
    """A room of a known name is changed, any other is added; an empty cell changes nothing."""
    known = {room.name: room for room in uow.rooms.all()}
    changed = 0
    for room in rooms.values():
        before = known.get(room.name)
        after = _room_upon(before, room) if before else room
        changed += before is not None and after != before
        uow.rooms.save(after)
    return _kept(Imported(sum(room.name not in known for room in rooms.values()), changed), dry)


def _room_upon(before: Room, new: Room) -> Room:
    return replace(
        before, seats=new.seats, equipment=new.equipment or before.equipment, location=new.location or before.location
    )


def store_people(uow: UnitOfWork, people: Mapping[int, PersonRow], *, dry: bool) -> Imported:
    """Someone is known by an account, else by name and unit; anyone else is added. An empty cell changes nothing."""
    there, faults = uow.people.all(), list[str]()
    added = changed = 0
    for line, row in people.items():
        known = _known(uow, row, there)
        if len(known) > 1:
            faults.append(f"line {line}: fits {len(known)} people who are there; add an account that only one has.")
            continue
        before = known[0] if known else None
        added += before is None
        changed += before is not None and _says_more(uow, row, before)
        uow.people.save(row.upon(before), row.accounts, **_contact(row))
    return _kept(Imported(added, changed, tuple(faults)), dry)


def _says_more(uow: UnitOfWork, row: PersonRow, before: Person) -> bool:
    return row.upon(before) != before or any(uow.people.by_account(account) is None for account in row.accounts)


def _known(uow: UnitOfWork, row: PersonRow, there: Sequence[Person]) -> list[Person]:
    by_account = {found.id: found for account in row.accounts if (found := uow.people.by_account(account))}
    return list(by_account.values()) or [one for one in there if (one.name, one.unit) == (row.name, row.unit)]


def _contact(row: PersonRow) -> dict[str, str]:
    return {name: value for name, value in (("email", row.email), ("mobile", row.mobile)) if value}


def _kept(outcome: Imported, dry: bool) -> Imported:
    if dry or outcome.faults:
        raise Refused(outcome)
    return outcome
