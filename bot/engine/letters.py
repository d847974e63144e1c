"""Tells people of messages that were not delivered: each sender once, and once an hour whoever keeps the office."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.delivery import OutboxLine
from bot.domain.people import Person, Role
from bot.engine.core import Core
from bot.engine.health import PLATFORM_FAULTS
from bot.errors import TryAgain
from bot.ledger import several, undelivered
from bot.log import get_log, incident
from bot.messages import ChatRef, Outgoing, UserRef
from bot.ports import Adapter, UnitOfWork
from bot.texts import Say
from bot.turn import House

log = get_log("letters")

OURS = ("delivery:", "alarm:")
"""Keys of what is said here and in `watch`: when that fails, nobody is told, or it would never end."""

KEEPERS = (Role.ADMIN, Role.SECRETARY)
PAUSE = timedelta(hours=1)
TOLD_AT = "undelivered_told_at"
AT_ONCE = 50


class Letters:
    def __init__(self, core: Core, adapters: Mapping[str, Adapter]) -> None:
        self._store = core.store
        self._house = core.house
        self._clock = core.clock
        self._adapters = adapters

    async def tell(self) -> int:
        """Tell whoever is to know of what was given up; what cannot be told now is told by the next beat.

        Gives the number of lost messages that were dealt with.
        """
        now = self._clock.now()
        try:
            if await self._store.read(lambda uow: bool(uow.outbox.untold(1))):
                return await self._store.write(lambda uow: self._tell(uow, now))
        except TryAgain:
            log.warning("letters.store_busy", hint="the next beat tries again")
        except Exception as fault:
            incident(log, "letters.incident", fault)
        return 0

    def _tell(self, uow: UnitOfWork, now: datetime) -> int:
        told: list[int] = []
        left: list[OutboxLine] = []
        for line in uow.outbox.untold(AT_ONCE):
            if line.key.startswith(OURS) or self._tell_sender(uow, line, now):
                told.append(line.id)
            else:
                left.append(line)
        if left and self._tell_keepers(uow, left, now):
            told += [line.id for line in left]
        uow.outbox.told(told)
        return len(told)

    def _tell_sender(self, uow: UnitOfWork, line: OutboxLine, now: datetime) -> bool:
        if line.by_person_id is None:
            return False
        account = self._reached(uow, line.by_person_id, line)
        if account is None:
            return False
        person = uow.people.get(line.by_person_id)
        say = speak_to(self._house, uow, person, account.direct(), now)
        key = f"delivery:{line.id}:{int((line.ended_at or now).timestamp())}"
        uow.outbox.add(Outgoing(key, account.direct(), undelivered(uow, line, say), language=say.language), now)
        return True

    def _tell_keepers(self, uow: UnitOfWork, lines: list[OutboxLine], now: datetime) -> bool:
        """One card for all, unless there was one within the hour."""
        before = uow.parameters.get(TOLD_AT)
        if before and datetime.fromisoformat(before) > now - PAUSE:
            return False
        for person in uow.people.all():
            account = self._reached(uow, person.id, lines[0]) if person.role in KEEPERS else None
            if account is not None:
                say = speak_to(self._house, uow, person, account.direct(), now)
                key = f"delivery:several:{person.id}:{before or 'first'}"
                uow.outbox.add(Outgoing(key, account.direct(), several(uow, lines, say), language=say.language), now)
        uow.parameters.set(TOLD_AT, now.isoformat())
        return True

    def _reached(self, uow: UnitOfWork, person_id: int, line: OutboxLine) -> UserRef | None:
        """By the same platform, unless that is what failed; never in the very chat that cannot be reached."""
        failed = ChatRef.of_lane(line.lane).platform
        others = [name for name in self._adapters if name != failed]
        order = [*others, failed] if line.why in PLATFORM_FAULTS else [failed, *others]
        return account_on(uow, person_id, order, but=line.lane)


def account_on(uow: UnitOfWork, person_id: int, platforms: list[str], but: str = "") -> UserRef | None:
    """A person's account on the first of these platforms that they have one on, whose own lane is not `but`."""
    for platform in platforms:
        account = uow.people.account(person_id, platform)
        if account is not None and account.platform == platform and account.direct().lane != but:
            return account
    return None


def speak_to(house: House, uow: UnitOfWork, person: Person, chat: ChatRef, now: datetime) -> Say:
    """The language of their chat with us, else their own, else the office's."""
    known = uow.chats.by_ref(chat)
    return house.speak((known.language if known else "") or person.language, now)
