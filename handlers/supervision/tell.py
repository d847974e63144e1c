"""Who is told what of an item, and which earlier card it takes the place of."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from bot.asking.telling import Write, deputy_of, instead_of, to_person
from bot.cards import Card
from bot.domain.procedure import Deed
from bot.domain.supervision import SupervisionItem
from bot.messages import Outgoing, Reply
from bot.texts import Say
from bot.turn import Turn
from handlers.supervision.cards import LEADS, SUPERVISORS, Shown, buttons_of, item_card, next_deeds
from handlers.supervision.desk import hand, names


def shown(turn: Turn, item: SupervisionItem) -> Shown:
    return Shown(item, names(turn, (item.supervisor_id, *item.people)), turn.house)


def chat_key(item: SupervisionItem) -> str:
    """The item's card in the chat that it was assigned in; later states take its place."""
    return f"item:{item.id}:card"


def own_key(item: SupervisionItem, person_id: int) -> str:
    """A person's own card, since the item was last handed to a lead."""
    return f"item:{item.id}:to:{person_id}:{int(item.assigned_at.timestamp())}"


def chat_card(turn: Turn, seen: Shown) -> Outgoing:
    """The new item for its chat."""
    chat, say = turn.uow.chats.get(seen.item.chat_id).ref, turn.speak(seen.item.language)
    return Outgoing(
        chat_key(seen.item), chat, item_card(seen, say, deeds=_chat_deeds(turn, seen.item)), language=say.language
    )


def _chat_deeds(turn: Turn, item: SupervisionItem) -> tuple[Deed, ...]:
    """The lead's, but in somebody else's direct chat, where the lead never comes."""
    is_direct = turn.uow.chats.get(item.chat_id).ref.kind == "direct"
    return SUPERVISORS if is_direct and not _has_chat_card(turn, item, item.lead_id) else LEADS


def assigned(turn: Turn, seen: Shown) -> tuple[Outgoing, ...]:
    """Their own cards for the lead, with what to do about it, and for the co-owners; for an absent lead's deputy, too.

    Nothing for the lead who made the item in their own direct chat: its card is there already.
    """
    item = seen.item
    to_lead = () if _has_chat_card(turn, item, item.lead_id) else _own(turn, seen, item.lead_id, LEADS)
    deputy = deputy_of(turn, item.lead_id)
    instead = _own(turn, seen, deputy, LEADS, absent=seen.name(item.lead_id)) if deputy else ()
    beside = tuple(card for one in item.co_owners for card in _own(turn, seen, one, (Deed.REPORT,)))
    return (*to_lead, *instead, *beside)


def _has_chat_card(turn: Turn, item: SupervisionItem, person_id: int) -> bool:
    chat, account = turn.uow.chats.get(item.chat_id).ref, turn.account(person_id)
    return account is not None and account.direct() == chat


def _own(turn: Turn, seen: Shown, person_id: int, deeds: Iterable[Deed], absent: str = "") -> tuple[Outgoing, ...]:
    """A card of one's own; someone who gets it in another's place is told so."""

    def write(say: Say) -> Card:
        key = "supervision.to_lead" if person_id == seen.item.lead_id or absent else "supervision.to_co_owner"
        note = say("supervision.for_absent", name=absent) if absent else ""
        title = say(key, item=seen.item.formal, title=seen.item.title)
        return replace(item_card(seen, say, deeds=deeds, body=note, ruled=True), title=title)

    return to_person(turn, person_id, own_key(seen.item, person_id), write)


def refreshed(turn: Turn, seen: Shown) -> tuple[Outgoing, ...]:
    """The item's cards as it stands now: the chat's, the lead's and the co-owners' own."""
    item = seen.item
    say = turn.speak(item.language)
    chat = turn.uow.outbox.find(chat_key(item))
    own = [instead_of(turn, one, own_key(item, one), _own_card(seen, one)) for one in item.people]
    mine = (
        () if chat is None
        else (Outgoing(f"{chat_key(item)}:{turn.key}", chat.to, item_card(seen, say, deeds=_chat_deeds(turn, item)),
                       replaces=chat_key(item), language=say.language),)
    )  # fmt: skip
    return (*mine, *(card for cards in own for card in cards))


