"""Supervision items from a sentence to the end: the straight life, the troubled one, families of items, bad input."""

import asyncio
from datetime import timedelta

import pytest

from tests.flow.conversation import GROUP, MONDAY, Office, Shown, open_office

FRIDAY, SUNDAY, NEXT = "11月27日（周五）18:00", "11月29日（周日）18:00", "12月4日（周五）18:00"
SAID = "督办：请教务处11月30日前完成专业评估报告，主办李强，协办王芳，每周五汇报，标准：通过专家评审"


async def assigns(office: Office, text: str, who: str = "赵敏", chat: str = GROUP) -> Shown:
    """The item's card in the chat, after the read-back was confirmed."""
    read_back = (await office.says(who, f"@小办 {text}", chat))[-1]
    assert read_back.title.startswith("交办："), read_back.text
    shown = await office.says(who, "确认", chat)
    return next(line for line in shown if line.title.startswith("督〔"))


async def assigned(office: Office, lead: str = "李强") -> None:
    await assigns(office, f"督办年度总结，主办{lead}，周五前")
    for person in (lead, "赵敏", "陈国华"):
        await office.direct(person)


async def state(office: Office, item: str = "督1", who: str = "赵敏") -> str:
    return (await office.says(who, item, "direct"))[-1].fact("状态")


async def story(office: Office, item: str = "督1") -> list[str]:
    """The lines of its trail without their times."""
    body = str((await office.says("赵敏", item, "direct"))[-1].card["body"])
    return [line[12:] for line in body.splitlines() if line[:2] == "11" or line[:2] == "12"]


async def test_a_sentence_becomes_an_item_with_everything_that_was_said(office: Office) -> None:
    read_back = (await office.says("赵敏", f"@小办 {SAID}"))[-1]
    assert read_back.title == "交办：完成专业评估报告"
    assert read_back.fact("时限") == "11月30日（周一）18:00，还有 5 个工作日"
    assert read_back.fact("主办") == "李强（教务处）"
    assert read_back.fact("协办") == "王芳"
    assert read_back.fact("标准") == "通过专家评审"
    assert read_back.fact("汇报") == "每周五 15:00（遇节假日提前）"
    card = (await office.says("赵敏", "确认"))[-1]
    assert card.title == "督〔2026〕1号 完成专业评估报告"
    assert card.fact("状态") == "待签收"
    assert card.fact("时效") == "🟢 正常，还有 5 个工作日"
    (own,) = await office.direct("李强")
    assert own.title == "交办给你：督〔2026〕1号 完成专业评估报告"
    assert own.labels == ["签收", "退回"]
    assert "≤3 个工作日黄灯" in own.fact("规则")
    (helper,) = await office.direct("王芳")
    assert helper.title == "请你协办：督〔2026〕1号 完成专业评估报告"
    shown = (await office.says("赵敏", "督1", "direct"))[-1]
    assert f"出处：赵敏 11月23日（周一）10:00 在学院工作群说「{SAID}」" in shown.text


async def test_the_straight_life(office: Office) -> None:
    await assigned(office)
    await office.presses("李强", "签收", "direct")
    assert await state(office) == "已签收"
    group = (await office.visible(GROUP))[-1]
    assert group.fact("状态") == "已签收"  # the group sees it on the card that it has
    await office.says("李强", "督1 进展：初稿完成，问题：缺数据，建议：协调财务处", "direct")
    (news,) = await office.direct("赵敏")
    assert news.title == "李强报督1「年度总结」的进展"
    assert news.card["body"] == "初稿完成\n问题：缺数据\n建议：协调财务处"
    await office.presses("李强", "报办结", "direct")
    assert (await office.direct("赵敏"))[-1].labels == ["办结", "退回重办"]
    await office.presses("赵敏", "办结", "direct")
    assert "督1「年度总结」已办结" in [line.title for line in await office.direct("李强")]
    assert await state(office) == "已办结"
    assert await story(office) == [
        "赵敏 交办给李强", "李强 签收", "李强 报进展：初稿完成", "李强 报办结", "赵敏 办结",
    ]  # fmt: skip


