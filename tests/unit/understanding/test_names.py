from dataclasses import dataclass

import pytest

from bot.understanding.names import match_person, match_room


@dataclass(frozen=True, slots=True)
class Named:
    name: str


PEOPLE = tuple(Named(name) for name in ("张伟", "王芳", "王伟", "李强", "欧阳静", "Amy Chen", "Bob Li"))
ROOMS = ("301", "302", "三楼大会议室", "Orion", "A201")


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("张伟", ["张伟"]),
        ("@张伟", ["张伟"]),
        ("张处", ["张伟"]),
        ("李老师", ["李强"]),
        ("欧阳主任", ["欧阳静"]),
        ("小李", ["李强"]),
        ("zhangwei", ["张伟"]),
        ("Zhang Wei", ["张伟"]),
        ("liqiang", ["李强"]),
        ("amy", ["Amy Chen"]),
        ("Amy Chen", ["Amy Chen"]),
        ("bob", ["Bob Li"]),
        ("王主任", ["王芳", "王伟"]),
        ("wangwei", ["王伟"]),
    ],
)
def test_a_person_is_found_as_people_call_him(said: str, names: list[str]) -> None:
    assert [person.name for person in match_person(said, PEOPLE).found] == names


def test_an_unknown_person_brings_the_nearest_names() -> None:
    match = match_person("张炜", PEOPLE)
    assert match.found == ()
    assert match.nearest[0].name == "张伟"


@pytest.mark.parametrize(
    ("said", "room"),
    [
        ("301", "301"),
        ("３０１", "301"),
        ("Room 301", "301"),
        ("301会议室", "301"),
        ("三楼大会议室", "三楼大会议室"),
        ("3楼大会议室", "三楼大会议室"),
        ("三层大会议室", "三楼大会议室"),
        ("orion", "Orion"),
        ("the Orion room", "Orion"),
        ("A201", "A201"),
    ],
)
def test_a_room_is_found_as_people_call_it(said: str, room: str) -> None:
    assert match_room(said, ROOMS).found == (room,)


def test_an_unknown_room_brings_the_nearest() -> None:
    match = match_room("303", ROOMS)
    assert match.found == ()
    assert set(match.nearest[:2]) == {"301", "302"}


@pytest.mark.parametrize("said", ["", "   ", "@", "\u200b", "x" * 5000])
def test_nothing_said_finds_nobody(said: str) -> None:
    assert match_person(said, PEOPLE).found == ()
    assert match_room(said, ROOMS).found == ()
