"""What the lead does: sign, give back, report, ask for closing, ask for more time; and the supervisor's answers."""

import re
from dataclasses import dataclass, replace
from datetime import date

from bot.asking.context import read_as
from bot.asking.steps import ask
from bot.domain.procedure import Deed, Part, State
from bot.domain.supervision import SupervisionItem
from bot.messages import Outgoing, Reply
from bot.turn import Answer, Ask, Turn
from handlers.supervision import tell
from handlers.supervision.desk import Which, hand, router, standing, the_item
from handlers.supervision.keeping import saved, settled_on, why

SAYS_DONE = re.compile(
    r"(?:办|做|弄|写|搞|全部|都|已经?)(?:完|好|定|完成|办结|妥)了?|完成了|(?<!half )\b(?:done|finished|completed?)\b",
    re.IGNORECASE,
)
"""Words of a report after which the lead will want to ask for closing."""


@dataclass(frozen=True, slots=True)
class Accept(Which):
    """The lead has it."""


@dataclass(frozen=True, slots=True)
class GiveBack(Which):
    """The lead will not have it, or the supervisor is not content with what was submitted: as the state has it."""


@dataclass(frozen=True, slots=True)
class Report(Which):
    """`words` are the progress in full; `progress` a figure out of a free sentence."""

    progress: str = ""
    problems: str = ""
    suggestions: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Submit(Which):
    """`words` are what shows that it is done."""


@dataclass(frozen=True, slots=True)
class Close(Which):
    """`words` are what the closing rests on."""


@router.intent("accept", Accept)
def accept(turn: Turn, slots: Accept) -> Answer:
    item = the_item(turn, slots, Deed.ACCEPT)
    return item if isinstance(item, Ask) else _accepted(turn, item)


@router.action("accept")
def press_accept(turn: Turn, item_id: int, _choice: str) -> Reply:
    return _accepted(turn, standing(turn, item_id))


def _accepted(turn: Turn, item: SupervisionItem) -> Reply:
    after = saved(turn, item.accepted(hand(turn), turn.now), "accepted")
    return tell.done(turn, after, "supervision.accepted", due=after.due_at)


@router.intent("give_back", GiveBack)
def give_back(turn: Turn, slots: GiveBack) -> Answer:
    """In whose hand it lies decides what giving it back means."""
    item = the_item(turn, slots, Deed.REFUSE if not slots.number else Deed.SEE)
    if isinstance(item, Ask):
        return item
    is_leads = Part.LEAD in item.parts_of(hand(turn)) and item.state not in {State.SUBMITTED, State.IN_REVIEW}
    deed = Deed.REFUSE if is_leads else Deed.SEND_BACK
    item.must(deed, hand(turn))
    if not slots.reason:
        return why(turn, settled_on(slots, item), item, deed)
    return _refused(turn, item, slots.reason) if is_leads else _sent_back(turn, item, slots.reason)


@router.action("refuse")
def press_refuse(turn: Turn, item_id: int, _choice: str) -> Answer:
    return give_back(turn, GiveBack(item=item_id))


@router.action("send_back")
def press_send_back(turn: Turn, item_id: int, _choice: str) -> Answer:
    return give_back(turn, GiveBack(item=item_id))


def _refused(turn: Turn, item: SupervisionItem, reason: str) -> Reply:
    after = saved(turn, item.refused(hand(turn), reason, turn.now), "refused", words=reason)
    told = tell.news(
        turn, after, (after.supervisor_id,), "supervision.refused_news", (Deed.REASSIGN, Deed.WITHDRAW), words=reason
    )
    return tell.done(turn, after, "supervision.refused", *told)


def _sent_back(turn: Turn, item: SupervisionItem, reason: str) -> Reply:
    after = saved(turn, item.sent_back_for(hand(turn), reason, turn.now), "sent_back", words=reason)
    deeds = (Deed.REPORT, Deed.SUBMIT)
    told = tell.news(turn, after, after.people, "supervision.sent_back_news", deeds, words=reason)
    return tell.done(turn, after, "supervision.sent_back", *told)


@router.intent("report", Report)
def report(turn: Turn, slots: Report) -> Answer:
    """Progress, problems and suggestions in one message, of which the first is needed."""
    words = slots.words or _as_said(turn, slots)
    item = the_item(turn, replace(slots, words=words), Deed.REPORT)
    if isinstance(item, Ask):
        return item
    item.must(Deed.REPORT, hand(turn))
    if not words:
        return ask(turn, settled_on(slots, item), "words", "supervision.what_progress", item=item.short)
    if slots.item and not slots.problems:  # an answer may hold all three
        slots = replace(slots, **read_as(turn, "supervision.report", f"{item.short} 进展：{words}"))
        words = slots.words or words
    after = item.reported(hand(turn), words, turn.now)
    body = _three(turn, words, slots)
    saved(turn, after, "reported", words=body)
    told = tell.news(turn, after, (after.supervisor_id,), "supervision.reported_news", words=body)
    offers = (Deed.SUBMIT,) if SAYS_DONE.search(words) and after.can(Deed.SUBMIT, hand(turn)) else ()
    return tell.done(turn, after, "supervision.reported", *told, offers=offers)


