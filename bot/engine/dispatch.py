"""One event, one transaction, one answer."""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from time import perf_counter

from bot.cards import Button, Card, Tone
from bot.engine import doubt
from bot.engine.accounts import take_once
from bot.engine.attention import tell_once
from bot.engine.core import Core
from bot.engine.dialog import Conversation, settle
from bot.engine.reading import CALLED, CERTAIN, IN_DOUBT, Words, language_of, read, told_in
from bot.engine.second_look import SecondLook
from bot.engine.sights import note_seen
from bot.engine.snapshot import Snapshot
from bot.engine.words import TYPED, WITH_REASON, WITH_REMARK, short
from bot.errors import TryAgain, UserError
from bot.log import get_log, incident
from bot.messages import (
    LARGEST_FILE,
    ButtonPressed,
    CardSeen,
    ChatRef,
    FileReceived,
    HomeOpened,
    InboundEvent,
    Known,
    NeedsAttention,
    Outgoing,
    Said,
    TextReceived,
    action_of,
)
from bot.ports import Dialog, Model, UnitOfWork
from bot.router import fill
from bot.turn import Ask, Turn
from bot.understanding import answers
from bot.understanding.normalise import clean
from bot.understanding.sentence import LONGEST
from bot.understanding.understand import Understood

log = get_log("dispatch")

LONGEST_TEXT = 2000
"""Characters of one message; longer than any command, shorter than what could hold up the reader."""

TYPED_BUTTON_AGE = timedelta(days=7)
TYPED_BUTTON_LENGTH = 24
LEAVE = "leave."
TYPED_WORDS = frozenset(word for words in TYPED.values() for word in words)


