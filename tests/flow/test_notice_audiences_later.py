"""Whoever a notice is meant for, and whoever is left out, stays so when it goes out later or is begun from anew."""

from datetime import datetime

import pytest

from bot.ports import UnitOfWork
from tests.flow.conversation import SHANGHAI, Office, Shown

TOMORROW = datetime(2026, 11, 24, 9, 1, tzinfo=SHANGHAI)
TEXT = "周五下午大扫除，有事联系后勤处"


def within(uow: UnitOfWork) -> None:
    """信息中心 belongs to 教务处."""
    uow.people.save_unit("信息中心", "教务处")


async def says(office: Office, text: str) -> Shown:
    return (await office.says("赵敏", text, "direct"))[-1]


async def got(office: Office) -> set[str]:
    """Who was sent the notice."""
    people = [one["id"] for one in await office.people()]
    cards = {one: await office.direct(one) for one in people}
    return {
        one for one, lines in cards.items() if any(line.title.startswith(("通知1 ", "Notice 1 ")) for line in lines)
    }


async def meant(office: Office, to: str) -> set[str]:
    await says(office, f"通知：{TEXT} 发给 {to}，明天上午9点发")
    await says(office, "确认")
    await got(office)
    await office.goes_to(TOMORROW)
    return await got(office)


async def test_a_planned_one_goes_to_the_units_below_and_to_those_with_the_tag(office: Office) -> None:
    await office.parts.store.write(within)
    below = {one["id"] for one in await office.people() if one["unit"] in {"教务处", "信息中心"}}
    await says(office, "标签 党员：李强、林霞")
    assert await meant(office, "教务处、#党员") - {"zhaomin"} == (below | {"linxia", "liqiang"}) - {"zhaomin"}


@pytest.mark.parametrize("out", ["除#党员外", "除教务工作群外"])
async def test_a_planned_one_leaves_out_whom_it_should(office: Office, out: str) -> None:
    await says(office, "标签 党员：李强")
    assert "liqiang" not in await meant(office, f"教务处，{out}")


@pytest.mark.parametrize(
    ("to", "left"),
    [
        ("教务处，除#党员外", "李强"),
        ("#党员", ""),
        ("仅教务处本级", ""),
        ("全体，除仅教务处本级外", "x"),
        ("全体，除领导外", "x"),
    ],
)
@pytest.mark.parametrize("again", ["复制通知1", "edit"])
async def test_begun_from_anew_it_is_for_the_same_people(office: Office, to: str, left: str, again: str) -> None:
    await office.parts.store.write(within)
    await says(office, "标签 党员：李强")
    first = await says(office, f"通知：{TEXT} 发给 {to}，明天上午9点发")
    await says(office, "确认")
    second = await says(office, "修改定时通知1" if again == "edit" else again)
    assert second.title == first.title
    assert second.fact("发给") == first.fact("发给")
    assert [one for one in second.card["facts"] if one[0] == "不发"] == [
        one for one in first.card["facts"] if one[0] == "不发"
    ]
