"""What else an item's people are asked while it is under way: to sign for it, how it stands, why nothing moves."""

from bot.cards import Card
from bot.domain.ladder import has_been_chased, sign_by
from bot.domain.lamps import STEADY, stuck_since
from bot.domain.procedure import Deed, State
from bot.domain.supervision import SupervisionItem
from bot.messages import Outgoing
from bot.texts import Say
from bot.turn import Tick
from handlers.supervision import time_words as words
from handlers.supervision.cards import buttons_of
from handlers.supervision.desk import router
from handlers.supervision.planning import follow
from handlers.supervision.reaching import fetch, to_lead, to_supervisor


@router.reminder("sign", fetch=fetch, follow=follow("sign"), firm=True)
def sign(tick: Tick, item_id: int) -> tuple[Outgoing, ...]:
    """To the lead; from the second time on the supervisor hears of it, too."""
    item: SupervisionItem | None = tick.fetched.get(item_id)
    by = sign_by(item, tick.house.terms) if item else None
    if item is None or by is None or item.state is not State.ASSIGNED:
        return ()

    def to_sign(say: Say) -> Card:
        title = say("supervision.sign_title", item=item.short, title=item.title)
        body = say("supervision.sign_by", by=by)
        return Card(title, _facts(item, say), body, buttons_of(item, (Deed.ACCEPT, Deed.REFUSE), say), "ask")

    to_them = to_lead(tick, item, to_sign)
    return (*to_them, *_unsigned(tick, item)) if has_been_chased(item, tick.now, tick.house.terms) else to_them


def _unsigned(tick: Tick, item: SupervisionItem) -> tuple[Outgoing, ...]:
    lead = tick.familiar.get(item.lead_id).name
    return to_supervisor(
        tick,
        item,
        lambda say: Card(
            say("supervision.not_signed_yet", lead=lead, item=item.short, title=item.title),
            _facts(item, say),
            buttons=buttons_of(item, (Deed.REASSIGN,), say),
            tone="warn",
        ),
    )


@router.reminder("ask", fetch=fetch, follow=follow("ask"), firm=True)
def ask_progress(tick: Tick, item_id: int) -> tuple[Outgoing, ...]:
    """One line tells how to answer in a sentence."""
    item: SupervisionItem | None = tick.fetched.get(item_id)
    if item is None or item.state not in STEADY:
        return ()

    def write(say: Say) -> Card:
        title = say("supervision.ask_title", item=item.short, title=item.title)
        how = say("supervision.ask_how", item=item.short)
        last = say("supervision.last_progress", progress=item.progress) if item.progress else ""
        body = "\n".join(part for part in (how, last) if part)
        lamp = (say("supervision.lamp"), words.lamp_line(item, tick.now, tick.house.terms, say))
        return Card(title, (*_facts(item, say), lamp), body, buttons_of(item, (Deed.REPORT,), say), "ask")

    return to_lead(tick, item, write)


@router.reminder("stuck", fetch=fetch, follow=follow("stuck"), firm=True)
def stuck(tick: Tick, item_id: int) -> tuple[Outgoing, ...]:
    """To the lead, and a line for the supervisor."""
    item: SupervisionItem | None = tick.fetched.get(item_id)
    if item is None or stuck_since(item, tick.now, tick.house.terms) is None:
        return ()

    def line(say: Say) -> Card:
        still = words.stuck_line(item, tick.now, tick.house.terms, say)
        title = say("supervision.stuck_title", stuck=still, item=item.short, title=item.title)
        return Card(title, _facts(item, say), tone="warn")

    def write(say: Say) -> Card:
        card, buttons = line(say), buttons_of(item, (Deed.REPORT, Deed.SUBMIT), say)
        return Card(card.title, card.facts, say("supervision.stuck_body"), buttons, "ask")

    return (*to_lead(tick, item, write), *to_supervisor(tick, item, line))


def _facts(item: SupervisionItem, say: Say) -> tuple[tuple[str, str], ...]:
    return ((say("supervision.due"), say.moment(item.due_at)),)
