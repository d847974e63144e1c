"""What a correction or a recall sends, some hundreds of people at a time: to those who were sent the older text."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.cards import Card
from bot.domain.notice import Notice, Receipt, State
from bot.domain.reminder import Reminder
from bot.messages import ChatRef, Outgoing
from bot.turn import Tick
from handlers.notices import sending
from handlers.notices.cards import heading
from handlers.notices.desk import key_of, subject_of
from handlers.notices.sending import A_DAY, A_MOMENT, Post, cards_for, post_of, spread_router

CORRECTED = "notices.corrected"
"""The deed in the audit trail, which keeps the text that was before."""


def next_corrections(post: Post, notice: Notice, before: str) -> tuple[Outgoing, ...]:
    """A copy of the old text that never went out is not sent any more: its reader gets the new one as if it were the
    first. What was said of the old text does not count, and stays in the audit trail."""
    coming = _coming(post, notice, "spread.correction")
    got = _versions_got(post, coming)
    _keep_in_trail(post, notice, coming)
    post.uow.receipts.renew(notice, [one.person_id for one in coming], anew=True)
    known = [one for one in coming if got[one.person_id]]
    others = [one for one in coming if not got[one.person_id]]
    return (*cards_for(post, notice, known, before), *cards_for(post, notice, others))


def next_recalls(post: Post, notice: Notice) -> tuple[Outgoing, ...]:
    coming = _coming(post, notice, "spread.recall")
    got = _versions_got(post, coming)
    post.uow.receipts.renew(notice, [one.person_id for one in coming], anew=False)
    return tuple(card for one in coming for card in _taken_back(post, notice, one, got[one.person_id]))


def _coming(post: Post, notice: Notice, kind: str) -> list[Receipt]:
    coming = post.uow.receipts.outdated(notice, sending.CHUNK)
    if len(coming) == sending.CHUNK:
        at = post.now + A_MOMENT
        post.uow.reminders.plan([Reminder(kind, notice.id, at, at + A_DAY, about=notice.title, rings=True)])
    return coming


def _versions_got(post: Post, coming: Sequence[Receipt]) -> Mapping[int, list[str]]:
    """By person the keys of the older cards that they have, or may have; what nobody has is not sent any more."""
    keys = {
        one.person_id: [key_of(one.notice_id, version, one.person_id) for version in range(1, one.version + 1)]
        for one in coming
    }
    got = post.uow.outbox.withdraw([key for some in keys.values() for key in some], post.now)
    return {person: [key for key in some if key in got] for person, some in keys.items()}


def _keep_in_trail(post: Post, notice: Notice, coming: Sequence[Receipt]) -> None:
    lost = [one for one in coming if one.answered_at is not None and not one.has_acked(notice)]
    subjects = [
        (f"receipt:{notice.id}:{one.person_id}", {"version": one.acked_version, "answer": one.answer}) for one in lost
    ]
    post.uow.audit.note_each(None, "notices.answer_outdated", subjects, post.now)


def _taken_back(post: Post, notice: Notice, receipt: Receipt, keys: Sequence[str]) -> list[Outgoing]:
    """Each old card is struck where the platform can, and its reader gets one line besides."""
    found: list[Outgoing] = []
    last: ChatRef | None = None
    language = ""
    for key in keys:
        sent = post.uow.outbox.find(key)
        if sent is None:
            continue
        last, language = sent.to, sent.language
        if _is_editable(post, sent.to.platform):
            found.append(_struck(post, notice, key, sent))
    if last is not None:
        say = post.house.speak(language, post.now)
        line = Card(say("notices.recalled_news", number=notice.id, title=notice.title), tone="warn")
        key = key_of(notice.id, notice.version, receipt.person_id)
        found.append(Outgoing(f"{key}:recalled", last, line, language=language))
    return found


def _struck(post: Post, notice: Notice, key: str, sent: Outgoing) -> Outgoing:
    say = post.house.speak(sent.language, post.now)
    title = say("notices.struck", title=heading(replace(notice, version=1), say))
    card = replace(sent.card, title=title, buttons=(), tone="warn")
    return Outgoing(f"{key}:struck", sent.to, card, replaces=key, language=sent.language)


def _is_editable(post: Post, platform: str) -> bool:
    limits = post.house.platforms.get(platform)
    return limits is None or limits.editable


@spread_router.work("correction")
def go_on_correcting(tick: Tick, notice_id: int) -> tuple[Outgoing, ...]:
    notice = tick.uow.notices.get(notice_id)
    if notice is None or notice.state is not State.SENT:
        return ()
    deeds = [one for one in tick.uow.audit.trail(subject_of(notice)) if one.deed == CORRECTED]
    return next_corrections(post_of(tick, notice), notice, str(deeds[-1].details["was"]) if deeds else "")


@spread_router.work("recall")
def go_on_recalling(tick: Tick, notice_id: int) -> tuple[Outgoing, ...]:
    notice = tick.uow.notices.get(notice_id)
    if notice is None or notice.state is not State.RECALLED:
        return ()
    return next_recalls(post_of(tick, notice), notice)


spread_router.texts(
    {
        "coming_correction": ("发送通知的更正：{about}", "Sending the correction: {about}"),
        "coming_recall": ("撤回通知：{about}", "Recalling the notice: {about}"),
    }
)
