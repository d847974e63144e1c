"""Correction and recall: they reach exactly those who were sent the old text, with the change marked."""

from dataclasses import dataclass

from bot.asking.telling import to_person
from bot.cards import Card
from bot.domain.notice import Notice
from bot.messages import Outgoing, Reply
from bot.texts import Say
from bot.turn import Answer, ReadBack, Turn
from handlers.notices.cards import shortened
from handlers.notices.desk import Numbered, again_of, router, sender_name, subject_of, the_notice_to_change
from handlers.notices.facts import fixed_for, standing_of
from handlers.notices.renewing import CORRECTED, next_corrections, next_recalls
from handlers.notices.sending import Post, plan_chase
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
    """Whoever was sent the old text is sent this one; whose turn had not come yet gets this one alone."""
    notice = _mine(turn, slots.number)
    after = notice.corrected(slots.text, title_of(slots.text))
    turn.uow.notices.save(after)
    turn.uow.notices.carry_over(after) if slots.small else turn.uow.notices.reopen(after)
    turn.uow.audit.note(turn.actor.id, CORRECTED, subject_of(notice), turn.now, was=notice.text)
    told = turn.reply(Card(turn.say("notices.corrected", number=notice.id, count=notice.people), tone="done"))
    turn.uow.reminders.cancel("notices", notice.id)
    turn.uow.outbox.withdraw_mailing(again_of(notice), turn.now)
    post = Post(turn.house, turn.uow, turn.now, turn.chat.ref.platform)
    plan_chase(post, after)
    return Reply((*told.out, *_to_the_second(turn, notice, after), *next_corrections(post, after, notice.text)))


def _to_the_second(turn: Turn, before: Notice, after: Notice) -> tuple[Outgoing, ...]:
    """A correction cannot wait for another yes; whoever agreed to the old text hears at once of the new one."""
    second = before.approved_by
    if second is None or second == turn.actor.id:
        return ()

    def card(say: Say) -> Card:
        facts = ((say("notices.old_text"), before.text), (say("notices.new_text"), after.text))
        return Card(say("notices.corrected_news", name=turn.actor.name, number=after.id), facts, tone="warn")

    return to_person(turn, second, f"{turn.key}:second", card)


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
    """What has not gone out yet never does; whoever may have got it is told."""
    notice = _mine(turn, slots.number)
    after = notice.recalled()
    standing = standing_of(turn.uow, turn.house, notice, turn.uow.notices.tally(notice))
    got, fixed = standing.arrived + standing.unknown, fixed_for(turn.uow, turn.house, notice)
    turn.uow.notices.save(after)
    turn.uow.reminders.cancel("notices", notice.id)
    turn.uow.reminders.cancel("spread", notice.id)
    turn.uow.notices.drop_parts(notice.id)
    turn.uow.outbox.withdraw_mailing(again_of(notice), turn.now)
    turn.uow.audit.note(turn.actor.id, "notices.recalled", subject_of(notice), turn.now)
    body = turn.say("notices.recall_fixed", count=fixed) if fixed else ""
    told = turn.reply(Card(turn.say("notices.recalled", number=notice.id, count=got), body=body, tone="done"))
    post = Post(turn.house, turn.uow, turn.now, turn.chat.ref.platform)
    return Reply((*told.out, *next_recalls(post, after)))


def _mine(turn: Turn, number: int) -> Notice:
    notice = the_notice_to_change(turn, number)
    notice.must_be_changed_by(turn.actor, sender_name(turn.uow, notice))
    return notice