async def test_the_troubled_life(office: Office) -> None:
    """Given back, re-assigned, amended, suspended, extended, denied, sent back, closed; its story tells every step."""
    await assigned(office)
    await office.presses("李强", "退回", "direct")
    await office.says("李强", "不归我们管", "direct")
    assert "不归我们管" in (await office.direct("赵敏"))[-1].text
    await office.presses("赵敏", "改派", "direct")
    await office.says("赵敏", "黄婷", "direct")
    await office.direct("黄婷")
    await office.says("黄婷", "签收督1", "direct")
    await office.says("黄婷", "督1 申请延期到12月4日，理由：数据没到", "direct")
    assert (await office.direct("赵敏"))[-1].title == "黄婷申请把督1「年度总结」延到12月4日（周五）18:00"
    await office.presses("赵敏", "不同意延期", "direct")
    await office.says("赵敏", "领导等着要", "direct")
    await office.says("黄婷", "督1 申请延期两天，理由：数据还没到", "direct")
    await office.says("赵敏", "督1 同意延期", "direct")
    assert (await office.says("赵敏", "督1", "direct"))[-1].fact("时限") == "11月29日（周日）18:00"
    await office.says("赵敏", "@小办 督1 标准改为附佐证材料，理由：上级要求")
    await office.says("赵敏", "@小办 督1 中止：等上级文件")
    assert await state(office) == "已中止"
    refused = (await office.says("黄婷", "督1 进展：写完了", "direct"))[-1]
    assert refused.text == "督1「年度总结」已中止，不能报进展；请督办人先恢复。"
    await office.says("赵敏", "@小办 督1 恢复")
    asked = (await office.says("黄婷", "督1 报办结", "direct"))[-1]
    assert "有什么材料能证明" in asked.text
    await office.says("黄婷", "材料已发群里", "direct")
    await office.says("赵敏", "督1 退回重办：缺附件", "direct")
    assert await state(office) == "办理中"
    await office.says("黄婷", "督1 报办结，附件补上了", "direct")
    await office.says("赵敏", "督1 办结", "direct")
    assert await state(office) == "已办结"
    lines = await story(office)
    assert lines[-4:] == ["黄婷 报办结：材料已发群里", "赵敏 退回重办：缺附件", "黄婷 报办结：附件补上了", "赵敏 办结"]
    assert "赵敏 不同意延期：领导等着要" in lines
    earlier = await office.presses("赵敏", "更早的", "direct")
    for words in ("李强 退回：不归我们管", "赵敏 改派给黄婷：不归我们管", "黄婷 签收"):
        assert words in earlier[-1].text


async def test_a_leader_has_the_last_word_where_the_office_wants_it(database_url: str) -> None:
    async with open_office(database_url, supervision={"second_level": True}) as office:
        await assigned(office)
        for time in ("first", "second"):
            await office.says("李强", "督1 报办结", "direct")
            await office.says("赵敏", "督1 办结", "direct")
            assert await state(office) == "待审定"
            assert (await office.direct("陈国华"))[-1].labels == ["同意办结", "退回重办"]
            if time == "first":
                await office.presses("陈国华", "退回重办", "direct")
                await office.says("陈国华", "缺附件", "direct")
                assert await state(office) == "办理中"
        refused = (await office.says("赵敏", "督1 办结", "direct"))[-1]
        assert "在等领导审定" in refused.text
        await office.presses("陈国华", "同意办结", "direct")
        assert await state(office) == "已办结"
        assert (await story(office))[-1] == "陈国华 审定办结"


async def test_a_split_item_ends_after_its_parts(office: Office) -> None:
    await assigned(office)
    await office.presses("李强", "签收", "direct")
    read_back = (await office.says("李强", "督1 拆分：收集数据 陈静 11月25日前；写报告 黄婷 周五前", "direct"))[-1]
    assert read_back.card["body"].splitlines() == [
        "督1-1 收集数据 · 陈静 · 11月25日（周三）18:00，还有 2 个工作日",
        "督1-2 写报告 · 黄婷 · 11月27日（周五）18:00，还有 4 个工作日",
    ]
    await office.says("李强", "确认", "direct")
    assert (await office.direct("陈静"))[0].title == "交办给你：督〔2026〕1-1号 收集数据"
    refused = (await office.says("李强", "督1 报办结", "direct"))[-1]
    assert refused.text == "督1还有 2 个分项没办完，分项都办结后才能结。"
    for part, lead in (("督1-1", "陈静"), ("督1-2", "黄婷")):
        await office.says(lead, f"{part} 报办结，附件已发群里", "direct")
        await office.says("赵敏", f"{part} 办结", "direct")
    assert "分项都办完了" in (await office.direct("李强"))[-1].title
    await office.says("李强", "督1 报办结", "direct")
    await office.says("赵敏", "督1 办结", "direct")
    assert await state(office) == "已办结"


