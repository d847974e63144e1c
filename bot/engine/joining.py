"""A beat that brings in who is on the platforms, and hands what still holds to those who have joined since."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from bot.domain.reminder import Reminder
from bot.engine.accounts import take_accounts, take_tags
from bot.engine.core import Core
from bot.errors import SendFailed, TryAgain
from bot.log import get_log
from bot.messages import Account, UserRef
from bot.ports import Adapter, UnitOfWork

log = get_log("directory")

EVERY = timedelta(minutes=30)
"""Between two readings of all that the platforms list; what changes meanwhile they tell one by one."""

JOINED = "spread.joined"
"""The kind of reminder by which the notices desk looks who of a notice's audience has not been sent it."""

A_DAY = timedelta(days=1)
FEW, SHARE = 3, 10
"""When more accounts than so few are missing from a list at once, and more than one in so many, the list is doubted."""


class Joining:
    """`look` is the beat. A platform that cannot be read is read again at the next one."""

    def __init__(self, core: Core, adapters: Mapping[str, Adapter]) -> None:
        self._store = core.store
        self._clock = core.clock
        self._adapters = adapters
        self._read_at: dict[str, datetime] = {}
        self._version = -1

    async def look(self) -> None:
        try:
            for name, adapter in self._adapters.items():
                await self._read_in_time(name, adapter)
            await self.hand_on()
        except TryAgain:
            log.warning("directory.store_busy", hint="the next beat tries again")

    async def _read_in_time(self, name: str, adapter: Adapter) -> None:
        now = self._clock.now()
        last = self._read_at.get(name)
        if last is not None and not abs(now - last) >= EVERY:
            return
        try:
            await self.read(adapter)
            self._read_at[name] = now
        except SendFailed as fault:
            log.warning("directory.not_read", platform=name, reason=fault.reason, hint="the next beat tries again")

    async def read(self, adapter: Adapter) -> int:
        """All that the platform lists; how many accounts it said something new of. Raises SendFailed."""
        begun, changed = self._clock.now(), 0
        is_empty = True
        async for page in adapter.accounts():
            is_empty = is_empty and not page
            changed += await self._store.write(partial(self._take, adapter.name, page))
        if not is_empty:
            changed += await self._store.write(lambda uow: self._missed(uow, adapter.name, begun))
        tags = await adapter.tags()
        if tags is not None:
            await self._store.write(lambda uow: take_tags(uow, adapter.name, tags))
        return changed

    def _take(self, platform: str, page: Sequence[Account], uow: UnitOfWork) -> int:
        now = self._clock.now()
        changed = take_accounts(uow, page, now)
        uow.people.mark_listed(platform, {one.ref.id for one in page}, now)
        return changed

    def _missed(self, uow: UnitOfWork, platform: str, begun: datetime) -> int:
        """Who was listed and is not any more has left; but a list that lost many at once is not believed."""
        gone, ever = uow.people.unlisted(platform, begun)
        if len(gone) > max(FEW, ever // SHARE):
            log.warning(
                "directory.many_missing", platform=platform, missing=len(gone), listed=ever,
                hint="look whether the bot may still see everybody; nobody was taken to have left",
            )  # fmt: skip
            return 0
        known = uow.people.known(platform, gone)
        left = [Account(UserRef(platform, one, known[one].name), is_active=False) for one in gone]
        return take_accounts(uow, left, self._clock.now())

    async def hand_on(self) -> None:
        """Since the last look somebody has joined or changed: notices that still hold may now be meant for them."""

        def plan(uow: UnitOfWork) -> int:
            now = self._clock.now()
            valid = uow.notices.valid(now)
            uow.reminders.plan([Reminder(JOINED, one.id, now, now + A_DAY, about=one.title) for one in valid])
            return len(valid)

        version = await self._store.read(lambda uow: uow.people.version())
        if version == self._version:
            return
        if await self._store.read(lambda uow: uow.notices.valid(self._clock.now())):
            await self._store.write(plan)
        self._version = version
