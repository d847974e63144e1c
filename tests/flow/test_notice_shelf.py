"""Kept texts, copies, old notices found again, and notices that hold only for a time."""

from datetime import datetime

import pytest

from tests.flow.conversation import SHANGHAI, Office, Shown


async def says(office: Office, text: str, who: str = "赵敏") -> Shown:
    return (await office.says(who, text, "direct"))[-1]


async def sends(office: Office, text: str, to: str = "教务处", who: str = "赵敏") -> Shown:
    """The preview, which is then confirmed."""
    preview = await says(office, f"通知：{text} 发给 {to}", who)
    await says(office, "确认", who)
    return preview


async def test_a_template_begins_a_notice(office: Office) -> None:
    await sends(office, "本周日停电，请回复是否参加值班，联系后勤处")
    kept = await says(office, "把通知1存为模板 停电通知")
    assert kept.text == "已存为模板「停电通知」。说「用模板 停电通知」就从它写起。"
    preview = await says(office, "用模板 停电通知 发给 后勤处")
    assert preview.fact("发给").startswith("3 人")
    assert preview.fact("回执").startswith("参加 / 不参加")
    await says(office, "确认")
    assert (await office.direct("吴昊"))[-1].title == "通知2 本周日停电"
    same = await says(office, "用模板 停电通知")
    assert same.fact("发给").startswith("5 人（教务处 5")
    await says(office, "算了")
    assert "停电通知 · 本周日停电" in (await says(office, "通知模板")).text
    assert (await office.presses("赵敏", "停电通知", "direct"))[-1].labels[0] == "发送"
    await says(office, "算了")
    assert (await says(office, "删除模板 停电通知")).text == "模板「停电通知」已删除。"
    assert (await says(office, "用模板 停电通知")).text.startswith("没有模板「停电通知」")


async def test_the_office_has_templates_of_those_in_charge(office: Office) -> None:
    await sends(office, "本周日停电，联系后勤处")
    await says(office, "把通知1存为公共模板 停电通知")
    assert "停电通知 · 本周日停电，联系后勤处 · 公共" in (await says(office, "通知模板", "何军")).text
    assert "是公共的" in (await says(office, "删除模板 停电通知", "何军")).text
    await sends(office, "处内例会改期，联系何军", "财务处", "何军")
    assert "公共模板由文秘或领导来存" in (await says(office, "把通知2存为公共模板 例会", "何军")).text
    assert (await says(office, "把通知2存为模板 例会", "何军")).text.startswith("已存为模板「例会」")
    assert "例会 ·" not in (await says(office, "通知模板")).text


async def test_a_template_is_kept_anew_under_its_name(office: Office) -> None:
    await sends(office, "本周日停电，联系后勤处")
    await sends(office, "本周日停水，联系后勤处")
    await says(office, "把通知1存为模板 停")
    await says(office, "把通知2存为模板 停")
    assert (await says(office, "用模板 停")).title == "发通知：本周日停水"


@pytest.mark.parametrize("said", ["复制通知1", "再发一次通知1"])
async def test_a_copy_is_a_new_one_of_its_own_number(office: Office, said: str) -> None:
    await sends(office, "本周日停电，联系后勤处，周五前回执")
    preview = await says(office, said)
    assert "请在此前回执" not in {name for name, _ in preview.card["facts"]}
    await says(office, "确认")
    assert (await office.direct("李强"))[-1].title == "通知2 本周日停电"


async def test_old_ones_are_found_by_words_and_by_when_they_went_out(office: Office) -> None:
    await sends(office, "本周日停电，联系后勤处")
    await sends(office, "本周日停水，联系后勤处")
    await sends(office, "下周日停电，联系后勤处")
    await says(office, "撤回通知1")
    await says(office, "确认")
    found = await says(office, "查通知 停电")
    assert found.card["body"].split("\n") == [
        "通知3 下周日停电 · 11月23日（周一） · 赵敏",
        "通知1 本周日停电 · 11月23日（周一） · 赵敏 · 已撤回",
    ]
    await office.goes_to(datetime(2026, 12, 2, 10, tzinfo=SHANGHAI))
    assert len((await says(office, "上个月的通知")).card["body"].split("\n")) == 3
    assert (await says(office, "本月的通知")).text.startswith("没有找到你能看的通知。")
    assert (await says(office, "上个月关于停水的通知")).card["body"].startswith("通知2 ")
    assert "notices about" not in (await says(office, "find notices about 停水", "Amy")).text
    whole = (await office.presses("赵敏", "通知2", "direct"))[-1]
    assert whole.labels == ["再发一次"]


