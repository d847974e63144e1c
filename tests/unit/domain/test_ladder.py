from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain import ladder
from bot.domain.calendar import WorkCalendar
from bot.domain.lamps import Rules, Terms
from bot.domain.procedure import State
from bot.domain.supervision import SupervisionItem
from tests.unit.domain.items import SHANGHAI, TERMS, at, item


def pushes(one: SupervisionItem, count: int, terms: Terms = TERMS) -> list[str]:
    """The first reminders after it was handed over, in the office's time."""
    found: list[str] = []
    after = one.assigned_at
    while len(found) < count and (push := ladder.next_push(one, after, terms)):
        found.append(f"{push.astimezone(terms.zone):%m-%d %H:%M}")
        after = push
    return found


@pytest.mark.parametrize(
    ("assigned", "due", "said"),
    [
        ("11-16 10:00", "11-27 18:00", ["11-24 09:00", "11-26 09:00", "11-30 09:00", "12-01 09:00"]),
        ("11-25 10:00", "11-27 18:00", ["11-26 09:00", "11-27 09:00", "11-30 09:00"]),
        ("11-26 10:00", "11-27 18:00", ["11-27 09:00", "11-30 09:00"]),
        ("11-27 10:00", "11-27 18:00", ["11-30 09:00", "12-01 09:00"]),
        ("11-16 10:00", "11-27 08:30", ["11-24 09:00", "11-26 09:00", "11-27 09:00", "11-30 09:00"]),
        ("09-01 10:00", "10-10 18:00", ["09-30 09:00", "10-09 09:00", "10-12 09:00"]),
        ("09-01 10:00", "09-30 18:00", ["09-24 09:00", "09-29 09:00", "10-08 09:00", "10-09 09:00", "10-10 09:00"]),
        ("11-16 10:00", "11-29 18:00", ["11-25 09:00", "11-27 09:00", "11-30 09:00"]),  # due on a Sunday
        ("09-14 10:00", "09-20 18:00", ["09-16 09:00", "09-18 09:00", "09-21 09:00"]),  # on one that everyone works on
    ],
)  # fmt: skip
def test_the_ladder(assigned: str, due: str, said: list[str]) -> None:
    assert pushes(item(assigned, due), len(said)) == said


def test_the_offices_own_ladder() -> None:
    rules = Rules(ladder=(5, 2), most_before_due=1, push_at=time(8, 30))
    terms = replace(TERMS, rules=rules)
    assert pushes(item("11-16 10:00"), 2, terms) == ["11-20 08:30", "11-30 08:30"]
    late = item("11-23 10:00")
    assert pushes(late, 2, terms) == ["11-25 08:30", "11-30 08:30"]
    none = replace(TERMS, rules=Rules(ladder=(), most_before_due=2))
    assert pushes(item("11-16 10:00"), 1, none) == ["11-30 09:00"]


@pytest.mark.parametrize("state", sorted(set(State) - {State.ASSIGNED, State.ACCEPTED, State.IN_PROGRESS}))
def test_nobody_is_pushed_who_has_nothing_to_do(state: State) -> None:
    assert ladder.next_push(item(state=state), at("11-23 10:00"), TERMS) is None


BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("zone", "hour", "due", "instants"),
    [
        (BERLIN, time(9), "03-30 17:00", ["03-27T08:00", "03-30T07:00"]),
        (BERLIN, time(9), "10-26 17:00", ["10-23T07:00", "10-26T08:00"]),
        (NEW_YORK, time(9), "03-09 17:00", ["03-06T14:00", "03-09T13:00"]),
        (NEW_YORK, time(9), "11-02 17:00", ["10-30T13:00", "11-02T14:00"]),
        (BERLIN, time(2, 30), "03-29 17:00", ["03-27T01:30", "03-29T01:30"]),  # an hour that the Sunday has not
        (BERLIN, time(2, 30), "10-25 17:00", ["10-23T00:30", "10-25T00:30"]),  # one that it has twice
    ],
)  # fmt: skip
def test_nine_stays_nine_when_the_clocks_change(zone: ZoneInfo, hour: time, due: str, instants: list[str]) -> None:
    works_on_sunday = frozenset({at("03-29 00:00").date(), at("10-25 00:00").date()} if hour < time(9) else ())
    calendar = WorkCalendar(make_up_days=works_on_sunday)
    terms = Terms(calendar, zone, Rules(ladder=(1, 0), push_at=hour))
    one = item("02-02 10:00", due, zone)
    assert [f"{push:%m-%dT%H:%M}" for push in ladder.pushes_before(one, terms)] == instants


