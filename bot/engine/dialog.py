"""The open question of one person in one chat: ask, fill, confirm, forget after ten minutes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.asking.context import context_of
from bot.cards import Action, Button, Card
from bot.engine.reading import Words, as_before, in_words, read, with_mentions
from bot.errors import NotAllowed, UserError
from bot.messages import Outgoing, Reply
from bot.ports import Dialog, Option
from bot.router import Desks, Intent, decode, encode, fill, values_of
from bot.turn import Answer, Ask, ReadBack, Turn
from bot.understanding import answers
from bot.understanding.naming import is_generic
from bot.understanding.sayings import as_it_stands
from bot.understanding.understand import Understood

PLAIN = 0.7
"""The chance at which a sentence with something missing is a wish of its own and not an answer."""

BEYOND_REMARK = 0.95
"""The chance at which a sentence is a wish although somebody was asked for free words, such as a reason."""

LOOKS = (".list", ".show", ".today")
"""Wishes to see something, which are no remark on anything."""

TIMES = frozenset({"start", "end", "due", "at"})
WAYS_FROM = 2
"""The place of a read-back's further ways among its buttons: behind yes and change."""

PATIENCE = timedelta(minutes=10)


def settle(desks: Desks, turn: Turn, answer: Answer, *, in_place_of: str | None = None) -> tuple[Outgoing, ...]:
    """The messages of a handler's answer; a question opens the dialog that waits for what comes next.

    `in_place_of` is the key of the card whose button led here: a question takes its place, so a chat is not filled
    with cards that are over.
    """
    if isinstance(answer, Reply):
        return answer.out
    options = answer.options if isinstance(answer, Ask) else answer.ways
    key = f"{turn.key}:asks"
    dialog = turn.uow.dialogs.open(
        Dialog(
            chat_id=turn.chat.id,
            person_id=turn.actor.id,
            intent=desks.intent_of(answer.slots).name,
            slots=encode(values_of(answer.slots)),
            asking=answer.asking if isinstance(answer, Ask) else "",
            options=tuple(Option(option.label, encode(option.fills)) for option in options),
            card_key=key,
            language=turn.say.language,
            expires_at=turn.now + PATIENCE,
        )
    )
    buttons = answer.card.buttons + _buttons(turn, dialog, answer)
    card = replace(answer.card, buttons=buttons, tone=_tone(answer), words=isinstance(answer, Ask))
    besides = answer.out if isinstance(answer, Ask) else ()
    return (*besides, turn.to(turn.chat.ref, card, "asks", replaces=in_place_of))


def _tone(answer: Ask | ReadBack) -> Any:
    return "ask" if answer.card.tone == "info" else answer.card.tone


def _buttons(turn: Turn, dialog: Dialog, answer: Ask | ReadBack) -> tuple[Button, ...]:
    offered = tuple(
        Button(option.label, Action("dialog.choose", dialog.id, str(number)))
        for number, option in enumerate(dialog.options)
    )
    if isinstance(answer, Ask):
        return offered
    return (
        Button(answer.yes or turn.say("house.yes"), Action("dialog.yes", dialog.id), "primary"),
        Button(turn.say("house.change"), Action("dialog.change", dialog.id)),
        *offered,
        Button(turn.say("house.no"), Action("dialog.no", dialog.id), "danger"),
    )


