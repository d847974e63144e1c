"""Supervision items and duties put into the store as the desk puts them, for conversations about time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from bot.domain.duty import Duty
from bot.domain.procedure import Hand
from bot.domain.schedule import Rule
from bot.domain.supervision import Origin, SupervisionItem
from bot.messages import ChatRef
from bot.ports import Note, UnitOfWork
from bot.supervising import Push
from handlers.supervision.duties import plan_duty
from handlers.supervision.planning import plan
from tests.flow.conversation import GROUP, SHANGHAI, Office, Shown

T = TypeVar("T")
Change = Callable[[SupervisionItem, Hand, datetime], SupervisionItem]


def on(day: str) -> datetime:
    """`11-24 09:00` of 2026, or with its year."""
    return datetime.fromisoformat(day if day[4] == "-" else f"2026-{day}").replace(tzinfo=SHANGHAI)


async def assign(office: Office, title: str, due: str, lead: str = "陈静", by: str = "赵敏", **more: Any) -> int:
    """Handed over now, in the office's group; the new item's id."""

    def work(uow: UnitOfWork) -> int:
        people, now = {one.name: one for one in uow.people.all()}, office.clock.now()
        chat = uow.chats.by_ref(ChatRef("sim", "group", GROUP))
        assert chat is not None
        item = SupervisionItem(
            id=0, year=2026, number=0, title=title, due_at=on(due), first_due_at=on(due), lead_id=people[lead].id,
            supervisor_id=people[by].id, unit=people[lead].unit, chat_id=chat.id, language="zh", assigned_at=now,
            moved_at=now, origin=Origin(title, by, chat.name, now), **more,
        )  # fmt: skip
        stored = uow.items.add(item)
        plan(office.parts.core.house, uow, stored, now)
        return stored.id

    return await office.parts.store.write(work)


async def does(office: Office, who: str, item_id: int, change: Change) -> None:
    """A deed, by someone's hand, and the planning after it."""

    def work(uow: UnitOfWork) -> None:
        now, item = office.clock.now(), uow.items.get(item_id)
        assert item is not None
        person = next(one for one in uow.people.all() if one.name == who)
        after = change(item, Hand(person), now)
        uow.items.save(after)
        plan(office.parts.core.house, uow, after, now)

    await office.parts.store.write(work)


async def accepts(office: Office, who: str, item_id: int) -> None:
    await does(office, who, item_id, lambda item, hand, now: item.accepted(hand, now))


async def duty(office: Office, rrule: str, first: str, lead_days: int = 5, lead: str = "陈静") -> int:
    """A safety report, set now by the secretary in the office's group; the new duty's id."""

    def work(uow: UnitOfWork) -> int:
        people = {one.name: one for one in uow.people.all()}
        chat = uow.chats.by_ref(ChatRef("sim", "group", GROUP))
        assert chat is not None
        rule = Rule(on(first).replace(tzinfo=None), "Asia/Shanghai", rrule, "moved")
        made = uow.duties.add(
            Duty(
                0,
                "安全月报",
                people[lead].id,
                people["赵敏"].id,
                people[lead].unit,
                chat.id,
                "zh",
                rule,
                "附清单",
                lead_days,
            )
        )
        plan_duty(office.parts.core.house, uow, made, office.clock.now())
        return made.id

    return await office.parts.store.write(work)


async def read(office: Office, work: Callable[[UnitOfWork], T]) -> T:
    return await office.parts.store.read(work)


async def trail(office: Office, item_id: int) -> list[Note]:
    return await read(office, lambda uow: uow.audit.trail(f"item:{item_id}"))


async def push(office: Office, push_id: int) -> Push:
    found = await read(office, lambda uow: uow.pushes.get(push_id))
    assert found is not None
    return found


async def each_day(office: Office, until: str, who: str) -> dict[str, list[Shown]]:
    """What is new in someone's direct chat on each day on which anything is, looked at after six."""
    found: dict[str, list[Shown]] = {}
    await office.direct(who)
    at = office.clock.now().astimezone(SHANGHAI)
    while at < on(until):
        at = min(on(until), _evening(at))
        await office.goes_to(at)
        if lines := await office.direct(who):
            found[f"{at:%m-%d}"] = lines
    return found


def _evening(after: datetime) -> datetime:
    at = after.replace(hour=18, minute=1, second=0, microsecond=0)
    return at if at > after else at + timedelta(days=1)
