"""What is missing is asked for, one thing at a time, of the one who spoke."""

import pytest

from tests.flow.conversation import GROUP, Office


async def test_missing_parts_are_asked_one_at_a_time(office: Office) -> None:
    (hour,) = await office.says("赵敏", "明天开个教学例会")
    assert "几点" in hour.title
    assert 2 <= len(hour.labels) <= 5
    room = (await office.says("赵敏", "下午3点到4点半"))[-1]
    assert "会议室" in room.title
    assert "不用会议室" in room.labels
    (card,) = await office.presses("赵敏", "302")
    assert card.fact("时间") == "11月24日（周二）15:00–16:30"
    assert card.fact("会议室").startswith("302")
    await office.presses("赵敏", "确认")
    assert (await office.visible(GROUP))[-1].title == "已预订：教学例会"


async def test_an_offered_answer_may_be_pressed_or_numbered(office: Office) -> None:
    (hour,) = await office.says("赵敏", "明天开个教学例会")
    first = hour.labels[0]
    room = (await office.presses("赵敏", first))[-1]
    assert room.replaces == hour.message_id
    read_back = (await office.says("赵敏", "1"))[-1]
    assert read_back.labels == ["确认", "修改", "取消"]
    assert read_back.fact("会议室").startswith(room.labels[0][:3])


async def test_never_mind_ends_it(office: Office) -> None:
    await office.says("赵敏", "明天开个教学例会")
    await office.says("赵敏", "算了")
    assert all(card.labels == [] for card in await office.visible(GROUP))
    assert await office.says("赵敏", "下午3点到4点半") == []


async def test_the_question_belongs_to_one_person_in_one_chat(office: Office) -> None:
    (hour,) = await office.says("赵敏", "明天开个教学例会")
    assert await office.says("王芳", "下午3点") == []
    action = hour.card["buttons"][0]["action"]
    (refusal,) = await office.presses_action("王芳", action, hour.message_id)
    assert refusal.title == "这个问题是问赵敏的，只有赵敏能回答。"
    elsewhere = await office.says("赵敏", "302", "direct")
    assert all("读" not in card.title and card.labels != ["确认", "修改", "取消"] for card in elsewhere)
    assert "会议室" in (await office.says("赵敏", "下午3点"))[-1].title


async def test_a_question_is_forgotten_after_ten_minutes(office: Office) -> None:
    (hour,) = await office.says("赵敏", "明天开个教学例会")
    await office.waits(minutes=10, seconds=1)
    assert await office.says("赵敏", "下午3点") == []
    (gone,) = await office.presses_action("赵敏", hour.card["buttons"][0]["action"], hour.message_id)
    assert "过时" in gone.title


async def test_another_wish_is_not_an_answer(office: Office) -> None:
    await office.says("赵敏", "明天开个教学例会")
    (listed,) = await office.says("赵敏", "今天有什么会")
    assert "没有会" in listed.title
    assert "会议室" in (await office.says("赵敏", "下午3点"))[-1].title


async def test_an_unclear_answer_is_asked_again_where_the_bot_is_addressed(office: Office) -> None:
    await office.says("赵敏", "明天开个教学例会", "direct")
    (again,) = await office.says("赵敏", "蓝色的那个", "direct")
    assert "没看懂" in again.title
    await office.says("赵敏", "明天开个教学例会")
    assert await office.says("赵敏", "蓝色的那个") == []


async def test_an_answer_to_another_question_is_kept(office: Office) -> None:
    await office.says("赵敏", "订会议室", "direct")
    for answer in ("明天上午", "10点", "301"):
        asked = (await office.says("赵敏", answer, "direct"))[-1]
        assert "会议名称" in asked.title, answer
    (card,) = [card for card in await office.says("赵敏", "部门沟通会", "direct") if card.labels]
    assert card.fact("时间").startswith("11月24日（周二）10:00–11:00")
    assert card.fact("会议室").startswith("301")