async def test_letters_are_found_whether_small_or_capital(office: Office) -> None:
    await sends(office, "OA升级，联系李强")
    assert "通知1" in (await says(office, "查通知 oa")).text


async def test_only_what_one_sent_or_was_sent_is_found(office: Office) -> None:
    await sends(office, "本周日停电，联系后勤处")
    await sends(office, "财务处停电，联系后勤处", "财务处")
    assert (await says(office, "查通知 停电", "何军")).card["body"].startswith("通知2 ")
    assert "通知1" not in (await says(office, "查通知 停电", "何军")).text
    found = await says(office, "查通知 停电", "李强")
    assert [label for label in found.labels if label.startswith("通知")] == ["通知1"]
    own = await says(office, "查通知 停电", "何军")
    forged = await office.presses_action("何军", "notices.found:1", own.message_id, own.chat)
    assert forged[-1].text.startswith("没有通知1")


async def test_many_are_paged(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.notices.archive.PAGE", 2)
    for place in range(5):
        await sends(office, f"第{place}次停电，联系后勤处")
    first = await says(office, "查通知 停电")
    assert first.card["body"].startswith("通知5 ")
    second = (await office.presses("赵敏", "更早的", "direct"))[-1]
    assert second.card["body"].startswith("通知3 ")
    last = (await office.presses("赵敏", "更早的", "direct"))[-1]
    assert last.card["body"].startswith("通知1 ")
    assert "更早的" not in last.labels


async def test_more_than_are_looked_through_at_once_come_by_the_button(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.notices.archive.AT_ONCE", 2)
    await sends(office, "周日停电，联系后勤处")
    for place in range(3):
        await sends(office, f"第{place}次停水，联系后勤处")
    nothing = await says(office, "查通知 停电")
    assert nothing.labels == ["更早的"]
    assert (await office.presses("赵敏", "更早的", "direct"))[-1].card["body"].startswith("通知1 ")


@pytest.mark.parametrize("action", ["notices.older:5:x-y 停电", "notices.older:5:9999999-1 停", "notices.found:99"])
async def test_a_forged_page_is_refused(office: Office, action: str) -> None:
    await sends(office, "周日停电，联系后勤处")
    card = await says(office, "查通知 停电")
    answer = (await office.presses_action("赵敏", action, card.message_id, card.chat))[-1]
    assert "过时" in answer.text or "没有通知99" in answer.text


async def test_what_holds_no_more_is_neither_chased_nor_wanted(office: Office) -> None:
    preview = await sends(office, "实验楼停电，请回执，有效期至11月25日")
    assert preview.fact("有效期至") == "11月25日（周三）"
    (card,) = await office.direct("李强")
    assert card.fact("有效期至") == "11月25日（周三）"
    await office.goes_to(datetime(2026, 12, 1, 12, tzinfo=SHANGHAI))
    asked = [line for line in await office.lines("dm:liqiang") if line.title.startswith("请回执")]
    assert len(asked) == 1  # on the morning of the day by which it was to be answered, and not after it expired
    assert "实验楼停电" not in (await says(office, "今日", "黄婷")).text
    assert (await says(office, "催回执 通知1")).text == "通知1已于11月25日（周三）过期，不再催。"
    told = await says(office, "通知1 收到", "李强")
    assert told.text == "已记下。通知1「实验楼停电」的有效期到11月25日（周三），已经过了，不用再办。"
    pressed = (await office.presses("黄婷", "收到", "direct"))[-1]
    assert pressed.text.startswith("已记下。")
    assert (await says(office, "回执 通知1")).fact("已确认") == "2 / 5"
    assert "已过期" in (await says(office, "查通知 停电")).text


async def test_validity_in_english_and_one_that_has_passed(office: Office) -> None:
    preview = await says(
        office, "notice: visitors park behind the hall, ask 李强, valid until Dec 31 to: 教务处", "Amy"
    )
    assert preview.fact("Valid until") == "Thu 31 Dec"
    await says(office, "never mind", "Amy")
    past = await says(office, "通知：停电，联系后勤处，有效期至2025年11月20日 发给 教务处")
    assert "有效期已经过去" in past.text
