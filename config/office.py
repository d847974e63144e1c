"""The office file: people, units, rooms and chats that are there from the start."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field, StringConstraints

from config.faults import SettingsError, nearest, read_toml
from config.loading import collect
from config.platforms import Section

S = TypeVar("S", bound=Section)
Word = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Language = Literal["zh", "en"]


class OfficeUnit(Section):
    """A department; people name it by its name. `parent` is the name of the one that it belongs to."""

    name: Word
    parent: str = ""


class OfficePerson(Section):
    """Someone the office knows; `id` is also the person's account in the local chat."""

    id: Word
    name: Word
    unit: str = ""
    role: Literal["member", "secretary", "leader", "admin"] = "member"
    language: Language | None = None
    email: str = ""
    mobile: str = ""
    wecom: str = ""
    dingtalk: str = ""
    slack: str = ""


class OfficeAccount(Section):
    """An account that is not yet known to be somebody's, as a platform's own list would have it."""

    platform: Literal["sim2", "slack", "dingtalk", "wecom"]
    id: Word
    name: Word
    email: str = ""
    mobile: str = ""


class OfficeRoom(Section):
    name: Word
    seats: Annotated[int, Field(ge=1, le=100_000)]
    equipment: tuple[str, ...] = ()
    location: str = ""


class OfficeChat(Section):
    """A group chat; `id` is the platform's own name for it."""

    id: Word
    name: Word
    platform: Literal["sim", "slack", "dingtalk", "wecom"] = "sim"
    language: Language | None = None
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Office:
    units: tuple[OfficeUnit, ...] = ()
    people: tuple[OfficePerson, ...] = ()
    rooms: tuple[OfficeRoom, ...] = ()
    chats: tuple[OfficeChat, ...] = ()
    accounts: tuple[OfficeAccount, ...] = ()


def load_office(path: Path) -> Office:
    """The file's office; SettingsError names every fault in it."""
    try:
        return read_office(read_toml(path))
    except SettingsError as fault:
        raise SettingsError([f"{path.name}: {one}" for one in fault.faults]) from fault


def read_office(values: Mapping[str, Any]) -> Office:
    """The office of a parsed file; entries are judged one by one, then against each other."""
    tables = ("units", "people", "rooms", "chats", "accounts")
    faults = [f"{name}: no such table; {nearest(name, tables)}" for name in values if name not in tables]
    office = Office(
        tuple(_entries("units", OfficeUnit, values, faults)),
        tuple(_entries("people", OfficePerson, values, faults)),
        tuple(_entries("rooms", OfficeRoom, values, faults)),
        tuple(_entries("chats", OfficeChat, values, faults)),
        tuple(_entries("accounts", OfficeAccount, values, faults)),
    )
    if not faults:
        faults.extend(disagreements(office))
    if faults:
        raise SettingsError(faults)
    return office


def _entries(table: str, model: type[S], values: Mapping[str, Any], faults: list[str]) -> Iterator[S]:
    entries = values.get(table, [])
    if not isinstance(entries, list):
        faults.append(f"{table}: write each entry under its own [[{table}]].")
        return
    for number, entry in enumerate(entries, 1):
        called = f"{table} {number}" + (f" ({entry['name']})" if isinstance(entry, dict) and entry.get("name") else "")
        found, wrong = (
            collect(model, entry) if isinstance(entry, dict) else (None, ["write a table with its own keys."])
        )
        faults += [f"{called}: {one}" for one in wrong]
        if found:
            yield found


def disagreements(office: Office) -> Iterator[str]:
    """Faults of entries that are each right alone."""
    yield from (
        f"people: the id {one} is there twice: give each person their own."
        for one in _twice(p.id for p in office.people)
    )
    yield from (f"units: {one} is there twice: take one out." for one in _twice(u.name for u in office.units))
    yield from (f"rooms: {one} is there twice: take one out." for one in _twice(r.name for r in office.rooms))
    yield from (
        f"chats: the id {one} is there twice: give each chat its own."
        for one in _twice(f"{c.platform}:{c.id}" for c in office.chats)
    )
    units, ids = {u.name for u in office.units}, {p.id for p in office.people}
    yield from _unit_faults(office.units)
    yield from (
        f"accounts: the id {one} is there twice: take one out."
        for one in _twice(f"{account.platform}:{account.id}" for account in office.accounts)
    )
    for person in office.people:
        if person.unit and person.unit not in units:
            yield f"people: {person.name} has the unknown unit {person.unit}: {nearest(person.unit, units)}"
    for chat in office.chats:
        for member in chat.members:
            if member not in ids:
                yield f"chats: {chat.name} has the unknown member {member}: {nearest(member, ids)}"


def _unit_faults(units: Iterable[OfficeUnit]) -> Iterator[str]:
    """A unit belongs to one that is there, and never to itself."""
    parents = {unit.name: unit.parent for unit in units}
    for name, parent in parents.items():
        if parent and parent not in parents:
            yield f"units: {name} belongs to the unknown unit {parent}: {nearest(parent, parents)}"
        above, top = {name}, parent
        while top in parents and top not in above:
            above.add(top)
            top = parents[top]
        if top in above:
            yield f"units: {name} belongs to itself by way of {parent}: take one parent out."


def _twice(keys: Iterable[str]) -> list[str]:
    return [key for key, count in Counter(keys).items() if count > 1]
