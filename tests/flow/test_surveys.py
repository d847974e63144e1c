"""Surveys from a sentence to the result: preview, cards, answers, the roster, closing, publishing, files."""

import csv
import io
import json
from datetime import datetime

from openpyxl import load_workbook

from tests.flow.conversation import SHANGHAI, Office, Shown
from tests.flow.test_notice_receipts import file_of

ASKED = "做个问卷：食堂满意度，很满意/一般/不满意，周五下班前截止，发给教务处"
AFTER = datetime(2026, 11, 27, 18, 1, tzinfo=SHANGHAI)


async def sends(office: Office, text: str = ASKED, who: str = "赵敏", chat: str = "direct") -> Shown:
    """The preview, which is then confirmed."""
    preview = (await office.says(who, text, chat))[-1]
    await office.presses(who, "发送" if "发送" in preview.labels else "Send", chat)
    return preview


async def exported(office: Office, ending: str) -> bytes:
    await office.says("赵敏", f"导出问卷1 {ending}", "direct")
    return await file_of(office, "zhaomin", ending)


async def newest(office: Office, who: str) -> Shown:
    return (await office.visible(f"dm:{who}"))[-1]


async def test_the_preview_says_whom_until_when_and_what_becomes_of_names(office: Office) -> None:
    preview = (await office.says("赵敏", ASKED.replace("教务处", "各处室"), "direct"))[-1]
    assert preview.title == "发问卷：食堂满意度"
    assert preview.fact("发给").startswith("24 人（")
    assert preview.fact("截止") == "11月27日（周五）18:00"
    assert preview.fact("署名").startswith("实名")
    assert preview.labels == ["发送", "修改", "改为匿名", "取消"]
    other = (await office.presses("赵敏", "改为匿名", "direct"))[-1]
    assert "只记谁已答" in other.fact("署名")
    assert "少于 5 份" in other.fact("署名")
    less = (await office.says("赵敏", "去掉后勤处", "direct"))[-1]
    assert less.fact("发给").startswith("21 人")
    assert "发给" in less.text
    later = (await office.says("赵敏", "截止改到周四17点", "direct"))[-1]
    assert later.fact("截止") == "11月26日（周四）17:00"
    chosen = (await office.says("赵敏", "选项改成 好/差", "direct"))[-1]
    assert "（好 / 差）" in chosen.text
    await office.says("赵敏", "算了", "direct")
    assert not await office.direct("李强")


async def test_what_is_missing_is_asked(office: Office) -> None:
    (whom,) = await office.says("赵敏", "发起投票：年会去哪，海边/山里", "direct")
    assert "发给谁" in whom.title
    when = (await office.presses("赵敏", "全体", "direct"))[-1]
    assert "什么时候截止" in when.title
    assert when.labels[0] == "11月23日（周一）18:00"
    past = (await office.says("赵敏", "昨天", "direct"))[-1]
    assert "已经过去" in past.text
    preview = (await office.says("赵敏", "周三17点", "direct"))[-1]
    assert preview.fact("截止") == "11月25日（周三）17:00"


async def test_an_answer_is_read_back_and_may_be_changed_until_the_end(office: Office) -> None:
    await sends(office)
    (card,) = await office.direct("李强")
    assert (card.title, card.labels) == ("问卷1 食堂满意度", ["很满意", "一般", "不满意"])
    (noted,) = await office.presses("李强", "一般", "direct")
    assert noted.fact("你的答复") == "一般"
    assert "已记下" in noted.text
    await office.presses("李强", "很满意", "direct")
    typed = (await office.says("陈静", "2", "direct"))[-1]
    assert typed.title == "已记下"
    await office.goes_to(AFTER)
    late = (await office.says("陈静", "问卷1：很满意", "direct"))[-1]
    assert "已截止" in late.text
    result = (await office.says("赵敏", "问卷1结果", "direct"))[-1]
    assert "很满意 1（50%） ▇▇▇▇▇ — 李强" in result.text
    assert "一般 1（50%） ▇▇▇▇▇ — 陈静" in result.text