async def test_a_part_is_no_whole_of_its_whole(office: Office) -> None:
    await assigned(office)
    await assigns(office, "督办实习计划，主办王芳，周五前")
    assert (await office.says("赵敏", "@小办 督1 归入督2"))[-1].text.startswith("督1已归入督2")
    refused = (await office.says("赵敏", "@小办 督2 归入督1"))[-1]
    assert refused.text == "督1本来就是督2的分项，不能反过来归入。"


async def test_items_are_merged_with_their_people(office: Office) -> None:
    await assigned(office)
    await assigns(office, "督办年终总结，主办王芳，周五前")
    await office.says("赵敏", "@小办 督2 并入督1，理由：同一件事")
    assert await state(office, "督2") == "已并入"
    assert (await office.says("赵敏", "督1", "direct"))[-1].fact("协办") == "王芳"
    assert (await story(office))[-1] == "赵敏 并进督2：同一件事"


async def test_what_is_withdrawn_is_over_and_everyone_hears(office: Office) -> None:
    await assigned(office)
    await office.says("赵敏", "@小办 督1 撤回，重复了")
    assert "赵敏撤回了督1「年度总结」" in [line.title for line in await office.direct("李强")]
    old = (await office.says("李强", "督1 签收", "direct"))[-1]
    assert old.text == "督1「年度总结」已撤回，不能签收；说「督1」看经过。"


async def test_a_standard_and_a_signature_as_people_in_a_hurry_write_them(office: Office) -> None:
    said = "@小办 帮我盯一下李强 12月3号之前把中期检查的材料弄好 标准是每个专业都要有 加急"
    read_back = (await office.says("赵敏", said))[-1]
    assert (read_back.fact("标准"), read_back.fact("缓急")) == ("每个专业都要有", "加急")
    await office.says("赵敏", "嗯")
    assert (await office.says("李强", "收到啦", "direct"))[-1].text.startswith("已签收督1")


async def test_with_the_whole_its_parts_are_withdrawn(office: Office) -> None:
    await assigned(office)
    await office.says("李强", "督1 拆分：收集数据 陈静；写报告 黄婷", "direct")
    await office.says("李强", "确认", "direct")
    await office.says("赵敏", "@小办 督1 撤回：不办了，另有安排")
    assert await state(office, "督1-1") == "已撤回"
    assert "赵敏撤回了督1-2「写报告」" in [line.title for line in await office.direct("黄婷")]


async def test_rights_are_asked_at_the_deed(office: Office) -> None:
    """Another hand on the button, an old card, and someone whom it does not concern."""
    await assigned(office)
    card = next(line for line in await office.visible(GROUP) if line.title.startswith("督〔"))
    action = card.card["buttons"][0]["action"]
    other = await office.presses_action("周杰", action, card.message_id)
    assert other[-1].text == "只有督1的主办可以签收。"
    stranger = await office.presses_action("林霞", action, card.message_id)
    assert stranger[-1].text == "督1不归你和你的单位办，只有相关的人、文秘和领导能看。"
    await office.says("赵敏", "@小办 督1 改派给黄婷，理由：出差")
    old = await office.presses_action("李强", action, card.message_id)
    assert old[-1].text == "只有督1的主办可以签收。"


async def test_members_hand_things_to_their_own_unit_only(office: Office) -> None:
    refused = (await office.says("何军", "督办预算，主办李强，周五前", "direct"))[-1]
    assert refused.text.startswith("交办给李强需要文秘或领导来办")
    assert (await office.says("何军", "督办预算，主办林霞，周五前", "direct"))[-1].title == "交办：预算"


async def test_a_secretary_does_not_close_her_own_item(office: Office) -> None:
    await assigns(office, "督办年度总结，主办王芳，周五前", who="陈国华")
    await office.says("王芳", "督1 报办结", "direct")
    refused = (await office.says("王芳", "督1 办结", "direct"))[-1]
    assert refused.text == "只有督1的督办人和文秘可以办结。"


