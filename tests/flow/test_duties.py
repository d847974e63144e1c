"""Duties that come again: one item for each period, never two, also over an outage."""

from datetime import timedelta

from bot.domain.reminder import Reminder
from bot.domain.supervision import SupervisionItem
from bot.supervising import Wanted
from tests.flow.conversation import GROUP, Office, Shown
from tests.flow.ledger import does, duty, on, read
from tests.flow.test_leave import takes

MONTHLY = "FREQ=MONTHLY;BYMONTHDAY=25"


async def items(office: Office) -> list[SupervisionItem]:
    """All, the oldest first."""
    return sorted(
        await read(office, lambda uow: uow.items.found(Wanted(which="any"), 100)), key=lambda one: (one.due_at, one.id)
    )


def said(lines: list[Shown]) -> list[str]:
    return [line.title for line in lines]


async def test_each_period_has_its_item_with_the_last_ones_standard(office: Office) -> None:
    """Five working days before the 25th, which is a Wednesday, a Friday and a Monday."""
    office.clock.set(on("11-02 10:00"))
    made = await duty(office, MONTHLY, "11-25 18:00")
    await office.goes_to(on("11-18 08:59"))
    assert await items(office) == []
    await office.goes_to(on("11-18 09:00"))
    (first,) = await items(office)
    assert (first.title, first.period, first.due_at) == ("安全月报（2026-11）", "2026-11", on("11-25 18:00"))
    assert (first.number, first.standard, first.duty_id) == (1, "附清单", made)
    (card,) = await office.direct("陈静")
    assert "安全月报（2026-11）" in card.title
    assert card.labels[:2] == ["签收", "退回"]
    assert any("安全月报（2026-11）" in line.title for line in await office.news(GROUP))
    await does(
        office, "赵敏", first.id, lambda one, hand, now: one.amended(hand, "更清楚", now, standard="附清单和照片")
    )
    await office.goes_to(on("2027-01-20 10:00"))
    assert [(one.period, one.due_at, one.standard) for one in await items(office)] == [
        ("2026-11", on("11-25 18:00"), "附清单和照片"),
        ("2026-12", on("12-25 18:00"), "附清单和照片"),
        ("2027-01", on("2027-01-25 18:00"), "附清单和照片"),
    ]


async def test_pressing_accept_on_a_dutys_card_signs_for_it(office: Office) -> None:
    office.clock.set(on("11-18 10:00"))
    await duty(office, MONTHLY, "11-25 18:00")
    await office.goes_to(on("11-18 10:01"))
    await office.direct("陈静")
    await office.presses("陈静", "签收", "direct")
    (item,) = await items(office)
    assert item.accepted_at == on("11-18 10:01")


async def test_an_outage_over_two_periods_leaves_no_gap_unsaid_and_doubles_nothing(office: Office) -> None:
    office.clock.set(on("09-14 10:00"))
    await duty(office, MONTHLY, "09-25 18:00")
    await office.goes_to(on("09-20 10:00"))
    assert [one.period for one in await items(office)] == ["2026-09"]
    await office.direct("赵敏")
    await office.restarts(down=timedelta(days=92))  # to 21 December: over October's and November's
    await office.restarts()
    await office.goes_to(on("12-22 10:00"))
    assert [(one.period, one.due_at) for one in await items(office)] == [
        ("2026-09", on("09-24 18:00")), ("2026-12", on("12-25 18:00")),
    ]  # fmt: skip
    missed = [line for line in said(await office.direct("赵敏")) if "错过" in line]
    assert missed == ["「安全月报」停机期间错过了 2026-10、2026-11，没有立项"]


async def test_a_short_outage_makes_it_late_once(office: Office) -> None:
    office.clock.set(on("11-16 10:00"))
    await duty(office, MONTHLY, "11-25 18:00")
    await office.restarts(down=timedelta(days=4))
    await office.restarts()
    assert [one.period for one in await items(office)] == ["2026-11"]
    (card,) = await office.direct("陈静")
    assert "迟发" in card.text


async def test_two_processes_make_one(office: Office) -> None:
    """The same reminder, fired by hand a second time."""
    office.clock.set(on("11-18 08:00"))
    made = await duty(office, MONTHLY, "11-25 18:00")
    await office.goes_to(on("11-18 09:00"))
    again = Reminder("duty.due", made, office.clock.now(), office.clock.now() + timedelta(days=1))
    await office.parts.store.write(lambda uow: uow.reminders.plan([again]))
    await office.goes_to(on("11-18 10:00"))
    assert len(await items(office)) == 1


async def test_a_holidays_period_keeps_its_name(office: Office) -> None:
    office.clock.set(on("09-07 10:00"))
    await duty(office, "FREQ=MONTHLY;BYMONTHDAY=1", "09-01 18:00", lead_days=3)
    await office.goes_to(on("11-02 20:00"))
    assert [(one.period, one.due_at) for one in await items(office)] == [
        ("2026-10", on("09-30 18:00")),
        ("2026-11", on("10-30 18:00")),
    ]


async def test_a_daily_one_rests_with_the_office(office: Office) -> None:
    office.clock.set(on("09-23 08:00"))
    await duty(office, "FREQ=DAILY", "09-23 18:00", lead_days=0)
    await office.goes_to(on("09-29 20:00"))
    assert [one.period for one in await items(office)] == ["2026-09-23", "2026-09-24", "2026-09-28", "2026-09-29"]


async def test_a_duty_for_the_absent_goes_to_the_deputy_too(office: Office) -> None:
    await duty(office, "FREQ=WEEKLY;BYDAY=FR", "11-27 18:00", lead_days=2)
    await takes(office, "陈静", "我这周请假，黄婷代")
    await office.direct("黄婷")
    await office.goes_to(on("11-25 10:00"))
    (card,) = await office.direct("黄婷")
    assert card.title.startswith("（代陈静）")
