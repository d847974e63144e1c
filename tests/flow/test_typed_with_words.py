"""A button typed with a reason or a remark behind it: one message does what a press and an answer do."""

import pytest

from tests.flow.conversation import Office

BOOK = "明天下午2点301开教学例会，请陈静、黄婷、何军参加"


async def booked(office: Office) -> None:
    await office.says("赵敏", BOOK, "direct")
    await office.says("赵敏", "确认", "direct")


@pytest.mark.parametrize("said", ["请假，要去局里开会", "请假 要去局里开会", "请假：要去局里开会"])
async def test_excused_with_a_reason(office: Office, said: str) -> None:
    await booked(office)
    lines = await office.says("陈静", said, "direct")
    assert lines[-1].text == "好，「教学例会」已为你请假。"
    assert "事由是什么" not in "".join(one.text for one in lines)
    assert "陈静请假：要去局里开会" in (await office.direct("赵敏"))[-1].text


async def test_coming_with_a_remark_is_coming(office: Office) -> None:
    await booked(office)
    await office.says("黄婷", "参加，会晚到十分钟", "direct")
    card = (await office.says("赵敏", "教学例会都有谁参加", "direct"))[-1]
    assert "黄婷" in card.fact("参加")


async def test_days_off_are_days_off(office: Office) -> None:
    """请假 with a day is no answer to the invitation above."""
    await booked(office)
    asked = (await office.says("何军", "请假，后天去医院", "direct"))[-1]
    assert asked.title == "何军请假"
    assert "何军" in (await office.says("赵敏", "教学例会谁还没回", "direct"))[-1].fact("未回")


async def test_an_item_goes_back_with_its_reason(office: Office) -> None:
    await office.says("赵敏", "让黄婷周五前交预算表", "direct")
    await office.says("赵敏", "确认", "direct")
    assert (await office.says("黄婷", "退回，这事归财务处", "direct"))[-1].text == "已退回督1，告诉了督办人。"
    assert "这事归财务处" in (await office.direct("赵敏"))[-1].text


async def test_a_remark_behind_received(office: Office) -> None:
    await office.says("赵敏", "通知：本周六停电，请确认 发给 教务处", "direct")
    await office.says("赵敏", "确认", "direct")
    assert "已确认收到通知1" in (await office.says("陈静", "收到，辛苦了", "direct"))[-1].text


async def test_a_wish_behind_received_is_a_wish(office: Office) -> None:
    await office.says("赵敏", "通知：本周六停电，请确认 发给 教务处", "direct")
    await office.says("赵敏", "确认", "direct")
    asked = (await office.says("陈静", "收到，明天下午3点在302开教研会", "direct"))[-1]
    assert asked.title == "预订会议：教研会"
