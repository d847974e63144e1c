"""What those who were sent a notice do: acknowledge, answer, read all of it."""

from dataclasses import dataclass

from bot.asking.steps import ask
from bot.asking.telling import to_person
from bot.cards import Card
from bot.domain.notice import Notice, Receipt, Wants
from bot.errors import NotAllowed, UserError
from bot.messages import Outgoing, Reply
from bot.turn import Answer, Turn
from handlers.notices.cards import answer_words, heading, last_moment, notice_card
from handlers.notices.desk import Numbered, own_key, router, sender_name, the_notice

ATTENDANCE = {"参加": "coming", "来": "coming", "不参加": "absent", "不来": "absent", "请假": "absent", "yes": "coming",
              "no": "absent", "coming": "coming", "absent": "absent"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Acknowledge(Numbered):
    """The text was read, and understood to be meant for oneself."""


@dataclass(frozen=True, slots=True)
class Said(Numbered):
    """`words` are the answer."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class Whole(Numbered):
    """All of a long one."""


@router.intent("acknowledge", Acknowledge)
def acknowledge(turn: Turn, slots: Acknowledge) -> Reply:
    return _acknowledged(turn, the_notice(turn, slots.number))


@router.action("acknowledge")
def press_acknowledge(turn: Turn, notice_id: int, _choice: str) -> Reply:
    return _acknowledged(turn, the_notice(turn, notice_id))


def _acknowledged(turn: Turn, notice: Notice) -> Reply:
    """Once is enough; where an answer is wanted, this is not it."""
    receipt = mine(turn, notice)
    after = receipt if receipt.acked_version >= notice.version else receipt.acknowledged(notice.version, turn.now)
    turn.uow.notices.save_receipt(after)
    return Reply(_told(turn, notice, after, "notices.acknowledged"))


@router.intent("answer", Said)
def answer(turn: Turn, slots: Said) -> Answer:
    notice = the_notice(turn, slots.number)
    receipt = mine(turn, notice)
    if not notice.wants.is_answer:
        raise UserError("notices.no_answer_wanted", number=notice.id)
    if not slots.words:
        return ask(turn, slots, "words", f"notices.ask_{notice.wants}", number=notice.id, title=notice.title)
    said = ATTENDANCE.get(slots.words.strip().lower(), slots.words) if notice.wants is Wants.ATTENDANCE else slots.words
    if notice.wants is Wants.ATTENDANCE and said not in {"coming", "absent"}:
        raise UserError("notices.attendance_wanted")
    return _answered(turn, notice, receipt, notice.reads(said))


@router.action("answer")
def press_answer(turn: Turn, notice_id: int, choice: str) -> Answer:
    """A button's own answer, or the question for one in words."""
    notice = the_notice(turn, notice_id)
    if not choice:
        return answer(turn, Said(number=notice_id))
    if notice.wants is Wants.CHOICE:
        place = int(choice) if choice.isascii() and choice.isdigit() and len(choice) == 1 else len(notice.choices)
        if place >= len(notice.choices):
            raise UserError("house.card_gone")
        choice = notice.choices[place]
    elif choice not in {"coming", "absent"}:
        raise UserError("house.card_gone")
    return _answered(turn, notice, mine(turn, notice), choice)


def _answered(turn: Turn, notice: Notice, receipt: Receipt, said: str) -> Reply:
    after = receipt.answered(notice.version, said, turn.now)
    turn.uow.notices.save_receipt(after)
    words = answer_words(notice, said, turn.say)
    return Reply(_told(turn, notice, after, "notices.answered", answer=words))


def _told(turn: Turn, notice: Notice, receipt: Receipt, key: str, **params: object) -> tuple[Outgoing, ...]:
    """One's own card, and the one that asked again, with what was said; a line where it was said in words."""
    root, pressed = own_key(notice, turn.actor.id), turn.pressed()
    sent = turn.uow.outbox.find(root)
    card = notice_card(notice, sender_name(turn.uow, notice), turn.say, receipt)
    shown = (turn.to(sent.to, card, "own", replaces=root),) if sent else ()
    if notice.is_expired(turn.now):
        words = turn.say("notices.answered_late", number=notice.id, title=notice.title, at=_until(turn, notice))
        return (*shown, turn.to(turn.chat.ref, Card(words, tone="warn"), "told"))
    if pressed is not None and pressed.startswith(root):
        again = () if pressed == root else (turn.to(turn.chat.ref, card, "again", replaces=pressed),)
        return (*shown, *again)
    line = Card(turn.say(key, number=notice.id, title=notice.title, **params), tone="done")
    return (*shown, turn.to(turn.chat.ref, line, "told"))


def _until(turn: Turn, notice: Notice) -> str:
    return last_moment(notice.valid_until or turn.now, turn.say)


def mine(turn: Turn, notice: Notice) -> Receipt:
    """The actor's receipt; UserError for a notice that is not out, or was not sent to them."""
    notice.must_be_out()
    receipt = turn.uow.notices.receipt(notice.id, turn.actor.id)
    if receipt is None:
        raise NotAllowed("notices.not_to_you", number=notice.id)
    return receipt


@router.intent("whole", Whole)
def whole(turn: Turn, slots: Whole) -> Reply:
    return _whole(turn, the_notice(turn, slots.number))


@router.action("whole")
def press_whole(turn: Turn, notice_id: int, _choice: str) -> Reply:
    return _whole(turn, the_notice(turn, notice_id))


def _whole(turn: Turn, notice: Notice) -> Reply:
    """For whoever was sent it, and for those who may see its receipts."""
    if not notice.may_be_seen_by(turn.actor):
        mine(turn, notice)
    card = Card(heading(notice, turn.say), body=notice.text)
    if turn.is_direct:
        return turn.reply(card)
    return Reply(to_person(turn, turn.actor.id, f"{turn.key}:whole", lambda _say: card))
