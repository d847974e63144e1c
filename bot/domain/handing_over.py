"""What one person holds becomes another's, by whatever right: their places in items, in duties, in meetings."""

from dataclasses import replace
from datetime import datetime

from bot.domain.duty import Duty
from bot.domain.meeting import Attendee, Meeting, Rsvp
from bot.domain.people import Person
from bot.domain.procedure import State
from bot.domain.supervision import SupervisionItem

LEFT_AS_THEY_ARE = frozenset({State.SUBMITTED, State.IN_REVIEW})
"""The leaver has done their part: the heir takes what comes of it."""


def item_handed_over(item: SupervisionItem, leaver: Person, heir: Person, now: datetime) -> SupervisionItem:
    """Every place of the leaver's in it; an heir who leads it from now on signs for it anew."""
    after = _led_by(item, heir, now) if item.lead_id == leaver.id else item
    co_owners = (heir.id if one == leaver.id else one for one in after.co_owners)
    helping = tuple(one for one in dict.fromkeys(co_owners) if one != after.lead_id)
    supervisor_id = heir.id if after.supervisor_id == leaver.id else after.supervisor_id
    return replace(after, co_owners=helping, supervisor_id=supervisor_id, version=item.version + 1)


def _led_by(item: SupervisionItem, heir: Person, now: datetime) -> SupervisionItem:
    """What is suspended stays so, and waits for the heir's signature once it goes on."""
    if item.state in LEFT_AS_THEY_ARE:
        return replace(item, lead_id=heir.id, unit=heir.unit or item.unit)
    led = item.led_by(heir, now)
    if item.state is State.SUSPENDED:
        return replace(led, state=State.SUSPENDED, resumes_as=State.ASSIGNED)
    return led


def duty_handed_over(duty: Duty, leaver: Person, heir: Person) -> Duty:
    leads = duty.lead_id == leaver.id
    return replace(
        duty,
        lead_id=heir.id if leads else duty.lead_id,
        unit=(heir.unit or duty.unit) if leads else duty.unit,
        supervisor_id=heir.id if duty.supervisor_id == leaver.id else duty.supervisor_id,
    )


def meeting_handed_over(meeting: Meeting, leaver: Person, heir: Person) -> Meeting:
    """The heir leads it, and has a place in it; when and where it is stays, and so do all answers."""
    organizes, chairs = meeting.organizer_id == leaver.id, meeting.chair_id == leaver.id
    has_place = meeting.place_of(heir.id) is not None or not (organizes or chairs)
    place = Attendee(heir.id, Rsvp.ACCEPTED if organizes else Rsvp.PENDING)
    return replace(
        meeting,
        organizer_id=heir.id if organizes else meeting.organizer_id,
        chair_id=heir.id if chairs else meeting.chair_id,
        attendees=meeting.attendees if has_place else (*meeting.attendees, place),
    )