def _own_card(seen: Shown, person_id: int) -> Callable[[Say], Card]:
    """A co-owner reports; all else is the lead's."""
    deeds = LEADS if person_id == seen.item.lead_id else (Deed.REPORT,)
    return lambda say: item_card(seen, say, deeds=deeds, ruled=True)


def parted(turn: Turn, before: SupervisionItem, after: SupervisionItem) -> tuple[Outgoing, ...]:
    """The own card of someone who is not the lead any more: how it stands, and nothing to press."""
    seen = shown(turn, after)
    return instead_of(turn, before.lead_id, own_key(before, before.lead_id), lambda say: item_card(seen, say))


def done(
    turn: Turn, item: SupervisionItem, key: str, *besides: Outgoing, offers: Iterable[Deed] = (), **params: object
) -> Reply:
    """The answer to whoever did something: the pressed card as it stands now, or a line; and all cards of the item.

    `offers` are what is likely to be done next, as buttons under the line.
    """
    seen = shown(turn, item)
    return Reply((*refreshed(turn, seen), *_answer(turn, seen, key, tuple(offers), params), *besides))


def _answer(
    turn: Turn, seen: Shown, key: str, offers: tuple[Deed, ...], params: dict[str, object]
) -> tuple[Outgoing, ...]:
    item, pressed = seen.item, turn.pressed()
    if pressed is None:
        words = turn.say(key, **{"item": item.short, "title": item.title, **params})
        return turn.reply(Card(words, buttons=buttons_of(item, offers, turn.say), tone="done")).out
    if pressed.startswith((chat_key(item), f"item:{item.id}:to:")):
        return ()
    card = item_card(seen, turn.say, deeds=next_deeds(item, hand(turn)))
    return (turn.to(turn.chat.ref, card, "told", replaces=pressed),)


def news(
    turn: Turn, item: SupervisionItem, people: Iterable[int], key: str, deeds: Iterable[Deed] = (), **params: object
) -> tuple[Outgoing, ...]:
    """What happened, for each of these but the actor; for the deputy of someone who is away as well, who is told why.

    `deeds` become buttons where the item's state allows them.
    """
    sent: list[Outgoing] = []
    for one in dict.fromkeys(people):
        if one == turn.actor.id:
            continue
        write = _news(turn, item, key, tuple(deeds), params)
        sent += to_person(turn, one, f"{turn.key}:news:{item.id}:{one}", write)
        deputy = deputy_of(turn, one)
        if deputy and deputy != turn.actor.id:
            name = turn.uow.people.get(one).name
            sent += to_person(turn, deputy, f"{turn.key}:news:{item.id}:{one}:deputy", in_place_of(name, write))
    return tuple(sent)


def in_place_of(name: str, write: Write) -> Write:
    """The card for whoever stands in for that person, who is told so."""

    def card(say: Say) -> Card:
        plain = write(say)
        return replace(plain, body="\n".join(filter(None, (say("supervision.for_absent", name=name), plain.body))))

    return card


def _news(turn: Turn, item: SupervisionItem, key: str, deeds: tuple[Deed, ...], params: dict[str, object]) -> Write:
    def write(say: Say) -> Card:
        told = {"item": item.short, "title": item.title, "name": turn.actor.name, **params}
        facts = ((say("supervision.due"), say.moment(item.due_at)),)
        tone = "ask" if deeds else "info"
        return Card(say(key, **told), facts, _words(params), buttons_of(item, deeds, say), tone)  # type: ignore[arg-type]

    return write


def _words(params: dict[str, object]) -> str:
    """What was said with it, under the heading that says what was done."""
    return str(params.get("words", ""))


def whole_again(turn: Turn, item: SupervisionItem) -> tuple[Outgoing, ...]:
    """For the lead of what it is a part of, when it was the last part that was not over."""
    parent = turn.uow.items.get(item.parent_id) if item.parent_id else None
    if parent is None or parent.state.is_over or turn.uow.items.open_parts(parent.id):
        return ()
    return news(turn, parent, (parent.lead_id,), "supervision.all_parts_over", (Deed.SUBMIT,))


def concerned(item: SupervisionItem) -> tuple[int, ...]:
    """Everyone who has a part in it."""
    return (*item.people, item.supervisor_id)
