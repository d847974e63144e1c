"""A notice goes out: everybody who is meant is written down, then sent their card, some hundreds at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.cards import Card
from bot.domain.chasing import next_chase
from bot.domain.leave import stand_in
from bot.domain.notice import Level, Notice, Receipt, State, Wants
from bot.domain.reminder import Reminder
from bot.messages import Outgoing
from bot.noticing import Part
from bot.ports import UnitOfWork
from bot.router import Router
from bot.texts import Language
from bot.turn import House, Tick
from handlers.notices.cards import notice_card
from handlers.notices.desk import all_keys, sender_name

spread_router = Router("spread")
"""On its own, so that what is planned of a notice's chasing can be dropped without stopping its sending."""

CHUNK = 500
"""People of one transaction: they share its cost, and nothing waits long behind it."""

SEND, AGAIN = "send", "again"
"""What is done about people some hundreds at a time, in the order in which it was begun."""

A_MOMENT = timedelta(microseconds=1)
A_MONTH = timedelta(days=31)
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
    return next_part(post, _opened(post, notice, people))


def begin_later(post: Post, notice: Notice, people: Sequence[int]) -> Notice:
    """The same, and also the first cards are written in their turn."""
    sent = _opened(post, notice, people)
    plan_next(post, sent, post.now)
    return sent


def _opened(post: Post, notice: Notice, people: Sequence[int]) -> Notice:
    sent = replace(notice, state=State.SENT, sent_at=post.now, people=len(people))
    post.uow.notices.save(sent)
    queue_parts(post, sent, SEND, people)
    plan_chase(post, sent)
    if len(people) > CHUNK:
        plan_look(post, sent)
    return sent


def in_parts(post: Post, notice: Notice, deed: str, people: Sequence[int], detail: str = "") -> tuple[Outgoing, ...]:
    """A few at once, of many the first when its turn comes; what waits is done however often the house is restarted."""
    queue_parts(post, notice, deed, people, detail)
    return next_part(post, notice)


def queue_parts(post: Post, notice: Notice, deed: str, people: Sequence[int], detail: str = "") -> None:
    post.uow.notices.queue(notice.id, deed, detail, [people[at : at + CHUNK] for at in range(0, len(people), CHUNK)])


def plan_next(post: Post, notice: Notice, at: datetime) -> None:
    planned = Reminder("spread.notice", notice.id, at, at + A_MONTH, about=notice.title, rings=True)
    post.uow.reminders.plan([planned])


def next_part(post: Post, notice: Notice) -> tuple[Outgoing, ...]:
    """Those of the next some hundred people; what comes after them is planned."""
    part = post.uow.notices.next_part(notice.id)
    if part is None:
        return ()
    if post.uow.notices.waiting(notice.id):
        plan_next(post, notice, post.now + A_MOMENT)
    return deeds[part.deed](post, notice, part)


Deed = Callable[[Post, Notice, Part], tuple[Outgoing, ...]]
deeds: dict[str, Deed] = {}
"""How each deed is done about one part; those of other modules enter theirs."""


def _send(post: Post, notice: Notice, part: Part) -> tuple[Outgoing, ...]:
    post.uow.notices.address(notice.id, notice.version, part.people)
    return cards_for(post, notice, post.uow.notices.receipts(notice.id, part.people))


deeds[SEND] = _send


def cards_for(post: Post, notice: Notice, receipts: Sequence[Receipt], before: str = "") -> tuple[Outgoing, ...]:
    """Each person's own card in their own language; nothing for someone without an account."""
    ids = [one.person_id for one in receipts]
    people, accounts = post.uow.people.named(ids), post.uow.people.accounts(ids, post.platform)
    sender, mailing = sender_name(post.uow, notice), all_keys(notice)
    composed: dict[tuple[str, Receipt | None], tuple[Card, Language]] = {}
    found: list[Outgoing] = []
    for receipt in receipts:
        if (account := accounts.get(receipt.person_id)) is None:
            continue
        kind = (people[receipt.person_id].language, receipt if receipt.acked_at or receipt.is_gone else None)
        if kind not in composed:
            say = post.house.speak(kind[0], post.now)
            composed[kind] = notice_card(notice, sender, say, receipt, before), say.language
        card, language = composed[kind]
        key = f"{mailing}{receipt.person_id}"
        found.append(Outgoing(key, account.direct(), card, language=language, mailing=mailing))
    return tuple(found)


@spread_router.work("notice")
def spread(tick: Tick, notice_id: int) -> tuple[Outgoing, ...]:
    """Also of one that was recalled: that is told in parts, too."""
    notice = tick.uow.notices.held(notice_id)
    return () if notice is None else next_part(post_of(tick, notice), notice)


def post_of(tick: Tick, notice: Notice) -> Post:
    return Post(tick.house, tick.uow, tick.now, tick.uow.chats.get(notice.chat_id).ref.platform)


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


def sent_key(notice: Notice) -> str:
    """Of the card that tells the sender that it is out."""
    return f"notice:{notice.id}:sent"


FIRST_LOOK = timedelta(seconds=5)
LOOK_FOR = timedelta(days=2)


def plan_look(post: Post, notice: Notice) -> None:
    """When its sender is told again how many have it: ever more rarely, so that the looks are few in all."""
    elapsed = post.now - (notice.sent_at or post.now)
    if elapsed > LOOK_FOR:
        return
    at = post.now + max(FIRST_LOOK, elapsed / 4)
    post.uow.reminders.plan([Reminder("spread.progress", notice.id, at, at + A_DAY, about=notice.title, rings=True)])


spread_router.texts(
    {
        "coming_notice": ("发送通知：{about}", "Sending the notice: {about}"),
        "coming_progress": ("通知的送达进度：{about}", "How far the notice has got: {about}"),
    }
)
