from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.likeness import titled
from bot.domain.meeting import (
    LONGEST,
    TITLE_LENGTH,
    Attendee,
    Meeting,
    Rsvp,
    Span,
    checked_span,
    checked_title,
    invited,
    not_backwards,
    plan_for_meeting,
)
from bot.domain.people import Person, Role
from bot.errors import NotAllowed, UserError

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 10, tzinfo=SHANGHAI)
ORGANIZER, CHAIR, ZHANG, WANG, LI = 1, 2, 3, 4, 5


def at(hour: int, minute: int = 0, day: int = 24) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


def span(start: int, end: int, day: int = 24) -> Span:
    return Span(at(start, day=day), at(end, day=day))


MEETING = Meeting(
    id=7,
    title="校务会",
    span=span(15, 17),
    organizer_id=ORGANIZER,
    chair_id=CHAIR,
    room_id=1,
    chat_id=1,
    language="zh",
    attendees=invited(ORGANIZER, CHAIR, (ZHANG, WANG)),
)


def key_of(fault: pytest.ExceptionInfo[UserError]) -> str:
    return fault.value.key


@pytest.mark.parametrize(
    ("other", "overlaps"),
    [
        (span(15, 17), True),
        (span(14, 16), True),
        (span(16, 18), True),
        (span(15, 16), True),
        (span(13, 15), False),
        (span(17, 18), False),
        (span(15, 17, day=25), False),
    ],
)
def test_spans_overlap_where_they_share_a_minute(other: Span, overlaps: bool) -> None:
    assert span(15, 17).overlaps(other) is overlaps
    assert other.overlaps(span(15, 17)) is overlaps


@pytest.mark.parametrize("end", [at(15), at(14)])
def test_a_meeting_ends_after_it_begins(end: datetime) -> None:
    with pytest.raises(UserError) as fault:
        Span(at(15), end)
    assert key_of(fault) == "meetings.end_before_start"


@pytest.mark.parametrize(
    ("wanted", "refused"),
    [
        (Span(NOW, NOW + timedelta(hours=1)), ""),
        (Span(NOW - timedelta(minutes=1), NOW + timedelta(hours=1)), "house.past"),
        (Span(NOW, NOW + LONGEST), ""),
        (Span(NOW, NOW + LONGEST + timedelta(minutes=1)), "meetings.too_long"),
    ],
)
def test_what_may_be_booked(wanted: Span, refused: str) -> None:
    if not refused:
        assert checked_span(wanted, NOW + timedelta(seconds=40)) == wanted
        return
    with pytest.raises(UserError) as fault:
        checked_span(wanted, NOW + timedelta(seconds=40))
    assert key_of(fault) == refused


@pytest.mark.parametrize(
    ("start", "end", "is_slip"),
    [
        (at(17), at(3, day=25), True),
        (at(9), at(5, day=25), True),
        (at(20), at(2, day=25), False),
        (at(15), at(12, day=25), False),
        (at(15), at(3, day=26), False),
        (at(15), at(17), False),
    ],
)
def test_from_five_to_three_is_a_slip_and_not_a_night(start: datetime, end: datetime, is_slip: bool) -> None:
    if not is_slip:
        assert not_backwards(Span(start, end)) == Span(start, end)
        return
    with pytest.raises(UserError) as fault:
        not_backwards(Span(start, end))
    assert key_of(fault) == "meetings.end_before_start"


def test_a_title_has_a_longest_length() -> None:
    assert checked_title("会" * TITLE_LENGTH)
    with pytest.raises(UserError) as fault:
        checked_title("会" * (TITLE_LENGTH + 1))
    assert fault.value.params == {"most": TITLE_LENGTH, "length": TITLE_LENGTH + 1}


def test_everyone_is_invited_once_and_the_organizer_comes_anyway() -> None:
    assert invited(1, 1, (2, 1, 2)) == (Attendee(1, Rsvp.ACCEPTED), Attendee(2))
    assert invited(1, 3, (2,)) == (Attendee(1, Rsvp.ACCEPTED), Attendee(3), Attendee(2))


@pytest.mark.parametrize(
    ("person", "may"),
    [
        (Person(ORGANIZER, "赵敏"), True),
        (Person(CHAIR, "李敏"), True),
        (Person(99, "刘洋", role=Role.ADMIN), True),
        (Person(ZHANG, "张伟", role=Role.LEADER), False),
        (Person(98, "孙丽"), False),
    ],
)
def test_only_organizer_chair_and_admin_may_change_it(person: Person, may: bool) -> None:
    assert MEETING.is_led_by(person) is may
    if not may:
        with pytest.raises(NotAllowed) as fault:
            MEETING.must_be_led_by(person, "赵敏")
        assert fault.value.params["organizer"] == "赵敏"


@pytest.mark.parametrize(
    ("person", "chat", "concerns"),
    [
        (Person(ZHANG, "张伟"), 9, True),
        (Person(98, "孙丽"), 1, True),
        (Person(98, "孙丽"), 9, False),
        (Person(99, "刘洋", role=Role.ADMIN), 9, True),
    ],
)
def test_whom_a_title_can_remind_of_it(person: Person, chat: int, concerns: bool) -> None:
    assert MEETING.concerns(person, chat) is concerns


def rsvps(meeting: Meeting) -> dict[int, Rsvp]:
    return {one.person_id: one.rsvp for one in meeting.attendees}


