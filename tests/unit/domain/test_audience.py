"""Who is meant: units with what belongs to them, tags, groups, roles, persons, and everybody but."""

import pytest

from bot.domain.notice import Audience, above
from bot.domain.people import Person, Role

PEOPLE = [
    Person(1, "张伟", "教务处"),
    Person(2, "李强", "教务处", Role.LEADER),
    Person(3, "王芳", "考试中心"),
    Person(4, "赵敏", "考务科"),
    Person(5, "陈静", "财务处", Role.LEADER),
    Person(6, "周杰"),
]
PARENTS = {"考试中心": "教务处", "考务科": "考试中心", "教务处": "", "绕圈": "绕圈"}
TAGS = {"党员": [1, 5], "骨干": [3, 6]}
MEMBERS = {7: [4, 6], 8: [5]}


@pytest.mark.parametrize(
    ("audience", "meant", "left_out"),
    [
        (Audience(units=("教务处",)), [1, 2, 3, 4], []),
        (Audience(units=("考试中心",)), [3, 4], []),
        (Audience(alone=("教务处",)), [1, 2], []),
        (Audience(alone=("教务处",), units=("财务处",)), [1, 2, 5], []),
        (Audience(tags=("党员",)), [1, 5], []),
        (Audience(tags=("党员", "骨干")), [1, 3, 5, 6], []),
        (Audience(tags=("没有的",)), [], []),
        (Audience(groups=(7,)), [4, 6], []),
        (Audience(roles=(Role.LEADER,)), [2, 5], []),
        (Audience(people=(6,)), [6], []),
        (Audience(everyone=True).but(Audience(units=("教务处",))), [5, 6], [1, 2, 3, 4]),
        (Audience(everyone=True).but(Audience(alone=("教务处",))), [3, 4, 5, 6], [1, 2]),
        (Audience(units=("教务处",)).but(Audience(tags=("党员",))), [2, 3, 4], [1]),
        (Audience(units=("教务处",)).but(Audience(units=("考试中心",))), [1, 2], [3, 4]),
        (Audience(units=("教务处",)).but(Audience(roles=(Role.LEADER,))), [1, 3, 4], [2]),
        (Audience(everyone=True).but(Audience(groups=(7, 8))), [1, 2, 3], [4, 5, 6]),
        (Audience(tags=("骨干",)).but(Audience(people=(6,))), [3], [6]),
    ],
)
def test_who_is_meant(audience: Audience, meant: list[int], left_out: list[int]) -> None:
    assert [one.id for one in audience.meant(PEOPLE, MEMBERS, TAGS, PARENTS)] == meant
    assert [one.id for one in audience.left_out(PEOPLE, MEMBERS, TAGS, PARENTS)] == left_out


def test_without_parents_a_unit_is_itself_alone() -> None:
    assert [one.id for one in Audience(units=("教务处",)).meant(PEOPLE, {})] == [1, 2]


def test_a_unit_that_belongs_to_itself_is_no_endless_way() -> None:
    assert above("绕圈", PARENTS) == ["绕圈"]
    assert above("考务科", PARENTS) == ["考务科", "考试中心", "教务处"]
    assert above("", PARENTS) == []


def test_nobody_is_named_by_an_empty_one() -> None:
    assert Audience().is_empty
    assert not Audience(tags=("党员",)).is_empty
    assert not Audience(alone=("教务处",)).is_empty
