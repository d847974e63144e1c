"""The sentences and buttons of duties that come again."""

from datetime import date
from typing import Any

import pytest

from bot.cards import Action
from bot.supervising import Wanted
from handlers.supervision.duty import ListDuties, SetDuty
from tests.unit.handlers.rig import Rig, at, card_to, fact, labels, text_to

WEEKLY: dict[str, Any] = {"rrule": "FREQ=WEEKLY;BYDAY=FR"}


async def sets(rig: Rig, who: str = "赵敏", **slots: Any) -> None:
    await rig.wants(who, SetDuty(**{"title": "周报", "lead": "王芳", **WEEKLY, **slots}))
    assert card_to(await rig.says(who, "确认"), "office").title.startswith("好，")


async def periods(rig: Rig) -> list[str]:
    found = await rig.store.read(lambda uow: uow.items.found(Wanted(which="any"), 100))
    return sorted(one.period for one in found)


async def test_it_is_read_back_with_its_first_three_dates(rig: Rig) -> None:
    card = card_to(await rig.wants("赵敏", SetDuty(title="周报", lead="王芳", standard="附清单", **WEEKLY)), "office")
    assert card.title == "常办事项：周报"
    assert fact(card, "到期") == "每周五 18:00（遇节假日提前）"
    assert fact(card, "主办") == "王芳（办公室）"
    assert fact(card, "提前交办") == "到期前 2 个工作日"
    assert fact(card, "标准") == "附清单"
    assert card.body.splitlines() == [
        "头三期：",
        "2026-W48：11月25日（周三）交办，11月27日（周五）18:00到期",
        "2026-W49：12月2日（周三）交办，12月4日（周五）18:00到期",
        "2026-W50：12月9日（周三）交办，12月11日（周五）18:00到期",
    ]
    assert labels(card)[0] == "确认"
    assert card_to(await rig.says("赵敏", "确认"), "office").title == "好，「周报」11月25日（周三）09:00起按期交办。"
    assert await periods(rig) == []
    await rig.goes_to(at(9, day=25))
    assert await periods(rig) == ["2026-W48"]


async def test_what_is_missing_is_asked(rig: Rig) -> None:
    assert text_to(await rig.wants("赵敏", SetDuty()), "office").startswith("每期要办什么？")
    card = card_to(await rig.wants("赵敏", SetDuty(title="周报", lead="王芳")), "office")
    assert card.title == "「周报」多久一次，哪天到期？"
    card = card_to(await rig.presses("赵敏", "每周五"), "office")
    assert card.title == "常办事项：周报"
    card = card_to(await rig.wants("赵敏", SetDuty(title="周报", **WEEKLY)), "office")
    assert card.title == "「周报」由谁主办？"
    card = card_to(await rig.wants("赵敏", SetDuty(title="周报", lead="办公室", **WEEKLY)), "office")
    assert labels(card)[:2] == ["赵敏（办公室）", "张伟（办公室）"]
    card = card_to(await rig.presses("赵敏", "张伟（办公室）"), "office")
    assert fact(card, "主办") == "张伟（办公室）"


async def test_a_day_that_is_said_is_kept(rig: Rig) -> None:
    slots = SetDuty(title="月报", lead="王芳", rrule="FREQ=MONTHLY;BYMONTHDAY=5", start=date(2026, 12, 5), lead_days=3)
    card = card_to(await rig.wants("赵敏", slots), "office")
    assert card.body.splitlines()[1] == "2026-12：12月1日（周二）交办，12月4日（周五）18:00到期"


@pytest.mark.parametrize(
    ("who", "slots", "answer"),
    [
        ("孙丽", {"lead": "Amy"}, "Amy"),
        ("赵敏", {"title": "长" * 101}, "最多 100 个字"),
        ("赵敏", {"rrule": "FREQ=WEEKLY;BYDAY=FR;UNTIL=20261120"}, "没有下一次"),
    ],
)
async def test_what_cannot_be_is_refused(rig: Rig, who: str, slots: dict[str, Any], answer: str) -> None:
    card = card_to(await rig.wants(who, SetDuty(**{"title": "周报", "lead": "王芳", **WEEKLY, **slots})), "office")
    assert answer in card.title + card.body
    assert "确认" not in labels(card)
    assert await rig.store.read(lambda uow: uow.duties.all()) == []


async def test_the_list_shows_each_its_own(rig: Rig) -> None:
    await sets(rig)
    await sets(rig, title="月报", lead="Amy", rrule="FREQ=MONTHLY;BYMONTHDAY=25")
    listed = card_to(await rig.wants("张伟", ListDuties()), "office")
    assert listed.title == "常办事项 2 项"
    assert listed.body.splitlines()[0] == "1. 周报 · 每周五 18:00（遇节假日提前） · 王芳"
    assert card_to(await rig.wants("王芳", ListDuties()), "office").title == "常办事项 1 项"
    assert card_to(await rig.wants("张伟", ListDuties(lead="Amy")), "office").title == "常办事项 1 项"
    assert card_to(await rig.wants("张伟", ListDuties(unit="教务处")), "office").title == "常办事项 1 项"
    assert "没有常办事项" in card_to(await rig.wants("孙丽", ListDuties()), "office").title


async def test_a_paused_one_skips_what_passes_meanwhile(rig: Rig) -> None:
    await sets(rig)
    await rig.goes_to(at(10, day=25))
    await rig.wants("赵敏", ListDuties())
    await rig.presses("赵敏", "1 周报")
    shown = card_to(await rig.presses("赵敏", "暂停"), "office")
    assert labels(shown) == ["恢复", "终止"]
    await rig.goes_to(at(10, day=30).replace(month=12))
    assert await periods(rig) == ["2026-W48"]
    shown = card_to(await rig.presses("赵敏", "恢复"), "office")
    assert fact(shown, "下一期") == "2026-W53：12月30日（周三）交办，2027年1月1日（周五）18:00到期"
    told = await rig.goes_to(at(11, day=30).replace(month=12))
    assert await periods(rig) == ["2026-W48", "2026-W53"]
    assert "错过" not in "".join(message.card.title for message in told)


async def test_one_that_has_ended_makes_nothing_more(rig: Rig) -> None:
    await sets(rig)
    await rig.wants("赵敏", ListDuties())
    await rig.presses("赵敏", "1 周报")
    assert "已终止" in card_to(await rig.presses("赵敏", "终止"), "office").body
    await rig.goes_to(at(10, day=30).replace(month=12))
    assert await periods(rig) == []
    gone = card_to(await rig.presses_action("赵敏", Action("duty.resume", 1), "office"), "office")
    assert "已经终止" in gone.title + gone.body


async def test_others_may_look_and_not_touch(rig: Rig) -> None:
    await sets(rig)
    shown = card_to(await rig.presses_action("王芳", Action("duty.show", 1), "office"), "office")
    assert fact(shown, "督办人") == "赵敏"
    refused = card_to(await rig.presses_action("王芳", Action("duty.end", 1), "office"), "office")
    assert "「周报」是赵敏设的" in refused.title + refused.body
    gone = card_to(await rig.presses_action("孙丽", Action("duty.show", 1), "office"), "office")
    assert "已经终止" in gone.title + gone.body
    assert len(await rig.store.read(lambda uow: uow.duties.all())) == 1


async def test_a_rule_that_ends_ends_the_duty(rig: Rig) -> None:
    await sets(rig, rrule="FREQ=WEEKLY;BYDAY=FR;UNTIL=20261204")
    await rig.goes_to(at(10, day=30).replace(month=12))
    assert await rig.store.read(lambda uow: uow.duties.all()) == []
