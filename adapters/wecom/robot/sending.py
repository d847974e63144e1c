"""What is owed, put on the robot's connection: as an answer where somebody waits for one, as a changed card where one
was pressed a moment ago, and as a message of its own everywhere else."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from adapters.wecom.robot import render
from adapters.wecom.robot.asked import Asked, Question
from adapters.wecom.robot.budget import Budget
from adapters.wecom.robot.faults import MINUTE, NOT_SUBSCRIBED, RobotFault
from adapters.wecom.robot.line import Line
from adapters.wecom.robot.uploads import Uploads
from adapters.wecom.robot.words import word
from bot.errors import SendFailed
from bot.log import get_log
from bot.messages import ChatRef, Outgoing, Sent
from bot.ports import Clock

log = get_log("wecom")

Json = Mapping[str, Any]

AT_ONCE = timedelta(seconds=4.5)
"""A pressed card can be changed for five seconds."""

TOO_LATE = "a card can be changed only within five seconds of a press on it"
CHAT_TYPES = {"direct": 1, "group": 2}
LIMITED = 45009
MOST_REMEMBERED = 2000


@dataclass(frozen=True, slots=True)
class Click:
    """The newest press on a card: its number is good for changing it."""

    req_id: str
    at: datetime


class Sender:
    def __init__(self, line: Line, asked: Asked, budget: Budget, clock: Clock) -> None:
        self._line = line
        self._asked = asked
        self._budget = budget
        self._clock = clock
        self._uploads = Uploads(line, clock)
        self._clicks: OrderedDict[str, Click] = OrderedDict()
        self._arrived: OrderedDict[str, int] = OrderedDict()
        self._doubtful: OrderedDict[str, None] = OrderedDict()

    def doubt(self, key: str) -> None:
        self._doubtful[key] = None
        _trim(self._doubtful)

    def pressed(self, task_id: str, req_id: str) -> None:
        self._clicks[task_id] = Click(req_id, self._clock.now())
        self._clicks.move_to_end(task_id)
        _trim(self._clicks)

    def can_change(self, task_id: str) -> bool:
        """Only a card that somebody has just pressed can be changed."""
        click = self._clicks.get(task_id)
        return click is not None and self._clock.now() - click.at < AT_ONCE

    async def send(self, message: Outgoing) -> Sent:
        self._asked.languages[message.to] = message.language
        await self._line.ready()
        return await (self._change(message, message.replaces) if message.replaces else self._anew(message))

    async def _change(self, message: Outgoing, task_id: str) -> Sent:
        """First the card, which has no time; then what has no room on it."""
        if not self.can_change(task_id):
            raise SendFailed(TOO_LATE, permanent=True, why="not_allowed")
        made = render.changed(message.card, message.language, task_id)
        self._budget.take(message.to.lane, self._clock.now(), urgent=True)
        body = {"response_type": "update_template_card", "template_card": made.card}
        await self._line.ask("aibot_respond_update_msg", body, self._clicks[task_id].req_id)
        if made.markdown:
            await self._post(message, _markdown(made.markdown))
        return Sent(task_id)

    async def _anew(self, message: Outgoing) -> Sent:
        """Its parts in order; what arrived in an earlier attempt is not sent again."""
        task_id = task_id_of(message.key)
        made = render.parts(message.card, message.mentions, message.language, task_id)
        steps = [*([self._share] if message.file else []), *([self._tell] if made.markdown else [])]
        steps += [self._show] if made.card else []
        for place, step in enumerate(steps):
            if place >= self._arrived.get(message.key, 0):
                await step(message, made)
                self._arrived[message.key] = place + 1
                _trim(self._arrived)
        self._arrived.pop(message.key, None)
        return Sent(task_id)

    async def _share(self, message: Outgoing, _made: render.Parts) -> None:
        assert message.file is not None
        media_id = await self._uploads.media_id(message.file)
        await self._post(message, {"msgtype": "file", "file": {"media_id": media_id}})

    async def _tell(self, message: Outgoing, made: render.Parts) -> None:
        await self._post(message, _markdown(made.markdown))

    async def _show(self, message: Outgoing, made: render.Parts) -> None:
        """A card that WeCom does not take is put into words; after an attempt that nobody knows the end of, a refusal
        is of the second copy."""
        try:
            await self._post(message, {"msgtype": "template_card", "template_card": made.card})
        except RobotFault as fault:
            if not fault.is_about_content:
                raise
            if message.key in self._doubtful:
                log.info("wecom.card_was_there", reason=fault.reason)
                return
            log.error("wecom.card_refused", reason=fault.reason, hint="it is sent as text, with numbers for buttons")
            words = render.in_words(message.card, message.language, is_told=bool(made.markdown))
            await self._post(message, _markdown(words))
        except SendFailed as fault:
            if fault.unknown:
                self.doubt(message.key)
            raise

    async def _post(self, message: Outgoing, body: Json) -> None:
        question = self._asked.take(message.thread) if message.thread else None
        if question is not None and await self._answered(question, body):
            return
        target = {"chatid": message.to.id, "chat_type": CHAT_TYPES[message.to.kind]}
        await self._frame("aibot_send_msg", message.to, {**target, **body})

    async def _answered(self, question: Question, body: Json) -> bool:
        """Whether it went out as the answer; a question whose answer did not go out still waits for one."""
        try:
            return await self._answer(question, body)
        except SendFailed as fault:
            question.is_taken = fault.unknown
            raise

    async def _answer(self, question: Question, body: Json) -> bool:
        """Into an open stream only words go: it is closed before anything else is sent.

        Where WeCom takes no answer, it may take a message: which code says that the time is over is not certain.
        """
        is_words = body["msgtype"] == "markdown"
        try:
            if not question.stream:
                await self._frame("aibot_respond_msg", question.chat, body, question.req_id)
                return True
            below = word("below", self._asked.language(question.chat))
            await self.stream(question, body["markdown"]["content"] if is_words else below, is_last=True)
        except RobotFault as fault:
            if fault.why in {"limited", "unreachable"}:
                raise
            return False
        return bool(is_words)

    async def stream(self, question: Question, text: str, *, is_last: bool) -> None:
        """The whole text of the stream under that question's number."""
        name = question.stream or f"s-{question.req_id}"
        body = {"msgtype": "stream", "stream": {"id": name, "finish": is_last, "content": text}}
        await self._frame("aibot_respond_msg", question.chat, body, question.req_id, urgent=is_last)

    async def _frame(self, what: str, chat: ChatRef, body: Json, req_id: str = "", *, urgent: bool = False) -> None:
        """Once more on a new connection where the old one had forgotten the robot."""
        self._budget.take(chat.lane, self._clock.now(), urgent=urgent)
        try:
            await self._line.ask(what, body, req_id)
        except RobotFault as fault:
            if fault.code == LIMITED:
                self._budget.shut(chat.lane, self._clock.now() + MINUTE)
            if fault.code != NOT_SUBSCRIBED:
                raise
            await self._line.ready()
            await self._line.ask(what, body, req_id)


def task_id_of(key: str) -> str:
    """The same for every attempt at one message, so that WeCom itself may know a second copy; and never another's."""
    return f"x-{blake2b(key.encode(), digest_size=16).hexdigest()}"


def _markdown(text: str) -> Json:
    return {"msgtype": "markdown", "markdown": {"content": text}}


def _trim(held: "OrderedDict[str, Any]") -> None:
    while len(held) > MOST_REMEMBERED:
        held.popitem(last=False)