class Conversation:
    """What a person in a dialog says or presses, carried to the intent that asked."""

    def __init__(self, desks: Desks) -> None:
        self._desks = desks

    def press(self, turn: Turn, action: Action) -> tuple[Outgoing, ...]:
        """A button of a question card; UserError when the question is over or someone else's."""
        dialog = turn.uow.dialogs.get(action.subject, turn.now)
        if dialog is None or dialog.chat_id != turn.chat.id:
            raise UserError("house.card_gone")
        if dialog.person_id != turn.actor.id:
            raise NotAllowed("house.not_your_question", name=turn.uow.people.get(dialog.person_id).name)
        deeds = {"dialog.yes": self._confirm, "dialog.no": self._drop, "dialog.change": self._change}
        if action.verb in deeds:
            return deeds[action.verb](turn, dialog)
        if not (action.choice.isascii() and action.choice.isdigit()):
            raise UserError("house.card_gone")
        return self._choose(turn, dialog, int(action.choice), pressed=True)

    def hear(self, turn: Turn, dialog: Dialog, words: Words) -> tuple[Outgoing, ...] | None:
        """What a sentence means to the open question; None when it is not about it."""
        text = words.text
        if answers.is_never_mind(text):
            return self._drop(turn, dialog)
        if dialog.asking and self._intent(dialog).private:
            return self._hear_private(turn, dialog, text)
        number = _chosen(text, dialog, turn)
        if number is not None:
            return self._take(turn, dialog, number)
        if answers.is_venting(text) or self._is_another_wish(turn, dialog, words):
            return None
        return (self._hear_answer if dialog.asking else self._hear_correction)(turn, dialog, text)

    def _hear_answer(self, turn: Turn, dialog: Dialog, text: str) -> tuple[Outgoing, ...] | None:
        if answers.is_yes(text):  # to the only way that was offered, or to nothing that was asked
            return self._take(turn, dialog, 0) if len(dialog.options) == 1 else None
        if answers.is_correction(text) and (changed := _corrected(turn, dialog, text)):
            return self._go_on(turn, dialog, changed, note=_said_by(turn, text))
        said = answers.fill(dialog.asking, text, decode(dialog.slots), context_of(turn))
        updates = with_mentions(said, turn) if said else _corrected(turn, dialog, text)
        return self._go_on(turn, dialog, updates, note=_said_by(turn, text)) if updates else None

    def _hear_private(self, turn: Turn, dialog: Dialog, text: str) -> tuple[Outgoing, ...] | None:
        """Whatever it is, but for a wish beyond doubt, it is the answer: nobody asks back what it should be."""
        if answers.is_certain(text, context_of(turn)):
            return None
        said = answers.fill(dialog.asking, text, {}, context_of(turn))
        return self._go_on(turn, dialog, said, note=None) if said else None

    def _is_another_wish(self, turn: Turn, dialog: Dialog, words: Words) -> bool:
        """A whole sentence that stands by itself: it is not about the question, which stays open."""
        text = words.text
        if dialog.options and dialog.asking == "title" and answers.is_item(text):
            return False  # 督15 as the answer to which one
        is_time = bool(as_it_stands(text)) or answers.is_only_time(text, context_of(turn))
        if (dialog.asking in TIMES and is_time) or answers.is_plain_change(
            text, decode(dialog.slots), context_of(turn)
        ):
            return False
        understood = read(words, self._desks, turn)
        if dialog.asking in answers.FREE:  # 王芳出差了 is the reason, 督1 进展：… is not
            certain = answers.is_certain(text, context_of(turn))
            return understood is not None if certain else _is_of_another_desk(dialog, understood)
        if understood is None or (understood.missing and not _is_plain(turn, dialog, text, understood)):
            return False
        title = str(understood.slots.get("title", ""))
        if understood.intent.endswith(".move") and (not title or is_generic(title) or answers.is_correction(text)):
            return False  # 时间改成下午2点, 名称改为年度预算会: of what is being asked about
        return understood.intent != dialog.intent or bool(title or understood.slots.get("numbers"))

    def _hear_correction(self, turn: Turn, dialog: Dialog, text: str) -> tuple[Outgoing, ...] | None:
        if answers.is_yes(text):
            return self._confirm(turn, dialog)
        if answers.is_no(text):
            return self._drop(turn, dialog)
        updates = _corrected(turn, dialog, text)
        return self._go_on(turn, dialog, updates, note=_said_by(turn, text)) if updates else None

    def _take(self, turn: Turn, dialog: Dialog, number: int) -> tuple[Outgoing, ...]:
        if dialog.asking:
            return self._choose(turn, dialog, number, pressed=False)
        if 1 < number < WAYS_FROM + len(dialog.options):
            return self._choose(turn, dialog, number - WAYS_FROM, pressed=False)
        return (self._confirm, self._change, self._drop)[min(number, WAYS_FROM)](turn, dialog)

    def _choose(self, turn: Turn, dialog: Dialog, number: int, *, pressed: bool) -> tuple[Outgoing, ...]:
        if number >= len(dialog.options):
            raise UserError("house.card_gone")
        option = dialog.options[number]
        note = _said_by(turn, option.label)
        return self._go_on(turn, dialog, decode(option.fills), note=note, in_place=pressed)

    def _go_on(
        self, turn: Turn, dialog: Dialog, updates: Mapping[str, Any], *, note: str | None, in_place: bool = False
    ) -> tuple[Outgoing, ...]:
        intent = self._intent(dialog)
        slots = fill(intent.slots, {**decode(dialog.slots), **updates})
        turn.uow.dialogs.close(dialog.id)
        answer = intent.prepare(turn, slots)
        if in_place and not isinstance(answer, Reply):
            return settle(self._desks, turn, answer, in_place_of=dialog.card_key)
        return self._over(turn, dialog, note) + settle(self._desks, turn, answer)

    def _confirm(self, turn: Turn, dialog: Dialog) -> tuple[Outgoing, ...]:
        intent = self._intent(dialog)
        if dialog.asking or intent.confirm is None:
            raise UserError("house.card_gone")
        turn.uow.dialogs.close(dialog.id)
        answer = intent.confirm(turn, fill(intent.slots, decode(dialog.slots)))
        if not isinstance(answer, Reply):
            return settle(self._desks, turn, answer, in_place_of=dialog.card_key)
        return self._over(turn, dialog, turn.say("house.confirmed", name=turn.actor.name)) + answer.out

    def _drop(self, turn: Turn, dialog: Dialog) -> tuple[Outgoing, ...]:
        turn.uow.dialogs.close(dialog.id)
        over = self._over(turn, dialog, turn.say("house.dropped_mark", name=turn.actor.name))
        return over + turn.reply(Card(turn.say("house.dropped"))).out

    def _change(self, turn: Turn, dialog: Dialog) -> tuple[Outgoing, ...]:
        """In the desk's own words where it has some."""
        own = f"{dialog.intent.partition('.')[0]}.change_how"
        key = own if own in set(self._desks.texts.keys()) else "house.change_how"
        return turn.reply(Card(turn.say(key), tone="ask", words=True)).out

    def _over(self, turn: Turn, dialog: Dialog, note: str | None) -> tuple[Outgoing, ...]:
        """The question's card once it has been answered: the same words, no buttons."""
        asked = turn.uow.outbox.find(dialog.card_key)
        if asked is None or not asked.card.buttons:
            return ()
        body = "\n".join(part for part in (asked.card.body, note or "") if part)
        card = replace(asked.card, buttons=(), body=body, tone="info", words=False)
        return (turn.to(asked.to, card, "over", replaces=dialog.card_key),)

    def _intent(self, dialog: Dialog) -> Intent:
        intent = self._desks.intents.get(dialog.intent)
        if intent is None:
            raise UserError("house.card_gone")
        return intent


