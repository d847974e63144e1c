"""What is odd but comes up: words that look like something else, several at once, the turn of the year."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.procedure import State
from bot.ports import UnitOfWork
from tests.flow.conversation import SHANGHAI, Office
from tests.flow.holding import as_it_is, at_hand, holds, on

IN_PROGRESS = {"state": State.IN_PROGRESS}
ODD = (
    "2026-99-99T 初稿", "2026-11-24T10:00", "{完成} {0} {name} %s %d 100%", "**粗体** <b>x</b> &amp; `y`",
    "🎉👍🏽 \u202eabc\u202c \u0645\u0631\u062d\u0628\u0627", "长" * 900,
    "督15 督16，主办王芳，周五前，标准：x，问题：{y}",
)  # fmt: skip


@pytest.mark.parametrize("words", ODD)
async def test_words_that_look_like_something_else_are_words(office: Office, words: str) -> None:
    """Its story, its card and the ledger can be read after them."""
    await holds(office, {"title": "评估", "lead": "李强", "due": on(27), **IN_PROGRESS})
    answers = [
        *await office.says("李强", f"督1 进展：{words}", "direct"),
        *await office.says("赵敏", f"督1 中止：{words}", "direct"),
        *await office.says("赵敏", "督1 恢复", "direct"),
        *await office.says("赵敏", "督1", "direct"),
        *await office.says("赵敏", "督办台账", "direct"),
    ]
    assert not [line.text for line in answers if "出错" in line.text]
    assert answers[-1].title == "督办台账"
    notes = await office.parts.store.read(lambda uow: uow.audit.trail("item:1"))
    assert [note.deed for note in notes] == ["supervision.reported", "supervision.suspended", "supervision.resumed"]
    story = answers[-2].text
    assert story.count("王" if words.startswith("督15") else words[:4].strip()) >= 1, story


@pytest.mark.parametrize("title", ["{年度总结} {0}", "完成率 %s", "**粗体**<b>x</b>"])
async def test_a_title_is_shown_as_it_was_said(office: Office, title: str) -> None:
    await holds(office, {"title": title, "lead": "李强", "due": on(24), "supervisor": "陈国华"})
    for said in ("督1", "督办台账", "催办督1"):
        assert title in (await office.says("赵敏", said, "direct"))[-1].text
    await office.says("赵敏", "确认", "direct")
    assert title in (await office.direct("李强"))[-1].title


async def test_an_amendment_tells_what_has_changed_and_nothing_else(office: Office) -> None:
    await holds(office, {"title": "评估", "lead": "李强", "due": on(27), **IN_PROGRESS})
    await office.says("赵敏", "督1 时限改为12月4日，理由：数据没到", "direct")
    (news,) = await office.direct("李强")
    assert news.card["body"].splitlines() == ["时限：11月27日（周五）18:00 → 12月4日（周五）18:00", "理由：数据没到"]
    await office.says("赵敏", "督1 每周五汇报，理由：盯紧", "direct")
    (news,) = await office.direct("李强")
    assert news.card["body"].splitlines()[0] == "汇报：— → 每周五 15:00（遇节假日提前）"


async def test_a_slip_goes_to_each_item_that_was_named(office: Office) -> None:
    due = {"lead": "黄婷", "due": on(27), **IN_PROGRESS}
    await holds(
        office, {"title": "评估", **due}, {"title": "总结", **due}, {"title": "旧账", **due, "state": State.CLOSED}
    )
    answer = await office.says("赵敏", "督1 督2 督3 发黄色督办单", "direct")
    assert "督3" in answer[-1].text
    for item_id in (1, 2):
        assert (await as_it_is(office, item_id)).slip == "yellow"
    told = [line.title for line in (*await office.direct("黄婷"), *await office.direct("李强"))]
    assert len([title for title in told if "黄色督办单" in title]) == 4
    again = (await office.says("赵敏", "督1 督2 发黄色督办单", "direct"))[-1]
    assert again.text.startswith("督1、督2已经是")


async def test_parts_made_later_are_read_back_with_the_numbers_that_they_get(office: Office) -> None:
    await holds(office, {"title": "评估", "lead": "李强", "due": on(27), **IN_PROGRESS})
    await office.says("赵敏", "督1 拆分：收集数据 黄婷；整理材料 陈静", "direct")
    await office.says("赵敏", "确认", "direct")
    asked = (await office.says("赵敏", "督1 拆分：核对经费 郭磊", "direct"))[-1]
    assert asked.card["body"].startswith("督1-3 核对经费")
    asked = (await office.says("赵敏", "督1-1 拆分：问卷 王芳；访谈 孙丽", "direct"))[-1]
    assert [line.split()[0] for line in asked.card["body"].splitlines()] == ["督1-3", "督1-4"]
    await office.says("赵敏", "确认", "direct")
    assert (await office.says("赵敏", "督1-4", "direct"))[-1].title == "督〔2026〕1-4号 访谈"


@pytest.mark.parametrize("last", ["督1-2 撤销：不要了", "督1-2 并入督2，理由：重复", "督1-2 办结，依据：口头"])
async def test_when_the_last_part_is_over_whichever_way_the_lead_of_the_whole_hears_of_it(
    office: Office, last: str
) -> None:
    due = {"lead": "李强", "due": on(27), **IN_PROGRESS}
    await holds(office, {"title": "评估", **due}, {"title": "总结", **due})
    await office.says("赵敏", "督1 拆分：收集数据 黄婷；整理材料 陈静", "direct")
    await office.says("赵敏", "确认", "direct")
    await office.says("赵敏", "督1-1 办结，依据：口头", "direct")
    await office.direct("李强")
    await office.says("赵敏", last, "direct")
    assert "报办结" in [label for line in await office.direct("李强") for label in line.labels]


async def test_in_january_a_number_of_last_year_is_found_until_this_year_has_it(office: Office) -> None:
    await holds(office, *({"title": f"旧事{n}", "lead": "李强", "due": on(27), **IN_PROGRESS} for n in range(3)))
    await office.goes_to(datetime(2027, 1, 4, 10, tzinfo=SHANGHAI))
    await office.says("赵敏", "督办新事，主办黄婷，周五前", "direct")
    card = (await office.says("赵敏", "确认", "direct"))[-1]
    assert card.title == "督〔2027〕1号 新事"
    assert (await office.says("赵敏", "督1", "direct"))[-1].title == "督〔2027〕1号 新事"
    assert (await office.says("赵敏", "督2", "direct"))[-1].title == "督〔2026〕2号 旧事1"
    assert (await office.says("赵敏", "督〔2026〕1号", "direct"))[-1].title == "督〔2026〕1号 旧事0"


async def test_a_hand_over_whose_names_have_become_doubtful_is_asked_about(office: Office) -> None:
    """Somebody of the same name came between the read-back and the yes."""
    await holds(office, {"title": "评估", "lead": "陈静", "due": on(27), **IN_PROGRESS})
    await office.says("赵敏", "把陈静名下的事项移交给黄婷", "direct")

    def one_more(uow: UnitOfWork) -> None:
        uow.people.save(replace(at_hand(uow)["黄婷"], id=0, unit="财务处"))

    await office.parts.store.write(one_more)
    asked = (await office.says("赵敏", "确认", "direct"))[-1]
    assert asked.labels == ["黄婷（教务处）", "黄婷（财务处）"]


async def test_reminders_of_what_is_over_suspended_or_merged_stay_away(office: Office) -> None:
    due = {"lead": "黄婷", "due": on(25), **IN_PROGRESS}
    await holds(office, *({"title": f"事{n}", **due} for n in range(5)))
    for said in (
        "督1 中止：等",
        "督2 撤销：不要了",
        "督3 并入督4，理由：重复",
        "督4 办结，依据：口头",
        "督5 改派给陈静，理由：调岗",
    ):
        await office.says("赵敏", said, "direct")
    await office.direct("黄婷")
    await office.goes_to(on(25) + timedelta(days=5))
    assert not await office.direct("黄婷")
    assert [line for line in await office.direct("陈静") if "督5" in line.text]


async def test_a_due_date_beyond_all_calendars_is_asked_again(office: Office) -> None:
    answer = (await office.says("赵敏", "督办年度总结，主办李强，一百年后", "direct"))[-1]
    assert answer.text.startswith("时限最远 20 年")
    assert (await office.says("赵敏", "下周五", "direct"))[-1].title == "交办：年度总结"
    await office.says("赵敏", "确认", "direct")
    refused = (await office.says("赵敏", "督1 时限改为一百年后，理由：不急", "direct"))[-1]
    assert refused.text.startswith("时限最远 20 年")


async def test_a_unit_in_the_title_is_not_the_unit_of_its_lead(office: Office) -> None:
    """What is kept is what was read back."""
    (asked,) = await office.says("赵敏", "报销单交到财务处，李强负责，周五前", "direct")
    assert asked.fact("主办") == "李强（教务处）"
    await office.says("赵敏", "确认", "direct")
    assert (await office.says("赵敏", "督1", "direct"))[-1].fact("主办") == "李强（教务处）"
    assert (await as_it_is(office, 1)).unit == "教务处"
