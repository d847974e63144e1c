"""Seeing the notices that come again; pausing, resuming and ending them."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.cards import Action, Button, Card
from bot.domain.notice_series import Series
from bot.domain.schedule import State as Standing
from bot.errors import NotAllowed, UserError
from bot.messages import Reply
from bot.scheduling import rule_in_words
from bot.turn import Answer, Turn
from handlers.notices.desk import Numbered, router
from handlers.notices.series import plan_series, series_router
from handlers.notices.timing import goes_out

MOST_LINES, MOST_BUTTONS = 10, 6


@dataclass(frozen=True, slots=True)
class ListSeries(Numbered):
    """One's own, or for those in charge all."""


@dataclass(frozen=True, slots=True)
class PauseSeries(Numbered):
    """Not for now."""


@dataclass(frozen=True, slots=True)
class ResumeSeries(Numbered):
    """From its next time on."""


@dataclass(frozen=True, slots=True)
class EndSeries(Numbered):
    """Not any more."""


@router.intent("series", ListSeries)
def list_series(turn: Turn, _slots: ListSeries) -> Answer:
    found = turn.uow.shelf.standing(None if turn.actor.is_in_charge else turn.actor.id)
    if not found:
        return turn.reply(Card(turn.say("notices.no_series")))
    lines = [_line(turn, one) for one in found[:MOST_LINES]]
    if len(found) > MOST_LINES:
        lines.append(turn.say("notices.more_lines", count=len(found) - MOST_LINES))
    buttons = tuple(
        Button(turn.say("notices.series_number", number=one.id), Action("series.show", one.id))
        for one in found[:MOST_BUTTONS]
    )
    return turn.reply(Card(turn.say("notices.series_title"), body="\n".join(lines), buttons=buttons))


@series_router.action("show")
def show(turn: Turn, series_id: int, _choice: str) -> Reply:
    return turn.reply(_card(turn, _mine(turn, series_id)))


@router.intent("pause_series", PauseSeries)
def pause(turn: Turn, slots: PauseSeries) -> Answer:
    return _changed(turn, slots.number, Series.paused, "paused")


@router.intent("resume_series", ResumeSeries)
def resume(turn: Turn, slots: ResumeSeries) -> Answer:
    return _changed(turn, slots.number, Series.resumed, "resumed")


@router.intent("end_series", EndSeries)
def end(turn: Turn, slots: EndSeries) -> Answer:
    return _changed(turn, slots.number, Series.over, "ended")


@series_router.action("pause")
def press_pause(turn: Turn, series_id: int, _choice: str) -> Reply:
    return _changed(turn, series_id, Series.paused, "paused")


@series_router.action("resume")
def press_resume(turn: Turn, series_id: int, _choice: str) -> Reply:
    return _changed(turn, series_id, Series.resumed, "resumed")


@series_router.action("end")
def press_end(turn: Turn, series_id: int, _choice: str) -> Reply:
    return _changed(turn, series_id, Series.over, "ended")


def _changed(turn: Turn, series_id: int, change: Callable[[Series], Series], deed: str) -> Reply:
    """In place of the card that was pressed."""
    series = _mine(turn, series_id)
    after = plan_series(turn.house, turn.uow, change(series), turn.now)
    turn.uow.audit.note(turn.actor.id, f"series.{deed}", f"series:{series.id}", turn.now, title=series.title)
    said = turn.say(f"notices.series_{deed}", number=series.id, title=series.title)
    card = replace(_card(turn, after), body=said, tone="done")
    return Reply((turn.to(turn.chat.ref, card, "series", replaces=turn.pressed()),))


def _mine(turn: Turn, series_id: int) -> Series:
    series = turn.uow.shelf.get_series(series_id)
    if series is None or series.state is Standing.OVER:
        raise UserError("notices.no_such_series", number=series_id)
    if not series.may_be_changed_by(turn.actor):
        name = turn.uow.people.get(series.owner_id).name
        raise NotAllowed("notices.series_not_yours", number=series_id, name=name)
    return series


def _line(turn: Turn, series: Series) -> str:
    """`2 交考勤表 · 每月最后一个工作日 9:00 · 已暂停`."""
    words = [
        turn.say("notices.series_line", number=series.id, title=series.title),
        rule_in_words(series.rule, turn.say),
    ]
    if series.state is Standing.PAUSED:
        words.append(turn.say("notices.series_is_paused"))
    return " · ".join(words)


def _card(turn: Turn, series: Series) -> Card:
    say = turn.say
    facts = [(say("notices.every"), rule_in_words(series.rule, say))]
    if series.next_at and series.state is Standing.ACTIVE:
        facts.append((say("notices.next_one"), say.moment(goes_out(turn.house, series.next_at, series.level))))
    if series.due_said:
        facts.append((say("notices.until"), series.due_said))
    verbs = {Standing.ACTIVE: ("pause", "end"), Standing.PAUSED: ("resume", "end"), Standing.OVER: ()}[series.state]
    buttons = tuple(Button(say(f"notices.series_{verb}"), Action(f"series.{verb}", series.id)) for verb in verbs)
    title = say("notices.series_card", number=series.id, title=series.title)
    return Card(title, tuple(facts), series.text, buttons)