def _is_of_another_desk(dialog: Dialog, understood: Understood | None) -> bool:
    """Nothing missing, and nothing that could be a remark on the matter in hand."""
    if understood is None or understood.missing or understood.confidence < BEYOND_REMARK:
        return False
    if understood.intent.endswith(LOOKS):
        return True
    return understood.intent.partition(".")[0] != dialog.intent.partition(".")[0]


def _is_plain(turn: Turn, dialog: Dialog, text: str, understood: Understood) -> bool:
    """A wish of its own, although something is still to be asked about it."""
    sure = understood.intent != dialog.intent and understood.confidence >= PLAIN
    return sure and _corrected(turn, dialog, text) is None


def _corrected(turn: Turn, dialog: Dialog, text: str) -> dict[str, Any] | None:
    """What a sentence changes about the slots as they stand; None when it changes nothing."""
    if dialog.asking == "intent":  # there is nothing yet to correct
        return None
    known = decode(dialog.slots)
    updates = answers.correct(text, in_words(known, turn), context_of(turn))
    return None if updates is None else as_before(with_mentions(updates, turn), known, turn)


def _said_by(turn: Turn, answer: str) -> str:
    """`赵敏：302`, under the question that it answers."""
    return turn.say("house.chosen", name=turn.actor.name, choice=answer)


def _chosen(text: str, dialog: Dialog, turn: Turn) -> int | None:
    """The index of the button that these words stand for: its number, or its label."""
    labels = [option.label for option in dialog.options]
    if not dialog.asking:
        labels = [turn.say("house.yes"), turn.say("house.change"), *labels, turn.say("house.no")]
    number = answers.choice_number(text)
    if number is not None and number <= len(labels):
        return number - 1
    said = text.strip().casefold()
    return next((index for index, label in enumerate(labels) if label.casefold() == said), None)
