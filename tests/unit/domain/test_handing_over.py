"""What one person holds becomes another's: their places in an item, in a duty, in a meeting."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.domain.duty import Duty
from bot.domain.handing_over import duty_handed_over, item_handed_over, meeting_handed_over
from bot.domain.meeting import Attendee, Meeting, Rsvp, Span, invited
from bot.domain.people import Person
from bot.domain.procedure import State
from bot.domain.schedule import Rule
from bot.domain.supervision import SupervisionItem
from tests.unit.domain.items import at, item

LEAVER, HEIR, OTHER = Person(1, "王芳", "学院办公室"), Person(2, "李强", "教务处"), Person(3, "张伟", "财务处")
NOW = at("11-24 10:00")
LATER = NOW + timedelta(days=1)


def after(**was: Any) -> SupervisionItem:
    return item_handed_over(replace(item(), **was), LEAVER, HEIR, LATER)


@pytest.mark.parametrize(
    ("state", "becomes"),
    [
        (State.ASSIGNED, State.ASSIGNED),
        (State.ACCEPTED, State.ASSIGNED),
        (State.IN_PROGRESS, State.ASSIGNED),
        (State.REFUSED, State.ASSIGNED),
        (State.SUSPENDED, State.SUSPENDED),
        (State.SUBMITTED, State.SUBMITTED),
        (State.IN_REVIEW, State.IN_REVIEW),
    ],
)
def test_the_heir_signs_anew_for_what_is_still_to_be_done(state: State, becomes: State) -> None:
    found = after(lead_id=LEAVER.id, state=state, accepted_at=NOW, submitted_at=NOW)
    assert (found.lead_id, found.unit, found.state) == (HEIR.id, "教务处", becomes)
    assert found.resumes_as == (State.ASSIGNED if state is State.SUSPENDED else None)
    assert (found.accepted_at is None) == (becomes in {State.ASSIGNED, State.SUSPENDED})


@pytest.mark.parametrize(
    ("lead", "co_owners", "led_by", "helped_by"),
    [
        (LEAVER, (HEIR, OTHER), HEIR, (OTHER,)),
        (OTHER, (LEAVER,), OTHER, (HEIR,)),
        (OTHER, (LEAVER, HEIR), OTHER, (HEIR,)),
        (HEIR, (LEAVER, OTHER), HEIR, (OTHER,)),
    ],
)
def test_nobody_has_two_places(
    lead: Person, co_owners: tuple[Person, ...], led_by: Person, helped_by: tuple[Person, ...]
) -> None:
    found = after(lead_id=lead.id, co_owners=tuple(one.id for one in co_owners), state=State.IN_PROGRESS)
    assert (found.lead_id, found.co_owners) == (led_by.id, tuple(one.id for one in helped_by))
    assert found.checked() == found


def test_who_watches_and_leads_hands_over_both_in_one_step() -> None:
    before = replace(item(), lead_id=LEAVER.id, supervisor_id=LEAVER.id)
    found = item_handed_over(before, LEAVER, HEIR, LATER)
    assert (found.lead_id, found.supervisor_id, found.version) == (HEIR.id, HEIR.id, before.version + 1)


def test_an_item_that_is_only_watched_goes_on_as_it_was() -> None:
    found = after(lead_id=OTHER.id, supervisor_id=LEAVER.id, state=State.IN_PROGRESS)
    assert (found.lead_id, found.supervisor_id, found.state) == (OTHER.id, HEIR.id, State.IN_PROGRESS)
    assert found.moved_at == item().moved_at


@pytest.mark.parametrize("leads", [True, False])
def test_a_duty_that_is_led_lies_with_the_heirs_unit(leads: bool) -> None:
    rule = Rule(datetime(2026, 11, 25, 18), "Asia/Shanghai", "FREQ=MONTHLY;BYMONTHDAY=25", "moved")  # noqa: DTZ001 a wall time
    lead, supervisor = (LEAVER, OTHER) if leads else (OTHER, LEAVER)
    duty = Duty(1, "月报", lead.id, supervisor.id, lead.unit, 1, "zh", rule)
    found = duty_handed_over(duty, LEAVER, HEIR)
    assert (found.lead_id, found.supervisor_id) == ((HEIR.id, OTHER.id) if leads else (OTHER.id, HEIR.id))
    assert found.unit == ("教务处" if leads else "财务处")


def meeting(organizer: Person, chair: Person, *people: Person) -> Meeting:
    span = Span(LATER, LATER + timedelta(hours=1))
    places = invited(organizer.id, chair.id, (one.id for one in people))
    return Meeting(1, "例会", span, organizer.id, chair.id, None, 1, "zh", places)


def test_the_heir_gets_the_chair_and_a_place() -> None:
    found = meeting_handed_over(meeting(OTHER, LEAVER), LEAVER, HEIR)
    assert (found.organizer_id, found.chair_id) == (OTHER.id, HEIR.id)
    assert found.place_of(HEIR.id) == Attendee(HEIR.id, Rsvp.PENDING)
    assert found.place_of(LEAVER.id) is not None


def test_who_organizes_from_now_on_comes_anyway() -> None:
    found = meeting_handed_over(meeting(LEAVER, LEAVER), LEAVER, HEIR)
    assert (found.organizer_id, found.chair_id) == (HEIR.id, HEIR.id)
    assert found.place_of(HEIR.id) == Attendee(HEIR.id, Rsvp.ACCEPTED)


def test_an_answer_that_the_heir_gave_stands_and_others_meetings_stay_as_they_are() -> None:
    led = meeting(LEAVER, OTHER, HEIR)
    declined = led.answered(HEIR.id, Rsvp.DECLINED, NOW)
    assert meeting_handed_over(declined, LEAVER, HEIR).attendees == declined.attendees
    theirs = meeting(OTHER, OTHER, LEAVER)
    assert meeting_handed_over(theirs, LEAVER, HEIR) == theirs
