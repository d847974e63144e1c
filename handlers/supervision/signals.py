"""Early signals (苗头性问题): noted in somebody's words, weighed, looked at again, made an item or let go."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.asking.steps import ask
from bot.asking.telling import to_person
from bot.asking.when import local_day
from bot.cards import Action, Button, Card
from bot.domain.leave import stand_in
from bot.domain.people import Role
from bot.domain.reminder import Reminder
from bot.domain.signal import TEXT_LENGTH, Level, Signal, Watch
from bot.domain.supervision import TITLE_LENGTH
from bot.errors import UserError
from bot.messages import Outgoing, Reply
from bot.ports import UnitOfWork
from bot.router import Router
from bot.scheduling import reached
from bot.texts import Say
from bot.turn import Answer, House, Tick, Turn
from handlers.supervision.assign import Assign, assign
from handlers.supervision.desk import hand, names, router
from handlers.supervision.signal_cards import (
    chat_key,
    here_card,
    keys,
    level,
    named,
    own_card,
    refreshed,
    signal_card,
    signal_trail,
    weighers,
)

signal_router = Router("signal")
"""Its subjects are signals, not items, so its reminders have a register of their own."""

REVIEW_DAYS = 5
OLD_AFTER = timedelta(days=1)
A_MOMENT = timedelta(seconds=1)
MOST_LINES, MOST_OPENED, MOST_SEARCHED = 10, 4, 500
LINE_LENGTH = 30


@dataclass(frozen=True, slots=True)
class Note:
    """`title` are the words, as they were said."""

    title: str = ""


@dataclass(frozen=True, slots=True)
class ListSignals:
    """Those that are watched; the one of that `number`, where one was said."""

    number: str = ""


@dataclass(frozen=True, slots=True)
class Weigh:
    """`choice` is one of CHOICES, nothing to see it; `due` is when it is looked at again."""

    number: int = 0
    choice: str = ""
    due: date | None = None


@router.intent("signal", Note)
def note_signal(turn: Turn, slots: Note) -> Answer:
    """At once, whoever notices it; those who weigh such things hear of it."""
    text = slots.title.strip()
    if not text:
        return ask(turn, slots, "title", "supervision.signal_what")
    if len(text) > TEXT_LENGTH:
        raise UserError("supervision.signal_too_long", most=TEXT_LENGTH, length=len(text))
    review_at = _review_at(turn.house, turn.now)
    signal = turn.uow.signals.add(Signal(0, text, turn.actor.id, turn.chat.id, turn.now, review_at))
    _noted(turn, signal, "logged", words=text)
    _plan_review(turn.uow, signal, turn.now)
    here = Outgoing(chat_key(signal), turn.chat.ref, here_card(turn.say, turn.uow, signal), language=turn.say.language)
    told = (
        card for one in weighers(turn.uow, signal) if one.id != turn.actor.id for card in own_card(turn, signal, one)
    )
    return Reply((here, *told))


@router.intent("signals", ListSignals)
def list_signals(turn: Turn, slots: ListSignals) -> Reply:
    """The first to be looked at first; all of them for those who weigh them, for others their own."""
    if slots.number:
        return _shown(turn, _seen(turn, int(slots.number)))
    mine = hand(turn)
    watched = turn.uow.signals.watched(MOST_SEARCHED)
    found = [one for one in watched if mine.is_clerk or mine.is_leader or one.by_id in mine.ids]
    if not found:
        return turn.reply(Card(turn.say("supervision.signal_none")))
    who = names(turn, (one.by_id for one in found[:MOST_LINES]))
    lines = [_line(turn, one, who.get(one.by_id, "?")) for one in found[:MOST_LINES]]
    if len(found) > MOST_LINES:
        lines.append(turn.say("supervision.signal_more", count=len(found) - MOST_LINES))
    buttons = tuple(Button(named(turn.say, one), Action("supervision.signal", one.id)) for one in found[:MOST_OPENED])
    return turn.reply(
        Card(turn.say("supervision.signal_list", count=len(found)), body="\n".join(lines), buttons=buttons)
    )


@router.action("signal")
def press_signal(turn: Turn, signal_id: int, _choice: str) -> Reply:
    return _shown(turn, _seen(turn, signal_id))


@router.intent("weigh_signal", Weigh)
def weigh_signal(turn: Turn, slots: Weigh) -> Answer:
    signal = _seen(turn, slots.number)
    if not slots.choice and slots.due is None:
        return _shown(turn, signal)
    return _weighed(turn, signal, slots.choice or "watch", slots.due)


@router.action("weigh")
def press_weigh(turn: Turn, signal_id: int, choice: str) -> Answer:
    return _weighed(turn, _seen(turn, signal_id), choice)


def _seen(turn: Turn, signal_id: int) -> Signal:
    signal = turn.uow.signals.get(signal_id)
    if signal is None:
        raise UserError("supervision.signal_no_such", number=signal_id)
    signal.must_be_seen_by(hand(turn))
    return signal


def _shown(turn: Turn, signal: Signal) -> Reply:
    mine = hand(turn)
    return turn.reply(signal_card(turn.say, turn.uow, signal, to_weigh=mine.is_clerk or mine.is_leader))


def _weighed(turn: Turn, signal: Signal, choice: str, due: date | None = None) -> Answer:
    mine = hand(turn)
    if choice == "promote":
        return _promoting(turn, signal)
    if choice == "watch":
        after = signal.watched_until(mine, _review_on(turn, due) if due else _review_at(turn.house, turn.now))
        _plan_review(turn.uow, after, turn.now)
        return _kept(turn, after, "watched", until=after.review_at)
    if choice == "drop":
        after = signal.dropped(mine, turn.now)
        turn.uow.reminders.cancel("signal", signal.id)
        return _kept(turn, after, "dropped")
    if choice not in set(Level):
        raise UserError("house.card_gone")
    after = signal.rated(mine, Level(choice))
    return _kept(turn, after, "rated", level=choice)


def _promoting(turn: Turn, signal: Signal) -> Answer:
    """It is handed over like any item; words that are too long for a title are its origin only."""
    signal.promoted(hand(turn), 0, turn.now)
    chat = turn.uow.chats.get(signal.chat_id)
    where = chat.name or turn.say("supervision.direct_chat" if chat.ref.kind == "direct" else "supervision.a_group")
    title = signal.text if len(signal.text) <= TITLE_LENGTH else ""
    by = turn.uow.people.get(signal.by_id).name
    return assign(
        turn,
        Assign(
            title=title,
            signal_id=signal.id,
            said=signal.text,
            said_by=by,
            said_where=where,
            said_at=signal.made_at,
            twice=1,
        ),
    )


def _review_at(house: House, now: datetime) -> datetime:
    """Five working days on, when the office opens."""
    terms = house.terms
    return terms.at(terms.calendar.add_working_days(terms.day(now), REVIEW_DAYS), terms.calendar.opens)


def _review_on(turn: Turn, due: date) -> datetime:
    """When the office opens on that day; on a day off the working day after."""
    terms = turn.house.terms
    at = terms.at(terms.calendar.working_on_or_after(local_day(turn, due)), terms.calendar.opens)
    if at <= turn.now:
        raise UserError("supervision.signal_past", day=local_day(turn, due))
    return at


def _noted(turn: Turn, signal: Signal, deed: str, **details: object) -> None:
    turn.uow.audit.note(turn.actor.id, f"signal.{deed}", signal_trail(signal), turn.now, **details)


def _kept(turn: Turn, signal: Signal, deed: str, **details: object) -> Reply:
    """Every card of it as it stands now; whoever told of it hears when it is let go."""
    turn.uow.signals.save(signal)
    _noted(turn, signal, deed, **details)
    say, number = turn.say, signal.id
    answer: tuple[Outgoing, ...] = ()
    pressed = turn.pressed()
    if pressed is None:
        words = say(f"supervision.signal_{deed}", number=number, until=signal.review_at, level=level(say, signal))
        answer = turn.reply(Card(words, tone="done")).out
    elif not pressed.startswith(tuple(keys(turn, signal))):
        answer = (turn.to(turn.chat.ref, signal_card(say, turn.uow, signal), "told", replaces=pressed),)
    return Reply((*refreshed(turn, signal), *answer, *_let_go(turn, signal)))


def _let_go(turn: Turn, signal: Signal) -> tuple[Outgoing, ...]:
    if signal.state is not Watch.DROPPED or signal.by_id == turn.actor.id:
        return ()

    def write(say: Say) -> Card:
        return Card(say("supervision.signal_dropped", number=signal.id), body=signal.text)

    return to_person(turn, signal.by_id, f"{turn.key}:signal:{signal.id}", write)


def _line(turn: Turn, signal: Signal, by: str) -> str:
    """`苗头3 食堂价格上涨 · 较重 · 王芳 · 12月1日（周二）看`."""
    text = signal.text if len(signal.text) <= LINE_LENGTH else signal.text[: LINE_LENGTH - 1] + "…"
    day = turn.house.terms.day(signal.review_at)
    review = turn.say("supervision.signal_review_on", day=day)
    return " · ".join((f"{named(turn.say, signal)} {text}", level(turn.say, signal), by, review))


def _plan_review(uow: UnitOfWork, signal: Signal, now: datetime, at: datetime | None = None) -> None:
    """In the direct chat of the first who weighs it, as far as anyone can be reached."""
    uow.reminders.cancel("signal", signal.id)
    at, platform = at or signal.review_at, uow.chats.get(signal.chat_id).ref.platform
    places = (reached(uow, one.id, platform, now) for one in weighers(uow, signal))
    chat_id = next((place[1] for place in places if place), None)
    about = f"{signal.text[:LINE_LENGTH]}"
    uow.reminders.plan([Reminder("signal.review", signal.id, at, at + OLD_AFTER, chat_id=chat_id, about=about)])


def follow(tick: Tick, signal_id: int) -> None:
    """Again after as many days, while nobody has decided: a signal is not forgotten by being overlooked."""
    signal = tick.uow.signals.get(signal_id)
    if signal is not None and signal.ended_at is None and signal.review_at <= tick.now:
        _plan_review(tick.uow, signal, tick.now, _review_at(tick.house, tick.now))


@signal_router.reminder("review", follow=follow)
def review(tick: Tick, signal_id: int) -> tuple[Outgoing, ...]:
    """To those who weigh it, as far as they are here."""
    signal = tick.uow.signals.get(signal_id)
    if signal is None or signal.ended_at is not None or signal.review_at > tick.now:
        return ()
    return tuple(card for one in _here(tick, signal) for card in _reviewing(tick, signal, one))


def _here(tick: Tick, signal: Signal) -> list[int]:
    """For one who is away whoever stands in, if that is theirs to weigh; where nobody is left, those who are here."""
    away = tick.uow.leaves.between(tick.now, tick.now + A_MOMENT)
    asked = weighers(tick.uow, signal)
    charged = [one for one in tick.uow.people.all() if one.is_in_charge]
    ids = {one.id for one in charged}
    found = [here for one in asked if (here := stand_in(one.id, tick.now, away)) in ids and here is not None]
    others = [one for one in charged if stand_in(one.id, tick.now, away) == one.id]
    clerks = [one.id for one in others if one.role is Role.SECRETARY]
    return list(dict.fromkeys(found)) or clerks or [one.id for one in (others or asked)]


def _reviewing(tick: Tick, signal: Signal, person_id: int) -> Iterable[Outgoing]:
    chat = tick.uow.chats.get(signal.chat_id)
    place = reached(tick.uow, person_id, chat.ref.platform, tick.now)
    if place is None:
        return
    known = tick.uow.chats.get(place[1])
    say = tick.speak(known.language or tick.uow.people.get(person_id).language or chat.language)
    card = replace(
        signal_card(say, tick.uow, signal), title=say("supervision.signal_again", number=signal.id), tone="ask"
    )
    yield Outgoing("", place[0], card, language=say.language)


signal_router.texts({"coming_review": ("复核苗头：{about}", "Early signal, looked at again: {about}")})
