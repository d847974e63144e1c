"""Handing over: one list, a word of both or of an administrator, and everything moves at once with its trail."""

from typing import Any

import pytest

from bot.domain.duty import Duty
from bot.domain.people import Person
from bot.domain.procedure import State
from bot.domain.schedule import Rule
from bot.ports import UnitOfWork
from tests.flow.conversation import Office, Shown
from tests.flow.holding import as_it_is, at_hand, holds, on, trail

GOING = {"state": State.IN_PROGRESS}
LEDGER: tuple[dict[str, Any], ...] = (
    {"title": "年度总结", "lead": "王芳", "due": on(18), **GOING},
    {"title": "课表调整", "lead": "陈静", "due": on(27), "co_owners": ("王芳", "李强"), **GOING},
    {"title": "宿舍安全检查", "lead": "周杰", "due": on(25), "supervisor": "王芳"},
    {"title": "旧台账", "lead": "王芳", "due": on(12), "state": State.CLOSED, "ended_at": on(11)},
    {"title": "档案整理", "lead": "王芳", "due": on(30), "state": State.SUSPENDED, "resumes_as": State.IN_PROGRESS},
    {"title": "学期简报", "lead": "王芳", "due": on(28), "state": State.SUBMITTED, "submitted_at": on(20)},
)
ADMIN = "刘洋"


@pytest.fixture
async def ledger(office: Office) -> Office:
    await holds(office, *LEDGER)
    await office.parts.store.write(with_a_duty)
    await office.says("王芳", "@小办 明天下午3点到5点在301开教务例会，请张伟参加")
    await office.presses("王芳", "确认")
    for who in ("王芳", "李强", "张伟", "赵敏"):
        await office.direct(who)
    return office


def with_a_duty(uow: UnitOfWork) -> None:
    people = at_hand(uow)
    rule = Rule(on(25).replace(tzinfo=None), "Asia/Shanghai", "FREQ=MONTHLY;BYMONTHDAY=25", "moved")
    uow.duties.add(Duty(0, "月报", people["王芳"].id, people["赵敏"].id, "学院办公室", 1, "zh", rule))


async def begins(office: Office, who: str, said: str = "把王芳名下的事项移交给李强") -> Shown:
    return (await office.says(who, said, "direct"))[-1]


async def confirms(office: Office, who: str) -> Shown:
    return (await office.presses(who, "确认", "direct"))[-1]


async def ids(office: Office) -> dict[str, int]:
    people = await office.parts.store.read(at_hand)
    return {name: person.id for name, person in people.items()}


async def test_the_list_is_read_back(ledger: Office) -> None:
    asked = await begins(ledger, "赵敏")
    assert asked.title == "把王芳名下的全部移交给李强"
    heads = [line for line in asked.card["body"].splitlines() if line.endswith("件：")]
    assert heads == ["主办 3 件：", "协办 1 件：", "督办人 1 件：", "常办事项 1 件：", "会议 1 件："]
    assert "🔴 督1 年度总结 · 逾期 3 个工作日" in asked.text
    assert "教务例会 · 11月24日（周二）15:00" in asked.text
    assert "旧台账" not in asked.text


async def test_both_agree_and_everything_moves(ledger: Office) -> None:
    await begins(ledger, "赵敏")
    assert (await confirms(ledger, "赵敏")).title == "移交王芳名下的事项给李强：等王芳、李强同意"
    await holds(ledger, {"title": "新来的事", "lead": "王芳", "due": on(30)})
    (asked,) = await ledger.direct("王芳")
    assert asked.labels == ["同意", "不同意"]
    (half,) = await ledger.presses("王芳", "同意", "direct")
    assert "等另一位同意" in half.title
    assert (await as_it_is(ledger, 1)).lead_id == (await ids(ledger))["王芳"]
    await ledger.direct("李强")
    done = (await ledger.presses("李强", "同意", "direct"))[0]
    assert done.title == "王芳名下 8 件已移交给李强"
    assert done.labels == ["我的事项"]
    assert [done.fact(label) for label in ("主办", "协办", "督办人", "常办事项", "会议")] == [
        "4 件", "1 件", "1 件", "1 件", "1 件",
    ]  # fmt: skip
    assert [line.title for line in await ledger.direct("王芳")] == [done.title]
    assert done.title in [line.title for line in await ledger.direct("赵敏")]
    await everything_is_his(ledger)


