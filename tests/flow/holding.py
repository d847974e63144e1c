"""Items for conversations: one by one as the desk would have made them, or many at once."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.domain.people import Person
from bot.domain.supervision import Origin, SupervisionItem
from bot.ports import UnitOfWork
from tests.flow.conversation import MONDAY, SHANGHAI, Office


def on(day: int, hour: int = 18, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)


def at_hand(uow: UnitOfWork) -> dict[str, Person]:
    """By name; of two of one name the first."""
    return {person.name: person for person in reversed(uow.people.all())}


async def holds(office: Office, *wanted: dict[str, Any]) -> list[SupervisionItem]:
    """The office has these items: each names its title, lead and due date, and whatever else is not as usual."""

    def add(uow: UnitOfWork) -> list[SupervisionItem]:
        people = at_hand(uow)
        chat = next(chat for chat in uow.chats.all() if chat.ref.id == "office")
        return [uow.items.add(made(people, chat.id, **one)) for one in wanted]

    return await office.parts.store.write(add)


def made(people: dict[str, Person], chat_id: int, title: str, lead: str, due: datetime, **more: Any) -> SupervisionItem:
    leader, supervisor = people[lead], people[more.pop("supervisor", "赵敏")]
    co_owners = tuple(people[name].id for name in more.pop("co_owners", ()))
    since = MONDAY - timedelta(days=30)
    item = SupervisionItem(
        id=0, year=2026, number=0, title=title, due_at=due, first_due_at=due, supervisor_id=supervisor.id,
        lead_id=leader.id, unit=leader.unit, chat_id=chat_id, language="zh", assigned_at=since, moved_at=MONDAY,
        origin=Origin(f"督办{title}", supervisor.name, "全院工作群", since), co_owners=co_owners,
    )  # fmt: skip
    return replace(item, **more)


async def as_it_is(office: Office, item_id: int) -> SupervisionItem:
    found = await office.parts.store.read(lambda uow: uow.items.get(item_id))
    assert found is not None
    return found


async def trail(office: Office, item_id: int) -> list[str]:
    """The deeds of an item's story, in order."""
    notes = await office.parts.store.read(lambda uow: uow.audit.trail(f"item:{item_id}"))
    return [note.deed for note in notes]


def body(lines: Iterable[Any]) -> str:
    (line,) = lines
    return str(line.card["body"])
