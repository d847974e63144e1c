"""Who hears what an item's reminders say: a person, or the deputy of one who is on leave."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from bot.cards import Card
from bot.domain.leave import stand_in
from bot.domain.supervision import SupervisionItem
from bot.messages import ChatRef, Outgoing
from bot.texts import Say
from bot.turn import Tick

Write = Callable[[Say], Card]


@dataclass(frozen=True, slots=True)
class Reader:
    """A direct chat and its language; `absent` is the name of the one in whose place this person hears it."""

    person_id: int
    chat: ChatRef
    say: Say
    absent: str = ""

    def card(self, write: Write, key: str = "") -> Outgoing:
        """Whoever stands in is told for whom, in the title: that is all that a list of several cards shows."""
        card = write(self.say)
        if self.absent:
            title = self.say("supervision.instead_of", name=self.absent, title=card.title)
            note = self.say("supervision.for_absent", name=self.absent)
            card = replace(card, title=title, body="\n".join(part for part in (note, card.body) if part))
        return Outgoing(key, self.chat, card, language=self.say.language)


def fetch(tick: Tick, item_ids: Collection[int]) -> dict[int, SupervisionItem]:
    found = tick.uow.items.named(item_ids)
    who = {person_id for one in found.values() for person_id in (*one.people, one.supervisor_id)}
    tick.familiar.meet(who, {one.chat_id for one in found.values()})
    return found


def reader(tick: Tick, person_id: int, item: SupervisionItem) -> Reader | None:
    """The deputy of someone who is away; None where neither of them has an account."""
    away = tick.familiar.away()
    here = stand_in(person_id, tick.now, away) if away else person_id
    deputy = reader_of(tick, here, item, instead_of=person_id) if here not in {None, person_id} else None
    return deputy or reader_of(tick, person_id, item)


def reader_of(tick: Tick, person_id: int | None, item: SupervisionItem, instead_of: int = 0) -> Reader | None:
    """This very person, whether away or not."""
    platform = tick.familiar.platform(item.chat_id)
    account = tick.familiar.account(person_id, platform) if person_id else None
    if person_id is None or account is None:
        return None
    people = tick.familiar.named({person_id, instead_of or person_id})
    known = tick.familiar.direct(account)
    language = (known.language if known else "") or people[person_id].language
    absent = people[instead_of].name if instead_of else ""
    return Reader(person_id, account.direct(), tick.speak(language), absent)


def to_lead(tick: Tick, item: SupervisionItem, write: Write) -> tuple[Outgoing, ...]:
    """Where the lead cannot be reached, the supervisor learns so, once."""
    found = reader(tick, item.lead_id, item)
    return (found.card(write),) if found else unreached(tick, item, item.lead_id)


def to_supervisor(tick: Tick, item: SupervisionItem, write: Write, key: str = "") -> tuple[Outgoing, ...]:
    """Nothing where the supervisor is the lead, too."""
    found = reader(tick, item.supervisor_id, item) if item.supervisor_id != item.lead_id else None
    return (found.card(write, key),) if found else ()


def unreached(tick: Tick, item: SupervisionItem, person_id: int) -> tuple[Outgoing, ...]:
    """The key lets it be said once of an item and a person."""
    name = tick.familiar.get(person_id).name

    def write(say: Say) -> Card:
        title = say("supervision.unreached", item=item.short, title=item.title, name=name)
        return Card(title, body=say("supervision.unreached_cure", item=item.short), tone="warn")

    return to_supervisor(tick, item, write, f"item:{item.id}:unreached:{person_id}")