async def everything_is_his(office: Office) -> None:
    who = await ids(office)
    old, new = who["王芳"], who["李强"]
    led = await as_it_is(office, 1)
    assert (led.lead_id, led.unit, led.state) == (new, "教务处", State.ASSIGNED)
    helped = await as_it_is(office, 2)
    assert (helped.lead_id, helped.co_owners, helped.state) == (who["陈静"], (new,), State.IN_PROGRESS)
    assert (await as_it_is(office, 3)).supervisor_id == new
    assert (await as_it_is(office, 4)).lead_id == old
    suspended = await as_it_is(office, 5)
    assert (suspended.lead_id, suspended.state, suspended.resumes_as) == (new, State.SUSPENDED, State.ASSIGNED)
    submitted = await as_it_is(office, 6)
    assert (submitted.lead_id, submitted.state) == (new, State.SUBMITTED)
    assert [(await trail(office, item))[-1] for item in (1, 2, 3, 5, 6)] == ["supervision.handed_over"] * 5

    def beside(uow: UnitOfWork) -> None:
        (duty,) = uow.duties.all()
        assert (duty.lead_id, duty.supervisor_id, duty.unit) == (new, who["赵敏"], "教务处")
        (meeting,) = uow.meetings.not_over(office.clock.now(), 10)
        assert (meeting.organizer_id, meeting.chair_id) == (new, new)
        assert meeting.place_of(new) is not None
        assert len(uow.audit.trail(f"meeting:{meeting.id}")) == 2

    await office.parts.store.read(beside)


async def test_an_administrators_word_is_enough(ledger: Office) -> None:
    await begins(ledger, ADMIN)
    done = await confirms(ledger, ADMIN)
    titles = [line.title for line in await ledger.visible("dm:" + await dm(ledger, ADMIN))]
    assert "王芳名下 7 件已移交给李强" in titles
    assert done.title in titles
    (told,) = await ledger.direct("李强")
    assert "请逐件签收" in told.text
    await everything_is_his(ledger)
    supervisors = [line.title for line in await ledger.direct("赵敏")]
    assert "督1、督6、督5的主办由王芳改为李强（整体移交）。" in supervisors


async def dm(office: Office, name: str) -> str:
    return next(person["id"] for person in await office.people() if person["name"] == name)


async def test_the_heir_opens_the_list_and_signs(ledger: Office) -> None:
    await begins(ledger, ADMIN)
    await confirms(ledger, ADMIN)
    await ledger.direct("李强")
    (mine,) = await ledger.presses("李强", "我的事项", "direct")
    assert "督1 年度总结" in mine.text
    await ledger.says("李强", "签收督1", "direct")
    assert (await as_it_is(ledger, 1)).state is State.ACCEPTED
    (story,) = await ledger.says("李强", "督1", "direct")
    assert f"{ADMIN} 移交：王芳 → 李强" in story.text


async def test_who_begins_and_is_one_of_the_two_has_agreed(ledger: Office) -> None:
    await begins(ledger, "王芳", "把我名下的事项移交给李强")
    assert (await confirms(ledger, "王芳")).title.endswith("等李强同意")
    (done,) = [line for line in await ledger.presses("李强", "同意", "direct") if "已移交" in line.title]
    assert done.title == "王芳名下 7 件已移交给李强"
    waited = [line for line in await ledger.direct("王芳") if "已移交" in line.title]
    assert [line.replaces is not None for line in waited] == [True]


async def test_a_refusal_moves_nothing_and_is_told(ledger: Office) -> None:
    await begins(ledger, "赵敏")
    await confirms(ledger, "赵敏")
    await ledger.presses("王芳", "同意", "direct")
    asked = (await ledger.direct("李强"))[-1]
    answer = (await ledger.presses("李强", "不同意", "direct"))[-1]
    assert answer.title == "李强不同意把王芳名下的移交给李强，没有移交。"
    assert answer.title in [line.title for line in await ledger.direct("王芳")]
    assert answer.title in [line.title for line in await ledger.direct("赵敏")]
    assert (await as_it_is(ledger, 1)).lead_id == (await ids(ledger))["王芳"]
    (late,) = await ledger.presses_action("李强", "supervision.agree:1", asked.message_id, "dm:liqiang")
    assert "没有谈成" in late.title


