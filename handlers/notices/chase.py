"""The missing, and only they, are asked again; after the due date their heads hear their names."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.cards import Card
from bot.domain.chasing import is_for_heads
from bot.domain.notice import Notice, Receipt, State
from bot.domain.people import Person
from bot.errors import UserError
from bot.messages import Outgoing, Reply, UserRef
from bot.noticing import Part
from bot.texts import Language
from bot.turn import Answer, Tick, Turn
from handlers.notices.cards import last_moment, notice_card
from handlers.notices.desk import Numbered, again_of, own_key, router, sender_name, subject_of, the_notice
from handlers.notices.sending import AGAIN, Post, deeds, in_parts, plan_chase, post_of, readers


@dataclass(frozen=True, slots=True)
class Chase(Numbered):
    """Now, and not when it is planned."""


@router.intent("chase", Chase)
def chase(turn: Turn, slots: Chase) -> Answer:
    return _ordered(turn, the_notice(turn, slots.number))


@router.action("chase")
def press_chase(turn: Turn, notice_id: int, _choice: str) -> Reply:
    return _ordered(turn, the_notice(turn, notice_id))


def _ordered(turn: Turn, notice: Notice) -> Reply:
    notice.must_be_changed_by(turn.actor, sender_name(turn.uow, notice))
    notice.must_be_out()
    if notice.is_expired(turn.now):
        raise UserError(
            "notices.is_expired", number=notice.id, at=last_moment(notice.valid_until or turn.now, turn.say)
        )
    post = Post(turn.house, turn.uow, turn.now, turn.chat.ref.platform)
    missing = turn.uow.notices.all_missing(notice.id)
    turn.uow.audit.note(turn.actor.id, "notices.chased", subject_of(notice), turn.now, people=len(missing))
    told = turn.reply(Card(turn.say("notices.chased", number=notice.id, count=len(missing)), tone="done"))
    return Reply((*told.out, *in_parts(post, notice, AGAIN, missing, turn.key)))


def _follow(tick: Tick, notice_id: int) -> None:
    notice = tick.uow.notices.held(notice_id)
    if notice is not None and notice.state is State.SENT and tick.uow.notices.missing(notice, 1):
        plan_chase(post_of(tick, notice), notice)


@router.reminder("chase", follow=_follow)
def due_again(tick: Tick, notice_id: int) -> tuple[Outgoing, ...]:
    notice = tick.uow.notices.held(notice_id)
    if notice is None or notice.state is not State.SENT or notice.is_expired(tick.now):
        return ()
    post = post_of(tick, notice)
    missing = tick.uow.notices.all_missing(notice_id)
    again = in_parts(post, notice, AGAIN, missing, f"{tick.now:%Y%m%d%H%M}")
    if not is_for_heads(notice, tick.now, tick.house.zone, tick.house.calendar):
        return again
    return (*again, *_to_heads(post, notice, missing))


def _asked_again(post: Post, notice: Notice, part: Part) -> tuple[Outgoing, ...]:
    """The card again, for whoever reads it now, of those of the part who have not answered meanwhile."""
    missing = [one for one in post.uow.notices.receipts(notice.id, part.people) if one.is_missing(notice)]
    instead = readers(post, [one.person_id for one in missing])
    accounts = post.uow.people.accounts(set(instead.values()), post.platform)
    again = Again(post, notice, post.uow.people.named({*instead, *instead.values()}))
    asked = [one for one in missing if instead[one.person_id] in accounts]
    post.uow.notices.chased(notice.id, [one.person_id for one in asked])
    return tuple(
        again.asking(one, reader, accounts[reader], part.detail) for one in asked for reader in [instead[one.person_id]]
    )


deeds[AGAIN] = _asked_again


@dataclass(slots=True)
class Again:
    """The cards that ask again: one for all who read the same, and for a deputy one with the name of who is away."""

    post: Post
    notice: Notice
    people: Mapping[int, Person]
    sender: str = field(init=False)
    shared: dict[tuple[str, datetime | None], Card] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sender = sender_name(self.post.uow, self.notice)

    def asking(self, receipt: Receipt, reader: int, account: UserRef, when: str) -> Outgoing:
        card, language = self.card(receipt, reader)
        key = f"{own_key(self.notice, receipt.person_id)}:again:{when}"
        return Outgoing(key, account.direct(), card, language=language, mailing=again_of(self.notice))

    def card(self, receipt: Receipt, reader: int) -> tuple[Card, Language]:
        say = self.post.house.speak(self.people[reader].language, self.post.now)
        if reader != receipt.person_id:
            card, name = notice_card(self.notice, self.sender, say, receipt), self.people[receipt.person_id].name
            return replace(card, title=say("notices.again_for", title=card.title, name=name), buttons=()), say.language
        kind = (say.language, receipt.acked_at)
        if kind not in self.shared:
            card = notice_card(self.notice, self.sender, say, receipt)
            self.shared[kind] = replace(card, title=say("notices.again", title=card.title))
        return self.shared[kind], say.language


def _to_heads(post: Post, notice: Notice, missing: Sequence[int]) -> tuple[Outgoing, ...]:
    """One card for each unit's head with the names of its missing, the head's own left out."""
    people = post.uow.people.named(missing)
    units: dict[str, list[str]] = defaultdict(list)
    for one in people.values():
        units[one.unit].append(one.name)
    return tuple(card for unit, names in units.items() if unit for card in _to_head(post, notice, unit, names))


def _to_head(post: Post, notice: Notice, unit: str, names: list[str]) -> tuple[Outgoing, ...]:
    head = next((one for one in post.uow.people.leaders(unit)), None)
    account = post.uow.people.account(head.id, post.platform) if head else None
    if head is None or account is None or names == [head.name]:
        return ()
    say = post.house.speak(head.language, post.now)
    others = [name for name in names if name != head.name]
    title = say("notices.to_head", number=notice.id, title=notice.title, count=len(others))
    card = Card(title, body=say.listed(others), tone="warn")
    return (
        Outgoing(f"notice:{notice.id}:v{notice.version}:head:{head.id}", account.direct(), card, language=say.language),
    )
