"""The missing, and only they, are asked again; after the due date their heads hear their names."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.cards import Card
from bot.domain.chasing import is_for_heads
from bot.domain.notice import Notice, Receipt, State
from bot.errors import UserError
from bot.messages import Outgoing, Reply
from bot.turn import Answer, Tick, Turn
from handlers.notices.cards import last_moment, notice_card
from handlers.notices.desk import Numbered, own_key, router, sender_name, subject_of, the_notice
from handlers.notices.sending import Post, all_missing, plan_chase, post_of, readers


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
    missing = all_missing(post, notice)
    turn.uow.audit.note(turn.actor.id, "notices.chased", subject_of(notice), turn.now, people=len(missing))
    told = turn.reply(Card(turn.say("notices.chased", number=notice.id, count=len(missing)), tone="done"))
    return Reply((*told.out, *_asked_again(post, notice, missing, turn.key)))


def _follow(tick: Tick, notice_id: int) -> None:
    notice = tick.uow.notices.get(notice_id)
    if notice is not None and notice.state is State.SENT and tick.uow.notices.missing(notice, 1):
        plan_chase(post_of(tick, notice), notice)


@router.reminder("chase", follow=_follow)
def due_again(tick: Tick, notice_id: int) -> tuple[Outgoing, ...]:
    notice = tick.uow.notices.get(notice_id)
    if notice is None or notice.state is not State.SENT or notice.is_expired(tick.now):
        return ()
    post = post_of(tick, notice)
    missing = all_missing(post, notice)
    again = _asked_again(post, notice, missing, f"{tick.now:%Y%m%d%H%M}")
    if not is_for_heads(notice, tick.now, tick.house.zone, tick.house.calendar):
        return again
    return (*again, *_to_heads(post, notice, missing))


def _asked_again(post: Post, notice: Notice, missing: Sequence[Receipt], when: str) -> tuple[Outgoing, ...]:
    """The card again, for whoever reads it now; one who is away is named to the deputy."""
    instead = readers(post, [one.person_id for one in missing])
    accounts = post.uow.people.accounts(set(instead.values()), post.platform)
    people = post.uow.people.named({*instead, *instead.values()})
    sender, found = sender_name(post.uow, notice), []
    for one in missing:
        reader = instead[one.person_id]
        if (account := accounts.get(reader)) is None:
            continue
        say = post.house.speak(people[reader].language, post.now)
        card = notice_card(notice, sender, say, one)
        title = say("notices.again", title=card.title)
        if reader != one.person_id:
            card = replace(card, buttons=())
            title = say("notices.again_for", title=card.title, name=people[one.person_id].name)
        key = f"{own_key(notice, one.person_id)}:again:{when}"
        found.append(Outgoing(key, account.direct(), replace(card, title=title), language=say.language))
        post.uow.notices.save_receipt(replace(one, chased=one.chased + 1))
    return tuple(found)


def _to_heads(post: Post, notice: Notice, missing: Sequence[Receipt]) -> tuple[Outgoing, ...]:
    """One card for each unit's head with the names of its missing, the head's own left out."""
    people = post.uow.people.named([one.person_id for one in missing])
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
