"""A message carried by the best way that takes it, and by the next best where that one cannot."""

import asyncio
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from adapters.wecom.robot.faults import RobotFault
from adapters.wecom.routing import Choice, choices, need_of
from adapters.wecom.ways import PLATFORM, ROBOT, ROBOT_URL, WEBHOOK, Numbering, Recalling, Way
from bot.errors import SendFailed
from bot.log import get_log
from bot.messages import ChatRef, NeedsAttention, Outgoing, Route, Sent, What
from bot.ports import Clock

log = get_log("wecom")

ELSEWHERE = frozenset({"no_chat", "not_allowed", "unreachable"})
"""Why one way failed and another may not: the message itself is sound, and did not go out."""

ONLY_ANSWERS = frozenset({ROBOT_URL})
"""What such a way refuses now it refuses for good."""

RECALL_PATIENCE = 3.0
"""Seconds that it may cost to take an old card back: the new one is there, and must not be taken for lost."""

Tell = Callable[[NeedsAttention], None]


@dataclass(slots=True)
class Tries:
    """What came of one message so far."""

    refused: list[str] = field(default_factory=list)
    failed: list[SendFailed] = field(default_factory=list)
    is_final: bool = True

    def refusal(self, way: str, words: str) -> None:
        self.refused.append(f"{way}: {words}")
        self.is_final = self.is_final and way in ONLY_ANSWERS

    def failure(self, way: str, fault: SendFailed) -> None:
        self.refused.append(f"{way}: {fault.reason}")
        self.failed.append(fault)
        self.is_final = self.is_final and fault.permanent

    def is_in_vain(self, way: str) -> bool:
        """Whether a card there can never be changed any more: the robot may for five seconds after a click."""
        return way == ROBOT or all(fault.permanent for fault in self.failed)

    @property
    def words(self) -> str:
        return "; ".join(self.refused)

    def fault(self) -> SendFailed:
        if not self.refused:
            return SendFailed("none of the ways that are set up leads there", permanent=True, why="no_chat")
        why = self.failed[0].why if self.failed else "refused" if self.is_final else "unreachable"
        return SendFailed(self.words, permanent=self.is_final, why=why)


@dataclass(frozen=True, slots=True)
class Asked:
    """Where somebody wrote or pressed: the way, the card that was pressed, the way's own name of the conversation."""

    way: str = ""
    pressed: str = ""
    thread: str = ""

    def pack(self) -> str:
        return "/".join((":".join(filter(None, (self.way, self.pressed))), self.thread)).rstrip("/")

    @classmethod
    def unpack(cls, packed: str) -> Self:
        first, _, thread = packed.partition("/")
        way, _, pressed = first.partition(":")
        return cls(way, pressed, thread)

    def is_about(self, card: str) -> bool:
        """Whether whoever asked waits for what comes in the card's place: another than the pressed one they look at no
        more, and have their answer besides."""
        return not (card and self.pressed) or card == self.pressed


class Carrier:
    def __init__(self, ways: Mapping[str, Way], webhooks: Collection[str], clock: Clock, tell: Tell) -> None:
        self._ways = ways
        self._webhooks = webhooks
        self._clock = clock
        self._tell = tell
        self._silent: dict[ChatRef, SendFailed] = {}

    def heard(self, way: str, chat: ChatRef) -> None:
        """Somebody wrote to the robot there, so it may write."""
        if way == ROBOT:
            self._silent.pop(chat, None)

    def doubt(self, message: Outgoing) -> None:
        """An earlier attempt, of this process or another, may have arrived."""
        for way in self._ways.values():
            if isinstance(way, Numbering):
                way.doubt(message.key)

    async def send(self, message: Outgoing) -> Sent:
        """Raises SendFailed and nothing else; the id begins with the way's name."""
        stands_in, _, replaces = (message.replaces or "").partition(":")
        asked = Asked.unpack(message.thread)
        need = need_of(message, stands_in, asked.way if asked.is_about(replaces) else "")
        tries = Tries()
        for choice in choices(need, self._leading_to(message.to)):
            theirs = replace(
                message,
                replaces=replaces if choice.because == "stands_there" else None,
                thread=asked.thread if choice.way == asked.way else "",
            )
            sent = await self._try(choice, theirs, tries)
            if sent is not None:
                if stands_in and choice.because != "stands_there":
                    await self._take_back(stands_in, replaces)
                route = Route(choice.way, choice.because, tries.words)
                return Sent(f"{choice.way}:{sent.message_id}", route)
        if message.replaces and not need.asked_in and tries.is_in_vain(stands_in):
            return Sent(message.replaces, Route(stands_in, "stays", tries.words))
        raise tries.fault()

    async def _take_back(self, way: str, message_id: str) -> None:
        """What stands above a new card would say what is not so any more; where it is too late it stays."""
        stood: object = self._ways.get(way)
        if not isinstance(stood, Recalling):
            return
        try:
            async with asyncio.timeout(RECALL_PATIENCE):
                await stood.recall(message_id)
        except (SendFailed, TimeoutError) as fault:
            log.info("wecom.not_recalled", reason=str(fault) or "no answer in time")

    def _leading_to(self, chat: ChatRef) -> frozenset[str]:
        return frozenset(name for name in self._ways if name != WEBHOOK or chat.id in self._webhooks)

    async def _try(self, choice: Choice, message: Outgoing, tries: Tries) -> Sent | None:
        way = self._ways[choice.way]
        if choice.way == ROBOT and (known := self._silent.get(message.to)):
            tries.failure(choice.way, known)
            return None
        if words := way.refuses(message):
            tries.refusal(choice.way, words)
            return None
        try:
            return await way.send(message)
        except SendFailed as fault:
            if not _is_for_another(choice, fault):
                raise
            tries.failure(choice.way, fault)
            self._note(choice.way, message.to, fault)
            return None

    def _note(self, way: str, chat: ChatRef, fault: SendFailed) -> None:
        """Nothing more is tried there until somebody writes."""
        if way != ROBOT or not (isinstance(fault, RobotFault) and fault.needs_hello):
            return
        words = f"nobody has written to the robot there ({fault.code})"
        self._silent[chat] = SendFailed(words, permanent=True, why="no_chat")
        now = self._clock.now()
        what: What = "hello_group" if chat.kind == "group" else "hello_person"
        about = chat.lane if chat.kind == "group" else "people"
        self._tell(NeedsAttention(f"{what}:{about}:{now:%Y-%m-%d}", PLATFORM, what, now, chat))


def _is_for_another(choice: Choice, fault: SendFailed) -> bool:
    if fault.unknown or fault.retry_after is not None:
        return False
    return fault.why in ELSEWHERE or (choice.because == "stands_there" and fault.permanent)