@pytest.mark.parametrize(
    ("assigned", "clock", "by"),
    [
        ("11-23 10:00", False, "11-23 18:00"),
        ("11-23 11:00", False, "11-24 10:00"),
        ("11-27 17:00", False, "11-30 16:00"),
        ("11-28 12:00", False, "11-30 17:00"),
        ("09-30 17:00", False, "10-08 16:00"),
        ("11-23 10:00", True, "11-24 18:00"),
        ("11-28 10:00", True, "11-30 18:00"),
    ],
)
def test_until_when_it_is_to_be_signed_for(assigned: str, clock: bool, by: str) -> None:
    assert ladder.sign_by(item(assigned, "12-18 18:00", clock=clock), TERMS) == at(by)


def chases(one: SupervisionItem, count: int, terms: Terms = TERMS) -> list[datetime]:
    found: list[datetime] = []
    while len(found) < count and (chase := ladder.next_chase(one, found[-1] if found else one.assigned_at, terms)):
        found.append(chase)
    return found


def test_the_lead_is_asked_to_sign_twice() -> None:
    """The days of the ladder's own reminders are left out: they ask for it, too."""
    assert chases(item("11-23 10:00", "12-01 18:00"), 9) == [at("11-23 18:00"), at("11-24 09:00")]
    assert chases(item("11-23 10:00", "11-27 18:00"), 9) == [at("11-23 18:00"), at("11-25 09:00")]
    one = item("11-23 10:00", "12-01 18:00")
    assert not ladder.has_been_chased(one, at("11-23 18:00"), TERMS)
    assert ladder.has_been_chased(one, at("11-24 09:00"), TERMS)
    assert not ladder.is_sign_late(one, at("11-23 18:00"), TERMS)
    assert ladder.is_sign_late(one, at("11-23 18:01"), TERMS)


@pytest.mark.parametrize("state", sorted(set(State) - {State.ASSIGNED}))
def test_what_was_signed_or_refused_is_not_chased(state: State) -> None:
    assert ladder.next_chase(item(state=state), at("11-23 10:00"), TERMS) is None


def test_an_office_that_sets_no_time_for_signing() -> None:
    assert chases(item(), 1, replace(TERMS, rules=Rules(sign_hours=0))) == []


def test_one_is_looked_at_that_has_not_moved() -> None:
    one = item("11-23 10:00", "12-31 18:00", state=State.ACCEPTED)
    first = ladder.next_stuck_check(one, at("11-23 10:00"), TERMS)
    assert first == at("12-07 09:00")
    assert ladder.next_stuck_check(one, first, TERMS) == at("12-21 09:00")
    assert ladder.next_stuck_check(one, at("12-07 08:59"), TERMS) == at("12-07 09:00")
    assert ladder.next_stuck_check(one, at("12-21 09:00"), TERMS) is None  # overdue by then
    assert ladder.next_stuck_check(replace(one, state=State.ASSIGNED), at("11-23 10:00"), TERMS) is None


def test_the_1_3_7_10_clock() -> None:
    due = ladder.clock_due(at("11-23 10:00"), TERMS)
    assert due == at("12-07 18:00")
    one = replace(item(clock=True), due_at=due)
    asked = ladder.milestones(one, TERMS)
    assert asked == (at("11-26 15:00"), at("12-02 15:00"))
    assert ladder.next_milestone(one, asked[0], TERMS) == asked[1]
    assert ladder.next_milestone(one, asked[1], TERMS) is None
    assert ladder.milestones(replace(one, due_at=at("11-30 18:00")), TERMS) == asked[:1]
    assert ladder.milestones(item(), TERMS) == ()


@pytest.mark.parametrize(
    ("more", "when"),
    [
        ({}, "12-02 09:00"),
        ({"state": State.IN_PROGRESS}, "12-02 09:00"),
        ({"state": State.SUBMITTED}, None),
        ({"state": State.SUSPENDED}, None),
    ],
)
def test_when_the_head_hears_of_it(more: dict[str, Any], when: str | None) -> None:
    assert ladder.escalates_at(item(**more), TERMS) == (at(when) if when else None)
    assert ladder.escalates_at(item(**more), replace(TERMS, rules=Rules(escalate_days=0))) is None


def test_reminders_come_on_working_days() -> None:
    found = [TERMS.push_after(at("09-29 09:00"))]
    while len(found) < 4:
        found.append(TERMS.push_after(found[-1]))
    assert [one.astimezone(SHANGHAI) for one in found] == [
        at("09-30 09:00"), at("10-08 09:00"), at("10-09 09:00"), at("10-10 09:00"),
    ]  # fmt: skip
    assert TERMS.push_after(at("09-30 09:00") - timedelta(microseconds=1)) == at("09-30 09:00")
