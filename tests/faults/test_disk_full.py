"""SQLite without a page to spare: nothing is acknowledged that is not kept, and all goes on when there is room."""

import pytest

from bot.store.uow import SqlUnitOfWork
from tests.chaos.course import reply_key
from tests.faults.house import Tried, tried

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


MOST = 500


async def limit(house: Tried, spare: int | None) -> None:
    """At most so many pages more than now, as SQLite meets it on a full disk; None: as many as it likes."""

    def set_limit(uow: SqlUnitOfWork) -> None:
        cursor = uow.session._cursor
        cursor.execute("PRAGMA page_count")
        ((pages,),) = cursor.fetchall()
        cursor.execute(f"PRAGMA max_page_count = {2**31 if spare is None else pages + spare}")
        cursor.fetchall()

    await house.parts.store.write(set_limit)  # type: ignore[arg-type]


async def test_what_does_not_fit_is_not_acknowledged_and_goes_on_when_there_is_room(database_url: str) -> None:
    async with tried(database_url) as house:
        assert await house.says("before") == 200
        await house.until_kept(reply_key("before"))
        await limit(house, 2)
        statuses: dict[str, int] = {}
        while (await house.ready())[0] == 200 and len(statuses) < MOST:  # until even a small row finds no page
            event = f"e{len(statuses)}"
            statuses[event] = await house.says(event)
        assert 503 in statuses.values()
        assert (await house.ready()) == (503, ["database: database or disk is full"])
        await limit(house, None)
        assert await house.ready() == (200, [])
        for event in statuses:
            assert await house.says(event) == 200
        await house.until_kept(*map(reply_key, statuses))
        assert sorted(house.kept()) == sorted(map(reply_key, ["before", *statuses]))
