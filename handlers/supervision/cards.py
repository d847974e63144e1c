"""The supervision desk's cards: pure functions of an item as shown and a language."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.cards import Action, Button, ButtonTone, Card, Tone
from bot.domain.lamps import days_left, days_overdue, is_overdue
from bot.domain.procedure import PROCEDURE, Deed, Hand, State
from bot.domain.supervision import SupervisionItem, Urgency
from bot.texts import Say
from bot.turn import House

Fact = tuple[str, str]
TONES: dict[State, Tone] = {
    State.ASSIGNED: "ask", State.REFUSED: "warn", State.SUBMITTED: "ask", State.CLOSED: "done",
    State.WITHDRAWN: "warn", State.SUSPENDED: "warn",
}  # fmt: skip
BUTTONS: dict[Deed, tuple[str, ButtonTone]] = {
    Deed.ACCEPT: ("supervision.accept", "primary"),
    Deed.REFUSE: ("supervision.refuse", "plain"),
    Deed.REPORT: ("supervision.report", "primary"),
    Deed.SUBMIT: ("supervision.submit", "plain"),
    Deed.EXTEND: ("supervision.extend", "plain"),
    Deed.CLOSE: ("supervision.close", "primary"),
    Deed.CONFIRM: ("supervision.confirm", "primary"),
    Deed.SEND_BACK: ("supervision.send_back", "plain"),
    Deed.GRANT: ("supervision.grant", "primary"),
    Deed.DENY: ("supervision.deny", "plain"),
    Deed.REASSIGN: ("supervision.reassign", "primary"),
    Deed.WITHDRAW: ("supervision.withdraw", "danger"),
    Deed.RESUME: ("supervision.resume", "primary"),
    Deed.NUDGE: ("supervision.nudge", "plain"),
}
"""The usual deeds, each with its action and the tone of its button."""

LEADS = (Deed.ACCEPT, Deed.REFUSE, Deed.REPORT, Deed.SUBMIT, Deed.EXTEND)


@dataclass(frozen=True, slots=True)
class Shown:
    """An item with all that its cards show."""

    item: SupervisionItem
    names: dict[int, str]
    house: House

    def name(self, person_id: int) -> str:
        return self.names.get(person_id, "?")


def facts_of(seen: Shown, say: Say) -> tuple[Fact, ...]:
    """When, who, whose, and whatever else is known."""
    item = seen.item
    found: list[Fact] = [
        (say("supervision.due"), due_words(seen, say)),
        (say("supervision.lead"), _lead(seen, say)),
    ]
    if item.co_owners:
        found.append((say("supervision.co_owners"), say.listed(seen.name(one) for one in item.co_owners)))
    found.append((say("supervision.supervisor"), seen.name(item.supervisor_id)))
    found += optional_facts(item, say)
    return tuple(found)


def optional_facts(item: SupervisionItem, say: Say) -> Iterable[Fact]:
    if item.standard:
        yield say("supervision.standard"), item.standard
    if item.source_words or item.source != "other":
        yield say("supervision.source"), item.source_words or say(f"supervision.source_{item.source}")
    if item.urgency is not Urgency.NORMAL:
        yield say("supervision.urgency"), say(f"supervision.urgency_{item.urgency}")
    if item.clock:
        yield say("supervision.clock"), say("supervision.clock_words")


def _lead(seen: Shown, say: Say) -> str:
    """With the unit, where it is not said by the name alone."""
    name = seen.name(seen.item.lead_id)
    return say("house.person_of", name=name, unit=seen.item.unit) if seen.item.unit else name


def due_words(seen: Shown, say: Say) -> str:
    """`11月27日（周五）18:00，还有 3 个工作日`; for what is over only the time."""
    item = seen.item
    at = say.moment(item.due_at)
    if item.state.is_over:
        return at
    terms = seen.house.terms
    left = days_left(item, say.now, terms)
    if is_overdue(item, say.now):
        return say("supervision.due_over", at=at, days=days_overdue(item, say.now, terms))
    return say("supervision.due_today" if left == 0 else "supervision.due_in", at=at, days=left)


def item_card(seen: Shown, say: Say, *, body: str = "", deeds: Iterable[Deed] = (), title: str = "") -> Card:
    """The item itself; the buttons are those of the given deeds that its state allows."""
    item = seen.item
    heading = title or say("supervision.card_title", item=item.formal, title=item.title)
    facts = ((say("supervision.state"), say(f"supervision.state_{item.state}")), *facts_of(seen, say))
    return Card(heading, facts, body, buttons_of(item, deeds, say), TONES.get(item.state, "info"))


def buttons_of(item: SupervisionItem, deeds: Iterable[Deed], say: Say) -> tuple[Button, ...]:
    """A button for each of these deeds that the item's state allows."""
    allowed = (deed for deed in deeds if item.state in PROCEDURE[deed].states and _is_open_to(item, deed))
    return tuple(button(item, deed, say) for deed in allowed)


def button(item: SupervisionItem, deed: Deed, say: Say) -> Button:
    verb, tone = BUTTONS[deed]
    return Button(say(f"supervision.button_{deed}"), Action(verb, item.id), tone)


def _is_open_to(item: SupervisionItem, deed: Deed) -> bool:
    """Beyond the state: signing comes first, an extension's answer needs a request, closing what was submitted."""
    if item.state is State.ASSIGNED and deed in {Deed.REPORT, Deed.SUBMIT}:
        return False
    if deed in {Deed.GRANT, Deed.DENY}:
        return item.extension is not None
    if deed is Deed.EXTEND:
        return item.extension is None
    return deed is not Deed.CLOSE or item.state is State.SUBMITTED


ORDERS = frozenset({Deed.REASSIGN, Deed.WITHDRAW, Deed.NUDGE})


def next_deeds(item: SupervisionItem, hand: Hand) -> list[Deed]:
    """What this person is asked to do next: orders only where an item was given back to them."""
    return [deed for deed in usual_deeds(item, hand) if deed not in ORDERS or item.state is State.REFUSED]


def usual_deeds(item: SupervisionItem, hand: Hand) -> list[Deed]:
    """What this person may do that has a button, in the order of the table."""
    return [deed for deed in BUTTONS if item.can(deed, hand) and _is_open_to(item, deed)]
