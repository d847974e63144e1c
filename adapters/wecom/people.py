"""Who is in the company, as far as the app may see, and what people are called."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from adapters.wecom.api import Api
from adapters.wecom.faults import WeComFault
from adapters.wecom.ways import PLATFORM
from bot.errors import SendFailed
from bot.log import get_log
from bot.messages import Account, UserRef
from bot.ports import Clock

log = get_log("wecom")

PATIENCE = 1.0
"""Seconds that a name may cost while WeCom waits for its answer; without one the id stands for it."""

AGAIN_AFTER = timedelta(minutes=10)
AT_ONCE = 8
ACTIVE, GONE = 1, 5
NOT_SEEN = frozenset({60011, 60111, 48002})

User = Mapping[str, Any]


class People:
    """Names are kept as they are met: a page of the directory, a change, one look-up for a stranger."""

    def __init__(self, api: Api, clock: Clock) -> None:
        self._api = api
        self._clock = clock
        self._names: dict[str, str] = {}
        self._nameless_until: dict[str, datetime] = {}

    async def accounts(self) -> AsyncIterator[Sequence[Account]]:
        """Everybody in the app's visible range, a department with all below it at a time."""
        seen = set[str]()
        for department in await self._departments():
            found = await self._api.get("user/simplelist", department_id=department, fetch_child=1)
            listed = [user for user in _objects(found, "userlist") if _word(user, "userid") not in seen]
            seen |= {_word(user, "userid") for user in listed}
            yield [account for user in await self._in_full(listed) if (account := self._learn(user))]

    async def name(self, user_id: str) -> str:
        """Empty where nobody tells."""
        known, now = self._names.get(user_id, ""), self._clock.now()
        if known or self._nameless_until.get(user_id, now) > now:
            return known
        try:
            async with asyncio.timeout(PATIENCE):
                found = await self._api.get("user/get", seconds=PATIENCE, userid=user_id)
        except (SendFailed, TimeoutError) as fault:
            log.warning("wecom.no_name", reason=fault.reason if isinstance(fault, SendFailed) else "no answer in time")
            self._nameless_until[user_id] = now + AGAIN_AFTER
            return ""
        self._learn({**found, "userid": user_id})
        return self._names.get(user_id, "")

    def met(self, user_id: str, name: str) -> None:
        if name:
            self._names[user_id] = name

    async def _departments(self) -> Sequence[int]:
        """The highest ones that the app may see; whoever stands in two of them is listed once."""
        found = list(_objects(await self._api.get("department/list"), "department"))
        parents = {number: one.get("parentid") for one in found if isinstance(number := one.get("id"), int)}
        return [number for number, parent in parents.items() if parent not in parents]

    async def _in_full(self, users: Sequence[User]) -> Sequence[User]:
        """With addresses and numbers, where the app is told any: newer apps are not, and the first one shows it."""
        if not users:
            return users
        first = await self._one_in_full(users[0])
        if not (_word(first, "email") or _word(first, "mobile") or _word(first, "biz_mail")):
            return [first, *users[1:]]
        places = asyncio.Semaphore(AT_ONCE)

        async def one(user: User) -> User:
            async with places:
                return await self._one_in_full(user)

        return [first, *await asyncio.gather(*map(one, users[1:]))]

    async def _one_in_full(self, user: User) -> User:
        try:
            return {**user, **await self._api.get("user/get", userid=_word(user, "userid"))}
        except WeComFault as fault:
            if fault.code not in NOT_SEEN:
                raise
            return user

    def _learn(self, user: User) -> Account | None:
        user_id, name = _word(user, "userid"), _word(user, "name")
        if not user_id:
            return None
        self.met(user_id, name)
        email = _word(user, "email") or _word(user, "biz_mail")
        is_active = user.get("status", ACTIVE) != GONE
        return Account(UserRef(PLATFORM, user_id, name), email, _word(user, "mobile"), is_active)


def _objects(answer: Mapping[str, Any], name: str) -> Iterator[User]:
    return (one for one in answer.get(name) or () if isinstance(one, Mapping))


def _word(user: User, name: str) -> str:
    value = user.get(name)
    return value.strip() if isinstance(value, str) else ""