async def test_counts_are_hidden_until_the_end_unless_its_maker_says_otherwise(office: Office) -> None:
    await sends(office)
    await sends(office, ASKED.replace("周五", "随时可看票数，周五"))
    for number in (1, 2):
        await office.says("李强", f"问卷{number}：很满意", "direct")
    hidden = (await office.says("赵敏", "问卷1结果", "direct"))[-1]
    assert "很满意 1" not in hidden.text
    assert hidden.fact("已填") == "1 / 5"
    live = (await office.says("赵敏", "问卷2结果", "direct"))[-1]
    assert "很满意 1（100%）" in live.text
    others = (await office.says("李强", "问卷2结果", "direct"))[-1]
    assert "还没有公布" in others.text


async def test_only_the_missing_are_chased_and_named_to_those_who_may_know(office: Office) -> None:
    await sends(office)
    await office.says("李强", "问卷1：很满意", "direct")
    asked = (await office.says("赵敏", "@小办 谁没填"))[-1]
    assert "单聊" in asked.text
    (names,) = [one for one in await office.direct("赵敏") if "没填" in one.title]
    assert names.title == "问卷1 食堂满意度：4 人没填"
    assert names.text.count("李强") == 0
    refused = (await office.says("陈静", "问卷1谁没填", "direct"))[-1]
    assert "赵敏" in refused.text
    for who in ("李强", "陈静"):
        await office.direct(who)
    (done,) = await office.says("赵敏", "催一下没填的", "direct")
    assert "4 个没填的人" in done.text
    assert (await office.direct("陈静"))[-1].title == "提醒：问卷1 食堂满意度"
    assert not await office.direct("李强")
    await office.presses("陈静", "一般", "direct")
    assert [one.fact("你的答复") for one in await office.visible("dm:chenjing") if "你的答复" in one.text] == [
        "一般"
    ] * 2


async def test_it_reminds_by_itself_on_the_last_morning_and_a_deputy_only_passes_on(office: Office) -> None:
    await sends(office)
    await office.says("陈静", "我这周五请假，由李强代办", "direct")
    await office.presses("陈静", "确认", "direct")
    await office.says("李强", "问卷1：很满意", "direct")
    await office.direct("李强")
    await office.direct("黄婷")
    await office.goes_to(datetime(2026, 11, 27, 12, 0, tzinfo=SHANGHAI))
    assert (await office.direct("黄婷"))[-1].title == "提醒：问卷1 食堂满意度"
    (passed,) = [one for one in await office.direct("李强") if "转告" in one.title]
    assert passed.title == "请转告陈静：问卷1 食堂满意度"
    assert passed.labels == []


async def test_a_clerk_may_end_it_and_its_maker_hears_and_publishes(office: Office) -> None:
    await sends(office, ASKED, who="李强")
    await office.says("陈静", "问卷1：不满意", "direct")
    await office.direct("李强")
    refused = (await office.says("黄婷", "结束问卷1", "direct"))[-1]
    assert "由李强或文秘" in refused.text
    early = (await office.says("李强", "公布问卷1结果", "direct"))[-1]
    assert "还没截止" in early.text
    assert "由赵敏结束" in (await office.says("赵敏", "结束问卷1", "direct"))[0].title
    (told,) = [one for one in await office.direct("李强") if one.title.startswith("结果")]
    assert "不满意 1（100%）" in told.text
    assert [one.labels for one in await office.visible("dm:huangting") if one.title == "问卷1 食堂满意度"] == [[]]
    await office.presses("李强", "公布结果", "direct")
    (shown,) = [one for one in await office.direct("黄婷") if one.title.startswith("结果")]
    assert "不满意 1（100%）" in shown.text
    assert "陈静" not in shown.text
    assert "公布过" in (await office.says("李强", "公布问卷1结果", "direct"))[-1].text


async def test_all_kinds_of_questions_in_turn(office: Office) -> None:
    text = """做个问卷：团建
去哪里，海边/山里/城里
想玩什么，爬山/游泳/唱歌，可多选
给去年打分
带几个家人
哪天合适
还有什么意见
周五下班前截止，发给李强"""
    await sends(office, text)
    (first,) = await office.direct("李强")
    assert first.title == "问卷1 团建（1/6）"
    second = (await office.presses("李强", "山里", "direct"))[-1]
    assert (second.title, second.labels) == ("问卷1 团建（2/6）", ["填写"])
    assert "1 爬山  2 游泳  3 唱歌" in second.text
    for said, label in (("1、3", "5"), ("三个", ""), ("2", ""), ("下周三", ""), ("都好", "")):
        if not label:
            await office.presses("李强", "填写", "direct") if said != "2" else None
        else:
            await office.presses("李强", "填写", "direct")
        await office.says("李强", said, "direct")
        if label:
            await office.presses("李强", label, "direct")
    done = await newest_with(office, "dm:liqiang", "6. 还有什么意见")
    assert [value for _, value in done.card["facts"][3:]] == ["山里", "爬山 / 唱歌", "5", "2", "2026-12-02", "都好"]
    await office.presses("李强", "修改", "direct")
    await office.presses("李强", "海边", "direct")
    assert await office.parts.store.read(lambda uow: uow.surveys.answers(1)[0].said) == "海边"


