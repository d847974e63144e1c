"""Tells people of messages that were not delivered: each sender once, and once an hour whoever keeps the office."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.delivery import OutboxLine
from bot.domain.people import Person, Role
from bot.engine.core import Core
from bot.engine.elsewhere import goes_elsewhere
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
AT_ONCE = 500
FEW = 3


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
        untold = uow.outbox.untold(AT_ONCE)
        moved = {line.id for line in untold if goes_elsewhere(uow, line, self._adapters, now)}
        untold = [line for line in untold if line.id not in moved]
        told = [*moved, *(line.id for line in untold if line.key.startswith(OURS))]
        addressed: dict[UserRef, list[OutboxLine]] = {}
        left: list[OutboxLine] = []
        for line in untold:
            account = self._sender(uow, line)
            if account is not None:
                addressed.setdefault(account, []).append(line)
            elif not line.key.startswith(OURS):
                left.append(line)
        for account, lines in addressed.items():
            self._tell_sender(uow, account, lines, now)
            told += [line.id for line in lines]
        if left and self._tell_keepers(uow, left, now):
            told += [line.id for line in left]
        uow.outbox.told(told)
        return len(told)

    def _sender(self, uow: UnitOfWork, line: OutboxLine) -> UserRef | None:
        """Where whoever sent it is reached; None where nobody is to be told, or nobody can be."""
        if line.by_person_id is None or line.key.startswith(OURS):
            return None
        return self._reached(uow, line.by_person_id, line)

    def _tell_sender(self, uow: UnitOfWork, account: UserRef, lines: list[OutboxLine], now: datetime) -> None:
        """A card each for a few, one for many; a question to a person is always one of its own."""
        person = uow.people.by_account(account)
        say = speak_to(self._house, uow, person, account.direct(), now)
        dead = [line for line in lines if line.state == "dead"]
        merged = dead if len(dead) > FEW else []
        cards = [(line, undelivered(uow, line, say)) for line in lines if line not in merged]
        if merged:
            cards.append((merged[0], several(uow, merged, say, for_sender=True)))
        for line, card in cards:
            key = f"delivery:{line.id}:{int((line.ended_at or now).timestamp())}"
            uow.outbox.add(Outgoing(key, account.direct(), card, language=say.language), now)

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
    theirs = [one for one in uow.people.every_account(person_id) if one.direct().lane != but]
    return next((one for platform in platforms for one in theirs if one.platform == platform), None)


def speak_to(house: House, uow: UnitOfWork, person: Person | None, chat: ChatRef, now: datetime) -> Say:
    """The language of their chat with us, else their own, else the office's."""
    known = uow.chats.by_ref(chat)
    return house.speak((known.language if known else "") or (person.language if person else ""), now)
