"""Who waits for an answer: each message to the robot is answered under its own number, and none is left open."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Literal, Protocol

from adapters.wecom.robot.line import Sleep, in_time
from adapters.wecom.robot.words import word
from bot.errors import SendFailed
from bot.log import get_log, incident
from bot.messages import ChatRef

log = get_log("wecom")

End = Literal["noted", "still", "file_lost"]
PATIENCE = 3.0
"""Seconds without a word that a person is left to."""

LONGEST, AFTERTHOUGHT = 300.0, 12.0
"""Seconds after which an open stream is closed: WeCom gives six minutes, by another page ten; and the same after the
commit, when an answer can only come from somebody who thinks long."""

MOST_REMEMBERED = 2000


@dataclass(eq=False, slots=True)
class Question:
    """One message; `stream` is the id of the stream that says that its answer is being worked on."""

    req_id: str
    chat: ChatRef
    stream: str = ""
    is_committed: asyncio.Event = field(default_factory=asyncio.Event)
    is_taken: bool = False


class Stream(Protocol):
    """Writes the whole text of a question's stream."""

    async def __call__(self, question: Question, text: str, *, is_last: bool) -> None: ...


async def _nowhere(question: Question, text: str, *, is_last: bool) -> None:
    """Until there is a connection to write to."""


class Asked:
    """Questions by the name that their answers bear."""

    def __init__(self, sleep: Sleep) -> None:
        self.stream: Stream = _nowhere
        self._sleep = sleep
        self._open: dict[str, Question] = {}
        self._over: OrderedDict[str, None] = OrderedDict()
        self._watching: set[asyncio.Task[None]] = set()
        self.languages: dict[ChatRef, str] = {}

    def add(self, name: str, req_id: str, chat: ChatRef) -> Question:
        """The same message again is the same question, under its new number; an answered one waits for nothing."""
        known = self._open.get(name)
        if known is not None:
            known.req_id = req_id
            return known
        question = Question(req_id, chat, is_taken=name in self._over)
        if not question.is_taken:
            self._open[name] = question
            task = asyncio.create_task(self._watch(name, question))
            self._watching.add(task)
            task.add_done_callback(self._watching.discard)
        return question

    def take(self, name: str) -> Question | None:
        """For whoever answers it now; None where it has been answered."""
        question = self._open.get(name)
        if question is None or question.is_taken:
            return None
        question.is_taken = True
        return question

    async def finish(self, question: Question, end: End) -> None:
        """With a few words where nobody has answered it."""
        if not question.is_taken:
            question.is_taken = True
            await self.stream(question, word(end, self.language(question.chat)), is_last=True)

    def language(self, chat: ChatRef) -> str:
        return self.languages.get(chat, "zh")

    async def close(self) -> None:
        """Whoever waits is answered on the next connection, by a message of its own; what is open now is closed."""
        begun = [one for one in self._open.values() if one.stream and not one.is_taken]
        await asyncio.gather(*(self._end(one, "still") for one in begun))
        watching = set(self._watching)
        for task in watching:
            task.cancel()
        if watching:
            await asyncio.wait(watching)

    async def _watch(self, name: str, question: Question) -> None:
        """Nothing for as long as an answer may come at once; then a sign of life; in the end an end."""
        try:
            await self._sleep(PATIENCE)
            if not question.is_taken:
                await self._begin(question)
                await in_time(question.is_committed.wait(), self._sleep(LONGEST))
                await self._sleep(AFTERTHOUGHT)
            await self._end(question, "noted" if question.is_committed.is_set() else "still")
        except Exception as fault:
            incident(log, "wecom.robot_stream_incident", fault)
        finally:
            self._done(name)

    async def _end(self, question: Question, end: End) -> None:
        try:
            await self.finish(question, end)
        except SendFailed as fault:
            log.warning("wecom.robot_stream_failed", reason=fault.reason)

    async def _begin(self, question: Question) -> None:
        """The id first: an answer that comes meanwhile goes into the same stream, after this frame."""
        question.stream = f"s-{question.req_id}"
        try:
            await self.stream(question, word("working", self.language(question.chat)), is_last=False)
        except SendFailed as fault:
            log.warning("wecom.robot_stream_failed", reason=fault.reason)

    def _done(self, name: str) -> None:
        self._open.pop(name, None)
        self._over[name] = None
        if len(self._over) > MOST_REMEMBERED:
            self._over.popitem(last=False)