def test_an_answer_is_noted_and_may_change() -> None:
    declined = MEETING.answered(ZHANG, Rsvp.DECLINED, NOW, "出差")
    assert declined.attendee(ZHANG) == Attendee(ZHANG, Rsvp.DECLINED, "出差")
    assert declined.answered(ZHANG, Rsvp.ACCEPTED, NOW).attendee(ZHANG) == Attendee(ZHANG, Rsvp.ACCEPTED)
    assert declined.tally() == {Rsvp.PENDING: 2, Rsvp.ACCEPTED: 1, Rsvp.DECLINED: 1, Rsvp.DELEGATED: 0}


def test_a_stand_in_is_asked_and_leaves_when_not_needed() -> None:
    sent = MEETING.delegated(ZHANG, LI, NOW)
    assert rsvps(sent)[ZHANG] is Rsvp.DELEGATED
    assert sent.stand_in_of(ZHANG) == Attendee(LI, stand_in_for=ZHANG)
    assert sent.answered(ZHANG, Rsvp.ACCEPTED, NOW).stand_in_of(ZHANG) is None
    other = sent.delegated(ZHANG, 6, NOW)
    assert other.stand_in_of(ZHANG) == Attendee(6, stand_in_for=ZHANG)
    assert other.place_of(LI) is None


def test_a_stand_in_who_cannot_come_opens_the_seat_again() -> None:
    refused = MEETING.delegated(ZHANG, LI, NOW).answered(LI, Rsvp.DECLINED, NOW)
    assert rsvps(refused)[ZHANG] is Rsvp.PENDING
    again = refused.answered(LI, Rsvp.ACCEPTED, NOW)
    assert (rsvps(again)[ZHANG], rsvps(again)[LI]) == (Rsvp.DELEGATED, Rsvp.ACCEPTED)


@pytest.mark.parametrize(
    ("sender", "to", "refused"),
    [
        (ZHANG, ZHANG, "meetings.stand_in_is_self"),
        (ZHANG, WANG, "meetings.stand_in_is_invited"),
        (ZHANG, ORGANIZER, "meetings.stand_in_is_invited"),
        (LI, 6, "meetings.stand_in_of_stand_in"),
        (77, 6, "meetings.not_invited"),
    ],
)
def test_who_cannot_stand_in(sender: int, to: int, refused: str) -> None:
    meeting = MEETING.delegated(WANG, LI, NOW)
    with pytest.raises(UserError) as fault:
        meeting.delegated(sender, to, NOW)
    assert key_of(fault) == refused


@pytest.mark.parametrize(
    ("meeting", "now", "refused"),
    [
        (MEETING.cancelled(NOW), NOW, "meetings.is_cancelled"),
        (MEETING, at(17), "meetings.is_over"),
    ],
)
def test_what_is_over_takes_no_answer_and_no_change(meeting: Meeting, now: datetime, refused: str) -> None:
    changes: list[Callable[[], Meeting]] = [
        lambda: meeting.answered(ZHANG, Rsvp.ACCEPTED, now),
        lambda: meeting.delegated(ZHANG, LI, now),
        lambda: meeting.cancelled(now),
    ]
    for change in changes:
        with pytest.raises(UserError) as fault:
            change()
        assert key_of(fault) == refused


def test_a_moved_meeting_asks_everyone_anew_and_lets_stand_ins_go() -> None:
    before = MEETING.answered(WANG, Rsvp.DECLINED, NOW, "出差").delegated(ZHANG, LI, NOW)
    moved = before.rescheduled(span(9, 11, day=25), None)
    assert moved.version == 2
    assert (moved.span, moved.room_id) == (span(9, 11, day=25), None)
    assert moved.attendees == invited(ORGANIZER, CHAIR, (ZHANG, WANG))


@pytest.mark.parametrize(
    ("meeting", "due"),
    [
        (MEETING, [at(14, 45)]),
        (MEETING.cancelled(NOW), []),
        (replace(MEETING, span=Span(NOW + timedelta(minutes=15), NOW + timedelta(hours=1))), []),
        (
            replace(MEETING, span=Span(NOW + timedelta(minutes=16), NOW + timedelta(hours=1))),
            [NOW + timedelta(minutes=1)],
        ),
    ],
)
def test_a_reminder_comes_before_the_start_and_expires_with_it(meeting: Meeting, due: list[datetime]) -> None:
    planned = plan_for_meeting(meeting, NOW, timedelta(minutes=15))
    assert [one.due_at for one in planned] == due
    assert all(one.expires_at == meeting.span.start and one.subject == 7 for one in planned)


TITLES = ("校务会", "教学例会", "预算评审会", "Budget review", "Q3 budget review", "校务会")


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("校务会", [0, 5]),
        ("校务", [0, 5]),
        ("例会", [1]),
        ("评审", [2]),
        ("budget review", [3]),
        ("Budget-Review", [3]),
        ("the budget review", [3]),
        ("预算审评会", [2]),
        ("q3", [4]),
        ("运动会", []),
        ("！！", []),
    ],
)
def test_a_title_is_found_the_best_way_only(said: str, found: list[int]) -> None:
    meetings = [replace(MEETING, id=number, title=title) for number, title in enumerate(TITLES)]
    assert [one.id for one in titled(said, meetings)] == found