async def test_two_people_of_one_name_are_told_apart(office: Office) -> None:
    (picker,) = await office.says("赵敏", "明天下午3点到5点在301开校务会，请王伟参加")
    assert "王伟" in picker.title
    assert any("学生处" in label for label in picker.labels)
    label = next(label for label in picker.labels if "学生处" in label)
    await office.presses("赵敏", label)
    await office.presses("赵敏", "确认")
    assert len(await office.direct("wangwei2")) == 1
    assert await office.direct("wangwei") == []


async def test_one_of_two_people_of_one_name_can_be_left_out_again(office: Office) -> None:
    await office.says("赵敏", "明天下午3点到5点在301开校务会，请王伟、李强参加")
    await office.presses("赵敏", "王伟（学生处")
    (card,) = [card for card in await office.says("赵敏", "去掉王伟") if card.labels]
    assert card.fact("参会") == "李强"


async def test_a_mention_needs_no_picker(office: Office) -> None:
    (card,) = await office.says("赵敏", "明天下午3点到5点在301开校务会，请@王伟 参加", mentions=["wangwei2"])
    assert card.labels == ["确认", "修改", "取消"]
    await office.presses("赵敏", "确认")
    assert len(await office.direct("wangwei2")) == 1


async def test_questions_survive_a_restart(office: Office) -> None:
    await office.says("赵敏", "明天开个教学例会")
    await office.restarts()
    assert "会议室" in (await office.says("赵敏", "下午3点"))[-1].title


async def test_a_yes_takes_the_only_way_that_was_offered(office: Office) -> None:
    (question,) = await office.says("赵敏", "每周一早上8点半在301开行政例会")
    assert len(question.labels) == 1
    (read_back,) = [card for card in await office.says("赵敏", "可以") if card.labels]
    assert read_back.fact("时间").startswith("11月30日（周一）08:30")


async def test_a_yes_is_no_answer_where_there_is_a_choice(office: Office) -> None:
    (question,) = await office.says("赵敏", "明天下午3点到5点开校务会", "direct")
    assert len(question.labels) > 1
    (card,) = await office.says("赵敏", "好", "direct")
    assert "没看懂「好」" in card.title


async def test_the_draft_is_corrected_while_something_else_is_asked(office: Office) -> None:
    await office.says("赵敏", "明天下午3点到5点开校务会")
    await office.says("赵敏", "不对，改成四点")
    (read_back,) = [card for card in await office.says("赵敏", "301") if card.labels]
    assert read_back.fact("时间") == "11月24日（周二）16:00–18:00"


async def test_a_wish_with_something_missing_is_no_name_of_a_room(office: Office) -> None:
    await office.says("赵敏", "明天下午3点到5点开校务会", "direct")
    (card,) = await office.says("赵敏", "发个问卷", "direct")
    assert "要问什么" in card.title


@pytest.mark.parametrize(
    "chatter", ["大家好，昨天的会开得不错", "哈哈今天好累", "明天下午三点开会真烦", "谁知道周五几点下班？"]
)
async def test_what_is_said_to_colleagues_is_no_answer(office: Office, chatter: str) -> None:
    await office.says("赵敏", "明天下午3点到5点开校务会")
    assert await office.says("赵敏", chatter) == []


async def test_a_known_room_is_taken_before_what_only_looks_like_one(office: Office) -> None:
    (read_back,) = await office.says("赵敏", "明儿个下午三点，三楼那个301，开个招生工作碰头会")
    assert read_back.fact("会议室").startswith("301")


async def test_thanks_are_answered_with_a_word(office: Office) -> None:
    assert [card.title for card in await office.says("赵敏", "谢谢小办", "direct")] == ["不客气。"]
    assert [card.title for card in await office.says("赵敏", "thanks a lot", "direct")] == ["You are welcome."]
    assert await office.says("赵敏", "谢谢") == []