class Dispatcher:
    """Carries an event to the desk that it is for; returns after the commit.

    A refusal is explained in a transaction of its own, after the desk's has been undone. A bug gets a number, is
    noted as seen and told to the sender. TryAgain passes through: the platform will deliver the event again.
    """

    def __init__(self, core: Core, wake: Callable[[], None], model: Model | None = None) -> None:
        self._store = core.store
        self.desks = self._desks = doubt.with_doubt(core.desks)
        self._house = core.house
        self._clock = core.clock
        self._counts = core.counts
        self._wake = wake
        self._snapshot = Snapshot()
        self._conversation = Conversation(self._desks)
        self._unplaced: dict[str, str] = {}
        self.second_look = SecondLook(model, self._desks, self.ask_later) if model else None

    async def __call__(self, event: InboundEvent) -> None:
        if isinstance(event, Known):
            await self._take(event)
        elif isinstance(event, CardSeen):
            await self._store.write(lambda uow: note_seen(self._desks, uow, event))
        else:
            await self._answer(event)
        self._wake()

    async def _take(self, event: Known) -> None:
        """Nobody waits for an answer, so a bug is a number in the log, and the next full reading puts it right."""
        now, platform = self._clock.now(), event.platform
        result = "handled"
        try:
            await self._store.write(lambda uow: self._note(uow, event, now))
        except TryAgain:
            self._counts.add("inbound", platform=platform, result="try_again")
            raise
        except Exception as fault:
            result = "incident"
            incident(log, "dispatch.incident", fault, event_id=event.event_id)
        self._counts.add("inbound", platform=platform, result=result)

    def _note(self, uow: UnitOfWork, event: Known, now: datetime) -> None:
        if isinstance(event, NeedsAttention):
            tell_once(uow, self._house, event, now)
        else:
            take_once(uow, event, now)

    async def _answer(self, event: Said) -> None:
        now, begun = self._clock.now(), perf_counter()
        result = "handled"
        try:
            await self._store.write(lambda uow: self._handle(event, uow, now, self._route))
            self._look_again(event)
        except UserError as fault:
            result = "refused"
            await self._explain(event, now, fault)
        except TryAgain:
            self._count(event, "try_again")
            raise
        except Exception as fault:
            result = "incident"
            number = incident(log, "dispatch.incident", fault, event_id=event.envelope.event_id)
            await self._explain(event, now, UserError("house.broke", number=number), tone="error")
        self._count(event, result)
        self._counts.observe("handler_seconds", perf_counter() - begun, platform=event.envelope.chat.platform)

    def _look_again(self, event: Said) -> None:
        """What was answered with the help alone goes to the model, where there is one."""
        language = self._unplaced.pop(event.envelope.event_id, "")
        if language and self.second_look and isinstance(event, TextReceived):
            self.second_look.begin(event, language)

    async def ask_later(self, event: Said, question: Callable[[Turn], Ask | None]) -> None:
        """One more card for an event that was answered before; nothing when a question is open by now."""

        def ask(turn: Turn) -> tuple[Outgoing, ...]:
            if turn.uow.dialogs.of(turn.chat.id, turn.actor.id, turn.now) is not None:
                return ()
            found = question(turn)
            return settle(self._desks, turn, found) if found else ()

        envelope = replace(event.envelope, event_id=f"{event.envelope.event_id}+look")
        later, now = replace(event, envelope=envelope), self._clock.now()
        await self._store.write(lambda uow: self._handle(later, uow, now, ask))
        self._wake()

    def _count(self, event: Said, result: str) -> None:
        self._counts.add("inbound", platform=event.envelope.chat.platform, result=result)

    async def _explain(self, event: Said, now: datetime, fault: UserError, *, tone: Tone = "warn") -> None:
        def words(turn: Turn) -> tuple[Outgoing, ...]:
            return turn.reply(Card(turn.say(fault.key, **fault.params), tone=tone), "why").out

        await self._store.write(lambda uow: self._handle(event, uow, now, words))

    def _handle(
        self, event: Said, uow: UnitOfWork, now: datetime, answer: Callable[[Turn], tuple[Outgoing, ...]]
    ) -> None:
        where = event.envelope
        if uow.inbox.first_seen(where.chat.platform, where.event_id, now):
            turn = self._turn(event, uow, now)
            _owe(turn, answer(turn))

    def _turn(self, event: Said, uow: UnitOfWork, now: datetime) -> Turn:
        where = event.envelope
        directory, actor, chat = self._snapshot.meet(uow, where, now)
        chosen = chat.language or (actor.language if where.chat.kind == "direct" else "")
        language = chosen or language_of(told_in(event), self._house, directory)
        return Turn(
            house=self._house,
            directory=directory,
            event=event,
            chat=chat,
            actor=actor,
            now=now,
            say=self._house.speak(language, now),
            uow=uow,
            key=f"{where.chat.platform}:{where.event_id}",
        )

    def _route(self, turn: Turn) -> tuple[Outgoing, ...]:
        if isinstance(turn.event, ButtonPressed):
            return self._press(turn, turn.event)
        if isinstance(turn.event, FileReceived):
            return self._read_file(turn, turn.event)
        if isinstance(turn.event, HomeOpened):
            return settle(self._desks, turn, self._desks.home(turn)) if self._desks.home else ()
        text = clean(turn.event.text)
        if len(text) > LONGEST_TEXT:
            return self._too_long(turn, text)
        quoted, take = turn.event.quoted, self._desks.forwarded
        if quoted is not None and not text and take is not None and turn.is_spoken_to:
            return settle(self._desks, turn, take(turn, quoted))
        return self._hear(turn, text)

    def _read_file(self, turn: Turn, event: FileReceived) -> tuple[Outgoing, ...]:
        if not turn.is_spoken_to:
            return ()
        kinds, name = self._desks.files, short(event.name)
        if event.ending not in kinds:
            raise UserError("house.file_kinds" if kinds else "house.file_none", name=name, kinds=tuple(kinds))
        if len(event.content) > LARGEST_FILE:
            raise UserError("house.file_too_large", name=name, limit=LARGEST_FILE // 2**20)
        return settle(self._desks, turn, kinds[event.ending](turn, event))

    def _too_long(self, turn: Turn, text: str) -> tuple[Outgoing, ...]:
        if not turn.is_spoken_to:
            return ()
        raise UserError("house.too_long", length=len(text), limit=LONGEST_TEXT)

    def _press(self, turn: Turn, event: ButtonPressed, message_id: str = "") -> tuple[Outgoing, ...]:
        action = action_of(event)
        if action.verb.startswith("dialog."):
            return self._conversation.press(_in_language_of_dialog(turn, action.subject), action)
        press = self._desks.actions.get(action.verb)
        if press is None:
            raise UserError("house.card_gone")
        return settle(self._desks, turn, press(turn, action.subject, action.choice))

    def _hear(self, turn: Turn, text: str) -> tuple[Outgoing, ...]:
        words, dialog = Words(text), turn.uow.dialogs.of(turn.chat.id, turn.actor.id, turn.now)
        if dialog is not None:
            heard = self._conversation.hear(_speaking(turn, dialog.language), dialog, words)
            if heard is not None:
                return heard
        typed = self._typed_button(turn, text)
        if typed is not None:
            return typed
        spoken_to = turn.is_spoken_to
        understood = read(words, self._desks, turn, IN_DOUBT if spoken_to else CALLED) if text else None
        is_leave = understood is not None and understood.intent.startswith(LEAVE)
        if spoken_to and not is_leave and (done := self._button_and_words(turn, text, WITH_REASON)) is not None:
            return done
        if understood is not None and understood.confidence >= CERTAIN:
            return self._begin(turn, understood.intent, {**understood.slots, "faults": understood.faults}, text)
        return self._unclear(turn, text, dialog, understood) if spoken_to else ()

    def _unclear(
        self, turn: Turn, text: str, dialog: Dialog | None, understood: Understood | None
    ) -> tuple[Outgoing, ...]:
        """Something was said to us that no desk can act on as it stands."""
        if dialog is not None and dialog.intent != doubt.NAME:
            raise UserError("house.not_an_answer" if dialog.asking else "house.not_a_correction", said=short(text))
        if understood is None and len(text) > LONGEST:
            raise UserError("house.too_long", length=len(text), limit=LONGEST)
        if understood is None and (done := self._button_and_words(turn, text, WITH_REMARK)) is not None:
            return done
        if answers.is_thanks(text):
            return turn.reply(Card(turn.say("house.welcome"))).out
        if answers.is_never_mind(text):
            return turn.reply(Card(turn.say("house.nothing_open"))).out
        if understood is not None:
            return settle(self._desks, turn, doubt.ask(turn, understood, text))
        if text:
            self._unplaced[turn.event.envelope.event_id] = turn.say.language
        return self._begin(turn, "help", {}, text)

    def _begin(self, turn: Turn, name: str, values: dict[str, object], text: str) -> tuple[Outgoing, ...]:
        intent = self._desks.open_intent(name)
        if intent is None:
            return turn.reply(Card(turn.say("house.coming", said=short(text)))).out
        return settle(self._desks, turn, intent.prepare(turn, fill(intent.slots, values)))

    def _typed_button(self, turn: Turn, text: str) -> tuple[Outgoing, ...] | None:
        """A word or number that stands on the newest card with buttons does what the button does."""
        if not (text and len(text) <= TYPED_BUTTON_LENGTH and turn.is_spoken_to):
            return None
        button = self._button_of(turn, turn.chat.ref, text, answers.choice_number(text) or 0)
        if button is None and turn.is_direct and _bare(text) in TYPED_WORDS:
            others = (one.direct() for one in turn.uow.people.every_account(turn.actor.id))
            elsewhere = (self._button_of(turn, chat, text) for chat in others if chat != turn.chat.ref)
            button = next(filter(None, elsewhere), None)  # 收到, said on the other messenger
        return self._press(turn, ButtonPressed(turn.event.envelope, button.action.pack())) if button else None

    def _button_and_words(self, turn: Turn, text: str, verbs: Collection[str]) -> tuple[Outgoing, ...] | None:
        """请假，去局里开会: the button, and the answer to the question that it leads to, which need not be asked."""
        label, _, words = _FIRST_PAUSE.sub("\n", text, count=1).partition("\n")
        button = self._button_of(turn, turn.chat.ref, label) if words else None
        if button is None or button.action.verb not in verbs:
            return None
        pressed = self._press(turn, ButtonPressed(turn.event.envelope, button.action.pack()))
        asked = turn.uow.dialogs.of(turn.chat.id, turn.actor.id, turn.now)
        if asked is None:
            return pressed
        _owe(turn, [one for one in pressed if one.key != asked.card_key])  # so that the answer finds them
        heard = self._conversation.hear(turn, asked, Words(words))
        return heard if heard is not None else tuple(one for one in pressed if one.key == asked.card_key)

    def _button_of(self, turn: Turn, chat: ChatRef, text: str, number: int = 0) -> Button | None:
        shown = turn.uow.outbox.latest_with_buttons(chat, turn.now - TYPED_BUTTON_AGE)
        buttons = enumerate(shown.card.buttons, start=1) if shown else ()
        return next((one for place, one in buttons if place == number or _stands_for(text, one)), None)


def _owe(turn: Turn, messages: Iterable[Outgoing]) -> None:
    for message in messages:
        turn.uow.outbox.add(turn.in_thread(message), turn.now, turn.actor.id)


def _stands_for(text: str, button: Button) -> bool:
    """Its label, or another word for what it does; 收到，马上办 is written in many ways."""
    return text.casefold() == button.label.casefold() or _bare(text) in TYPED.get(button.action.verb, ())


def _bare(text: str) -> str:
    return _MARKS.sub("", text.casefold()) if not text.isascii() else text.casefold().strip(" .!")


_FIRST_PAUSE = re.compile(r"\s*[,，:：、;；。]\s*|\s+")
_MARKS = re.compile(r"[\s,，。.!！~～]|[啦哈哦呀哒]+$")


def _in_language_of_dialog(turn: Turn, dialog_id: int) -> Turn:
    dialog = turn.uow.dialogs.get(dialog_id, turn.now)
    return _speaking(turn, dialog.language) if dialog else turn


def _speaking(turn: Turn, language: str) -> Turn:
    return replace(turn, say=turn.speak(language))
