"""The office file: entries judged one by one, then against each other."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from config import SettingsError
from config.office import Office, load_office, read_office
from config.settings import DEMO_OFFICE


def faults(values: dict[str, Any]) -> str:
    with pytest.raises(SettingsError) as caught:
        read_office(values)
    return str(caught.value)


def test_the_demonstration_office_is_as_promised() -> None:
    office = load_office(DEMO_OFFICE)
    roles = {person.id: person.role for person in office.people}
    first = office.chats[0]
    assert (len(office.units), len(office.people), len(office.rooms), len(office.chats)) == (6, 24, 5, 4)
    assert {roles[member] for member in first.members} == {"member", "secretary", "leader", "admin"}
    assert len(first.members) > len(office.people) / 2
    assert {"张伟", "王芳", "李强", "赵敏", "刘洋", "孙丽", "周杰"} <= {person.name for person in office.people}


def test_two_people_of_the_demonstration_office_share_a_name_in_different_units() -> None:
    office = load_office(DEMO_OFFICE)
    (name,) = [name for name, count in Counter(person.name for person in office.people).items() if count > 1]
    assert len({person.unit for person in office.people if person.name == name}) == 2


def test_an_empty_office_is_an_office() -> None:
    assert read_office({}) == Office()


def test_every_fault_is_listed_at_once() -> None:
    text = faults(
        {
            "peple": [],
            "units": {"name": "教务处"},
            "people": [{"id": "a", "name": "甲", "role": "king"}, {"name": "乙"}, 3],
            "rooms": [{"name": "301", "seats": 0, "windows": 4}],
        }
    )
    for cure in (
        "peple: no such table; did you mean people?",
        "units: write each entry under its own [[units]]",
        "people 1 (甲): role: write one of 'member', 'secretary', 'leader' or 'admin'",
        "people 2 (乙): id: it is needed here",
        "people 3: write a table",
        "rooms 1 (301): seats: write 1 or more",
        "rooms 1 (301): windows: no such setting",
    ):
        assert cure in text


def test_entries_must_agree_with_each_other() -> None:
    text = faults(
        {
            "units": [{"name": "教务处"}, {"name": "教务处"}],
            "people": [{"id": "a", "name": "甲", "unit": "财务处"}, {"id": "a", "name": "乙"}],
            "rooms": [{"name": "301", "seats": 3}, {"name": "301", "seats": 4}],
            "chats": [{"id": "c", "name": "群", "members": ["b"]}, {"id": "c", "name": "群二"}],
        }
    )
    for cure in (
        "the id a is there twice",
        "units: 教务处 is there twice",
        "rooms: 301 is there twice",
        "chats: the id sim:c is there twice",
        "people: 甲 has the unknown unit 财务处",
        "chats: 群 has the unknown member b",
    ):
        assert cure in text


def test_faults_name_the_file(tmp_path: Path) -> None:
    path = tmp_path / "office.toml"
    path.write_text('[[rooms]]\nname = "301"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="rooms 1"):
        load_office(path)
