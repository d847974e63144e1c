"""What is put right at a start: schedules whose next reminder is gone, or was planned by an older calendar."""

from bot.domain.schedule import Schedule
from bot.ports import UnitOfWork
from tests.flow.conversation import GROUP, Office
from tests.flow.test_reminding import on, said, sets


def the_schedule(uow: UnitOfWork) -> Schedule:
    return uow.schedules.active()[0]


async def test_a_schedule_that_lost_its_reminder_gets_it_back(office: Office) -> None:
    await sets(office, "赵敏", "@小办 每天下午3点提醒大家交表")
    await office.parts.store.write(lambda uow: uow.reminders.cancel("reminders", the_schedule(uow).id))
    assert await office.parts.upkeep.mend() == 1
    assert await office.parts.upkeep.mend() == 0
    await office.goes_to(on(23, 15))
    assert len(said(await office.lines(GROUP), "交表")) == 1


async def test_what_is_due_and_not_yet_said_is_left_alone(office: Office) -> None:
    await sets(office, "赵敏", "@小办 每天下午3点提醒大家交表")
    office.clock.set(on(23, 16))
    assert await office.parts.upkeep.mend() == 0
    await office.parts.fire_due()
    await office.news(GROUP)
    (card,) = said(await office.lines(GROUP), "交表")
    assert "迟发 1 小时" in card.text


async def test_a_missing_year_is_warned_of_from_december_on(office: Office) -> None:
    office.clock.set(on(30, 12))
    assert office.parts.upkeep.warnings() == ()
    office.clock.set(on(1, 12, month=12))
    (warning,) = office.parts.upkeep.warnings()
    assert "2027" in warning
