"""Who waits for an answer: each message to the robot is answered under its own number, and none is left open."""

import asyncio
from collections import OrderedDict, deque
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

LONGEST = 300.0
"""Seconds after which an open stream is closed: WeCom gives six minutes, by another page ten."""

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
    def __init__(self, sleep: Sleep) -> None:
        self.stream: Stream = _nowhere
        self._sleep = sleep
        self._waiting: dict[ChatRef, deque[Question]] = {}
        self._watching: set[asyncio.Task[None]] = set()
        self._answered: OrderedDict[str, None] = OrderedDict()
        self._named: dict[str, Question] = {}
        self.languages: dict[ChatRef, str] = {}

    def add(self, msgid: str, req_id: str, chat: ChatRef) -> Question:
        """The same message again is the same question, under its new number; an answered one waits for nothing."""
        known = self._named.get(msgid)
        if known is not None:
            known.req_id = req_id
            return known
        question = Question(req_id, chat, is_taken=msgid in self._answered)
        if not question.is_taken:
            self._named[msgid] = question
            self._waiting.setdefault(chat, deque()).append(question)
            task = asyncio.create_task(self._watch(msgid, question))
            self._watching.add(task)
            task.add_done_callback(self._watching.discard)
        return question

    def take(self, chat: ChatRef) -> Question | None:
        """The oldest one in that chat, for whoever answers it now."""
        waiting = self._waiting.get(chat)
        while waiting:
            question = waiting.popleft()
            if not waiting:
                del self._waiting[chat]
            if not question.is_taken:
                question.is_taken = True
                return question
        return None

    def give_back(self, question: Question) -> None:
        """It was not answered after all, and is the next to be."""
        question.is_taken = False
        self._waiting.setdefault(question.chat, deque()).appendleft(question)

    async def finish(self, question: Question, end: End) -> None:
        """With a few words where nobody has answered it."""
        if not question.is_taken:
            question.is_taken = True
            await self.stream(question, word(end, self._language(question)), is_last=True)

    async def close(self) -> None:
        """Whoever waits is answered by the next connection, without a number."""
        watching = set(self._watching)
        for task in watching:
            task.cancel()
        if watching:
            await asyncio.wait(watching)
        self._waiting.clear()
        self._named.clear()

    async def _watch(self, msgid: str, question: Question) -> None:
        """Nothing for as long as an answer may come at once; then a sign of life; in the end an end."""
        try:
            await self._sleep(PATIENCE)
            if not (question.is_taken or question.is_committed.is_set()):
                await self._open(question)
                await in_time(question.is_committed.wait(), self._sleep(LONGEST))
                await self._sleep(PATIENCE)
            await self.finish(question, "noted" if question.is_committed.is_set() else "still")
        except SendFailed as fault:
            log.warning("wecom.robot_stream_failed", reason=fault.reason)
        except Exception as fault:
            incident(log, "wecom.robot_stream_incident", fault)
        finally:
            self._done(msgid)

    async def _open(self, question: Question) -> None:
        """The id first: an answer that comes meanwhile goes into the same stream, after this frame."""
        question.stream = f"s-{question.req_id}"
        try:
            await self.stream(question, word("working", self._language(question)), is_last=False)
        except SendFailed as fault:
            log.warning("wecom.robot_stream_failed", reason=fault.reason)

    def _language(self, question: Question) -> str:
        return self.languages.get(question.chat, "zh")

    def _done(self, msgid: str) -> None:
        self._named.pop(msgid, None)
        self._answered[msgid] = None
        if len(self._answered) > MOST_REMEMBERED:
            self._answered.popitem(last=False)
