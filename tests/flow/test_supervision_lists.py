"""Lists of the ledger: what is asked for and nothing else, ten lines a page, and only what the asker may see."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.procedure import State
from bot.domain.supervision import Source
from tests.flow.conversation import MONDAY, Office, Shown
from tests.flow.holding import holds, on

GOING = {"state": State.IN_PROGRESS}
LEDGER: tuple[dict[str, Any], ...] = (
    {"title": "年度总结", "lead": "王芳", "due": on(18), **GOING},
    {"title": "专业评估", "lead": "李强", "due": on(20), "state": State.SUBMITTED, "submitted_at": on(19)},
    {"title": "宿舍安全检查", "lead": "周杰", "due": on(25), "source": Source.MEETING},
    {"title": "课表调整", "lead": "李强", "due": on(27), "co_owners": ("王芳",), **GOING},
    {"title": "迎新方案", "lead": "徐萌", "due": on(31, month=12), "state": State.ACCEPTED,
     "moved_at": MONDAY - timedelta(days=20)},
    {"title": "旧台账", "lead": "王芳", "due": on(12), "state": State.CLOSED, "ended_at": on(11)},
    {"title": "上月简报", "lead": "王芳", "due": on(30, month=10), "state": State.CLOSED, "ended_at": on(29, month=10)},
)  # fmt: skip


@pytest.fixture
async def ledger(office: Office) -> Office:
    await holds(office, *LEDGER)
    return office


def lines(shown: list[Shown]) -> list[str]:
    """The items of a list, without its counts and notes."""
    (card,) = shown
    return [line for line in str(card.card["body"]).splitlines() if " 督" in line]


def titles(shown: list[Shown]) -> list[str]:
    return [line.split(" · ")[0].split(" ", 2)[2] for line in lines(shown)]


async def test_the_ledger_as_a_secretary_sees_it(ledger: Office) -> None:
    """By due date; a lamp for each whose time runs, and how many of each there are."""
    answer = await ledger.says("赵敏", "督办台账", "direct")
    assert answer[0].title == "督办台账"
    assert answer[0].card["body"].splitlines()[0] == "共 5 件：🔴 1 · 🟡 1 · 🟢 2 · ⚪ 1"
    assert lines(answer) == [
        "🔴 督1 年度总结 · 王芳 · 11月18日（周三） · 逾期 3 个工作日",
        "⚪ 督2 专业评估 · 李强 · 11月20日（周五） · 已报办结",
        "🟡 督3 宿舍安全检查 · 周杰 · 11月25日（周三） · 还有 2 个工作日 · 待签收",
        "🟢 督4 课表调整 · 李强 · 11月27日（周五） · 还有 4 个工作日",
        "🟢 督5 迎新方案 · 徐萌 · 12月31日（周四） · 还有 28 个工作日",
    ]
    assert answer[0].labels == ["督1", "督2", "督3", "督4"]


@pytest.mark.parametrize(
    ("said", "heading", "found"),
    [
        ("教务处逾期的事项", "督办台账 · 教务处 · 🔴 逾期", []),
        ("红灯的事项", "督办台账 · 🔴 逾期", ["年度总结"]),
        ("黄灯的事项", "督办台账 · 🟡 临期", ["宿舍安全检查"]),
        ("未签收的事项", "督办台账 · 待签收", ["宿舍安全检查"]),
        ("停滞的事项", "督办台账 · 停滞", ["迎新方案"]),
        ("会议决定的事项", "督办台账 · 会议决定", ["宿舍安全检查"]),
        ("教务处的事项", "督办台账 · 教务处", ["专业评估", "课表调整"]),
        ("王芳本月办结的事项", "督办台账 · 王芳 · 已办结 · 11月1日（周日）至11月30日（周一）", ["旧台账"]),
        ("王芳的事项", "督办台账 · 王芳", ["年度总结", "课表调整"]),
        ("本周到期的事项", "", ["宿舍安全检查", "课表调整"]),
        ("本周到期", "", ["宿舍安全检查", "课表调整"]),
        ("我督办的事项", "督办台账 · 赵敏督办", [one["title"] for one in LEDGER[:5]]),
        ("overdue items", "The ledger · 🔴 overdue", ["年度总结"]),
        ("my items", "no open item of yours", []),
    ],
)
async def test_what_is_asked_for(ledger: Office, said: str, heading: str, found: list[str]) -> None:
    answer = await ledger.says("赵敏", said, "direct")
    assert titles(answer) == found
    assert not heading or heading in answer[0].title


async def test_my_items_are_those_that_i_lead_or_help_with(ledger: Office) -> None:
    answer = await ledger.says("王芳", "我的事项", "direct")
    assert answer[0].title == "我的事项"
    assert titles(answer) == ["年度总结", "课表调整"]


async def test_whoever_handed_things_over_finds_them_beside_their_own(ledger: Office) -> None:
    """In the place of the card; the supervisor leads none of them."""
    (answer,) = await ledger.says("赵敏", "我的事项", "direct")
    assert answer.title.startswith("你名下没有在办的事项")
    assert answer.labels == ["我督办的 5 件"]
    watched = await ledger.presses("赵敏", "我督办的", "direct")
    assert watched[0].title == "督办台账 · 赵敏督办"
    assert len(lines(watched)) == 5
    assert watched[0].replaces == answer.message_id


async def test_a_member_sees_what_is_theirs_and_their_units(ledger: Office) -> None:
    assert titles(await ledger.says("陈静", "督办台账", "direct")) == ["专业评估", "课表调整"]
    others = await ledger.says("陈静", "王芳的事项", "direct")
    assert titles(others) == ["课表调整"]
    assert "只有你能看到的" in others[0].text
    (none,) = await ledger.says("陈静", "学生处的事项", "direct")
    assert "没有这样的事项" in none.title
    assert "找文秘" in none.text


async def test_what_is_suspended_has_no_lamp(ledger: Office) -> None:
    await ledger.says("赵敏", "督1 中止，理由：等经费", "direct")
    answer = await ledger.says("赵敏", "中止的事项", "direct")
    assert lines(answer) == ["⚪ 督1 年度总结 · 王芳 · 11月18日（周三） · 已中止"]


async def test_an_empty_ledger_says_how_to_begin(office: Office) -> None:
    (answer,) = await office.says("赵敏", "督办台账", "direct")
    assert "交办一件" in answer.title


async def test_a_button_opens_an_item(ledger: Office) -> None:
    await ledger.says("赵敏", "督办台账", "direct")
    (card,) = await ledger.presses("赵敏", "督3", "direct")
    assert "宿舍安全检查" in card.title
    assert card.fact("主办") == "周杰（学生处）"


async def many(office: Office, count: int) -> None:
    due = on(1, month=12)
    await holds(office, *({"title": f"第{n}件", "lead": "李强", "due": due, **GOING} for n in range(1, count + 1)))


async def test_pages_of_ten_lines_with_the_filter_kept(office: Office) -> None:
    """Back and forth in the same card; a page that is gone by now is the last one."""
    await many(office, 23)
    first = await office.says("赵敏", "李强的事项", "direct")
    assert (len(lines(first)), first[0].labels[-1]) == (10, "下一页")
    assert "第 1 页，共 3 页" in first[0].text
    second = await office.presses("赵敏", "下一页", "direct")
    assert titles(second)[0] == "第11件"
    assert (second[0].title, second[0].replaces) == ("督办台账 · 李强", first[0].message_id)
    third = await office.presses("赵敏", "下一页", "direct")
    assert (len(lines(third)), third[0].labels[-1]) == (3, "上一页")
    (action,) = [one["action"] for one in third[0].card["buttons"] if one["label"] == "上一页"]
    later = await office.presses_action("赵敏", action.replace(":10:", ":90:"), third[0].message_id, "dm:zhaomin")
    assert titles(later) == titles(third)


async def test_on_each_page_the_rights_are_those_of_whoever_presses(office: Office) -> None:
    await many(office, 12)
    (first,) = await office.says("赵敏", "@小办 督办台账")
    action = next(one["action"] for one in first.card["buttons"] if one["label"] == "下一页")
    (pressed,) = await office.presses_action("杨洋", action, first.message_id)
    assert "第12件" not in pressed.text
    assert len(lines(await office.presses_action("陈静", action, first.message_id))) == 2


@pytest.mark.parametrize("token", ["x9;", "szz;", "u0;", "p999999;", "lr", "p1", "fz;", "ma;", "a73956;", "g0999999;"])
async def test_a_forged_page_is_refused(ledger: Office, token: str) -> None:
    (first,) = await ledger.says("赵敏", "督办台账", "direct")
    (answer,) = await ledger.presses_action("赵敏", f"supervision.page:0:{token}", first.message_id, "dm:zhaomin")
    assert answer.title.startswith("这张卡片已过时")


async def test_a_list_whose_filter_fits_no_button_says_how_to_see_the_rest(office: Office) -> None:
    title = "关于进一步加强校园安全稳定工作的实施方案"
    await holds(office, *({"title": f"{title}{n}", "lead": "李强", "due": on(1, month=12)} for n in range(12)))
    (answer,) = await office.says("赵敏", f"查一下督办事项{title}", "direct")
    assert "还有 2 件，加上单位、人或时间就能看到" in answer.text
    assert answer.labels == ["督1", "督2", "督3", "督4"]


async def test_a_name_in_doubt_is_asked(ledger: Office) -> None:
    (asked,) = await ledger.says("赵敏", "王伟的事项", "direct")
    assert {"王伟（教务处）", "王伟（学生处）"} <= set(asked.labels)
    answer = (await ledger.presses("赵敏", "王伟（学生处）", "direct"))[-1]
    assert "没有这样的事项：督办台账 · 王伟" in answer.title


async def test_who_has_not_signed_is_a_name_and_not_the_item(office: Office) -> None:
    await office.says("赵敏", "@小办 督办年度总结，主办李强，周五前")
    await office.says("赵敏", "确认")
    for asked in ("督1谁还没签收", "督1 谁没签收啊"):
        waiting = (await office.says("赵敏", asked, "direct"))[-1]
        assert (waiting.title, waiting.labels) == ("督1 年度总结：李强还没有签收。", ["查看全部"])
    await office.says("李强", "督1 签收", "direct")
    signed = (await office.says("赵敏", "督1谁还没签收", "direct"))[-1]
    assert signed.title == "督1 年度总结：都已签收。"
