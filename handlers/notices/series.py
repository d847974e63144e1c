"""Notices that come again: each time of the rule makes one of its own number, for those who are meant by then."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.asking.audience import may_write_to
from bot.cards import Card
from bot.domain.notice import Notice, Wants
from bot.domain.notice_series import Series
from bot.domain.reminder import Reminder
from bot.domain.schedule import State as Standing
from bot.messages import Outgoing, Reply
from bot.ports import UnitOfWork
from bot.router import Router
from bot.turn import House, Tick, Turn
from bot.understanding.times import find_times
from handlers.notices.circulating import Circulate
from handlers.notices.planning import send_by_itself, sent_card
from handlers.notices.timing import goes_out, meant_now, rule_for

series_router = Router("series")
"""Its subjects are series, not notices, so its reminders have a register of their own."""

KIND = "series.due"
A_DAY = timedelta(days=1)


def set_series(turn: Turn, draft: Notice, slots: Circulate) -> Reply:
    series = Series(
        id=0, title=draft.title, text=draft.text, owner_id=draft.sender_id, chat_id=draft.chat_id,
        language=draft.language, rule=rule_for(turn, slots), audience=draft.audience, level=draft.level,
        wants=draft.wants, choices=draft.choices, due_said=slots.due_said,
    )  # fmt: skip
    kept = plan_series(turn.house, turn.uow, turn.uow.shelf.add_series(series), turn.now)
    turn.uow.audit.note(turn.actor.id, "series.set", f"series:{kept.id}", turn.now, title=kept.title)
    first = goes_out(turn.house, kept.next_at, kept.level) if kept.next_at else None
    said = turn.say("notices.series_set", number=kept.id, title=kept.title, first=first)
    return turn.reply(Card(said, tone="done"))


def plan_series(house: House, uow: UnitOfWork, series: Series, after: datetime) -> Series:
    """What was planned for it is dropped and its next time planned; one that has none is over."""
    uow.reminders.cancel("series", series.id)
    following = house.recurrence.after(series.rule, after) if series.state is Standing.ACTIVE else None
    if following is not None:
        series = replace(series, next_at=following)
        at = goes_out(house, following, series.level)
        uow.reminders.plan([Reminder(KIND, series.id, at, at + A_DAY, 0, series.chat_id, series.title, rings=True)])
    elif series.state is Standing.ACTIVE:
        series = series.over()
    uow.shelf.save_series(series)
    return series


def _follow(tick: Tick, series_id: int) -> None:
    """After one that was too late to be of use, too: the times that passed meanwhile are left out."""
    series = tick.uow.shelf.get_series(series_id)
    if series is not None and series.state is Standing.ACTIVE:
        plan_series(tick.house, tick.uow, series, max(tick.now, series.next_at or tick.now))


@series_router.reminder("due", follow=_follow, exact=True)
def due(tick: Tick, series_id: int) -> tuple[Outgoing, ...]:
    """This time's notice goes out, unless it has; what stands in its way is told to whoever set the series."""
    series = tick.uow.shelf.get_series(series_id)
    if series is None or series.next_at is None or not series.is_due(max(tick.now, series.next_at)):
        return ()
    tick.uow.shelf.save_series(replace(series, last_at=series.next_at))
    draft = series.notice(tick.now, due_at(tick.house, series))
    people, owner = meant_now(tick.uow, draft), tick.uow.people.get(series.owner_id)
    say = tick.speak(series.language)
    chat = tick.uow.chats.get(series.chat_id).ref
    key = f"series:{series.id}:{series.next_at:%Y%m%d%H%M}"
    if not people or not may_write_to(owner, people):
        words = "notices.series_nobody" if not people else "notices.series_may_not"
        return (Outgoing(key, chat, Card(say(words, title=series.title), tone="warn"), language=say.language),)
    planned = replace(draft, send_at=goes_out(tick.house, series.next_at, series.level))
    sent = send_by_itself(tick, tick.uow.notices.add(planned), people)
    return (Outgoing(key, chat, sent_card(sent, len(people), say), language=say.language),)


def due_at(house: House, series: Series) -> datetime | None:
    """The deadline counted from this time's day; on a day off it is the next working day's."""
    if not series.due_said or series.next_at is None or series.wants is Wants.NOTHING:
        return None
    base = series.next_at.astimezone(house.zone)
    found = find_times(series.due_said, base, zone=house.zone, calendar=house.calendar)
    end = next((one.end or one.start for one in found), None)
    if end is None:
        return None
    day = house.calendar.working_on_or_after(end.date())
    return datetime.combine(day, end.timetz()) if found[0].timed else house.calendar.closing(day, house.zone)


series_router.texts({"coming_due": ("定期通知：{about}", "Recurring notice: {about}")})