@router.action("report")
def press_report(turn: Turn, item_id: int, _choice: str) -> Answer:
    return report(turn, Report(item=item_id))


def _as_said(turn: Turn, slots: Report) -> str:
    """A free sentence is its own report: `报告初稿写完了`."""
    text = getattr(turn.event, "text", "")
    return text if slots.progress or slots.title or SAYS_DONE.search(text) else ""


def _three(turn: Turn, words: str, slots: Report) -> str:
    lines = [words]
    lines += [turn.say("supervision.problems", words=slots.problems)] if slots.problems else []
    lines += [turn.say("supervision.suggestions", words=slots.suggestions)] if slots.suggestions else []
    return "\n".join(lines)


@router.intent("submit", Submit)
def submit(turn: Turn, slots: Submit) -> Answer:
    item = the_item(turn, slots, Deed.SUBMIT)
    if isinstance(item, Ask):
        return item
    item.must(Deed.SUBMIT, hand(turn))
    if item.wants_evidence and not slots.words:
        asked = settled_on(slots, item)
        return ask(turn, asked, "words", "supervision.what_evidence", item=item.short, standard=item.standard)
    after = item.submitted(hand(turn), slots.words, turn.uow.items.open_parts(item.id), turn.now)
    saved(turn, after, "submitted", words=slots.words)
    deeds = (Deed.CLOSE, Deed.SEND_BACK)
    told = tell.news(turn, after, (after.supervisor_id,), "supervision.submitted_news", deeds, words=slots.words)
    return tell.done(turn, after, "supervision.submitted", *told)


@router.action("submit")
def press_submit(turn: Turn, item_id: int, _choice: str) -> Answer:
    return submit(turn, Submit(item=item_id))


@router.intent("close", Close)
def close(turn: Turn, slots: Close) -> Answer:
    """A lead who says so asks for closing; whoever watches over it closes."""
    item = the_item(turn, slots, Deed.CLOSE)
    if isinstance(item, Ask):
        return item
    mine = hand(turn)
    if item.can(Deed.SUBMIT, mine) and not item.can(Deed.CLOSE, mine):
        return submit(turn, Submit(item=item.id, words=slots.words))
    if item.can(Deed.CONFIRM, mine):
        return _confirmed(turn, item)
    item.must(Deed.CLOSE, mine)
    if item.state is not State.SUBMITTED and not slots.words:
        return ask(turn, settled_on(slots, item), "words", "supervision.close_on_what", item=item.short)
    return _closed(turn, item, slots.words)


def _closed(turn: Turn, item: SupervisionItem, words: str) -> Reply:
    two = turn.house.rules.second_level
    after = item.closed(hand(turn), words, turn.uow.items.open_parts(item.id), turn.now, second_level=two)
    if after.state is State.IN_REVIEW:
        saved(turn, after, "in_review", words=words)
        asked, deeds = _reviewers(turn, after), (Deed.CONFIRM, Deed.SEND_BACK)
        told = tell.news(turn, after, asked, "supervision.review_news", deeds)
        return tell.done(turn, after, "supervision.in_review", *told)
    saved(turn, after, "closed", words=words)
    return tell.done(turn, after, "supervision.closed", *_closed_news(turn, after, words))


def _closed_news(turn: Turn, item: SupervisionItem, words: str) -> tuple[Outgoing, ...]:
    """For everyone concerned."""
    told = tell.news(turn, item, tell.concerned(item), "supervision.closed_news", words=words)
    return (*told, *tell.whole_again(turn, item))


def _reviewers(turn: Turn, item: SupervisionItem) -> list[int]:
    """The leaders of the supervisor's unit, else of the item's, else all."""
    leaders = [one for one in turn.directory.people if one.role == "leader"]
    supervisor = turn.uow.people.get(item.supervisor_id)
    for unit in (supervisor.unit, item.unit):
        found = [one.id for one in leaders if unit and one.unit == unit]
        if found:
            return found
    return [one.id for one in leaders]


@router.action("close")
def press_close(turn: Turn, item_id: int, _choice: str) -> Answer:
    """The button stands on what was submitted; who was overtaken by somebody's sending back is told so."""
    standing(turn, item_id).must_await_closing(hand(turn))
    return close(turn, Close(item=item_id))


@router.action("confirm")
def press_confirm(turn: Turn, item_id: int, _choice: str) -> Reply:
    return _confirmed(turn, standing(turn, item_id))


def _confirmed(turn: Turn, item: SupervisionItem) -> Reply:
    after = saved(turn, item.confirmed(hand(turn), turn.now), "confirmed")
    return tell.done(turn, after, "supervision.closed", *_closed_news(turn, after, ""))
