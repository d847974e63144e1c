"""Plain words said to a card or a question, as people in a hurry write them."""

from datetime import timedelta

import pytest

from tests.flow.conversation import MONDAY, Office
from tests.flow.test_supervision import assigned, assigns, state, story


@pytest.mark.parametrize("words", ["收到", "收到，马上办", "签收了", "got it"])
async def test_a_word_of_thanks_under_a_card_that_waits_for_it_signs(office: Office, words: str) -> None:
    await assigned(office)
    await office.says("李强", words, "direct")
    assert await state(office) == "已签收"


async def test_the_same_word_among_people_signs_nothing(office: Office) -> None:
    await assigned(office)
    assert await office.says("李强", "收到") == []
    assert await state(office) == "待签收"


async def test_a_request_is_answered_in_a_word(office: Office) -> None:
    await assigned(office)
    await office.says("李强", "收到", "direct")
    await office.says("李强", "督1 申请延期到12月4日，数据没到", "direct")
    await office.direct("赵敏")
    await office.says("赵敏", "同意", "direct")
    assert (await office.says("赵敏", "督1", "direct"))[-1].fact("时限") == "12月4日（周五）18:00"
    await office.says("李强", "督1 报办结", "direct")
    await office.says("赵敏", "可以办结", "direct")
    assert await state(office) == "已办结"


async def test_another_day_said_to_a_request_answers_it(office: Office) -> None:
    await assigned(office)
    await office.says("李强", "收到", "direct")
    await office.says("李强", "督1 申请延期到12月10日，数据没到", "direct")
    told = await office.says("赵敏", "督1可以延到12月1日", "direct")
    assert told[-1].title == "督1的时限延到12月1日（周二）18:00。"
    assert any("赵敏同意督1「年度总结」延到12月1日" in line.title for line in await office.direct("李强"))


async def test_who_asked_for_time_is_told_so_before_being_asked_anything(office: Office) -> None:
    await assigned(office)
    await office.says("李强", "收到", "direct")
    await office.says("李强", "督1 申请延期到12月10日，数据没到", "direct")
    (told,) = await office.says("李强", "督1 还要再延两天", "direct")
    assert told.title == "督1已经申请延期到12月10日（周四）18:00，请等督办人答复。"


async def test_a_report_in_free_words_is_kept_while_the_item_is_asked_for(office: Office) -> None:
    await assigned(office)
    await office.says("李强", "收到", "direct")
    (asked,) = await office.says("李强", "初稿写完了，还差数据", "direct")
    assert asked.title == "是哪一件？"
    await office.says("李强", "督1", "direct")
    assert (await story(office))[-1] == "李强 报进展：初稿写完了，还差数据"


async def test_three_heads_need_no_number_where_there_is_one_item(office: Office) -> None:
    await assigned(office)
    await office.says("李强", "收到", "direct")
    await office.says("李强", "进展：初稿完成，问题：缺数据，建议：协调财务处", "direct")
    (news,) = await office.direct("赵敏")
    assert news.card["body"] == "初稿完成\n问题：缺数据\n建议：协调财务处"


async def test_a_report_that_it_is_done_offers_to_ask_for_closing(office: Office) -> None:
    await assigned(office)
    await office.says("李强", "收到", "direct")
    (told,) = [line for line in await office.says("李强", "督1办完了", "direct") if not line.replaces]
    assert told.labels == ["报办结"]
    (told,) = [line for line in await office.says("李强", "督1：还在核对", "direct") if not line.replaces]
    assert told.labels == []


async def test_a_wish_to_see_something_is_no_reason(office: Office) -> None:
    await assigned(office)
    await office.says("赵敏", "督1 撤回", "direct")
    await office.says("赵敏", "李强的事项", "direct")
    assert await state(office) == "待签收"


async def test_a_number_with_its_counter_presses_no_button(office: Office) -> None:
    await assigned(office)
    await office.says("赵敏", "督1", "direct")
    await office.says("赵敏", "3号", "direct")
    await office.says("赵敏", "做重了", "direct")
    assert await state(office) == "待签收"


async def test_a_co_owner_is_offered_what_a_co_owner_may_do(office: Office) -> None:
    await assigns(office, "督办：年度总结，主办李强，协办王芳，周五前")
    await office.says("李强", "收到", "direct")
    await office.direct("王芳")
    own = (await office.visible("dm:wangfang"))[-1]
    assert own.labels == ["报进展"]


async def test_a_change_names_what_has_changed_and_nothing_else(office: Office) -> None:
    await assigned(office)
    await office.says("赵敏", "督1 加急，理由：领导催", "direct")
    body = str((await office.direct("李强"))[-1].card["body"])
    assert body == "缓急：平件 → 加急\n理由：领导催"


async def test_the_digest_of_whoever_handed_it_over_names_what_is_overdue(office: Office) -> None:
    await assigned(office)
    await office.says("赵敏", "每个工作日8:30给我发早报", "direct")
    await office.says("赵敏", "确认", "direct")
    await office.goes_to(MONDAY + timedelta(days=7, hours=-1))
    digest = next(line for line in await office.direct("赵敏") if line.title.startswith("早报"))
    assert "【督办】🔴 督1 年度总结 · 李强 · 逾期 1 个工作日" in digest.text


async def test_in_the_own_chat_of_who_hands_it_over_stand_their_own_buttons(office: Office) -> None:
    card = await assigns(office, "督办：年度总结，主办李强，周五前", chat="direct")
    assert card.labels == ["催办", "改派", "撤回"]
    assert (await office.direct("李强"))[-1].labels == ["签收", "退回"]
