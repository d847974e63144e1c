"""Whoever joins the audience of a notice that still holds is sent it, once, and counts in its list from then on."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.notice import Notice, Receipt, State
from bot.domain.reminder import Reminder
from bot.messages import Outgoing
from bot.turn import Tick
from handlers.notices.desk import router, subject_of
from handlers.notices.sending import A_DAY, CHUNK, SEND, Post, cards_for, plan_chase, post_of, spread_router
from handlers.notices.timing import meant_now

A_WHILE = timedelta(minutes=5)


@spread_router.reminder("joined")
def joined(tick: Tick, notice_id: int) -> tuple[Outgoing, ...]:
    """While it still goes out to those who were meant from the start, the others wait."""
    notice = tick.uow.notices.get(notice_id)
    if notice is None or notice.state is not State.SENT or not notice.valid_until or notice.valid_until <= tick.now:
        return ()
    if tick.uow.notices.waiting(notice.id, SEND):
        _look_again(tick, notice)
        return ()
    new = tick.uow.notices.not_addressed(notice.id, [one.id for one in meant_now(tick.uow, notice)])
    if len(new) > CHUNK:
        _look_again(tick, notice)
    return _handed_on(tick, notice, new[:CHUNK]) if new else ()


def _look_again(tick: Tick, notice: Notice) -> None:
    at = tick.after + A_WHILE
    tick.plan([Reminder("spread.joined", notice.id, at, at + A_DAY, about=notice.title)])


def _handed_on(tick: Tick, notice: Notice, new: list[int]) -> tuple[Outgoing, ...]:
    uow, post = tick.uow, post_of(tick, notice)
    uow.notices.address(notice.id, notice.version, new)
    after = replace(notice, people=notice.people + len(new))
    uow.notices.save(after)
    uow.audit.note(None, "notices.handed_on", subject_of(notice), tick.now, people=new)
    plan_chase(post, after)
    return _cards(post, after, new)


def _cards(post: Post, notice: Notice, new: list[int]) -> tuple[Outgoing, ...]:
    receipts = [Receipt(notice.id, one, notice.version) for one in new]
    return tuple(
        replace(card, card=replace(card.card, title=_still_valid(post, card)))
        for card in cards_for(post, notice, receipts)
    )


def _still_valid(post: Post, card: Outgoing) -> str:
    return post.house.speak(card.language, post.now)("notices.still_valid", title=card.card.title)


router.texts(
    {
        "still_valid": ("【仍有效】{title}", "[Still valid] {title}"),
    }
)
spread_router.texts({"coming_joined": ("补发通知：{about}", "Handing on the notice: {about}")})
