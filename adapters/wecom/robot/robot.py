"""The smart robot over its own connection: what comes is committed before it is answered, what is owed is sent."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from adapters.http import Http
from adapters.wecom.robot import render
from adapters.wecom.robot.asked import Asked, Question
from adapters.wecom.robot.budget import Budget
from adapters.wecom.robot.heard import NAMES, PLATFORM, Entered, Media, Press, Unreadable, Words, hear
from adapters.wecom.robot.line import Line, Sleep, in_time
from adapters.wecom.robot.media import fetch
from adapters.wecom.robot.receiving import event_of, file_of, hand_over
from adapters.wecom.robot.sending import TOO_LATE, Sender
from adapters.wecom.robot.words import WORDS
from bot.errors import SendFailed, TryAgain
from bot.log import get_log, incident
from bot.messages import InboundEvent, NeedsAttention, Outgoing, Sent
from bot.ports import Clock, Dispatch

log = get_log("wecom")

Work = Callable[[], Awaitable[None]]

AT_ONCE = 64
LAST_WORDS = 3.0
NO_HOME = "WeCom has no page of a person's own"
WELCOME = "\n\n".join(WORDS["welcome"])


async def nobody(_event: InboundEvent) -> None:
    """Until it is started nothing can be taken."""
    raise TryAgain


class Robot:
    """One connection, which only one process may have: `start` takes it from whoever has it."""

    name = "robot"
    limits = render.LIMITS

    def __init__(  # noqa: PLR0913, PLR0917 - what a robot is made of
        self,
        http: Http,
        ws_url: str,
        bot_id: str,
        secret: str,
        clock: Clock,
        sleep: Sleep = asyncio.sleep,
        names: tuple[str, ...] = NAMES,
    ) -> None:
        self._http = http
        self._bot_id = bot_id
        self._clock = clock
        self._sleep = sleep
        self._names = names
        self.line = Line(http, ws_url, bot_id, secret, sleep)
        self.line.hear, self.line.when_kicked = self._hear, self._kicked
        self._asked = Asked(sleep)
        self._sender = Sender(self.line, self._asked, Budget(), clock)
        self._asked.stream = self._sender.stream
        self._dispatch: Dispatch = nobody
        self._in_hand: set[asyncio.Task[None]] = set()
        self._places = asyncio.Semaphore(AT_ONCE)

    async def start(self, dispatch: Dispatch) -> None:
        """A WeCom that does not answer now does not keep the house from opening."""
        self._dispatch = dispatch
        self.line.start()

    async def close(self) -> None:
        """What is in hand is committed, if that is soon; then the connection is given up."""
        if self._in_hand:
            await in_time(asyncio.wait(set(self._in_hand)), self._sleep(LAST_WORDS))
        await self._asked.close()
        await self.line.close()
        for task in set(self._in_hand):
            task.cancel()

    def refuses(self, message: Outgoing) -> str:
        if message.to.kind == "home":
            return NO_HOME
        if self.line.state in {"kicked", "refused"}:
            return f"the robot is not connected ({self.line.state})"
        return TOO_LATE if message.replaces and not self._sender.can_change(message.replaces) else ""

    async def send(self, message: Outgoing) -> Sent:
        if message.to.kind == "home":
            raise SendFailed(NO_HOME, permanent=True, why="no_chat")
        return await self._sender.send(message)

    def doubt(self, key: str) -> None:
        """A card of this key may be there already: WeCom refuses its second copy."""
        self._sender.doubt(key)

    async def _kicked(self) -> None:
        now = self._clock.now()
        try:
            await hand_over(
                self._dispatch, NeedsAttention(f"kicked:{now.isoformat()}", PLATFORM, "kicked", now), self._sleep
            )
        except Exception as fault:
            incident(log, "wecom.robot_incident", fault)

    def _hear(self, req_id: str, body: Any) -> None:
        """The question is noted at once, so that an answer finds it however soon it comes."""
        try:
            heard = hear(body, self._clock.now(), self._names)
        except Unreadable:
            log.warning("wecom.unreadable", kind=str(body.get("msgtype"))[:40])
            return
        if isinstance(heard, Entered):
            self._begin(partial(self._welcome, req_id))
        elif isinstance(heard, (Words, Media)):
            question = self._asked.add(heard.origin.event_id, req_id, heard.origin.chat)
            self._begin(partial(self._said, heard, question))
        elif isinstance(heard, Press):
            self._sender.pressed(heard.task_id, req_id)
            self._begin(partial(self._pressed, heard))

    def _begin(self, work: Work) -> None:
        task = asyncio.create_task(self._in_turn(work))
        self._in_hand.add(task)
        task.add_done_callback(self._in_hand.discard)

    async def _in_turn(self, work: Work) -> None:
        try:
            async with self._places:
                await work()
        except SendFailed as fault:
            log.warning("wecom.robot_not_answered", reason=fault.reason)
        except Exception as fault:
            incident(log, "wecom.robot_incident", fault)

    async def _said(self, heard: Words | Media, question: Question) -> None:
        try:
            event = event_of(heard) if isinstance(heard, Words) else file_of(heard, await fetch(self._http, heard))
            await hand_over(self._dispatch, event, self._sleep)
        except SendFailed as fault:
            log.warning("wecom.file_not_fetched", reason=fault.reason)
            await self._asked.finish(question, "file_lost")
        finally:
            question.is_committed.set()

    async def _pressed(self, heard: Press) -> None:
        await hand_over(self._dispatch, event_of(heard), self._sleep)

    async def _welcome(self, req_id: str) -> None:
        body = {"msgtype": "text", "text": {"content": WELCOME}}
        await self.line.ask("aibot_respond_welcome_msg", body, req_id)