async def newest_with(office: Office, chat: str, label: str) -> Shown:
    return next(one for one in reversed(await office.visible(chat)) if label in [name for name, _ in one.card["facts"]])


async def test_one_card_in_the_group_counts_and_the_answer_is_read_back_in_private(office: Office) -> None:
    await sends(office, "@小办 投票：午餐吃什么，米饭/面条，本群，明天11点截止", chat="office")
    (card,) = [one for one in await office.visible("office") if one.title.startswith("问卷1")]
    assert (card.labels, card.fact("已填")) == (["米饭", "面条"], "0 / 20")
    await office.presses("李强", "面条")
    (card,) = [one for one in await office.visible("office") if one.title.startswith("问卷1")]
    assert card.fact("已填") == "1 / 20"
    assert [one.title for one in await office.direct("李强")] == ["已记下"]
    await office.presses("李强", "米饭")
    assert await office.parts.store.read(lambda uow: [one.said for one in uow.surveys.answers(1)]) == ["米饭"]
    await office.says("赵敏", "结束问卷1", "direct")
    (card,) = [one for one in await office.visible("office") if one.title.startswith("问卷1")]
    assert card.labels == []


async def test_several_questions_of_a_group_are_answered_in_private(office: Office) -> None:
    text = "@小办 做个匿名问卷：年会 1. 去哪里：海边/山里 2. 还有什么意见；周五17点截止；本群"
    await sends(office, text, chat="office")
    await office.presses("李强", "开始填写")
    (own,) = await office.direct("李强")
    assert own.labels == ["海边", "山里"]
    await office.presses("李强", "山里", "direct")
    await office.presses("李强", "填写", "direct")
    await office.says("李强", "早点结束", "direct")
    assert await office.parts.store.read(lambda uow: uow.surveys.box(1, 2)) == [["山里"], ["早点结束"]]
    assert await office.parts.store.read(lambda uow: uow.surveys.counts(1)) == (20, 1)


async def test_in_english(office: Office) -> None:
    text = "poll: where for the offsite? Beach / Hills / City, closes Friday 5pm, to everyone"
    preview = await sends(office, text, who="limin")
    assert preview.title == "Send survey: where for the offsite?"
    assert preview.fact("Closes") == "Fri 27 Nov 17:00"
    card = (await office.direct("Amy"))[-1]
    assert card.labels == ["Beach", "Hills", "City"]
    noted = (await office.says("Amy", "survey 1: hills", "direct"))[-1]
    assert noted.title == "Noted"
    await office.says("limin", "end survey 1", "direct")
    result = (await office.says("limin", "survey 1 results", "direct"))[-1]
    assert "Hills 1 (100%)" in result.text
    listed = (await office.says("limin", "surveys", "direct"))[-1]
    assert "Survey 1: where for the offsite?" in listed.text


async def test_who_was_not_asked_and_who_forges_is_refused(office: Office) -> None:
    await sends(office)
    assert "没有发给你" in (await office.says("吴昊", "问卷1：很满意", "direct"))[-1].text
    (card,) = await office.direct("李强")
    forged = ("feedback.answer:1:0.9", "feedback.answer:1:7.0", "feedback.answer:1:x", "feedback.answer:1:-1.0",
              "feedback.fill:1:5", "feedback.answer:99:0.0", "feedback.answer:1:٣.0")  # fmt: skip
    for action in forged:
        told = await office.presses_action("李强", action, card.message_id, "dm:liqiang")
        assert told[-1].card["tone"] == "warn", action
    assert await office.parts.store.read(lambda uow: uow.surveys.answers(1)) == []
    assert "单位以外" in (await sends_and_hears(office, "黄婷", ASKED.replace("教务处", "全体")))


