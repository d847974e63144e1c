"""One call for all who are told the same: WeCom takes a thousand at a time."""

import asyncio
import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.errors import SendFailed

MOST_AT_ONCE = 1000
MOST_REMEMBERED = 5000

Body = Mapping[str, Any]
Post = Callable[[Body, tuple[str, ...]], Awaitable[Body]]


def remember(held: "OrderedDict[Any, Any]", key: object, value: object) -> None:
    """As the newest; the oldest is forgotten."""
    held[key] = value
    held.move_to_end(key)
    if len(held) > MOST_REMEMBERED:
        held.popitem(last=False)


@dataclass(slots=True)
class _Same:
    """All who are to be told one thing: those who wait, and those who are being told."""

    body: Body
    waiting: dict[str, "asyncio.Future[Body]"] = field(default_factory=dict)
    being_told: tuple[str, ...] = ()
    task: "asyncio.Task[None] | None" = None


class Lists:
    """While one call is on its way, all who are to be told the same gather for the next one.

    A list of which nobody learned whether it arrived is tried again as it was, or WeCom would take it for another.
    """

    def __init__(self, post: Post) -> None:
        self._post = post
        self._same: dict[str, _Same] = {}
        self._lost: OrderedDict[tuple[str, str], tuple[str, ...]] = OrderedDict()
        self._again: dict[tuple[str, ...], asyncio.Task[Body]] = {}

    async def post(self, body: Body, user: str) -> Body:
        what = json.dumps(body, sort_keys=True)
        users = self._lost.get((what, user))
        if users is not None:
            told = await self._repeated(what, body, users)
            self._lost.pop((what, user), None)
            return told
        same = self._same.setdefault(what, _Same(body))
        answer = same.waiting.setdefault(user, asyncio.get_running_loop().create_future())
        if same.task is None:
            same.task = asyncio.create_task(self._run(what, same))
        try:
            return await asyncio.shield(answer)
        except asyncio.CancelledError:
            if same.waiting.pop(user, None) is None and not answer.done():
                remember(self._lost, (what, user), same.being_told)
            raise

    async def _run(self, what: str, same: _Same) -> None:
        """Until nobody waits."""
        try:
            while same.waiting:
                users = tuple(same.waiting)[:MOST_AT_ONCE]
                answers = {user: same.waiting.pop(user) for user in users}
                same.being_told = users
                await self._settle(what, same.body, answers)
        finally:
            del self._same[what]

    async def _settle(self, what: str, body: Body, answers: "dict[str, asyncio.Future[Body]]") -> None:
        try:
            told = await self._post(body, tuple(answers))
        except SendFailed as fault:
            for user, answer in answers.items():
                if fault.unknown:
                    remember(self._lost, (what, user), tuple(answers))
                answer.set_exception(fault)
                answer.exception()  # whoever waited may be gone
            return
        for answer in answers.values():
            answer.set_result(told)

    async def _repeated(self, what: str, body: Body, users: tuple[str, ...]) -> Body:
        """One call at a time for all on the list, whoever of them asks first."""
        list_id = (what, *users)
        task = self._again.get(list_id)
        if task is None:
            task = self._again[list_id] = asyncio.create_task(self._again_once(list_id, body, users))
        return await asyncio.shield(task)

    async def _again_once(self, list_id: tuple[str, ...], body: Body, users: tuple[str, ...]) -> Body:
        try:
            return await self._post(body, users)
        finally:
            del self._again[list_id]
