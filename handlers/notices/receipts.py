"""Receipts: four facts, never merged; names for the sender and secretaries, totals for others."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.cards import Action, Button, Card
from bot.domain.notice import Notice, Receipt, State, Wants
from bot.messages import Reply
from bot.turn import Answer, Turn
from handlers.notices.cards import answer_words, heading
from handlers.notices.desk import Numbered, all_keys, router, the_notice

PAGE = 40
"""Names on one card."""
MOST_LINES = 10
OUT = (State.WAITING, State.SENT, State.RECALLED)


@dataclass(frozen=True, slots=True)
class Receipts(Numbered):
    """Of the newest of one's own, where no number was said."""


@dataclass(frozen=True, slots=True)
class Listing(Numbered):
    """One's own notices, or for those in charge all; `title` looks for words."""

    title: str = ""
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Show(Numbered):
    """One notice and how it stands."""


@router.intent("receipts", Receipts)
def receipts(turn: Turn, slots: Receipts) -> Answer:
    return turn.reply(facts_card(turn, the_notice(turn, slots.number)))


@router.intent("show", Show)
def show(turn: Turn, slots: Show) -> Answer:
    return turn.reply(facts_card(turn, the_notice(turn, slots.number)))


@router.action("receipts")
def press_receipts(turn: Turn, notice_id: int, choice: str) -> Reply:
    """`choice` is the id of the person after whom the page of the missing begins."""
    after = int(choice) if choice.isascii() and choice.isdigit() and len(choice) < len("1" * 18) else 0
    return turn.reply(facts_card(turn, the_notice(turn, notice_id), after))


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
    last = turn.say(f"notices.state_{notice.state}")
    if notice.state is State.SENT:
        last = turn.say("notices.still_missing", count=turn.uow.notices.tally(notice).missing)
    return turn.say("notices.line", number=notice.id, title=notice.title, day=day, people=notice.people, last=last)


def facts_card(turn: Turn, notice: Notice, after: int = 0) -> Card:
    """Sent, seen, acknowledged, answered, and of whom something is still wanted."""
    say, tally = turn.say, turn.uow.notices.tally(notice)
    fates = turn.uow.outbox.mailed(all_keys(notice))
    arrived = sum(fates.get(state, 0) for state in ("sent", "arrived", "superseded"))
    facts = [
        (say("notices.fact_sent"), say("notices.of", count=arrived, people=tally.people)),
        (say("notices.fact_seen"), say("notices.cannot_be_known")),
        (say("notices.fact_acked"), say("notices.of", count=tally.acked, people=tally.people)),
    ]
    if notice.wants.is_answer:
        facts.append((say("notices.fact_answered"), say("notices.of", count=tally.answered, people=tally.people)))
    if fates.get("dead", 0) + fates.get("unknown", 0):
        facts.append((say("notices.fact_failed"), str(fates.get("dead", 0) + fates.get("unknown", 0))))
    if notice.wants is not Wants.NOTHING:
        facts.append((say("notices.fact_missing"), str(tally.missing)))
    if not notice.may_be_seen_by(turn.actor):
        return Card(heading(notice, say), tuple(facts))
    missing = turn.uow.notices.missing(notice, PAGE + 1, after)
    body = "\n".join((*_by_unit(turn, missing[:PAGE]), *_answers(turn, notice)))
    return Card(heading(notice, say), tuple(facts), body, _buttons(turn, notice, missing))


def _by_unit(turn: Turn, missing: Sequence[Receipt]) -> list[str]:
    people = turn.uow.people.named([one.person_id for one in missing])
    units: dict[str, list[str]] = defaultdict(list)
    for one in people.values():
        units[one.unit or turn.say("notices.no_unit")].append(one.name)
    head = [turn.say("notices.missing_head")] if units else []
    return head + [
        turn.say("notices.missing_line", unit=unit, names=turn.say.listed(names)) for unit, names in units.items()
    ]


def _answers(turn: Turn, notice: Notice) -> list[str]:
    """What was answered, and by how many of each where there are few ways."""
    if not notice.wants.is_answer:
        return []
    found = turn.uow.notices.answered(notice.id, PAGE)
    people = turn.uow.people.named([one.person_id for one in found])
    told: dict[str, list[str]] = defaultdict(list)
    for one in found:
        told[answer_words(notice, one.answer, turn.say)].append(people[one.person_id].name)
    return [
        turn.say("notices.answer_line", answer=words, count=len(names), names=turn.say.listed(names))
        for words, names in told.items()
    ]


def _buttons(turn: Turn, notice: Notice, missing: Sequence[Receipt]) -> tuple[Button, ...]:
    found: list[Button] = []
    if missing and notice.state is State.SENT:
        found.append(Button(turn.say("notices.chase_button"), Action("notices.chase", notice.id), "primary"))
    if len(missing) > PAGE:
        last = str(missing[PAGE - 1].person_id)
        found.append(Button(turn.say("notices.next_page"), Action("notices.receipts", notice.id, last)))
    return tuple(found)
