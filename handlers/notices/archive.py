"""Old notices found again, by words and by when they went out: those that the asker sent, was sent, or keeps."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.asking.when import Timed, at_midnight
from bot.cards import Action, Button, Card
from bot.domain.notice import Notice, State
from bot.domain.people import Person, Role
from bot.errors import UserError
from bot.messages import Reply
from bot.noticing import Search
from bot.turn import Answer, Turn
from handlers.notices.cards import heading, last_moment
from handlers.notices.desk import router

PAGE, MOST_BUTTONS = 8, 4
AT_ONCE = 100_000
"""Notices that are looked through for one card, a third of a second's work at most; older ones come by its button."""

NEWEST = 2**62
LONGEST_WORDS = 24
"""Bytes of the words that are looked for: the button of an older page carries them."""


@dataclass(frozen=True, slots=True)
class Find(Timed):
    """`title` are words in it, `start` and `end` days on which it went out."""

    title: str = ""


@router.intent("search", Find)
def search(turn: Turn, slots: Find) -> Answer:
    if len(slots.title.encode()) > LONGEST_WORDS:
        raise UserError("notices.words_too_long")
    end = slots.end or (slots.start + timedelta(days=1) if slots.start else None)
    return turn.reply(_page(turn, slots.title, slots.start, end, NEWEST))


@router.action("older")
def press_older(turn: Turn, before: int, choice: str) -> Reply:
    """`choice` is what the button of a page carries: two days as numbers, or none, and the words."""
    days, _, words = choice.partition(" ")
    since, _, until = days.partition("-")
    return turn.reply(_page(turn, words, _day(since), _day(until), before))


def _day(said: str) -> date | None:
    """UserError for what no button of ours says."""
    if not said:
        return None
    if not (said.isascii() and said.isdigit() and 0 < int(said[:7]) <= date.max.toordinal()):
        raise UserError("house.card_gone")
    return date.fromordinal(int(said))


def _page(turn: Turn, words: str, since: date | None, until: date | None, before: int) -> Card:
    """The newest first; a button leads to older ones."""
    wanted = Search(
        words, at_midnight(turn, since) if since else None, at_midnight(turn, until) if until else None,
        None if _sees_all(turn.actor) else turn.actor.id,
    )  # fmt: skip
    down_to = max(min(before, turn.uow.shelf.newest() + 1) - AT_ONCE, 0)
    found = turn.uow.shelf.find(wanted, PAGE + 1, before, down_to)
    shown, last = found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else down_to
    facts = _facts(turn, words, since, until)
    days = f"{since.toordinal()}-{until.toordinal()}" if since and until else ""
    older = () if last <= 1 else (Button(turn.say("notices.older"), Action("notices.older", last, f"{days} {words}")),)
    if not shown:
        return Card(turn.say("notices.nothing_found"), facts, buttons=older)
    numbers = tuple(
        Button(turn.say("notices.number", number=one.id), Action("notices.found", one.id))
        for one in shown[:MOST_BUTTONS]
    )  # fmt: skip
    body = "\n".join(_line(turn, one) for one in shown)
    return Card(turn.say("notices.found_title"), facts, body, (*numbers, *older))


def _sees_all(person: Person) -> bool:
    return person.role in {Role.SECRETARY, Role.ADMIN}


def _facts(turn: Turn, words: str, since: date | None, until: date | None) -> tuple[tuple[str, str], ...]:
    say, found = turn.say, []
    if words:
        found.append((say("notices.with_words"), words))
    if since and until:
        last = until - timedelta(days=1)
        days = say.day(since) if last <= since else say("notices.days", since=since, until=last)
        found.append((say("notices.went_out"), days))
    return tuple(found)


def _line(turn: Turn, notice: Notice) -> str:
    """`通知12 停电 · 11月24日（周二） · 赵敏 · 已过期`."""
    say = turn.say
    day = say.day((notice.sent_at or notice.made_at).astimezone(turn.house.zone).date())
    name = turn.uow.people.get(notice.sender_id).name
    words = [say("notices.heading", number=notice.id, title=notice.title), day, name]
    if notice.state is State.RECALLED:
        words.append(say("notices.state_recalled"))
    elif notice.is_expired(turn.now):
        words.append(say("notices.state_expired"))
    return " · ".join(words)


@router.action("found")
def press_found(turn: Turn, notice_id: int, _choice: str) -> Reply:
    """All of one that was found, where the asker may read it, recalled or not."""
    notice = turn.uow.notices.get(notice_id)
    if notice is None or not _may_read(turn, notice):
        raise UserError("notices.no_such", number=notice_id)
    facts = [(turn.say("notices.from"), turn.uow.people.get(notice.sender_id).name)]
    if notice.sent_at:
        facts.append((turn.say("notices.went_out"), turn.say.moment(notice.sent_at)))
    if notice.valid_until:
        facts.append((turn.say("notices.valid"), last_moment(notice.valid_until, turn.say)))
    if notice.state is State.RECALLED:
        facts.append((turn.say("notices.standing"), turn.say("notices.state_recalled")))
    again = (Button(turn.say("notices.copy_button"), Action("notices.copy", notice.id)),)
    buttons = again if notice.may_be_seen_by(turn.actor) else ()
    return turn.reply(Card(heading(notice, turn.say), tuple(facts), notice.text, buttons))


def _may_read(turn: Turn, notice: Notice) -> bool:
    if notice.may_be_seen_by(turn.actor):
        return True
    is_out = notice.state in {State.SENT, State.RECALLED}
    return is_out and turn.uow.notices.receipt(notice.id, turn.actor.id) is not None