@pytest.mark.parametrize(
    ("said", "asked", "answer", "fact"),
    [
        ("督办年度总结，主办王芳，昨天前", "11月22日（周日）已经过去", "下周五", ("时限", f"{NEXT}，还有 9 个工作日")),
        ("督办年度总结，主办王芳，11月29日前", "11月29日（周日）是休息日", "1", ("时限", f"{FRIDAY}，还有 4 个工作日")),
        ("督办年度总结，主办王芳，11月29日前", "要不要提前到工作日", "2", ("时限", f"{SUNDAY}，还有 4 个工作日")),
        ("督办年度总结，主办王峰，周五前", "没有找到「王峰」", "1", ("主办", "王芳（学院办公室）")),
        ("督办年度总结，主办王伟，周五前", "有几位「王伟」", "2", ("主办", "王伟（学生处）")),
        ("督办年度总结，主办王芳、李强，周五前", "主办只能有一位：王芳、李强", "2", ("协办", "王芳")),
        ("请教务处周五前报送实习计划", "教务处由谁主办", "1", ("主办", "李强（教务处）")),
        ("督办年度总结，主办王芳", "什么时候办完", "12月10日", ("时限", "12月10日（周四）18:00，还有 13 个工作日")),
        ("督办年度总结，周五前", "谁主办", "李强", ("主办", "李强（教务处）")),
    ],
)  # fmt: skip
async def test_what_is_open_is_asked(office: Office, said: str, asked: str, answer: str, fact: tuple[str, str]) -> None:
    question = (await office.says("赵敏", f"@小办 {said}"))[-1]
    assert asked in question.text
    read_back = (await office.says("赵敏", answer))[-1]
    assert read_back.title.startswith("交办："), read_back.text
    assert read_back.fact(fact[0]) == fact[1]


@pytest.mark.parametrize(
    ("said", "fact"),
    [
        ("不对，主办改成李强", ("主办", "李强（教务处）")),
        ("换成黄婷", ("主办", "黄婷（教务处）")),
        ("改到下周三", ("时限", "12月2日（周三）18:00，还有 7 个工作日")),
        ("协办加上陈静", ("协办", "吴昊、陈静")),
        ("协办改为陈静", ("协办", "陈静")),
        ("标准改为通过评审", ("标准", "通过评审")),
        ("加急", ("缓急", "加急")),
        ("每周三汇报", ("汇报", "每周三 15:00（遇节假日提前）")),
        ("来源：会议决定", ("来源", "会议决定")),
    ],
)
async def test_what_was_read_back_is_corrected_in_words(office: Office, said: str, fact: tuple[str, str]) -> None:
    await office.says("赵敏", "@小办 督办年度总结，主办王芳，协办吴昊，周五前")
    read_back = (await office.says("赵敏", said))[-1]
    assert read_back.title == "交办：年度总结"
    assert read_back.fact(fact[0]) == fact[1]


async def test_a_lead_is_no_co_owner(office: Office) -> None:
    read_back = (await office.says("赵敏", "@小办 督办食堂检查，主办吴昊，协办吴昊，12月10日前"))[-1]
    assert "协办" not in dict(read_back.card["facts"])


async def test_the_same_sentence_within_a_minute_is_asked_about(office: Office) -> None:
    await assigned(office)
    question = (await office.says("赵敏", "@小办 督办年度总结，主办李强，周五前"))[-1]
    assert question.text.startswith("刚才同一句话已经立为督1「年度总结」")
    assert (await office.presses("赵敏", "是另一件事"))[-1].title == "交办：年度总结"
    await office.says("赵敏", "算了")
    await office.waits(minutes=2)
    assert (await office.says("赵敏", "@小办 督办年度总结，主办李强，周五前"))[-1].title == "交办：年度总结"


async def test_a_standard_of_ten_thousand_characters_is_too_long(office: Office) -> None:
    answer = (await office.says("赵敏", f"@小办 督办年度总结，主办李强，周五前，标准：{'很' * 10_000}"))[-1]
    assert "最多" in answer.text
    answer = (await office.says("赵敏", f"@小办 督办年度总结，主办李强，周五前，标准：{'很' * 1_200}"))[-1]
    assert "我一次最多读 400 个字" in answer.text
    await assigned(office)
    answer = (await office.says("赵敏", f"督1 标准改为{'很' * 1_200}，理由：太短", "direct"))[-1]
    assert answer.text.startswith("标准有 1")


async def test_of_two_who_press_at_once_one_wins_and_the_other_is_told(office: Office) -> None:
    await assigned(office)
    await office.says("李强", "督1 报办结", "direct")
    await office.direct("赵敏")
    card = (await office.visible("dm:zhaomin"))[-1]
    press = {"as": "赵敏", "chat": "dm:zhaomin", "message_id": card.message_id, "action": "supervision.close:1"}
    await asyncio.gather(
        office.post("presses", press),
        office.post("messages", {"as": "王芳", "chat": "dm:wangfang", "text": "督1 退回重办：缺附件"}),
    )
    texts = [line.text for line in (*await office.direct("赵敏"), *await office.direct("王芳"))]
    lost = [text for text in texts if text.startswith("督1「年度总结」") and "不能" in text]
    assert len(lost) == 1, texts
    assert await state(office) in {"已办结", "办理中"}


