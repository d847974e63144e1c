"""The supervision desk's cards: pure functions of an item as shown and a language."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.cards import Action, Button, ButtonTone, Card, Tone
from bot.domain.lamps import Lamp, lamp
from bot.domain.procedure import PROCEDURE, Deed, Hand, State
from bot.domain.supervision import SupervisionItem, Urgency
from bot.scheduling import rule_in_words
from bot.texts import Say
from bot.turn import House
from handlers.supervision import time_words
from handlers.supervision.planning import rhythm_of

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
    Deed.RESUME: ("supervision.resume", "primary"),
    Deed.NUDGE: ("supervision.nudge", "plain"),
    Deed.REASSIGN: ("supervision.reassign", "plain"),
    Deed.WITHDRAW: ("supervision.withdraw", "danger"),
}
"""The usual deeds, each with its action and the tone of its button."""

SUPERVISORS = (Deed.CLOSE, Deed.SEND_BACK, Deed.GRANT, Deed.DENY, Deed.NUDGE, Deed.REASSIGN, Deed.WITHDRAW)
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
    """When, how it stands by that, who, whose, and whatever else is known."""
    item, terms = seen.item, seen.house.terms
    found: list[Fact] = [(say("supervision.due"), say.moment(item.due_at))]
    if lamp(item, say.now, terms) is not Lamp.NONE:
        found.append((say("supervision.lamp"), time_words.lamp_line(item, say.now, terms, say)))
    found += [(say("supervision.slip"), slip) for slip in [time_words.slip_line(item, say.now, terms, say)] if slip]
    found.append((say("supervision.lead"), _lead(seen, say)))
    if item.co_owners:
        found.append((say("supervision.co_owners"), say.listed(seen.name(one) for one in item.co_owners)))
    found.append((say("supervision.supervisor"), seen.name(item.supervisor_id)))
    found += optional_facts(seen, say)
    return tuple(found)


def optional_facts(seen: Shown, say: Say) -> Iterable[Fact]:
    item = seen.item
    if item.standard:
        yield say("supervision.standard"), item.standard
    if item.source_words or item.source != "other":
        yield say("supervision.source"), item.source_words or say(f"supervision.source_{item.source}")
    if item.urgency is not Urgency.NORMAL:
        yield say("supervision.urgency"), say(f"supervision.urgency_{item.urgency}")
    if item.clock:
        yield say("supervision.clock"), time_words.clock_words(seen.house.rules, say)
    if item.report:
        yield say("supervision.rhythm"), rhythm_words(item, seen.house, say)
    if item.extension:
        until, reason = item.extension.until, item.extension.reason
        yield say("supervision.extension"), say("supervision.extension_words", until=until, reason=reason)


def rhythm_words(item: SupervisionItem, house: House, say: Say) -> str:
    """`每周五 15:00`; nothing where no rhythm was set."""
    return rule_in_words(rhythm_of(house, item), say) if item.report else ""


def _lead(seen: Shown, say: Say) -> str:
    """With the unit, where it is not said by the name alone."""
    name = seen.name(seen.item.lead_id)
    return say("house.person_of", name=name, unit=seen.item.unit) if seen.item.unit else name


def due_words(seen: Shown, say: Say) -> str:
    """`11月27日（周五）18:00，还有 3 个工作日`."""
    standing = time_words.standing(seen.item, say.now, seen.house.terms, say)
    return say("supervision.due_standing", at=seen.item.due_at, standing=standing)


def item_card(seen: Shown, say: Say, *, body: str = "", deeds: Iterable[Deed] = (), ruled: bool = False) -> Card:
    """The item itself; the buttons are those of the given deeds that its state allows.

    `ruled`: with the rules that its lamp and reminders follow.
    """
    item = seen.item
    heading = say("supervision.card_title", item=item.formal, title=item.title)
    facts = ((say("supervision.state"), say(f"supervision.state_{item.state}")), *facts_of(seen, say))
    if ruled and not item.state.is_over:
        facts += ((say("supervision.rule"), time_words.rule_line(seen.house.rules, say)),)
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
