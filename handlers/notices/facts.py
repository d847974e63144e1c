"""Four facts of a notice, never merged, as counts that anybody may read."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.cards import Action, Button, Card
from bot.domain.notice import Notice, State, Tally, Wants
from bot.ports import UnitOfWork
from bot.turn import House, Turn
from handlers.notices.cards import INSTEAD, answer_words, heading
from handlers.notices.desk import all_keys
from handlers.notices.sending import SEND

MOST_SUMS = 8
ARRIVED = frozenset({"sent", "arrived"})
FAILED = frozenset({"dead", "dropped", "unsent"})


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the cards are: `pending` have not gone yet, of the `unknown` nobody knows whether they arrived, and the
    `unreachable` have no account. `told_of` are those that arrived on a platform which tells who has seen them."""

    arrived: int = 0
    pending: int = 0
    failed: int = 0
    unknown: int = 0
    unreachable: int = 0
    told_of: int = 0
    seen: int = 0


def as_sent(notice: Notice) -> Notice:
    """A recalled one stands as it did before; its number of versions has gone up since."""
    return replace(notice, version=notice.version - 1) if notice.state is State.RECALLED else notice


def telling(house: House) -> frozenset[str]:
    """The platforms that tell who has seen a message."""
    return frozenset(name for name, limits in house.platforms.items() if limits.tells_seen)


def standing_of(uow: UnitOfWork, house: House, notice: Notice, tally: Tally) -> Standing:
    fates = uow.outbox.mailed_on(all_keys(notice), telling(house))
    told_of = _there(fates)
    unwritten = tally.people - sum(fates.values())
    is_going_on = unwritten > 0 and bool(uow.notices.waiting(notice.id, SEND) or uow.receipts.outdated(notice, 1))
    return Standing(
        arrived=_people(fates, ARRIVED),
        pending=_people(fates, frozenset({"open"})) + (unwritten if is_going_on else 0),
        failed=_people(fates, FAILED),
        unknown=_people(fates, frozenset({"unknown"})),
        unreachable=0 if is_going_on else unwritten,
        told_of=told_of,
        seen=min(tally.seen, told_of),
    )


def fixed_for(uow: UnitOfWork, house: House, notice: Notice) -> int:
    """How many have it on a platform where what was sent cannot be changed or taken back."""
    fixed = frozenset(name for name, limits in house.platforms.items() if not limits.editable)
    return _there(uow.outbox.mailed_on(all_keys(notice), fixed)) if fixed else 0


Fates = Mapping[tuple[str, bool], int]


def _there(fates: Fates) -> int:
    """How many have arrived on the platforms that were asked about."""
    return sum(count for (state, is_there), count in fates.items() if is_there and state in ARRIVED)


def _people(fates: Fates, states: frozenset[str]) -> int:
    return sum(count for (state, _), count in fates.items() if state in states)


def facts_card(turn: Turn, notice: Notice) -> Card:
    """Sent, seen, acknowledged, answered, and of how many something is still wanted: no name, so for every reader."""
    say, tally = turn.say, turn.uow.notices.tally(notice)
    standing = standing_of(turn.uow, turn.house, notice, tally)
    facts = [(say("notices.fact_sent"), say("notices.of", count=standing.arrived, people=tally.people))]
    for what in ("pending", "failed", "unknown", "unreachable"):
        if count := getattr(standing, what):
            facts.append((say(f"notices.fact_{what}"), str(count)))
    facts.append((say("notices.fact_seen"), _seen(turn, standing)))
    facts += _back(turn, notice, tally)
    body = "\n".join(sums(turn, notice)) if notice.wants.is_answer else ""
    return Card(heading(notice, say), tuple(facts), body, _buttons(turn, notice, tally))


def _seen(turn: Turn, standing: Standing) -> str:
    """Counted only where it can be known."""
    if not telling(turn.house) or (standing.arrived and not standing.told_of):
        return turn.say("notices.cannot_be_known")
    seen = turn.say("notices.of", count=standing.seen, people=standing.told_of)
    elsewhere = standing.arrived - standing.told_of
    return turn.say("notices.seen_partly", seen=seen, count=elsewhere) if elsewhere else seen


def _back(turn: Turn, notice: Notice, tally: Tally) -> list[tuple[str, str]]:
    say, people = turn.say, tally.people
    facts = [(say("notices.fact_acked"), say("notices.of", count=tally.acked, people=people))]
    if notice.wants.is_answer:
        facts.append((say("notices.fact_answered"), say("notices.of", count=tally.answered, people=people)))
    if notice.wants is not Wants.NOTHING and notice.state is State.SENT:
        facts.append((say("notices.fact_missing"), str(tally.missing)))
    return facts


def sums(turn: Turn, notice: Notice) -> list[str]:
    """How many chose what; of numbers their sum. Lines of text are told to those alone who may know whose they are."""
    if notice.wants not in {Wants.NUMBER, Wants.CHOICE, Wants.ATTENDANCE}:
        return []
    found = turn.uow.receipts.answers(notice)
    if not found:
        return []
    if notice.wants is Wants.NUMBER:
        total = sum((Decimal(answer) * count for answer, count in found.items()), Decimal())
        return [turn.say("notices.sum", total=f"{total:f}", count=sum(found.values()))]
    counts = _by_words(turn, notice, found)
    return [turn.say("notices.sum_line", answer=words, count=count) for words, count in counts.items()]


def _by_words(turn: Turn, notice: Notice, found: dict[str, int]) -> dict[str, int]:
    """A choice that nobody made counts, too; whoever comes instead of somebody is counted and not named."""
    words = dict.fromkeys(notice.choices, 0)
    for answer, count in found.items():
        said = turn.say("notices.instead") if answer.startswith(INSTEAD) else answer_words(notice, answer, turn.say)
        words[said] = words.get(said, 0) + count
    return words


def _buttons(turn: Turn, notice: Notice, tally: Tally) -> tuple[Button, ...]:
    """Only for whoever may see names; others would be refused at the press."""
    if not notice.may_be_seen_by(turn.actor) or not turn.is_direct:
        return ()
    found = []
    if tally.missing and notice.state is State.SENT:
        found.append(Button(turn.say("notices.chase_button"), Action("notices.chase", notice.id), "primary"))
        found.append(Button(turn.say("notices.missing_button"), Action("notices.missing", notice.id)))
    if tally.acked:
        found.append(Button(turn.say("notices.back_button"), Action("notices.back", notice.id)))
    if tally.people:
        found.append(Button(turn.say("notices.sheet_button"), Action("notices.sheet", notice.id)))
    return tuple(found)
