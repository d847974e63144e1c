"""Receipts: four facts, never merged; names for the sender and secretaries, totals for others."""

from dataclasses import dataclass

from bot.cards import ID_DIGITS, Action, Button, Card
from bot.domain.notice import Notice, State
from bot.errors import UserError
from bot.messages import Reply
from bot.turn import Answer, Turn
from handlers.notices.cards import notice_card
from handlers.notices.desk import Numbered, router, sender_name, the_notice
from handlers.notices.facts import as_sent, facts_card
from handlers.notices.names import back_page, missing_page, to_reader_alone, with_names
from handlers.notices.planning import is_planned, planned_card

MOST_LINES = 10
OUT = (State.WAITING, State.SENT, State.RECALLED)


@dataclass(frozen=True, slots=True)
class Receipts(Numbered):
    """Where no number was said, of the one of one's own that is still waited for; of several, the list."""


@dataclass(frozen=True, slots=True)
class Listing(Numbered):
    """One's own notices, or for those in charge all; `title` looks for words."""

    title: str = ""
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Show(Numbered):
    """One notice and how it stands."""


@dataclass(frozen=True, slots=True)
class Missing(Numbered):
    """Who has not come back yet, by name."""


@dataclass(frozen=True, slots=True)
class Back(Numbered):
    """Who has, and with what."""


@router.intent("receipts", Receipts)
def receipts(turn: Turn, slots: Receipts) -> Answer:
    if slots.number:
        return _told(turn, slots.number)
    newest = turn.uow.notices.newest(turn.actor.id, (State.SENT,), MOST_LINES)
    waiting = [one for one in newest if turn.uow.notices.tally(one).missing]
    return _told(turn, waiting[0].id) if len(waiting) == 1 else list_notices(turn, Listing())


@router.intent("show", Show)
def show(turn: Turn, slots: Show) -> Answer:
    """How it stands; whoever was sent it reads it once more, with what they said to it."""
    notice = the_notice(turn, slots.number)
    if not is_planned(notice):
        return _read_again(turn, notice) or _told(turn, slots.number)
    if not notice.may_be_seen_by(turn.actor):
        raise UserError("notices.no_such", number=notice.id)
    return turn.reply(planned_card(notice, turn.say))


def _read_again(turn: Turn, notice: Notice) -> Reply | None:
    receipt = turn.uow.notices.receipt(notice.id, turn.actor.id)
    if receipt is None or notice.state is not State.SENT or notice.may_be_seen_by(turn.actor) or not turn.is_direct:
        return None
    return turn.reply(notice_card(notice, sender_name(turn.uow, notice), turn.say, receipt))


@router.action("receipts")
def press_receipts(turn: Turn, notice_id: int, _choice: str) -> Reply:
    return _told(turn, notice_id)


def _told(turn: Turn, number: int) -> Reply:
    """A group reads totals; names go to whoever may know them, and to nobody else."""
    notice = as_sent(the_notice(turn, number))
    card = facts_card(turn, notice)
    if not notice.may_be_seen_by(turn.actor):
        return turn.reply(card)
    if turn.is_direct:
        return turn.reply(with_names(turn, notice, card))
    told = turn.reply(card)
    return Reply(
        (*told.out, *to_reader_alone(turn, lambda alone: with_names(alone, notice, facts_card(alone, notice))))
    )


@router.intent("missing", Missing)
def missing(turn: Turn, slots: Missing) -> Answer:
    return missing_page(turn, the_notice(turn, slots.number))


@router.action("missing")
def press_missing(turn: Turn, notice_id: int, choice: str) -> Reply:
    """`choice` is the id of the person after whom the page begins."""
    return missing_page(turn, the_notice(turn, notice_id), _person(choice))


@router.intent("back", Back)
def back(turn: Turn, slots: Back) -> Answer:
    return back_page(turn, as_sent(the_notice(turn, slots.number)))


@router.action("back")
def press_back(turn: Turn, notice_id: int, choice: str) -> Reply:
    return back_page(turn, as_sent(the_notice(turn, notice_id)), _person(choice))


def _person(choice: str) -> int:
    """A number that stands on a button, or 0 for whatever a forger wrote there."""
    return int(choice) if choice.isascii() and choice.isdigit() and len(choice) <= ID_DIGITS else 0


@router.intent("list", Listing)
def list_notices(turn: Turn, slots: Listing) -> Answer:
    """The newest first, each with its totals."""
    mine = None if turn.actor.is_in_charge else turn.actor.id
    found = turn.uow.notices.newest(mine, OUT, MOST_LINES)
    if slots.title:
        found = [one for one in found if slots.title in one.text] or found
    if not found:
        return turn.reply(Card(turn.say("notices.none")))
    lines = [_line(turn, one) for one in found]
    buttons = tuple(
        Button(turn.say("notices.number", number=one.id), Action("notices.receipts", one.id)) for one in found[:4]
    )
    return turn.reply(Card(turn.say("notices.list_title"), body="\n".join(lines), buttons=buttons))


def _line(turn: Turn, notice: Notice) -> str:
    """`通知12 停电 · 11月24日（周二） · 23 人 · 未回 4`."""
    day = turn.say.day((notice.sent_at or notice.made_at).astimezone(turn.house.zone).date())
    if notice.state is State.SENT:
        last = turn.say("notices.still_missing", count=turn.uow.notices.tally(notice).missing)
    else:
        last = turn.say(f"notices.state_{notice.state}")
    return turn.say("notices.line", number=notice.id, title=notice.title, day=day, people=notice.people, last=last)
