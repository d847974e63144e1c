"""Correction and recall: they reach exactly those who were sent the old text, with the change marked."""

from dataclasses import dataclass, replace

from bot.cards import Card
from bot.domain.notice import Notice
from bot.messages import Outgoing, Reply
from bot.turn import Answer, ReadBack, Turn
from handlers.notices.cards import heading, shortened
from handlers.notices.desk import Numbered, own_key, router, sender_name, subject_of, the_notice
from handlers.notices.sending import CHUNK, Post, cards_for, plan_chase
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
    if slots.small:
        turn.uow.notices.carry_over(after)
    turn.uow.audit.note(turn.actor.id, "notices.corrected", subject_of(notice), turn.now, was=notice.text)
    told = turn.reply(Card(turn.say("notices.corrected", number=notice.id, count=notice.people), tone="done"))
    turn.uow.reminders.cancel("notices", notice.id)
    post = Post(turn.house, turn.uow, turn.now, turn.chat.ref.platform)
    plan_chase(post, after)
    return Reply((*told.out, *_to_all(post, after, notice.text)))


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
    turn.uow.audit.note(turn.actor.id, "notices.recalled", subject_of(notice), turn.now)
    told = turn.reply(Card(turn.say("notices.recalled", number=notice.id, count=notice.people), tone="done"))
    return Reply((*told.out, *_taken_back(turn, notice)))


def _mine(turn: Turn, number: int) -> Notice:
    notice = the_notice(turn, number)
    notice.must_be_changed_by(turn.actor, sender_name(turn.uow, notice))
    return notice


def _to_all(post: Post, notice: Notice, before: str) -> tuple[Outgoing, ...]:
    """Exactly those who are on its list."""
    found: list[Outgoing] = []
    after = 0
    while coming := post.uow.notices.addressed_after(notice.id, after, CHUNK):
        found += cards_for(post, notice, coming, before)
        after = coming[-1].person_id
    return tuple(found)


def _taken_back(turn: Turn, notice: Notice) -> tuple[Outgoing, ...]:
    """The old card is struck where the platform can, and everybody gets a line of its own."""
    found: list[Outgoing] = []
    after = 0
    while coming := turn.uow.notices.addressed_after(notice.id, after, CHUNK):
        for one in coming:
            root = own_key(notice, one.person_id)
            sent = turn.uow.outbox.find(root)
            if sent is None:
                continue
            say = turn.speak(sent.language)
            struck = replace(
                sent.card, title=say("notices.struck", title=heading(notice, say)), buttons=(), tone="warn"
            )
            found.append(Outgoing(f"{root}:struck", sent.to, struck, replaces=root, language=say.language))
            line = Card(say("notices.recalled_news", number=notice.id, title=notice.title), tone="warn")
            found.append(Outgoing(f"{root}:recalled", sent.to, line, language=say.language))
        after = coming[-1].person_id
    return tuple(found)