async def test_a_forwarded_message_becomes_an_item(office: Office) -> None:
    await office.says("陈国华", "请李强周五前把值班表报上来")
    said = (await office._call("GET", f"chats/{GROUP}/messages", None))[0]
    forward = {"chat": GROUP, "message_id": said["message_id"]}
    await office.post("messages", {"as": "赵敏", "chat": "dm:zhaomin", "text": "", "forward": forward})
    read_back = (await office.direct("赵敏"))[-1]
    assert read_back.title.startswith("交办："), read_back.text
    assert read_back.fact("主办") == "李强（教务处）"
    await office.says("赵敏", "确认", "direct")
    shown = (await office.says("赵敏", "督1", "direct"))[-1]
    assert "出处：陈国华 11月23日（周一）10:00 在学院工作群说「请李强周五前把值班表报上来」" in shown.text


async def test_a_reply_names_what_its_words_leave_open(office: Office) -> None:
    await office.says("陈国华", "食堂的消防通道要清出来")
    line = (await office._call("GET", f"chats/{GROUP}/messages", None))[-1]
    read_back = (await office.says("赵敏", "@小办 督办，主办吴昊，周五前", reply_to=line["message_id"]))[-1]
    assert read_back.title == "交办：食堂的消防通道要清出来"
    assert "来自陈国华的话" in read_back.text


async def test_a_meetings_decision_becomes_an_item_in_one_tap(office: Office) -> None:
    await office.says("陈国华", "@小办 今天上午11点到12点在301开校务会")
    await office.says("陈国华", "确认")
    await office.goes_to(MONDAY + timedelta(hours=1, minutes=30))
    listed = (await office.says("陈国华", "今天有什么会", "direct"))[-1]
    assert listed.labels == ["「校务会」的决定"]
    assert (await office.presses("陈国华", "「校务会」的决定", "direct"))[-1].title == "「校务会」决定了什么事要办？"
    await office.says("陈国华", "更新值班表", "direct")
    await office.says("陈国华", "李强", "direct")
    read_back = (await office.says("陈国华", "下周五", "direct"))[-1]
    assert (read_back.title, read_back.fact("来源"), read_back.fact("主办")) == (
        "交办：更新值班表", "校务会", "李强（教务处）",
    )  # fmt: skip
    await office.says("陈国华", "确认", "direct")
    assert (await office.direct("李强"))[-1].labels == ["签收", "退回"]
    shown = (await office.says("陈国华", "督1", "direct"))[-1]
    assert "更新值班表" in shown.text


async def test_an_absent_lead_has_a_deputy_who_is_told_why(office: Office) -> None:
    await office.says("李强", "我今天请假，黄婷代", "direct")
    await office.says("李强", "确认", "direct")
    await assigned(office)
    card = (await office.visible("dm:huangting"))[-1]
    assert "李强请假，由你代办" in card.text
    await office.presses("黄婷", "签收", "direct")
    assert await state(office) == "已签收"


async def test_in_english(office: Office) -> None:
    read_back = (await office.says("Amy", "@小办 assign the visitor list to 陈静 by next Friday", "exchange"))[-1]
    assert read_back.title == "Hand over: visitor list"
    card = (await office.says("Amy", "yes", "exchange"))[-1]
    assert card.labels == ["Sign for it", "Give it back"]
    await office.says("陈静", "item 1 progress: draft done, problem: missing data", "exchange")
    (news,) = await office.direct("Amy")
    assert news.title == "陈静 reports on 督1 “visitor list”"
    assert "Problem: missing data" in news.text
    refused = (await office.says("陈静", "close item 1", "exchange"))[-1]
    assert "closing" in refused.text


async def test_a_restart_in_the_middle_loses_nothing(office: Office) -> None:
    await assigned(office)
    await office.presses("李强", "签收", "direct")
    await office.says("李强", "督1 申请延期到12月4日", "direct")
    await office.restarts(timedelta(seconds=5))
    await office.says("李强", "数据没到", "direct")
    assert (await office.direct("赵敏"))[-1].title == "李强申请把督1「年度总结」延到12月4日（周五）18:00"
    await office.says("赵敏", "督1 同意延期", "direct")
    assert (await office.says("赵敏", "督1", "direct"))[-1].fact("时限") == "12月4日（周五）18:00"
