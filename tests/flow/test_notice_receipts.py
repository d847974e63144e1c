"""What is known of each receipt, and who may see it."""

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from urllib.parse import unquote

import pytest
from openpyxl import load_workbook

from bot.cards import Limits
from bot.ports import HttpRequest
from tests.flow.conversation import GROUP, SHANGHAI, Office, Shown

TEXT = "本周六全校停电，8:00–18:00，请提前关闭设备，有事联系后勤处，周五下班前回执"
COUNT = "周五下午座谈，请报参会人数，周四前回复，联系后勤处"


def on(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


async def sends(office: Office, text: str = TEXT, to: str = "教务处、后勤处") -> None:
    preview = (await office.says("赵敏", f"通知：{text} 发给 {to}", "direct"))[-1]
    assert preview.title.startswith("发通知："), preview.text
    await office.says("赵敏", "确认", "direct")


async def confirmed(office: Office, said: str) -> Shown:
    await office.says("赵敏", said, "direct")
    return (await office.says("赵敏", "确认", "direct"))[1]


async def facts(office: Office, number: int = 1, who: str = "赵敏", chat: str = "direct") -> Shown:
    return (await office.says(who, f"回执 通知{number}", chat))[-1]


async def sees(office: Office, who: str, person: str) -> None:
    """All that the bot wrote to them is on the screen of the page."""
    ids = list({line.message_id for line in await office.lines(f"dm:{person}")})
    assert await office.post("seen", {"as": who, "chat": f"dm:{person}", "message_ids": ids}) == {"count": len(ids)}


async def file_of(office: Office, person: str, ending: str) -> bytes:
    """The newest offered file of that ending in somebody's chat with the bot."""
    found = next(
        line["file"]
        for line in reversed(await office.history(f"dm:{person}"))
        if line["file"] and line["file"]["name"].endswith(ending)
    )
    assert office.parts.sim is not None
    request = HttpRequest("GET", f"/sim/api/files/{found['id']}", {"as": person}, {}, b"")
    answer = await office.parts.sim.receive(request)
    assert answer.status == 200
    assert unquote(answer.headers["Content-Disposition"]).endswith(found["name"])
    return answer.body


async def test_what_was_on_a_screen_is_seen_and_nothing_more(office: Office) -> None:
    await sends(office)
    await sees(office, "李强", "liqiang")
    await sees(office, "李强", "liqiang")
    shown = await facts(office)
    assert (shown.fact("已读"), shown.fact("已确认"), shown.fact("未回")) == ("1 / 8", "0 / 8", "8")
    await office.says("吴昊", "通知1 收到", "direct")
    shown = await facts(office)
    assert (shown.fact("已读"), shown.fact("已确认")) == ("1 / 8", "1 / 8")


async def test_nobody_sees_for_somebody_else(office: Office) -> None:
    await sends(office)
    card = (await office.lines("dm:liqiang"))[-1]
    report = {"as": "吴昊", "chat": "dm:liqiang", "message_ids": [card.message_id]}
    assert (await office.refused("seen", report))[0] == 403
    strange = {"as": "李强", "chat": "dm:liqiang", "message_ids": ["nothing"]}
    assert (await office.refused("seen", strange))[0] == 404
    assert (await facts(office)).fact("已读") == "0 / 8"


async def test_a_card_that_asks_again_is_seen_too(office: Office) -> None:
    await sends(office)
    await office.says("赵敏", "催回执 通知1", "direct")
    again = (await office.lines("dm:liqiang"))[-1]
    assert again.title.startswith("请回执")
    await office.post("seen", {"as": "李强", "chat": "dm:liqiang", "message_ids": [again.message_id]})
    assert (await facts(office)).fact("已读") == "1 / 8"


async def test_what_a_platform_does_not_tell_is_not_counted(office: Office) -> None:
    await sends(office)
    silent = Limits(buttons=12, text=4000)
    platforms = office.parts.core.house.platforms
    assert isinstance(platforms, dict)
    platforms["sim"] = silent
    assert (await facts(office)).fact("已读") == "该平台无法得知"
    platforms["sim"] = replace(silent, tells_seen=True)
    assert (await facts(office)).fact("已读") == "0 / 8"


async def test_names_are_for_the_sender_and_secretaries_totals_for_others(office: Office) -> None:
    await sends(office, COUNT, "教务处")
    await office.says("李强", "通知1 回复：3", "direct")
    await office.says("陈静", "通知1 回复：4.5", "direct")
    everybody = await office.people()
    (admin,) = [one["id"] for one in everybody if one["role"] == "admin"]
    for who in ("赵敏", admin):
        shown = await facts(office, who=who)
        assert "3（1）：李强" in shown.text
        assert "教务处：王伟、黄婷、Amy" in shown.text
        assert "合计 7.5（2 人回复）" in shown.text
    for who in ("何军", "李强"):
        shown = await facts(office, who=who)
        assert "合计 7.5（2 人回复）" in shown.text
        assert shown.labels == []
        assert not [name for name in ("王伟", "陈静", "黄婷") if name in shown.text]
        for said in ("通知1 谁还没回", "通知1 谁回了", "通知1 签收单"):
            assert "只有赵敏和文秘、管理员能看" in (await office.says(who, said, "direct"))[-1].text


async def test_a_group_reads_totals_and_names_go_to_the_one_who_may_know(office: Office) -> None:
    await sends(office, COUNT, "教务处")
    await office.says("李强", "通知1 回复：3", "direct")
    await office.direct("赵敏")
    for said in ("@小办 回执 通知1", "@小办 通知1 谁还没回", "@小办 通知1 谁回了", "@小办 通知1 签收单"):
        told = await office.says("赵敏", said, GROUP)
        assert told
        assert not [line for line in told if "李强" in line.text or "陈静" in line.text]
    mine = await office.direct("赵敏")
    assert "3（1）：李强" in mine[0].text
    assert "陈静" in mine[1].text
    assert "李强：3" in mine[2].text


async def test_a_button_in_a_group_shows_no_names_either(office: Office) -> None:
    """As on a card that somebody forwarded there."""
    await sends(office, COUNT, "教务处")
    line = (await office.says("赵敏", "@小办 帮助", GROUP))[-1]
    for action in ("notices.receipts:1", "notices.missing:1", "notices.back:1", "notices.sheet:1"):
        told = await office.presses_action("赵敏", action, line.message_id, GROUP)
        assert told
        assert not [one for one in told if "李强" in one.text or "陈静" in one.text]
        refused = await office.presses_action("张伟", action, line.message_id, GROUP)
        assert not [one for one in refused if "李强" in one.text]
    told = await office.presses_action("李强", "notices.answer:1", line.message_id, GROUP)
    assert "请回复一个数" in told[-1].text
    assert "3" not in (await office.says("李强", "3", GROUP))[-1].text.replace("通知1", "")


async def test_many_missing_come_by_unit_a_page_at_a_time(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.notices.names.PAGE", 9)
    await sends(office, to="全体")
    card = await facts(office)
    assert "陈静" not in card.text
    first = (await office.presses("赵敏", "没回的名单", "direct"))[-1]
    assert first.title == "通知1：还有 24 人没回"
    units, _, names_of_first = first.card["body"].partition("未回的：\n")
    assert "教务处：5 人" in units
    first.card["body"] = names_of_first
    pages = [first]
    while pages[-1].labels:
        pages += await office.presses("赵敏", "下一页", "direct")
    names = [
        name for page in pages for row in page.card["body"].split("\n") for name in row.split("：", 1)[1].split("、")
    ]
    assert (len(pages), len(names)) == (3, 24)
    units = [row.split("：", 1)[0] for page in pages for row in page.card["body"].split("\n")]
    assert len(set(units)) == len([1 for a, b in zip(["", *units], units, strict=False) if a != b])


async def test_a_forged_page_begins_at_the_beginning(office: Office) -> None:
    await sends(office)
    line = await facts(office)
    for choice in ("x", "9" * 18, "-1"):
        told = await office.presses_action("赵敏", f"notices.missing:1:{choice}", line.message_id, "dm:zhaomin")
        assert "陈静" in told[-1].text


async def test_somebody_comes_instead(office: Office) -> None:
    await sends(office, "下周二总结会，请回复是否参加，联系后勤处", "李强、吴昊、周杰、陈静")
    assert (await office.direct("李强"))[-1].labels == ["参加", "不参加", "请人代替"]
    await office.presses("李强", "请人代替", "direct")
    await office.says("李强", "王芳", "direct")
    asked = (await office.direct("王芳"))[-1]
    assert asked.title == "李强请你代替参加：通知1 下周二总结会"
    await office.says("吴昊", "通知1 回复：请假，外聘的钱工替我参加", "direct")
    await office.says("周杰", "通知1 回复：参加", "direct")
    shown = await facts(office)
    for line in ("由王芳代替（1）：李强", "由外聘的钱工代替（1）：吴昊", "参加（1）：周杰"):
        assert line in shown.text
    others = await facts(office, who="何军")
    assert "请人代替：2 人" in others.text
    assert "王芳" not in others.text


async def test_an_answer_is_changed_and_a_late_one_is_marked(office: Office) -> None:
    await sends(office, COUNT, "李强、吴昊")
    await office.says("李强", "通知1 回复：3人", "direct")
    await office.says("李强", "通知1 回复：４", "direct")
    shown = await facts(office)
    assert (shown.fact("已答复"), "4（1）：李强" in shown.text, "3（1）" in shown.text) == ("1 / 2", True, False)
    await office.presses("李强", "改答复", "direct")
    await office.says("李强", "5", "direct")
    assert "5（1）：李强" in (await facts(office)).text
    await office.goes_to(on(27, 10))
    told = (await office.says("吴昊", "通知1 回复：2", "direct"))[-1]
    assert told.text.endswith("2（补）")
    assert "2（1）：吴昊（补）" in (await facts(office)).text
    page = (await office.says("赵敏", "通知1 谁回了", "direct"))[-1]
    assert "教务处 李强：5 · " in page.text
    assert page.text.count("（补）") == 1


@pytest.mark.parametrize("said", ["三个", "1e9", "٣", "=1+1", "--3", "3.3.3", "9" * 20, "NaN"])
async def test_what_is_no_number_is_said_so(office: Office, said: str) -> None:
    await sends(office, COUNT, "李强")
    assert "请回复数字" in (await office.says("李强", f"通知1 回复：{said}", "direct"))[-1].text


async def test_the_signing_sheet_is_a_workbook_and_a_page(office: Office) -> None:
    await sends(office, COUNT, "教务处")
    await office.says("李强", "通知1 回复：3", "direct")
    await sees(office, "陈静", "chenjing")
    told = await office.says("赵敏", "通知1 签收单", "direct")
    assert [line.title for line in told] == ["通知1签收单：5 人，表格", "通知1签收单：用浏览器打开就能打印"]
    sheet = load_workbook(BytesIO(await file_of(office, "zhaomin", "xlsx"))).active
    assert sheet is not None
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    head = rows.index(["序号", "姓名", "单位", "发送", "已读", "确认", "答复", "签名"])
    assert (rows[0][0], rows[1][0]) == ("通知1 周五下午座谈", COUNT)
    assert [row[0] for row in rows[head + 1 :]] == ["1", "2", "3", "4", "5"]
    mine, seen = (next(row for row in rows if row[1] == name) for name in ("李强", "陈静"))
    assert (mine[2], mine[4], mine[6]) == ("教务处", "未读", "3")
    assert isinstance(seen[4], datetime)
    assert (seen[5], seen[6]) == (None, None)
    assert sheet.print_title_rows == f"${head + 1}:${head + 1}"
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (9, 1, 0)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    page = (await file_of(office, "zhaomin", "html")).decode()
    assert page.count("<tr>") == 6
    assert "@page { size: A4;" in page
    assert "<script" not in page


async def test_the_sheet_of_one_unit(office: Office) -> None:
    await sends(office)
    told = await office.says("赵敏", "通知1 签收单 后勤处", "direct")
    assert told[0].title == "通知1签收单：3 人，表格"
    assert "没有单位「火星」" in (await office.says("赵敏", "通知1 签收单 火星", "direct"))[-1].text


async def test_a_copy_that_waits_is_replaced_by_the_correction_and_never_comes(office: Office) -> None:
    """Nobody is sent a text that is known to be wrong."""
    await office.says("赵敏", f"通知：{TEXT} 发给 教务处", "direct")
    await office.post("messages", {"as": "赵敏", "chat": "dm:zhaomin", "text": "确认"})
    await office.post("messages", {"as": "赵敏", "chat": "dm:zhaomin", "text": "更正通知1：本周日全校停电"})
    await office.post("messages", {"as": "赵敏", "chat": "dm:zhaomin", "text": "确认"})
    (card,) = await office.direct("李强")
    assert card.title == "【更正】通知1 本周日全校停电"
    assert "本周六" not in card.text
    assert (await facts(office)).fact("已发送") == "5 / 5"


async def test_a_recalled_copy_that_waits_never_comes(office: Office) -> None:
    await office.says("赵敏", f"通知：{TEXT} 发给 教务处", "direct")
    for said in ("确认", "撤回通知1", "确认"):
        await office.post("messages", {"as": "赵敏", "chat": "dm:zhaomin", "text": said})
    assert not await office.direct("李强")
    assert "告诉收到过的 0 人" in (await office.lines("dm:zhaomin"))[-1].text


async def test_old_receipts_do_not_count_for_the_new_text(office: Office) -> None:
    await sends(office, COUNT, "李强、吴昊")
    await sees(office, "李强", "liqiang")
    await office.says("李强", "通知1 回复：3", "direct")
    old = (await office.visible("dm:wuhao"))[-1]
    await confirmed(office, "更正通知1：周六上午座谈，请报参会人数")
    shown = await facts(office)
    assert [shown.fact(one) for one in ("已发送", "已读", "已确认", "已答复", "未回")] == [
        "2 / 2", "0 / 2", "0 / 2", "0 / 2", "2",
    ]  # fmt: skip
    refused = await office.presses_action("吴昊", "notices.answer:1", old.message_id, "dm:wuhao")
    assert "已经更正" in refused[-1].text
    await office.says("李强", "通知1 收到", "direct")
    assert (await facts(office)).fact("已答复") == "0 / 2"
    assert "周六上午座谈" in (await office.says("李强", "今日", "direct"))[-1].text
    await office.presses("李强", "回复", "direct")
    await office.says("李强", "7", "direct")
    assert "合计 7（1 人回复）" in (await facts(office)).text


async def test_a_small_correction_keeps_answers_and_marks_the_change(office: Office) -> None:
    await sends(office, COUNT, "李强、吴昊")
    await office.says("李强", "通知1 回复：3", "direct")
    await confirmed(office, "小更正通知1：周五下午两点座谈，请报参会人数")
    card = (await office.lines("dm:liqiang"))[-1]
    assert card.title.startswith("【更正】")
    assert "原文：周五下午座谈" in card.text
    assert (await facts(office)).fact("已答复") == "1 / 2"


async def test_corrections_and_recalls_of_many_go_out_in_parts(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    await sends(office, to="全体")
    monkeypatch.setattr("handlers.notices.sending.CHUNK", 5)
    people = [one["id"] for one in await office.people() if one["id"] not in {"zhaomin", "amy"}]

    async def titles(start: str) -> set[int]:
        """How often each of them has it."""
        return {
            len([one for one in await office.visible(f"dm:{person}") if one.title.startswith(start)])
            for person in people
        }

    await confirmed(office, "更正通知1：本周日全校停电")
    await office.restarts()
    await office.waits(seconds=1)
    assert await titles("【更正】通知1 本周日") == {1}
    await confirmed(office, "撤回通知1")
    await office.waits(seconds=1)
    assert await titles("【已撤回】通知1") == {2}
    assert await titles("通知1「本周日全校停电」已撤回") == {1}
    assert (await facts(office)).fact("已发送") == "24 / 24"


async def test_where_nothing_can_be_changed_a_recall_says_so(office: Office) -> None:
    await sends(office, to="教务处")
    platforms = office.parts.core.house.platforms
    assert isinstance(platforms, dict)
    platforms["sim"] = replace(platforms["sim"], editable=False)
    told = await confirmed(office, "撤回通知1")
    assert "5 人所在的平台不能撤回或修改已发出的消息" in told.text
    lines = await office.visible("dm:liqiang")
    assert not [line for line in lines if line.title.startswith("【已撤回】")]
    assert lines[-1].title.endswith("已撤回，请以此为准。")


async def test_late_answers_to_a_recalled_one_are_refused_in_words(office: Office) -> None:
    await sends(office, COUNT, "李强")
    old = (await office.visible("dm:liqiang"))[-1]
    await confirmed(office, "撤回通知1")
    assert not [label for line in await office.visible("dm:liqiang") for label in line.labels]
    for action in ("notices.answer:1", "notices.acknowledge:1"):
        refused = await office.presses_action("李强", action, old.message_id, "dm:liqiang")
        assert refused[-1].text == "通知1已经撤回。"


async def test_receipts_without_a_number_are_of_the_one_that_is_still_waited_for(office: Office) -> None:
    await sends(office)
    alone = (await office.says("赵敏", "回执", "direct"))[-1]
    assert alone.fact("未回") == (await facts(office)).fact("未回")
    await sends(office, COUNT)
    both = (await office.says("赵敏", "回执", "direct"))[-1]
    assert both.labels == ["通知2", "通知1"]


async def test_who_is_missing_may_be_asked_with_a_particle(office: Office) -> None:
    await sends(office)
    plain = (await office.says("赵敏", "通知1 还有谁没回", "direct"))[-1]
    for asked in ("还有谁没回通知1啊", "通知1还有谁没回呀？"):
        assert (await office.says("赵敏", asked, "direct"))[-1].text == plain.text
