"""What those who were sent a notice do: acknowledge, answer, read all of it."""

from dataclasses import dataclass

from bot.asking.steps import ask
from bot.asking.telling import to_person
from bot.asking.who import meant_by
from bot.cards import Card
from bot.domain.notice import Notice, Receipt, Wants
from bot.errors import NotAllowed, UserError
from bot.messages import Outgoing, Reply
from bot.ports import Option
from bot.texts import Say
from bot.turn import Answer, Turn
from handlers.notices.attendance import MOST_NAME, attendance_in, name_in
from handlers.notices.cards import INSTEAD, answer_words, heading, last_moment, notice_card, unstamped
from handlers.notices.desk import Numbered, own_key, router, sender_name, the_notice


@dataclass(frozen=True, slots=True)
class Acknowledge(Numbered):
    """The text was read, and understood to be meant for oneself."""


@dataclass(frozen=True, slots=True)
class Said(Numbered):
    """`words` are the answer."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class Instead(Numbered):
    """Somebody of that `name` comes in one's place."""

    name: str = ""


@dataclass(frozen=True, slots=True)
class Whole(Numbered):
    """All of a long one."""


@router.intent("acknowledge", Acknowledge)
def acknowledge(turn: Turn, slots: Acknowledge) -> Reply:
    return _acknowledged(turn, the_notice(turn, slots.number))


@router.action("acknowledge")
def press_acknowledge(turn: Turn, notice_id: int, choice: str) -> Reply:
    return _acknowledged(turn, _as_pressed(turn, notice_id, choice)[0])


def _as_pressed(turn: Turn, notice_id: int, choice: str) -> tuple[Notice, str]:
    """A button under an older text says nothing about the newer one."""
    notice, (word, version) = the_notice(turn, notice_id), unstamped(choice)
    notice.must_be_out()
    if version != notice.version:
        raise UserError("notices.was_corrected", number=notice.id)
    return notice, word


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
        return ask(
            turn, slots, "words", f"notices.ask_{notice.wants}", _options(turn, notice),
            number=notice.id, title=notice.title,
        )  # fmt: skip
    if notice.wants is not Wants.ATTENDANCE:
        return _answered(turn, notice, receipt, notice.reads(slots.words))
    said = attendance_in(notice.reads(slots.words))
    if said == INSTEAD:
        return _ask_instead(turn, notice)
    return _attending(turn, notice, receipt, said)


def _options(turn: Turn, notice: Notice) -> list[Option]:
    if notice.wants is Wants.ATTENDANCE:
        return [Option(turn.say(f"notices.{word}"), {"words": word}) for word in ("coming", "absent", "instead")]
    return [Option(choice, {"words": choice}) for choice in notice.choices if notice.wants is Wants.CHOICE]


@router.action("answer")
def press_answer(turn: Turn, notice_id: int, choice: str) -> Answer:
    """A button's own answer, or the question for one in words."""
    notice, choice = _as_pressed(turn, notice_id, choice)
    if not choice:
        return answer(turn, Said(number=notice_id))
    if notice.wants is Wants.CHOICE:
        place = int(choice) if choice.isascii() and choice.isdigit() and len(choice) == 1 else len(notice.choices)
        if place >= len(notice.choices):
            raise UserError("house.card_gone")
        return _answered(turn, notice, mine(turn, notice), notice.choices[place])
    if notice.wants is not Wants.ATTENDANCE or choice not in {"coming", "absent", "instead"}:
        raise UserError("house.card_gone")
    receipt = mine(turn, notice)
    return _ask_instead(turn, notice) if choice == "instead" else _answered(turn, notice, receipt, choice)


def _ask_instead(turn: Turn, notice: Notice) -> Answer:
    return ask(turn, Instead(number=notice.id), "name", "notices.who_instead", number=notice.id, title=notice.title)


@router.intent("instead", Instead)
def instead(turn: Turn, slots: Instead) -> Answer:
    notice = the_notice(turn, slots.number)
    receipt = mine(turn, notice)
    if not slots.name.strip():
        return _ask_instead(turn, notice)
    return _attending(turn, notice, receipt, INSTEAD + name_in(slots.name))


def _attending(turn: Turn, notice: Notice, receipt: Receipt, said: str) -> Reply:
    """Who comes instead of somebody hears of it, where it is certain who that is."""
    if not said.startswith(INSTEAD):
        return _answered(turn, notice, receipt, said)
    found = meant_by(turn, said.removeprefix(INSTEAD))
    one = found[0] if len(found) == 1 and found[0].id != turn.actor.id else None
    told = _answered(turn, notice, receipt, INSTEAD + one.name if one else said[: len(INSTEAD) + MOST_NAME])
    asked = to_person(turn, one.id, f"{turn.key}:instead", lambda say: _for_other(turn, notice, say)) if one else ()
    return Reply((*told.out, *asked))


def _for_other(turn: Turn, notice: Notice, say: Say) -> Card:
    title = say("notices.you_instead", name=turn.actor.name, title=heading(notice, say))
    return Card(title, ((say("notices.from"), sender_name(turn.uow, notice)),), notice.text)


def _answered(turn: Turn, notice: Notice, receipt: Receipt, said: str) -> Reply:
    """An answer may be changed; after the due date it is taken all the same, and marked."""
    after = receipt.answered(notice.version, said, turn.now)
    turn.uow.notices.save_receipt(after)
    words = answer_words(notice, said, turn.say) + (turn.say("notices.late") if after.is_late(notice) else "")
    if turn.is_direct:
        return Reply(_told(turn, notice, after, "notices.answered", answer=words))
    return Reply(_told(turn, notice, after, "notices.answered_here"))


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
