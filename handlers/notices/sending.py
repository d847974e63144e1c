"""A notice goes out: everybody who is meant is written down, then sent their card, some hundreds at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.chasing import next_chase
from bot.domain.leave import stand_in
from bot.domain.notice import Level, Notice, Receipt, State, Wants
from bot.domain.reminder import Reminder
from bot.messages import Outgoing
from bot.ports import UnitOfWork
from bot.router import Router
from bot.turn import House, Tick
from handlers.notices.cards import notice_card
from handlers.notices.desk import own_key, sender_name

spread_router = Router("spread")
"""On its own, so that what is planned of a notice's chasing can be dropped without stopping its sending."""

CHUNK = 500
"""People of one transaction: they share its cost, and nothing waits long behind it."""

A_MOMENT = timedelta(microseconds=1)
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Post:
    """What sending needs of a turn or of a reminder's tick; `platform` is where people are reached first."""

    house: House
    uow: UnitOfWork
    now: datetime
    platform: str


def begin(post: Post, notice: Notice, people: Sequence[int]) -> tuple[Outgoing, ...]:
    """It is out from now on: who is to get it is kept as the list that it was, and the first cards are written."""
    post.uow.notices.address(notice.id, notice.version, people)
    sent = replace(notice, state=State.SENT, sent_at=post.now, people=len(people), reached=0)
    post.uow.notices.save(sent)
    cards = next_cards(post, sent)
    plan_chase(post, sent)
    return cards


def next_cards(post: Post, notice: Notice) -> tuple[Outgoing, ...]:
    """Those of the next some hundred people; what comes after them is planned."""
    coming = post.uow.notices.addressed_after(notice.id, notice.reached, CHUNK)
    if not coming:
        return ()
    post.uow.notices.save(replace(notice, reached=coming[-1].person_id))
    if len(coming) == CHUNK:
        at = post.now + A_MOMENT
        post.uow.reminders.plan([Reminder("spread.notice", notice.id, at, at + A_DAY, about=notice.title, rings=True)])
    return cards_for(post, notice, coming)


def cards_for(post: Post, notice: Notice, receipts: Sequence[Receipt], before: str = "") -> tuple[Outgoing, ...]:
    """Each person's own card in their own language; nothing for someone without an account."""
    ids = [one.person_id for one in receipts]
    people, accounts = post.uow.people.named(ids), post.uow.people.accounts(ids, post.platform)
    sender, found = sender_name(post.uow, notice), []
    for receipt in receipts:
        account = accounts.get(receipt.person_id)
        if account is None:
            continue
        say = post.house.speak(people[receipt.person_id].language, post.now)
        card = notice_card(notice, sender, say, receipt, before)
        found.append(Outgoing(own_key(notice, receipt.person_id), account.direct(), card, language=say.language))
    return tuple(found)


@spread_router.reminder("notice")
def spread(tick: Tick, notice_id: int) -> tuple[Outgoing, ...]:
    notice = tick.uow.notices.get(notice_id)
    if notice is None or notice.state is not State.SENT:
        return ()
    return next_cards(post_of(tick, notice), notice)


def post_of(tick: Tick, notice: Notice) -> Post:
    return Post(tick.house, tick.uow, tick.now, tick.uow.chats.get(notice.chat_id).ref.platform)


def all_missing(post: Post, notice: Notice) -> list[Receipt]:
    """Everybody of whom something is still wanted, read some hundreds at a time."""
    found: list[Receipt] = []
    while page := post.uow.notices.missing(notice, CHUNK, found[-1].person_id if found else 0):
        found += page
    return found


def plan_chase(post: Post, notice: Notice) -> None:
    """When those who owe an answer are asked again, next."""
    if notice.wants is Wants.NOTHING or notice.state is not State.SENT:
        return
    at = next_chase(notice, post.now, post.house.zone, post.house.calendar)
    if at is not None:
        rings = notice.level is Level.URGENT
        post.uow.reminders.plan([Reminder("notices.chase", notice.id, at, at + A_DAY, about=notice.title, rings=rings)])


def readers(post: Post, people: Sequence[int]) -> dict[int, int]:
    """Who reads it for each of them: themselves, or the deputy of someone who is on leave."""
    away = post.uow.leaves.between(post.now, post.now + timedelta(seconds=1))
    return {one: stand_in(one, post.now, away) or one for one in people}


spread_router.texts({"coming_notice": ("发送通知：{about}", "Sending the notice: {about}")})