async def sends_and_hears(office: Office, who: str, text: str) -> str:
    await office.says(who, text, "direct")
    return (await office.presses(who, "发送", "direct"))[-1].text


async def test_what_people_write_is_text(office: Office) -> None:
    evil = "<script>alert(1) **粗** @所有人 <!channel> {title}"
    await sends(office, f"做个问卷：{evil}意见，周五下班前截止，发给教务处")
    await office.says("李强", '问卷1：=HYPERLINK("http://evil")\n很满意 99（100%）', "direct")
    await office.goes_to(AFTER)
    result = (await office.says("赵敏", "问卷1结果", "direct"))[-1]
    lines = result.card["body"].split("\n")
    assert len([one for one in lines if "99（100%）" in one]) == 1
    assert lines[1].startswith("· =HYPERLINK")
    content = await exported(office, "xlsx")
    cell = load_workbook(io.BytesIO(content)).worksheets[0].cell(2, 3)
    assert cell.data_type == "s"
    content = await exported(office, "csv")
    (_, row) = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert row[2].startswith("'=")


async def test_a_file_has_a_row_a_person(office: Office) -> None:
    await sends(office)
    await office.says("李强", "问卷1：很满意", "direct")
    early = (await office.says("赵敏", "导出问卷1", "direct"))[-1]
    assert "截止后再导出" in early.text
    await office.goes_to(AFTER)
    content = await exported(office, "json")
    assert json.loads(content) == [{"姓名": "李强", "单位": "教务处", "1. 食堂满意度": "很满意"}]


async def test_it_stands_in_the_digest_until_it_is_answered(office: Office) -> None:
    await sends(office)
    today = (await office.says("李强", "今日", "direct"))[-1]
    assert "问卷1 食堂满意度，11月27日（周五）18:00截止" in today.text
    await office.says("李强", "问卷1：很满意", "direct")
    today = (await office.says("李强", "今日", "direct"))[-1]
    assert "问卷1" not in today.text


async def test_a_suggestion_goes_to_the_secretaries(office: Office) -> None:
    (told,) = await office.says("李强", "我有个建议：食堂周五能不能有面条", "direct")
    assert "建议1" in told.title
    (card,) = await office.direct("赵敏")
    assert (card.title, card.fact("发起人")) == ("建议1", "李强")
    assert "面条" in card.text
    assert "文秘汇总" in (await office.says("李强", "意见列表", "direct"))[-1].text
    listed = (await office.says("赵敏", "意见列表", "direct"))[-1]
    assert "1. 食堂周五能不能有面条（李强，2026-11-23）" in listed.text


async def test_it_is_withdrawn(office: Office) -> None:
    await sends(office)
    await office.says("李强", "问卷1：很满意", "direct")
    await office.says("赵敏", "问卷1 撤回", "direct")
    assert "已撤回" in (await newest(office, "chenjing")).text
    assert "已撤回" in (await office.says("赵敏", "问卷1结果", "direct"))[-1].text
    before = len(await office.lines("dm:zhaomin"))
    await office.goes_to(AFTER)
    assert len(await office.lines("dm:zhaomin")) == before


async def test_its_end_is_moved_and_the_cards_say_so(office: Office) -> None:
    await sends(office)
    await office.says("李强", "问卷1：很满意", "direct")
    refused = (await office.says("黄婷", "问卷1截止改到周三", "direct"))[-1]
    assert "赵敏" in refused.text
    past = (await office.says("赵敏", "问卷1截止改到昨天", "direct"))[-1]
    assert past.card["tone"] == "warn"
    for day, hour in (("周三17点", 25), ("下周一17点", 30), ("周五下班前", 27)):
        told = (await office.says("赵敏", f"问卷1截止改到{day}", "direct"))[-1]
        assert f"{hour}日" in told.title
    assert (await newest(office, "chenjing")).fact("截止") == "11月27日（周五）18:00"
    await office.goes_to(datetime(2026, 11, 27, 12, 0, tzinfo=SHANGHAI))
    assert sum(one.title.startswith("提醒") for one in await office.visible("dm:chenjing")) == 1
    await office.presses("陈静", "一般", "direct")
    await office.goes_to(AFTER)
    results = [one for one in await office.visible("dm:zhaomin") if one.title.startswith("结果")]
    assert [one.fact("已填") for one in results] == ["2 / 5"]
