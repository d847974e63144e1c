from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.availability import (
    Offer,
    Wanted,
    free_spans,
    from_now,
    is_too_small,
    nearest,
    offers,
    opening,
    search_windows,
    taken_by_room,
    that_fit,
)
from bot.domain.calendar import WorkCalendar
from bot.domain.meeting import Meeting, Room, Span

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 10, 7, tzinfo=SHANGHAI)
OFFICE = WorkCalendar()
BIG, SMALL, MIDDLE, UNKNOWN = Room(1, "301", 40), Room(2, "302", 12), Room(3, "202", 20), Room(4, "库房")
ROOMS = (BIG, SMALL, MIDDLE, UNKNOWN)


def at(clock: str, day: int = 24) -> datetime:
    hour, minute = clock.split(":")
    return datetime(2026, 11, day, int(hour), int(minute), tzinfo=SHANGHAI)


def span(written: str, day: int = 24) -> Span:
    start, end = written.split("-")
    return Span(at(start, day), at(end, day))


def spans(*written: str) -> list[Span]:
    return [span(one) for one in written]


@pytest.mark.parametrize(
    ("taken", "free"),
    [
        ([], ["9:00-18:00"]),
        (["9:00-18:00"], []),
        (["8:00-19:00"], []),
        (["9:00-10:00"], ["10:00-18:00"]),
        (["17:00-20:00"], ["9:00-17:00"]),
        (["15:00-17:00", "10:00-11:00"], ["9:00-10:00", "11:00-15:00", "17:00-18:00"]),
        (["10:00-12:00", "11:00-13:00"], ["9:00-10:00", "13:00-18:00"]),
        (["10:00-15:00", "11:00-13:00"], ["9:00-10:00", "15:00-18:00"]),
        (["7:00-9:00", "18:00-19:00"], ["9:00-18:00"]),
    ],
)
def test_what_is_left_of_a_day(taken: list[str], free: list[str]) -> None:
    assert list(free_spans(span("9:00-18:00"), spans(*taken))) == spans(*free)


@pytest.mark.parametrize(
    ("window", "left"),
    [
        (span("9:00-18:00", 24), span("9:00-18:00", 24)),
        (span("9:00-18:00", 23), span("10:15-18:00", 23)),
        (span("9:00-10:10", 23), None),
        (span("8:00-9:00", 23), None),
    ],
)
def test_only_what_is_to_come_is_offered(window: Span, left: Span | None) -> None:
    assert from_now(window, NOW) == left


@pytest.mark.parametrize(
    ("heads", "names"), [(1, ["302", "202", "301", "库房"]), (13, ["202", "301", "库房"]), (41, ["库房"])]
)
def test_the_smallest_room_that_fits_comes_first(heads: int, names: list[str]) -> None:
    assert [room.name for room in that_fit(ROOMS, heads)] == names


def test_a_room_whose_seats_nobody_counted_is_never_too_small() -> None:
    assert is_too_small(SMALL, 13)
    assert not is_too_small(SMALL, 12)
    assert not is_too_small(UNKNOWN, 999)


@pytest.mark.parametrize(
    ("taken", "found"),
    [
        (["15:00-17:00"], ["13:00-15:00"]),
        (["15:00-16:00"], ["16:00-18:00", "13:00-15:00"]),
        (["14:30-15:30"], ["15:30-17:30", "12:30-14:30"]),
        (["9:00-12:00", "13:00-17:30"], []),
        (["9:00-18:00"], []),
    ],
)
def test_the_nearest_free_time_comes_first(taken: list[str], found: list[str]) -> None:
    assert nearest(span("15:00-17:00"), span("9:00-18:00"), spans(*taken)) == spans(*found)


def test_a_coming_day_is_searched_around_the_same_hour() -> None:
    assert nearest(span("15:00-17:00"), span("9:00-18:00", 25), []) == [span("15:00-17:00", 25)]


@pytest.mark.parametrize(
    ("wanted", "first", "second"),
    [
        (span("15:00-17:00"), span("9:00-18:00"), span("9:00-18:00", 25)),
        (span("19:00-21:00"), span("9:00-21:00"), span("9:00-21:00", 25)),
        (span("15:00-17:00", 27), span("9:00-18:00", 27), span("9:00-18:00", 30)),
        (span("11:00-12:00", 23), span("10:15-18:00", 23), span("9:00-18:00", 24)),
    ],
)
def test_the_wanted_day_is_searched_before_the_working_days_after(wanted: Span, first: Span, second: Span) -> None:
    assert search_windows(wanted, OFFICE, SHANGHAI, NOW)[:2] == (first, second)


def test_a_meeting_over_days_is_offered_no_other_time() -> None:
    assert search_windows(Span(at("9:00"), at("12:00", 25)), OFFICE, SHANGHAI, NOW) == ()


def test_the_office_opens_and_closes() -> None:
    assert opening(NOW.date(), OFFICE, SHANGHAI) == span("9:00-18:00", 23)


def offered(taken: dict[int, list[Span]], heads: int = 10, wanted: Span | None = None) -> list[Offer]:
    wish = Wanted(wanted or span("15:00-17:00"), BIG, heads)
    return list(offers(wish, ROOMS, taken, search_windows(wish.span, OFFICE, SHANGHAI, NOW)))


def test_another_room_a_near_time_and_another_day_are_offered() -> None:
    assert offered({1: [span("15:00-17:00")]}) == [
        Offer(MIDDLE.id, span("15:00-17:00")),
        Offer(BIG.id, span("13:00-15:00")),
        Offer(BIG.id, span("15:00-17:00", 25)),
    ]


def test_a_room_that_is_taken_or_too_small_is_not_offered() -> None:
    taken = {1: [span("15:00-16:00")], 3: [span("14:00-15:30")], 4: [span("16:30-18:00")]}
    assert offered(taken, heads=13) == [
        Offer(BIG.id, span("16:00-18:00")),
        Offer(BIG.id, span("15:00-17:00", 25)),
        Offer(BIG.id, span("13:00-15:00")),
    ]


def test_a_day_without_room_leaves_the_coming_days() -> None:
    full = {room.id: [span("9:00-18:00")] for room in ROOMS}
    assert offered(full) == [Offer(BIG.id, span("15:00-17:00", day)) for day in (25, 26, 27)]


def test_where_nothing_is_free_nothing_is_offered() -> None:
    full = {room.id: [Span(NOW, NOW + timedelta(days=13))] for room in ROOMS}
    assert offered(full) == []


def test_taken_times_are_sorted_by_room_without_the_one_that_moves() -> None:
    def meeting(number: int, room_id: int | None) -> Meeting:
        return Meeting(number, "会", span("9:00-10:00"), 1, 1, room_id, 1, "zh")

    taken = taken_by_room([meeting(1, 1), meeting(2, 1), meeting(3, None), meeting(4, 2)], but=2)
    assert taken == {1: [span("9:00-10:00")], 2: [span("9:00-10:00")]}
