from dataclasses import replace
from typing import Any

import pytest

from bot.cards import Action
from bot.domain.meeting import Rsvp
from handlers.meetings.slots import Book, Cancel, Move
from tests.unit.handlers.rig import Rig, at, card_to, fact, labels, text_to

BOARD = Book(start=at(15), end=at(17), room="301", title="校务会", people=("张伟", "王芳"))


async def books(rig: Rig, **changes: Any) -> None:
    await rig.wants("赵敏", replace(BOARD, **changes))
    await rig.presses("赵敏", "确认")


async def rsvp_of(rig: Rig, name: str) -> Rsvp:
    people = {person.id: person.name for person in await rig.store.read(lambda uow: uow.people.all())}
    meeting = await rig.meeting()
    return next(one.rsvp for one in meeting.attendees if people[one.person_id] == name)


def receipts(rig: Rig) -> str:
    """The counts as they can be seen in the group."""
    cards = [message.card for message in next(iter(rig.shown.values())).values()]
    return next(value for card in cards for label, value in card.facts if label == "回执")


async def test_a_yes_counts_and_stands_on_the_card(rig: Rig) -> None:
    await books(rig)
    out = await rig.presses("张伟", "参加", "@张伟")
    assert receipts(rig) == "参加 2 · 请假 0 · 未回 1"
    assert card_to(out, "@张伟").body == "你的答复：参加"
    assert labels(card_to(out, "@张伟")) == ["参加", "请假", "替会"]
    assert [one for one in out if one.to.id == "赵敏"] == []


async def test_an_excuse_counts_at_once_and_its_reason_follows(rig: Rig) -> None:
    await books(rig)
    out = await rig.presses("张伟", "请假", "@张伟")
    assert receipts(rig) == "参加 1 · 请假 1 · 未回 1"
    assert card_to(out, "@张伟").title == "已记下请假。「校务会」的请假事由是什么？"
    assert card_to(out, "@赵敏").body == "张伟请假。"
    out = await rig.says("张伟", "去省里出差", "@张伟")
    assert "你的答复：请假（去省里出差）" in text_to(out, "@张伟")
    assert card_to(out, "@张伟").title == "好，「校务会」已为你请假。"
    assert card_to(out, "@赵敏").body == "张伟请假：去省里出差"
    assert len(rig.titles("@赵敏")) == 1


async def test_no_reason_need_be_given(rig: Rig) -> None:
    await books(rig)
    await rig.presses("张伟", "请假", "@张伟")
    out = await rig.presses("张伟", "不说明", "@张伟")
    assert card_to(out, "@张伟").title == "好，「校务会」已为你请假。"
    assert await rsvp_of(rig, "张伟") is Rsvp.DECLINED


async def test_a_reason_has_a_longest_length(rig: Rig) -> None:
    await books(rig)
    await rig.presses("张伟", "请假", "@张伟")
    assert "事由请不超过 200 个字" in text_to(await rig.says("张伟", "忙" * 201, "@张伟"), "@张伟")
    assert "请假（忙）" in text_to(await rig.says("张伟", "忙", "@张伟"), "@张伟")


async def test_a_mind_may_change_both_ways(rig: Rig) -> None:
    await books(rig)
    await rig.presses("张伟", "请假", "@张伟")
    out = await rig.presses("张伟", "参加", "@张伟")
    assert receipts(rig) == "参加 2 · 请假 0 · 未回 1"
    assert card_to(out, "@赵敏").body == "张伟改为参加。"


async def test_a_stand_in_is_asked_and_answers(rig: Rig) -> None:
    await books(rig)
    card = card_to(await rig.presses("张伟", "替会", "@张伟"), "@张伟")
    assert card.title == "谁替你参加「校务会」？请说姓名。"
    assert labels(card) == ["孙丽"]
    out = await rig.says("张伟", "孙丽", "@张伟")
    assert receipts(rig) == "参加 1 · 请假 0 · 替会 1 · 未回 2"
    assert "你的答复：由孙丽替会" in text_to(out, "@张伟")
    assert card_to(out, "@赵敏").body == "张伟不来，由孙丽替会。"
    assert card_to(out, "@孙丽").title == "请替张伟参会：校务会"
    assert labels(card_to(out, "@孙丽")) == ["参加", "请假"]
    out = await rig.presses("孙丽", "参加", "@孙丽")
    assert receipts(rig) == "参加 2 · 请假 0 · 替会 1 · 未回 1"
    assert card_to(out, "@张伟").body == "孙丽会替你参会。"
    assert fact(card_to(out, "office"), "参会") == "张伟（孙丽替）、王芳"


async def test_a_stand_in_who_cannot_come_gives_the_question_back(rig: Rig) -> None:
    await books(rig)
    await rig.presses("张伟", "替会", "@张伟")
    await rig.presses("张伟", "孙丽", "@张伟")
    out = await rig.presses("孙丽", "请假", "@孙丽")
    assert "孙丽不能替你参会，请重新答复。" in text_to(out, "@张伟")
    assert await rsvp_of(rig, "张伟") is Rsvp.PENDING
    assert card_to(await rig.presses("张伟", "参加", "@张伟"), "@张伟").body == "你的答复：参加"


