"""Notices from a sentence to the last receipt: preview, four facts, chasing, a second person, correction, recall."""

from datetime import datetime

import pytest

from tests.flow.conversation import SHANGHAI, Office, Shown

TEXT = "本周六全校停电，8:00–18:00，请提前关闭设备，有事联系后勤处，周五下班前回执"


def on(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


async def sends(
    office: Office, text: str = TEXT, to: str = "教务处、后勤处", head: str = "通知", who: str = "赵敏"
) -> Shown:
    """The preview, which is then confirmed."""
    preview = (await office.says(who, f"{head}：{text} 发给 {to}", "direct"))[-1]
    assert preview.title.startswith("发通知："), preview.text
    await office.says(who, "确认", "direct")
    return preview


async def facts(office: Office, number: int = 1, who: str = "赵敏") -> Shown:
    return (await office.says(who, f"回执 通知{number}", "direct"))[-1]


async def test_the_preview_shows_the_text_the_audience_and_what_is_wanting(office: Office) -> None:
    preview = (await office.says("赵敏", "通知：11月28日（周五）停电，请高度重视 发给 全体除财务处外", "direct"))[-1]
    assert preview.fact("发给").startswith("21 人（学院办公室 6、")
    assert preview.fact("不发") == "郭磊、林霞、何军"
    assert preview.fact("级别") == "一般"
    assert preview.fact("回执") == "按「收到」确认"
    for remark in ("日期和星期对不上：11月28日（周五）", "套话可以去掉：高度重视", "没有写联系人或电话"):
        assert remark in preview.text
    await office.says("赵敏", "算了", "direct")
    assert not await office.direct("李强")


async def test_sent_seen_acknowledged_and_missing_are_four_facts(office: Office) -> None:
    preview = await sends(office)
    assert preview.fact("请在此前回执") == "11月27日（周五）18:00"
    assert "没有写联系人" not in preview.text
    (card,) = await office.direct("李强")
    assert card.title == "通知1 本周六全校停电"
    assert card.labels == ["收到"]
    await office.presses("李强", "收到", "direct")
    mine = (await office.visible("dm:liqiang"))[-1]
    assert mine.labels == []
    assert mine.fact("你的回执").startswith("已确认 · ")
    await office.says("吴昊", "通知1 收到", "direct")
    shown = await facts(office)
    assert shown.card["facts"] == [
        ["已发送", "8 / 8"], ["已读", "0 / 8"], ["已确认", "2 / 8"], ["未回", "6"],
    ]  # fmt: skip
    assert "教务处：王伟、陈静、黄婷、Amy" in shown.text
    others = await facts(office, who="李强")
    assert others.fact("未回") == "6"
    assert "黄婷" not in others.text


async def test_an_answer_is_a_fact_of_its_own(office: Office) -> None:
    await sends(office, "周五下午座谈，请报参会人数，周四前回复", "李强、吴昊、周杰")
    await office.says("周杰", "通知1 收到", "direct")
    await office.presses("李强", "回复", "direct")
    wrong = (await office.says("李强", "三个", "direct"))[-1]
    assert "请回复数字" in wrong.text
    await office.says("李强", "通知1 回复：3", "direct")
    shown = await facts(office)
    assert (shown.fact("已确认"), shown.fact("已答复"), shown.fact("未回")) == ("2 / 3", "1 / 3", "2")
    assert "3（1）：李强" in shown.text


async def test_a_choice_and_an_attendance_are_buttons(office: Office) -> None:
    await sends(office, "体检时间请选择：周三/周四", "李强、吴昊")
    assert (await office.direct("李强"))[-1].labels == ["周三", "周四"]
    await office.presses("李强", "周四", "direct")
    assert "周四（1）：李强" in (await facts(office)).text
    await sends(office, "下周二总结会，请回复是否参加", "李强、吴昊")
    await office.direct("吴昊")
    await office.presses("吴昊", "不参加", "direct")
    assert "不参加（1）：吴昊" in (await facts(office, 2)).text


async def test_the_missing_and_only_they_are_chased_then_their_heads(office: Office) -> None:
    await sends(office)
    for person in ("李强", "吴昊", "陈静"):
        await office.says(person, "通知1 收到", "direct")
    await office.goes_to(on(27, 9, 1))
    titles = [line.title for line in await office.direct("黄婷")]
    assert titles[-1] == "请回执：通知1 本周六全校停电"
    assert not [line for line in await office.direct("陈静") if line.title.startswith("请回执")]
    await office.says("黄婷", "通知1 收到", "direct")
    await office.goes_to(on(30, 9, 1))
    head = next(line for line in await office.direct("李强") if "还有" in line.title)
    assert head.title == "通知1「本周六全校停电」：你单位还有 2 人没有回执"
    assert "黄婷" not in head.text
    await office.goes_to(datetime(2026, 12, 4, 12, tzinfo=SHANGHAI))
    assert len([line for line in await office.lines("dm:amy") if "停电" in line.title]) == 3


async def test_an_urgent_one_needs_a_second_person_and_repeats(office: Office) -> None:
    await sends(office, "今晚停水，请储水，联系后勤处", "教务处", "紧急通知")
    assert not await office.direct("李强")
    own = (await office.says("赵敏", "通知1", "direct"))[-1]
    assert own.fact("已发送") == "0 / 0"
    await office.presses("陈国华", "同意发送", "direct")
    assert (await office.direct("李强"))[-1].title == "【紧急】通知1 今晚停水"
    await office.says("李强", "通知1 收到", "direct")
    await office.waits(minutes=31)
    assert "请回执" in (await office.direct("黄婷"))[-1].title
    assert not [line for line in await office.direct("李强") if "请回执" in line.title]


async def test_the_second_person_may_say_no(office: Office) -> None:
    await sends(office, "今晚停水", "教务处", "紧急通知")
    await office.presses("陈国华", "不发", "direct")
    assert (await office.direct("赵敏"))[-1].title == "陈国华不同意发通知1。"
    assert not await office.direct("李强")


async def test_a_correction_goes_to_exactly_those_who_had_the_old_text(office: Office) -> None:
    await sends(office)
    await office.says("李强", "通知1 收到", "direct")
    read_back = (await office.says("赵敏", "更正通知1：本周日全校停电，请关闭设备", "direct"))[-1]
    assert "已确认的 1 人要重新确认" in read_back.text
    await office.says("赵敏", "确认", "direct")
    card = (await office.direct("李强"))[-1]
    assert card.title == "【更正】通知1 本周日全校停电"
    assert "原文：本周六全校停电" in card.text
    assert (await facts(office)).fact("已确认") == "0 / 8"
    assert not await office.direct("何军")


async def test_a_small_correction_keeps_the_receipts(office: Office) -> None:
    await sends(office)
    await office.says("李强", "通知1 收到", "direct")
    await office.says("赵敏", "小更正通知1：本周六全校停电，8点至18点", "direct")
    await office.says("赵敏", "确认", "direct")
    assert (await facts(office)).fact("已确认") == "1 / 8"


async def test_what_is_recalled_is_struck_and_told(office: Office) -> None:
    await sends(office)
    await office.says("赵敏", "撤回通知1", "direct")
    await office.says("赵敏", "确认", "direct")
    struck, news = (await office.visible("dm:liqiang"))[-2:]
    assert struck.title.startswith("【已撤回】")
    assert news.title == "通知1「本周六全校停电」已撤回，请以此为准。"
    refused = (await office.says("李强", "通知1 收到", "direct"))[-1]
    assert refused.text == "通知1已经撤回。"


@pytest.mark.parametrize(
    ("who", "said", "answer"),
    [
        ("何军", f"通知：{TEXT} 发给 教务处", "发给本单位以外的人需要文秘或领导来发"),
        ("何军", "催回执 通知1", "只有赵敏和文秘能办"),
        ("何军", "撤回通知1", "只有赵敏和文秘能办"),
        ("何军", "通知1 收到", "通知1没有发给你。"),
        ("何军", "通知9", "没有通知9"),
        ("李强", "通知1 回复：好", "通知1不用回复"),
    ],
)
async def test_rights_are_asked_at_the_deed(office: Office, who: str, said: str, answer: str) -> None:
    await sends(office)
    lines = await office.says(who, said, "direct")
    if lines[-1].labels:
        lines = await office.says(who, "确认", "direct")
    assert answer in lines[-1].text


async def test_who_may_not_write_to_them_hears_it_before_they_are_asked_to_confirm(office: Office) -> None:
    (told,) = await office.says("何军", f"通知：{TEXT} 发给 教务处", "direct")
    assert "文秘或领导来发" in told.text
    assert told.labels == []


@pytest.mark.parametrize("said", ["收到，谢谢！", "好的，知道了", "已知悉", "看到了"])
async def test_a_notice_is_acknowledged_in_many_words(office: Office, said: str) -> None:
    await sends(office)
    await office.says("李强", said, "direct")
    assert (await facts(office)).fact("已确认") == "1 / 8"


async def test_nobody_named_is_asked_and_an_unknown_name_is_picked(office: Office) -> None:
    question = (await office.says("赵敏", f"通知：{TEXT}", "direct"))[-1]
    assert question.labels == ["学院办公室", "全体"]
    assert (await office.says("赵敏", "2", "direct"))[-1].fact("发给").startswith("24 人")
    await office.says("赵敏", "算了", "direct")
    question = (await office.says("赵敏", f"通知：{TEXT} 发给 教务处、王峰", "direct"))[-1]
    assert question.text.startswith("没有找到「王峰」")
    assert (await office.presses("赵敏", "王芳", "direct"))[-1].fact("发给").startswith("6 人")


async def test_markup_in_a_text_is_a_text(office: Office) -> None:
    await sends(office, "<b>{name}</b> %s @所有人 [x](http://x)", "李强")
    assert "<b>{name}</b> %s @所有人 [x](http://x)" in (await office.direct("李强"))[-1].text


async def test_in_english(office: Office) -> None:
    preview = (await office.says("Amy", "notice: the office closes at 4, ask 李强 to: 教务处", "direct"))[-1]
    assert preview.title == "Send a notice: the office closes at 4"
    await office.says("Amy", "yes", "direct")
    assert (await office.direct("陈静"))[-1].labels == ["收到"]
    assert "1 of 5" not in (await office.says("Amy", "notice 1 receipts", "direct"))[-1].text


async def test_a_digest_names_what_is_still_to_be_answered(office: Office) -> None:
    await sends(office)
    assert "通知1 本周六全校停电 · 11月27日（周五）18:00前" in (await office.says("黄婷", "今日", "direct"))[-1].text
    await office.says("黄婷", "通知1 收到", "direct")
    assert "停电" not in (await office.says("黄婷", "今日", "direct"))[-1].text


async def test_a_large_one_goes_out_in_parts_and_over_a_restart(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is sent it twice and nobody is missed."""
    monkeypatch.setattr("handlers.notices.sending.CHUNK", 5)
    await sends(office, to="全体")
    people = [person["id"] for person in await office.people()]

    async def cards() -> list[int]:
        return [
            len([one for one in await office.lines(f"dm:{person}") if one.title.endswith("1 本周六全校停电")])
            for person in people
        ]

    assert sorted(await cards())[-6:] == [0, 1, 1, 1, 1, 1]
    await office.restarts()
    await office.waits(seconds=1)
    assert set(await cards()) == {1}
    assert (await facts(office)).fact("已发送") == "24 / 24"


async def test_the_card_that_asks_again_is_answered_in_its_place(office: Office) -> None:
    await sends(office)
    await office.says("赵敏", "催回执 通知1", "direct")
    asked = (await office.direct("李强"))[-1]
    assert asked.title.startswith("请回执：")
    await office.presses("李强", "收到", "direct")
    assert not [label for line in await office.visible("dm:liqiang") for label in line.labels]


async def test_more_are_missing_than_are_read_at_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    await sends(office)
    monkeypatch.setattr("handlers.notices.sending.CHUNK", 3)
    assert (await office.says("赵敏", "催回执 通知1", "direct"))[-1].title == "通知1：催了 8 位未回的。"
