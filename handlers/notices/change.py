"""Correction and recall: they reach exactly those who were sent the old text, with the change marked."""

from dataclasses import dataclass, replace

from bot.cards import Card
from bot.domain.notice import Notice
from bot.messages import Outgoing, Reply
from bot.noticing import Part
from bot.turn import Answer, ReadBack, Turn
from handlers.notices.cards import heading, shortened
from handlers.notices.desk import Numbered, own_key, router, sender_name, subject_of, the_notice_to_change
from handlers.notices.sending import CORRECT, RECALL, Post, cards_for, deeds, in_parts, plan_chase
from handlers.notices.write import title_of


@dataclass(frozen=True, slots=True)
class Correct(Numbered):
    """`text` instead of the old; `small` says that old receipts count for it."""

    text: str = ""
    small: int = 0


@dataclass(frozen=True, slots=True)
class Recall(Numbered):
    """It does not hold any more."""


@router.intent("correct", Correct)
def correct(turn: Turn, slots: Correct) -> Answer:
    notice = _mine(turn, slots.number)
    after = notice.corrected(slots.text, title_of(slots.text))
    tally = turn.uow.notices.tally(notice)
    facts = (
        (turn.say("notices.old_text"), shortened(notice.text)),
        (turn.say("notices.new_text"), shortened(after.text)),
    )
    key = "notices.correct_small" if slots.small else "notices.correct_anew"
    body = turn.say(key, people=tally.people, acked=tally.acked)
    return ReadBack(slots, Card(turn.say("notices.correct_title", number=notice.id), facts, body))


@router.confirmed("correct")
def confirm_correct(turn: Turn, slots: Correct) -> Answer:
    notice = _mine(turn, slots.number)
    after = notice.corrected(slots.text, title_of(slots.text))
    turn.uow.notices.save(after)
    turn.uow.notices.carry_over(after) if slots.small else turn.uow.notices.reopen(after)
    turn.uow.audit.note(turn.actor.id, "notices.corrected", subject_of(notice), turn.now, was=notice.text)
    told = turn.reply(Card(turn.say("notices.corrected", number=notice.id, count=notice.people), tone="done"))
    turn.uow.reminders.cancel("notices", notice.id)
    post = Post(turn.house, turn.uow, turn.now, turn.chat.ref.platform)
    plan_chase(post, after)
    return Reply((*told.out, *in_parts(post, after, CORRECT, turn.uow.notices.addressed(notice.id), notice.text)))


@router.intent("recall", Recall)
def recall(turn: Turn, slots: Recall) -> Answer:
    notice = _mine(turn, slots.number)
    notice.must_be_out()
    body = turn.say("notices.recall_note", people=notice.people)
    return ReadBack(
        slots, Card(turn.say("notices.recall_title", number=notice.id, title=notice.title), body=body, tone="warn")
    )


@router.confirmed("recall")
def confirm_recall(turn: Turn, slots: Recall) -> Answer:
    notice = _mine(turn, slots.number)
    after = notice.recalled()
    turn.uow.notices.save(after)
    turn.uow.reminders.cancel("notices", notice.id)
    turn.uow.reminders.cancel("spread", notice.id)
    turn.uow.notices.drop_parts(notice.id)
    turn.uow.audit.note(turn.actor.id, "notices.recalled", subject_of(notice), turn.now)
    told = turn.reply(Card(turn.say("notices.recalled", number=notice.id, count=notice.people), tone="done"))
    post = Post(turn.house, turn.uow, turn.now, turn.chat.ref.platform)
    return Reply((*told.out, *in_parts(post, after, RECALL, turn.uow.notices.addressed(notice.id))))


def _mine(turn: Turn, number: int) -> Notice:
    notice = the_notice_to_change(turn, number)
    notice.must_be_changed_by(turn.actor, sender_name(turn.uow, notice))
    return notice


def _corrected(post: Post, notice: Notice, part: Part) -> tuple[Outgoing, ...]:
    """To exactly those who are on its list, with the text that it had."""
    return cards_for(post, notice, post.uow.notices.receipts(notice.id, part.people), part.detail)


def _taken_back(post: Post, notice: Notice, part: Part) -> tuple[Outgoing, ...]:
    """The old card is struck where the platform can, and everybody gets a line of its own."""
    sent = post.uow.outbox.find_all([own_key(notice, one) for one in part.people])
    return tuple(card for one in sent.values() for card in _struck(post, notice, one))


def _struck(post: Post, notice: Notice, sent: Outgoing) -> tuple[Outgoing, Outgoing]:
    say = post.house.speak(sent.language, post.now)
    title = say("notices.struck", title=heading(notice, say))
    struck = replace(sent.card, title=title, buttons=(), tone="warn")
    line = Card(say("notices.recalled_news", number=notice.id, title=notice.title), tone="warn")
    return (
        Outgoing(f"{sent.key}:struck", sent.to, struck, replaces=sent.key, language=say.language),
        Outgoing(f"{sent.key}:recalled", sent.to, line, language=say.language),
    )


deeds.update({CORRECT: _corrected, RECALL: _taken_back})