async def test_a_stand_in_who_is_not_needed_is_told_and_can_be_asked_again(rig: Rig) -> None:
    await books(rig)
    await rig.presses("张伟", "替会", "@张伟")
    await rig.presses("张伟", "孙丽", "@张伟")
    out = await rig.presses("张伟", "参加", "@张伟")
    assert card_to(out, "@孙丽").title == "不必替会了：校务会"
    assert rig.buttons("@孙丽") == []
    await rig.presses("张伟", "替会", "@张伟")
    await rig.presses("张伟", "孙丽", "@张伟")
    assert [one.label for one in rig.buttons("@孙丽")] == ["参加", "请假"]
    out = await rig.presses("孙丽", "参加", "@孙丽")
    assert card_to(out, "@孙丽").body == "你的答复：参加"
    await rig.presses("孙丽", "请假", "@孙丽")
    assert await rsvp_of(rig, "孙丽") is Rsvp.DECLINED


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("张伟", "不能由自己替会"),
        ("王芳", "这个人本来就受邀参会"),
        ("诸葛亮", "没有找到「诸葛亮」"),
        ("王伟", "有几位「王伟」，是哪一位？"),
    ],
)
async def test_not_everyone_can_stand_in(rig: Rig, name: str, words: str) -> None:
    await books(rig)
    await rig.presses("张伟", "替会", "@张伟")
    assert words in text_to(await rig.says("张伟", name, "@张伟"), "@张伟")
    assert await rsvp_of(rig, "张伟") is Rsvp.PENDING
    await rig.says("张伟", "孙丽", "@张伟")
    assert await rsvp_of(rig, "张伟") is Rsvp.DELEGATED


async def test_a_stand_in_cannot_send_another(rig: Rig) -> None:
    await books(rig)
    await rig.presses("张伟", "替会", "@张伟")
    await rig.presses("张伟", "孙丽", "@张伟")
    out = await rig.presses_action("孙丽", Action("meetings.rsvp", 1, "delegated"), "@孙丽")
    assert "你是替别人参会的，不能再找人替" in card_to(out, "@孙丽").title


@pytest.mark.parametrize(
    ("who", "action", "words"),
    [
        ("孙丽", Action("meetings.rsvp", 1, "accepted"), "你不在「校务会」的参会名单里。"),
        ("孙丽", Action("meetings.rsvp", 1, "delegated"), "你不在「校务会」的参会名单里。"),
        ("张伟", Action("meetings.rsvp", 99, "accepted"), "找不到这个会了。"),
        ("张伟", Action("meetings.rsvp", 1, "pending"), "这张卡片已过时"),
        ("张伟", Action("meetings.rsvp", 1), "这张卡片已过时"),
    ],
)
async def test_a_forged_press_changes_nothing(rig: Rig, who: str, action: Action, words: str) -> None:
    await books(rig)
    assert words in card_to(await rig.presses_action(who, action, f"@{who}"), f"@{who}").title
    assert receipts(rig) == "参加 1 · 请假 0 · 未回 2"


async def test_an_old_card_s_button_is_of_no_use(rig: Rig) -> None:
    await books(rig)
    old = next(iter(rig.shown[next(chat for chat in rig.shown if chat.id == "张伟")]))
    accept = Action("meetings.rsvp", 1, "accepted")
    await rig.wants("赵敏", Move(title="校务会", start=at(9)))
    await rig.presses("赵敏", "确认")
    out = await rig.presses_action("张伟", accept, "@张伟", old)
    assert card_to(out, "@张伟").title == "「校务会」已改期，请用新的卡片答复。"
    rig.clock.at = at(11)
    out = await rig.presses_action("张伟", accept, "@张伟")
    assert card_to(out, "@张伟").title == "「校务会」已经开完了。"


async def test_a_cancelled_meeting_takes_no_answer(rig: Rig) -> None:
    await books(rig)
    await rig.presses("张伟", "替会", "@张伟")
    await rig.wants("赵敏", Cancel(title="校务会"))
    await rig.presses("赵敏", "确认")
    out = await rig.presses_action("王芳", Action("meetings.rsvp", 1, "accepted"), "@王芳")
    assert card_to(out, "@王芳").title == "「校务会」已经取消了。"
    assert card_to(await rig.says("张伟", "孙丽", "@张伟"), "@张伟").title == "「校务会」已经取消了。"


async def test_typed_words_do_what_the_buttons_do(rig: Rig) -> None:
    await books(rig)
    assert card_to(await rig.says("张伟", "参加", "@张伟"), "@张伟").body == "你的答复：参加"
    await rig.says("王芳", "2", "@王芳")
    assert await rsvp_of(rig, "王芳") is Rsvp.DECLINED