async def test_only_the_two_answer_and_each_once(ledger: Office) -> None:
    await begins(ledger, "赵敏")
    waits = await confirms(ledger, "赵敏")
    (asked,) = await ledger.direct("王芳")
    (refused,) = await ledger.presses_action("赵敏", "supervision.agree:1", waits.message_id, "dm:zhaomin")
    assert "由王芳和李强本人决定" in refused.text
    await ledger.presses("王芳", "同意", "direct")
    (again,) = await ledger.presses_action("王芳", "supervision.agree:1", asked.message_id, "dm:wangfang")
    assert "你已经同意了" in again.text
    (gone,) = await ledger.presses_action("王芳", "supervision.agree:9", asked.message_id, "dm:wangfang")
    assert gone.title.startswith("这张卡片已过时")


@pytest.mark.parametrize(
    ("who", "said", "sentence"),
    [
        ("杨洋", "把王芳名下的事项移交给李强", "由王芳、李强、文秘或领导来移交"),
        ("赵敏", "把王芳名下的事项移交给王芳", "请说移交给另一位"),
        ("赵敏", "把孙丽名下的事项移交给李强", "不用移交"),
        ("赵敏", "把王芳名下的事项移交给诸葛亮", "诸葛亮"),
        ("赵敏", "把王芳名下的事项移交给王伟", "王伟"),
    ],
)
async def test_what_cannot_be_is_one_sentence(ledger: Office, who: str, said: str, sentence: str) -> None:
    answer = await begins(ledger, who, said)
    assert sentence in answer.text
    assert "确认" not in answer.labels


async def test_of_two_of_one_name_one_is_chosen(ledger: Office) -> None:
    await begins(ledger, "赵敏", "把王芳名下的事项移交给王伟")
    asked = (await ledger.presses("赵敏", "王伟（学生处）", "direct"))[-1]
    assert asked.title == "把王芳名下的全部移交给王伟"


async def test_who_has_no_account_needs_an_administrator(ledger: Office) -> None:
    await ledger.parts.store.write(lambda uow: uow.people.save(Person(0, "钱多多", "财务处")))
    await holds(ledger, {"title": "对账", "lead": "钱多多", "due": on(17), **GOING})
    said = "把钱多多名下的事项移交给李强"
    assert f"钱多多没有账号，没法征求同意；请管理员{ADMIN}来移交" in (await begins(ledger, "赵敏", said)).text
    assert (await begins(ledger, ADMIN, said)).labels[0] == "确认"


async def test_the_leavers_own_card_has_no_buttons_any_more(office: Office) -> None:
    await office.says("赵敏", "把年度总结交给王芳，12月10日前完成", "direct")
    await office.says("赵敏", "确认", "direct")
    (card,) = await office.direct("王芳")
    assert "签收" in card.labels
    await begins(office, ADMIN)
    await confirms(office, ADMIN)
    now = next(line for line in await office.visible("dm:wangfang") if line.replaces == card.message_id)
    assert now.labels == []
    assert now.fact("主办") == "李强（教务处）"


async def test_in_the_readers_language(office: Office) -> None:
    await holds(office, {"title": "Handbook", "lead": "Amy", "due": on(27), **GOING})
    await begins(office, "Amy", "hand over my items to 李强")
    waits = (await office.presses("Amy", "Confirm", "direct"))[-1]
    assert waits.title == "Handing Amy's items over to 李强: waiting for 李强"
    (asked,) = await office.direct("李强")
    assert asked.title == "Amy要把Amy名下的全部移交给李强，你同意吗？"
    await office.presses("李强", "同意", "direct")
    assert [line.title for line in await office.direct("Amy")] == ["1 of Amy's handed over to 李强"]
