"""Two who act on the same item at the same moment, and what the house does by itself meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from itertools import count
from threading import Event
from typing import Any

import pytest
from sqlalchemy import BigInteger, column, func, select, table

from bot.domain.procedure import State
from bot.domain.schedule import State as Standing
from bot.ports import UnitOfWork
from bot.store.uow import SqlUnitOfWork
from bot.supervising import Wanted
from tests.flow.conversation import Office, Shown
from tests.flow.holding import as_it_is, at_hand, holds, on, trail
from tests.flow.ledger import duty

IN_PROGRESS = {"state": State.IN_PROGRESS}
only_postgres = pytest.mark.parametrize("database", ["postgres"], indirect=True)
LOCKS = table("pg_locks", column("granted"))
WAITING = select(func.count(type_=BigInteger())).where(~LOCKS.c.granted)


async def meanwhile(office: Office, change: Callable[[UnitOfWork], None], says: Callable[[], Awaitable[Any]]) -> None:
    """`says` is begun when `change` has been made but not committed, which happens once the other waits for it."""
    made = Event()

    def slowly(uow: UnitOfWork) -> None:
        change(uow)
        made.set()
        assert isinstance(uow, SqlUnitOfWork)
        for _ in count():
            if uow.session.rows(WAITING)[0][0]:
                return

    other = asyncio.create_task(office.parts.store.write(slowly))
    await asyncio.to_thread(made.wait, 30)
    await asyncio.gather(other, says())


async def presses_twice(office: Office, who: str, label: str) -> list[Shown]:
    """The same button of a direct chat, by two events at the same moment."""
    people = {person["name"]: person["id"] for person in await office.people()}
    chat = f"dm:{people[who]}"
    shown, action = next(
        (line, button["action"])
        for line in reversed(await office.visible(chat))
        for button in line.card["buttons"]
        if button["label"].startswith(label)
    )
    press = {"as": who, "chat": chat, "message_id": shown.message_id, "action": action}
    await asyncio.gather(office.post("presses", press), office.post("presses", press))
    return await office.news(chat)


@only_postgres
@pytest.mark.postgres
async def test_a_deed_by_title_is_decided_on_what_the_other_left(office: Office) -> None:
    """Suspended first: the report is refused, and does not undo it."""
    (item,) = await holds(office, {"title": "年度总结", "lead": "李强", "due": on(27), **IN_PROGRESS})

    def suspended(uow: UnitOfWork) -> None:
        held = uow.items.get(item.id)
        assert held is not None
        uow.items.save(replace(held, state=State.SUSPENDED, resumes_as=State.IN_PROGRESS, version=2))

    await meanwhile(office, suspended, partial(office.says, "李强", "年度总结进展：初稿完成", "direct"))
    after = await as_it_is(office, item.id)
    assert (after.state, after.progress, after.version) == (State.SUSPENDED, "", 2)


@only_postgres
@pytest.mark.postgres
async def test_a_yes_that_was_said_meanwhile_is_not_said_again(office: Office) -> None:
    await office.says("赵敏", "督办年度总结，主办李强，周五前", "direct")

    def answered(uow: UnitOfWork) -> None:
        chat = next(one.id for one in uow.chats.all() if one.ref.id == "zhaomin")
        asked = next(found for one in uow.people.all() if (found := uow.dialogs.of(chat, one.id, office.clock.now())))
        uow.dialogs.close(asked.id)

    await meanwhile(office, answered, partial(office.presses, "赵敏", "确认", "direct"))
    assert await office.parts.store.read(lambda uow: uow.items.numbered(1)) is None


@only_postgres
@pytest.mark.postgres
async def test_what_is_handed_over_keeps_what_was_changed_meanwhile(office: Office) -> None:
    duty_id = await duty(office, "FREQ=MONTHLY;BYMONTHDAY=25", "2026-12-25 18:00")
    await office.says("刘洋", "把陈静名下的事项移交给黄婷", "direct")

    def paused(uow: UnitOfWork) -> None:
        held = uow.duties.get(duty_id)
        assert held is not None
        uow.duties.save(held.paused())

    await meanwhile(office, paused, partial(office.presses, "刘洋", "确认", "direct"))
    after = await office.parts.store.read(lambda uow: uow.duties.get(duty_id))
    assert after is not None
    heir = await office.parts.store.read(lambda uow: uow.people.get(after.lead_id).name)
    assert (after.state, heir) == (Standing.PAUSED, "黄婷")


@only_postgres
@pytest.mark.postgres
async def test_what_went_to_another_meanwhile_is_not_handed_over(office: Office) -> None:
    (item,) = await holds(office, {"title": "评估", "lead": "陈静", "due": on(27), **IN_PROGRESS})
    await office.says("刘洋", "把陈静名下的事项移交给黄婷", "direct")

    def given_away(uow: UnitOfWork) -> None:
        held, people = uow.items.get(item.id), at_hand(uow)
        assert held is not None
        uow.items.save(replace(held, lead_id=people["Amy"].id))

    await meanwhile(office, given_away, partial(office.presses, "刘洋", "确认", "direct"))
    assert await trail(office, item.id) == []
    assert (await as_it_is(office, item.id)).version == item.version


async def test_a_yes_that_is_pressed_twice_makes_one_item(office: Office) -> None:
    for number in range(1, 9):
        await office.says("赵敏", f"督办年度总结{number}，主办李强，周五前", "direct")
        await presses_twice(office, "赵敏", "确认")
    made = await office.parts.store.read(lambda uow: uow.items.found(Wanted(which="any"), 100))
    assert len(made) == 8


async def test_a_duty_that_is_confirmed_twice_is_set_once(office: Office) -> None:
    for number in range(1, 6):
        await office.says("赵敏", f"每月25日前由陈静报送安全月报{number}，提前3个工作日交办", "direct")
        await presses_twice(office, "赵敏", "确认")
        assert len(await office.parts.store.read(lambda uow: uow.duties.all())) == number


async def test_split_twice_at_once_has_parts_of_different_numbers(office: Office) -> None:
    (item,) = await holds(office, {"title": "评估", "lead": "李强", "due": on(27), **IN_PROGRESS})
    await office.says("李强", "督1 拆分：收集数据 黄婷；整理材料 陈静", "direct")
    await office.says("赵敏", "督1 拆分：核对经费 郭磊；布置会场 吴昊", "direct")
    await asyncio.gather(office.presses("李强", "确认", "direct"), office.presses("赵敏", "确认", "direct"))
    parts = await office.parts.store.read(lambda uow: uow.items.parts(item.id))
    assert sorted(one.part for one in parts) == [1, 2, 3, 4]


async def test_parts_of_parts_split_at_once_have_numbers_of_their_own(office: Office) -> None:
    (item,) = await holds(office, {"title": "评估", "lead": "李强", "due": on(27), **IN_PROGRESS})
    await office.says("李强", "督1 拆分：收集数据 黄婷；整理材料 陈静", "direct")
    await office.presses("李强", "确认", "direct")
    await office.says("赵敏", "督1-1 拆分：问卷 王芳；访谈 孙丽", "direct")
    await office.says("王芳", "督1-2 拆分：扫描 孙丽；归档 张伟", "direct")
    answers = await asyncio.gather(office.presses("赵敏", "确认", "direct"), office.presses("王芳", "确认", "direct"))
    assert not [line.text for lines in answers for line in lines if "出错" in line.text]
    every = await office.parts.store.read(lambda uow: uow.items.found(Wanted(which="any"), 100))
    assert sorted(one.part for one in every) == [0, 1, 2, 3, 4, 5, 6]
    assert sorted(one.parent_id or 0 for one in every) == [0, item.id, item.id, 2, 2, 3, 3]


async def test_granted_and_denied_at_once_is_one_of_them(office: Office) -> None:
    (item,) = await holds(office, {"title": "评估", "lead": "李强", "due": on(27), **IN_PROGRESS})
    await office.says("李强", "督1 申请延期到12月4日，理由：数据没到", "direct")
    await asyncio.gather(
        office.says("赵敏", "督1 同意延期", "direct"), office.says("王芳", "督1 不同意延期，理由：来不及", "direct")
    )
    deeds = [deed for deed in await trail(office, item.id) if deed.startswith("supervision.exten")]
    assert len(deeds) == 2, deeds
    after = await as_it_is(office, item.id)
    assert (after.extension, after.extended) == (None, int(deeds[-1] == "supervision.extended"))


async def test_merged_crosswise_at_once_one_is_left(office: Office) -> None:
    """Each would go into the other: the second finds the first gone."""
    one, two = await holds(
        office,
        {"title": "评估", "lead": "李强", "due": on(27), **IN_PROGRESS},
        {"title": "总结", "lead": "李强", "due": on(27), **IN_PROGRESS},
    )
    await asyncio.gather(
        office.says("赵敏", "督1 并入 督2，理由：重复", "direct"),
        office.says("王芳", "督2 并入 督1，理由：重复", "direct"),
    )
    states = [(await as_it_is(office, each.id)).state for each in (one, two)]
    assert sorted(states) == [State.IN_PROGRESS, State.MERGED]


async def test_signed_for_and_given_to_another_at_once(office: Office) -> None:
    (item,) = await holds(office, {"title": "评估", "lead": "李强", "due": on(27)})
    await asyncio.gather(
        office.says("李强", "督1 签收", "direct"), office.says("赵敏", "督1 改派给黄婷，理由：调岗", "direct")
    )
    after = await as_it_is(office, item.id)
    assert (after.state, after.accepted_at, after.unit) == (State.ASSIGNED, None, "教务处")


async def test_both_agree_at_once_and_it_moves_once(office: Office) -> None:
    (item,) = await holds(office, {"title": "评估", "lead": "陈静", "due": on(27), **IN_PROGRESS})
    await office.says("赵敏", "把陈静名下的事项移交给黄婷", "direct")
    await office.presses("赵敏", "确认", "direct")
    await asyncio.gather(
        office.presses("陈静", "同意", "direct"),
        office.presses("黄婷", "同意", "direct"),
        office.says("陈静", "督1 进展：初稿完成", "direct"),
    )
    assert (await trail(office, item.id)).count("supervision.handed_over") == 1
    after = await as_it_is(office, item.id)
    assert await office.parts.store.read(lambda uow: uow.people.get(after.lead_id).name) == "黄婷"
