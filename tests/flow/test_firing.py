"""What happens to reminders that break, pile up, or come too late."""

from datetime import timedelta

from bot.domain.reminder import Reminder
from bot.messages import ChatRef, Outgoing
from bot.ports import UnitOfWork
from bot.router import Router
from bot.turn import Tick
from handlers import ROUTERS
from tests.flow.conversation import GROUP, MONDAY, Office, open_office
from tests.flow.test_reminding import on, said, sets

drill = Router("drill")
drill.texts({"coming_broken": ("{about}", "{about}"), "coming_worse": ("{about}", "{about}")})
FOLLOWED: list[int] = []


def follow(tick: Tick, subject: int) -> None:
    FOLLOWED.append(subject)
    group = tick.uow.chats.by_ref(ChatRef("sim", "group", GROUP))
    assert group is not None
    due_at = tick.now + timedelta(hours=1)
    tick.uow.reminders.plan([Reminder("drill.worse", subject, due_at, due_at, 0, group.id, "next")])


def follow_badly(_tick: Tick, subject: int) -> None:
    raise ZeroDivisionError(subject)


@drill.reminder("broken", follow=follow)
def broken(_tick: Tick, subject: int) -> tuple[Outgoing, ...]:
    raise ZeroDivisionError(subject)


@drill.reminder("worse", follow=follow_badly)
def worse(_tick: Tick, subject: int) -> tuple[Outgoing, ...]:
    raise ZeroDivisionError(subject)


async def plan(office: Office, kind: str, subject: int) -> None:
    def add(uow: UnitOfWork) -> None:
        group = uow.chats.by_ref(ChatRef("sim", "group", GROUP))
        assert group is not None
        uow.reminders.plan([Reminder(kind, subject, MONDAY, on(23, 12), 0, group.id, "the broken one")])

    await office.parts.store.write(add)


async def unsent(office: Office) -> list[tuple[str, str]]:
    lines = await office.parts.store.read(lambda uow: uow.outbox.lines(["unsent"], 10))
    return [(line.title, line.fault) for line in lines]


async def test_a_broken_one_holds_up_no_other_and_its_desk_goes_on(database_url: str) -> None:
    async with open_office(database_url, (*ROUTERS, drill)) as office:
        FOLLOWED.clear()
        await sets(office, "赵敏", "@小办 10分钟后提醒大家交表")
        await plan(office, "drill.broken", 7)
        await office.waits(minutes=10)
        assert said(await office.lines(GROUP), "交表")
        ((title, why),) = await unsent(office)
        assert title == "the broken one"
        assert why.startswith("incident ")
        assert FOLLOWED == [7]


async def test_one_that_breaks_twice_over_is_noted_and_over(database_url: str) -> None:
    async with open_office(database_url, (*ROUTERS, drill)) as office:
        await sets(office, "赵敏", "@小办 10分钟后提醒大家交表")
        await plan(office, "drill.worse", 7)
        await office.waits(minutes=10)
        assert said(await office.lines(GROUP), "交表")
        assert [title for title, _ in await unsent(office)] == ["the broken one"]
        assert await office.parts.reminding.fire_due() == 0


async def test_one_person_gets_six_an_hour_and_the_rest_later(office: Office) -> None:
    for minute in range(0, 48, 6):
        await sets(office, "赵敏", f"@小办 明天下午3点{minute:02}分提醒孙丽交第{minute}份表")
    await office.goes_to(on(24, 15, 59))
    assert len([line for line in await office.lines("dm:sunli") if line.title.startswith("提醒：")]) == 6
    await office.goes_to(on(24, 16))
    lines = [line for line in await office.lines("dm:sunli") if line.title.startswith("提醒：")]
    assert [line.title for line in lines[6:]] == ["提醒：交第36份表", "提醒：交第42份表"]
    assert "迟发 24 分钟" in lines[6].text


async def test_what_came_too_late_stands_in_the_ledger(office: Office) -> None:
    await sets(office, "赵敏", "@小办 10分钟后提醒大家交表")
    await office.restarts(down=timedelta(days=2))
    await office.news(GROUP)
    assert not said(await office.lines(GROUP), "交表")
    assert await unsent(office) == [("交表", "expired")]


async def test_several_missed_of_one_subject_are_one_catch_up(database_url: str) -> None:
    """Two were planned for one meeting's group while nobody was there to say them: the newer is said."""
    async with open_office(database_url) as office:
        await sets(office, "赵敏", "@小办 每小时提醒大家喝水")
        await office.restarts(down=timedelta(hours=5, minutes=30))
        await office.news(GROUP)
        assert len(said(await office.lines(GROUP), "喝水")) == 1
