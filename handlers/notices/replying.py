"""What those who were sent a notice do: acknowledge, answer, read all of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from bot.asking.steps import ask
from bot.asking.telling import to_person
from bot.asking.who import meant_by
from bot.cards import Card
from bot.domain.notice import Notice, Receipt, Wants
from bot.errors import NotAllowed, UserError
from bot.messages import Outgoing, Reply
from bot.ports import Option
from bot.texts import Say
from bot.turn import Answer, Pressed, Turn, pressed_by
from handlers.notices.attendance import MOST_NAME, attendance_in, name_in
from handlers.notices.cards import INSTEAD, answer_words, heading, last_moment, notice_card, unstamped
from handlers.notices.desk import Numbered, own_key, router, sender_name, the_notice, there


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
    notice = the_notice(turn, slots.number)
    notice.must_be_out()
    answer = _acknowledged(notice, [turn])[turn.key]
    if isinstance(answer, UserError):
        raise answer
    return answer


@router.action_together("acknowledge")
def press_acknowledge(presses: Sequence[Pressed]) -> list[Reply | UserError]:
    """Notice by notice in the order of their numbers, so that no two processes wait for each other in a ring."""
    by_number = sorted(presses, key=_number)
    found = [_pressed(number, list(those)) for number, those in groupby(by_number, key=_number)]
    answers = {key: answer for some in found for key, answer in some.items()}
    return [answers[one.turn.key] for one in presses]


def _number(one: Pressed) -> int:
    return one.subject


def _pressed(number: int, presses: Sequence[Pressed]) -> dict[str, Reply | UserError]:
    notice = presses[0].turn.uow.notices.held(number)
    found: dict[str, Reply | UserError] = {}
    turns: list[Turn] = []
    for one in presses:
        try:
            _as_pressed(there(notice, number), one.choice)
            turns.append(one.turn)
        except UserError as fault:
            found[one.turn.key] = fault
    return found | _acknowledged(there(notice, number), turns) if turns else found


def _as_pressed(notice: Notice, choice: str) -> str:
    """The choice itself. A button under an older text says nothing about the newer one."""
    word, version = unstamped(choice)
    notice.must_be_out()
    if version != notice.version:
        raise UserError("notices.was_corrected", number=notice.id)
    return word


def _acknowledged(notice: Notice, turns: Sequence[Turn]) -> dict[str, Reply | UserError]:
    """By turn. Once is enough; where an answer is wanted, this is not it."""
    receipts = turns[0].uow.receipts.acknowledge(notice, {one.actor.id for one in turns}, turns[0].now)
    cards = Cards(notice, turns)
    return {
        one.key: Reply(_told(one, cards, receipts[one.actor.id], "notices.acknowledged"))
        if one.actor.id in receipts
        else NotAllowed("notices.not_to_you", number=notice.id)
        for one in turns
    }


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
    notice = the_notice(turn, notice_id)
    choice = _as_pressed(notice, choice)
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
        return Reply(_told(turn, Cards(notice, [turn]), after, "notices.answered", answer=words))
    return Reply(_told(turn, Cards(notice, [turn]), after, "notices.answered_here"))


class Cards:
    """What they were sent who acknowledge or answer, which card they pressed, and what theirs shows from now on.

    Looked up for all of them together; those who read the same share one card.
    """

    def __init__(self, notice: Notice, turns: Sequence[Turn]) -> None:
        uow = turns[0].uow
        self.notice = notice
        self.sent_to = uow.outbox.chats_of([own_key(notice, one.actor.id) for one in turns])
        self.pressed = pressed_by(turns)
        self._sender = sender_name(uow, notice)
        self._cards: dict[tuple[str, Receipt], Card] = {}

    def shown(self, receipt: Receipt, say: Say) -> Card:
        kind = say.language, replace(receipt, person_id=0, seen_at=None, chased=0)
        if kind not in self._cards:
            self._cards[kind] = notice_card(self.notice, self._sender, say, receipt)
        return self._cards[kind]


def _told(turn: Turn, cards: Cards, receipt: Receipt, key: str, **params: object) -> tuple[Outgoing, ...]:
    """One's own card, and the one that asked again, with what was said; a line where it was said in words."""
    notice, root, pressed = cards.notice, own_key(cards.notice, turn.actor.id), cards.pressed.get(turn.key)
    place, card = cards.sent_to.get(root), cards.shown(receipt, turn.say)
    shown = (turn.to(place, card, "own", replaces=root),) if place else ()
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
