"""Rooms and people from a table: every bad row is named, with its line and the cure."""

from bot.domain.meeting import Room
from bot.domain.people import Person, Role
from bot.imports import Judged, PersonRow, judge_people, judge_rooms
from bot.messages import UserRef
from bot.tables import read_table


def rooms(text: str) -> Judged[Room]:
    return judge_rooms(read_table("rooms.csv", text.encode()))


def people(text: str) -> Judged[PersonRow]:
    return judge_people(read_table("people.csv", text.encode()))


def test_rooms_are_read_whatever_the_order_and_language_of_the_header() -> None:
    english = rooms("location,Seats,name,equipment\n三层,40,301,投影、白板\n")
    chinese = rooms("名称,座位,设备,位置\n301,40,投影；白板,三层\n")
    assert english == chinese
    assert english.rows == {2: Room(0, "301", 40, ("投影", "白板"), "三层")}


def test_an_extra_column_is_left_out_with_a_remark() -> None:
    judged = rooms("name,seats,owner\n301,40,校办\n")
    assert judged.rows.keys() == {2}
    assert judged.remarks == ("left out the column owner",)


def test_a_missing_column_is_one_fault() -> None:
    assert rooms("name\n301\n").faults == ("there is no column seats: add it to the header row.",)


def test_every_bad_row_of_rooms_is_named() -> None:
    judged = rooms("name,seats\n301,many\n302,0\n,4\n202,8\n202,9\n303,4,5\n304,\n" + "x" * 81 + ",3\n")
    assert list(judged.rows) == [5]
    assert judged.faults == (
        "line 2: seats is “many”; write a whole number from 1 on.",
        "line 3: seats is “0”; write a whole number from 1 on.",
        "line 4: has no name; write one.",
        "line 6: is there already as line 5; take one out.",
        "line 7: has something in a column without a header; name the column or take it out.",
        "line 8: seats is empty; write a whole number from 1 on.",
        "line 9: name is too long or has characters that cannot be seen; write 80 characters at most.",
    )


def test_people_are_read_with_their_accounts() -> None:
    judged = people("姓名,部门,角色,邮箱,手机,企业微信,钉钉,slack\n张伟,教务处,领导,z@e.cn,13800000000,zw,d1,U1\n")
    accounts = (UserRef("wecom", "zw"), UserRef("dingtalk", "d1"), UserRef("slack", "U1"))
    assert judged.rows == {2: PersonRow("张伟", "教务处", Role.LEADER, accounts, "z@e.cn", "13800000000")}


def test_every_bad_row_of_people_is_named() -> None:
    judged = people(
        "name,role,email,mobile,slack\na,king,,,\nb,,at,,\nc,,,x,\nd,,,,U1\ne,,,,U1\nf,Admin,,,\nf,admin,,,\n"
    )
    assert list(judged.rows) == [5, 7]
    assert judged.faults == (
        "line 2: role is “king”; write member, secretary, leader or admin.",
        "line 3: email is “at”; write it as name@example.com.",
        "line 4: mobile is “x”; write it as 13800000000.",
        "line 6: is there already as line 5; take one out.",
        "line 8: is there already as line 7; take one out.",
    )


def test_an_empty_cell_changes_nothing() -> None:
    before = Person(7, "张伟", "教务处", Role.ADMIN, "en")
    (row,) = people("name\n张伟\n").rows.values()
    assert row.upon(before) == before
    assert row.upon(None) == Person(0, "张伟")
