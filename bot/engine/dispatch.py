"""One event, one transaction, one answer."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from time import perf_counter

from bot.cards import Button, Card, Tone
from bot.engine import doubt
from bot.engine.accounts import take_once
from bot.engine.attention import tell_once
from bot.engine.core import Core
from bot.engine.dialog import Conversation, settle
from bot.engine.gathering import Gathering
from bot.engine.reading import CALLED, CERTAIN, IN_DOUBT, Words, language_of, read, told_in
from bot.engine.second_look import SecondLook
from bot.engine.sights import note_seen
from bot.engine.snapshot import Met, Snapshot
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
    Reply,
    Said,
    TextReceived,
    action_of,
)
from bot.ports import Dialog, Model, UnitOfWork
from bot.router import fill
from bot.turn import Ask, Pressed, Turn
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
        self._gathering = Gathering(self._attend_together)
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
            result = await self._attend(event, now)
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

    async def _attend(self, event: Said, now: datetime) -> str:
        """A group that cannot be kept together is kept one by one, so that nobody suffers for another's fault."""
        if isinstance(event, ButtonPressed) and self._is_for_many(event):
            try:
                return await self._gathering.take(event)
            except TryAgain:
                raise
            except Exception as fault:
                log.warning("dispatch.group_undone", fault=repr(fault), hint="each of its events is kept by itself")
        await self._do(event, now, self._route)
        self._look_again(event)
        return "handled"

    def _is_for_many(self, event: ButtonPressed) -> bool:
        try:
            return action_of(event).verb in self._desks.together
        except UserError:  # a button of no card of ours, which is explained in its own turn
            return False

    async def _attend_together(self, events: Sequence[ButtonPressed]) -> list[str]:
        now = self._clock.now()
        turns, answers = await self._store.write(lambda uow: self._handle_together(events, uow, now))
        for turn in turns:
            self._snapshot.keep(turn.event.envelope, Met(turn.directory, turn.actor, turn.chat))
        refused = {turn.key for turn, answer in zip(turns, answers, strict=True) if isinstance(answer, UserError)}
        return ["refused" if _key(one) in refused else "handled" for one in events]

    def _handle_together(
        self, events: Sequence[ButtonPressed], uow: UnitOfWork, now: datetime
    ) -> tuple[list[Turn], list[Reply | UserError]]:
        """The turns of those that are new, and what each is answered, which is in the outbox."""
        new = _new(uow, events, now)
        turns = self._turns(new, uow, now)
        pressed: dict[str, list[Pressed]] = defaultdict(list)
        for event, turn in zip(new, turns, strict=True):
            action = action_of(event)
            pressed[action.verb].append(Pressed(turn, action.subject, action.choice))
        answers = {
            one.turn.key: answer
            for verb, presses in pressed.items()
            for one, answer in zip(presses, self._desks.together[verb](presses), strict=True)
        }
        out = {turn.key: _said(turn, answers[turn.key]) for turn in turns}
        messages = [turn.in_thread(message) for turn in turns for message in out[turn.key]]
        by = {message.key: turn.actor.id for turn in turns for message in out[turn.key]}
        uow.outbox.add_all(messages, now, by)
        return turns, [answers[turn.key] for turn in turns]

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
        await self._do(later, now, ask)
        self._wake()

    def _count(self, event: Said, result: str) -> None:
        self._counts.add("inbound", platform=event.envelope.chat.platform, result=result)

    async def _explain(self, event: Said, now: datetime, fault: UserError, *, tone: Tone = "warn") -> None:
        await self._do(event, now, lambda turn: _why(turn, fault, tone))

    async def _do(self, event: Said, now: datetime, answer: Callable[[Turn], tuple[Outgoing, ...]]) -> None:
        turn = await self._store.write(lambda uow: self._handle(event, uow, now, answer))
        if turn is not None:
            self._snapshot.keep(event.envelope, Met(turn.directory, turn.actor, turn.chat))

    def _handle(
        self, event: Said, uow: UnitOfWork, now: datetime, answer: Callable[[Turn], tuple[Outgoing, ...]]
    ) -> Turn | None:
        """None for an event that was seen before."""
        where = event.envelope
        if not uow.inbox.first_seen(where.chat.platform, where.event_id, now):
            return None
        (turn,) = self._turns([event], uow, now)
        _owe(turn, answer(turn))
        return turn

    def _turns(self, events: Sequence[Said], uow: UnitOfWork, now: datetime) -> list[Turn]:
        met = self._snapshot.meet(uow, [one.envelope for one in events], now)
        return [self._turn(event, uow, now, each) for event, each in zip(events, met, strict=True)]

    def _turn(self, event: Said, uow: UnitOfWork, now: datetime, met: Met) -> Turn:
        directory, actor, chat = met
        chosen = chat.language or (actor.language if chat.ref.kind == "direct" else "")
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
            key=_key(event),
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


def _key(event: Said) -> str:
    return f"{event.envelope.chat.platform}:{event.envelope.event_id}"


def _new(uow: UnitOfWork, events: Sequence[ButtonPressed], now: datetime) -> list[ButtonPressed]:
    """Those that were not here before, platform by platform."""
    ids: dict[str, list[str]] = defaultdict(list)
    for one in events:
        ids[one.envelope.chat.platform].append(one.envelope.event_id)
    new = {platform: uow.inbox.new_of(platform, ids[platform], now) for platform in sorted(ids)}
    return [one for one in events if one.envelope.event_id in new[one.envelope.chat.platform]]


def _said(turn: Turn, answer: Reply | UserError) -> tuple[Outgoing, ...]:
    return _why(turn, answer, "warn") if isinstance(answer, UserError) else answer.out


def _why(turn: Turn, fault: UserError, tone: Tone) -> tuple[Outgoing, ...]:
    return turn.reply(Card(turn.say(fault.key, **fault.params), tone=tone), "why").out


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
