"""The rules of notices: who is meant, what is wanting, when the missing are asked again, what should be thought of."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.chasing import due_of, is_for_heads, next_chase
from bot.domain.notice import Audience, Level, Notice, Receipt, State, Wants
from bot.domain.notice_remarks import Remark, remarks
from bot.domain.notice_series import Series, Template
from bot.domain.people import Person, Role
from bot.domain.schedule import Rule
from bot.domain.schedule import State as Standing
from bot.engine.holidays import work_calendar
from bot.errors import NotAllowed, UserError

SHANGHAI, CALENDAR = ZoneInfo("Asia/Shanghai"), work_calendar()
NOW = datetime(2026, 11, 23, 10, tzinfo=SHANGHAI)
WANG, LI, HE = Person(1, "王芳", "教务处"), Person(2, "李强", "教务处", Role.LEADER), Person(3, "何军", "财务处")
NOTICE = Notice(7, "停电", "周六停电", 1, 1, "zh", NOW, sent_at=NOW)


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("audience", "meant", "out"),
    [
        (Audience(units=("教务处",)), [1, 2], []),
        (Audience(everyone=True, but_units=("教务处",)), [3], [1, 2]),
        (Audience(everyone=True, but_people=(3,)), [1, 2], [3]),
        (Audience(roles=(Role.LEADER,)), [2], []),
        (Audience(people=(3, 1), units=("教务处",)), [1, 2, 3], []),
        (Audience(groups=(9,)), [1, 3], []),
        (Audience(), [], []),
    ],
)
def test_each_who_is_meant_is_meant_once(audience: Audience, meant: list[int], out: list[int]) -> None:
    people, members = (WANG, LI, HE), {9: (3, 1)}
    assert [one.id for one in audience.meant(people, members)] == meant
    assert [one.id for one in audience.left_out(people, members)] == out


def chases(notice: Notice, most: int) -> list[datetime]:
    found: list[datetime] = []
    while len(found) < most and (chase := next_chase(notice, found[-1] if found else NOW, SHANGHAI, CALENDAR)):
        found.append(chase)
    return found


def test_the_missing_are_asked_by_the_notices_level() -> None:
    due = replace(NOTICE, due_at=at(27, 18))
    assert chases(due, 9) == [at(27, 9), at(30, 9)]
    assert chases(replace(due, level=Level.IMPORTANT), 9) == [
        at(26, 9), at(27, 9), at(30, 9), at(1, 9, month=12), at(2, 9, month=12),
    ]  # fmt: skip
    assert chases(replace(due, level=Level.URGENT), 3) == [at(23, 10, 30), at(23, 11), at(23, 11, 30)]
    assert [is_for_heads(due, one, SHANGHAI, CALENDAR) for one in chases(due, 9)] == [False, True]


def test_without_a_date_a_notice_leaves_two_working_days() -> None:
    assert due_of(NOTICE, SHANGHAI, CALENDAR) == at(25, 18)


def test_missing_is_of_whom_something_is_wanted() -> None:
    receipt = Receipt(7, 1)
    assert receipt.is_missing(NOTICE)
    assert not receipt.acknowledged(1, NOW).is_missing(NOTICE)
    number = replace(NOTICE, wants=Wants.NUMBER)
    assert receipt.acknowledged(1, NOW).is_missing(number)
    assert not receipt.answered(1, "3", NOW).is_missing(number)
    assert receipt.answered(1, "3", NOW).is_missing(replace(number, version=2))
    for free in (
        replace(NOTICE, wants=Wants.NOTHING), replace(NOTICE, state=State.RECALLED),
    ):  # fmt: skip
        assert not receipt.is_missing(free)
    assert not replace(receipt, is_gone=True).is_missing(NOTICE)


@pytest.mark.parametrize(
    ("wants", "said", "key"),
    [
        (Wants.NUMBER, "三", "notices.number_wanted"),
        (Wants.CHOICE, "周五", "notices.choice_wanted"),
        (Wants.LINE, " ", "notices.answer_length"),
        (Wants.LINE, "长" * 501, "notices.answer_length"),
    ],
)
def test_an_answer_has_the_form_that_is_wanted(wants: Wants, said: str, key: str) -> None:
    with pytest.raises(UserError, match=key):
        replace(NOTICE, wants=wants, choices=("周三", "周四")).reads(said)
    assert replace(NOTICE, wants=Wants.NUMBER).reads(" 12.5 ") == "12.5"


def test_an_urgent_one_needs_another_who_is_in_charge() -> None:
    waiting = replace(NOTICE, state=State.WAITING)
    with pytest.raises(NotAllowed, match="approve_in_charge"):
        waiting.approved(HE, NOW)
    with pytest.raises(NotAllowed, match="approve_other"):
        replace(waiting, sender_id=2).approved(LI, NOW)
    assert (waiting.approved(LI, NOW).state, waiting.approved(LI, NOW).approved_by) == (State.SENT, 2)
    with pytest.raises(UserError, match="is_sent"):
        NOTICE.approved(LI, NOW)


def test_only_what_is_out_is_corrected_or_recalled() -> None:
    assert NOTICE.corrected("周日停电", "停电").version == 2
    with pytest.raises(UserError, match="is_recalled"):
        NOTICE.recalled().corrected("x", "x")
    with pytest.raises(UserError, match="no_text"):
        NOTICE.corrected(" ", "")


def test_what_should_be_thought_of_before_sending() -> None:
    assert remarks("周六停电，联系后勤处", (), (), None, NOW) == []
    found = remarks("请高度重视" + "长" * 300, (NOW,), ("11月28日（周五）",), NOW - timedelta(days=1), NOW)
    assert [one.key for one in found] == ["weekday", "past", "due_past", "long", "stock", "contact"]
    assert found[0] == Remark("weekday", "11月28日（周五）")


def test_nobody_is_asked_again_once_it_holds_no_more() -> None:
    notice = replace(NOTICE, due_at=at(25, 18), valid_until=at(25, 23, 59))
    first = next_chase(notice, NOW, SHANGHAI, CALENDAR)
    assert first == at(25, 9)
    assert next_chase(notice, first, SHANGHAI, CALENDAR) is None


@pytest.mark.parametrize(
    ("send_at", "state"), [(None, State.SENT), (at(24, 9), State.SCHEDULED), (at(22, 9), State.SENT)]
)
def test_what_is_agreed_to_before_its_time_waits_for_it(send_at: datetime | None, state: State) -> None:
    waiting = replace(NOTICE, state=State.WAITING, level=Level.URGENT, send_at=send_at)
    assert waiting.approved(LI, NOW).state is state


@pytest.mark.parametrize(
    ("state", "send_at", "allowed"),
    [
        (State.SCHEDULED, at(24, 9), True),
        (State.WAITING, at(24, 9), True),
        (State.WAITING, None, False),
        (State.SENT, at(24, 9), False),
        (State.DROPPED, at(24, 9), False),
    ],
)
def test_all_of_one_that_is_not_out_may_be_changed(state: State, send_at: datetime | None, allowed: bool) -> None:
    notice = replace(NOTICE, state=state, send_at=send_at)
    if allowed:
        notice.must_be_planned()
        return
    with pytest.raises(UserError):
        notice.must_be_planned()


SERIES = Series(
    1, "周报", "交周报", 1, 1, "zh", Rule(NOW.replace(tzinfo=None), "Asia/Shanghai", "FREQ=WEEKLY;BYDAY=FR")
)


@pytest.mark.parametrize(
    ("more", "is_due"),
    [
        ({"next_at": at(27, 16)}, True),
        ({"next_at": at(27, 16), "last_at": at(20, 16)}, True),
        ({"next_at": at(27, 16), "last_at": at(27, 16)}, False),
        ({"next_at": at(28, 16)}, False),
        ({"next_at": at(27, 16), "state": Standing.PAUSED}, False),
        ({}, False),
    ],
)
def test_each_time_of_a_series_is_made_once(more: dict[str, Any], is_due: bool) -> None:
    assert replace(SERIES, **more).is_due(at(27, 16)) is is_due


def test_a_template_of_the_office_is_changed_by_those_in_charge() -> None:
    mine = Template(1, "停电", WANG.id, "周六停电")
    assert [mine.may_be_changed_by(one) for one in (WANG, LI, HE)] == [True, False, False]
    assert [replace(mine, is_office=True).may_be_changed_by(one) for one in (WANG, LI, HE)] == [True, True, False]
