"""Whatever is typed or forged: one clear sentence, nothing half-written."""

import pytest

from bot.engine.dispatch import LONGEST_TEXT
from tests.flow.conversation import GROUP, MONDAY, Office
from tests.flow.test_booking import book


async def nothing_is_booked(office: Office) -> bool:
    return "没有会" in (await office.says("李敏", "本周有什么会", "direct"))[0].title


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("昨天下午3点到5点在301开校务会", "已经过去"),
        ("今天上午8点到9点在301开校务会", "已经过去"),
        ("明天下午5点到3点在301开校务会", "晚于开始时间"),
        ("明天25:70在301开校务会", "没有这样的时间"),
        ("2月30日下午3点在301开校务会", "没有这样的时间"),
        ("11月24日（周五）下午3点在301开校务会", "对不上"),
        ("明天下午3点在399开校务会", "没有「399」这个会议室"),
        ("明天下午3点到5点在301开校务会，请张伟、诸葛亮参加", "诸葛亮"),
        ("明天下午3点到5点在301开" + "很" * 90 + "长的会", "个字"),
    ],
)
async def test_what_cannot_be_is_said_in_one_sentence(office: Office, said: str, sentence: str) -> None:
    answer = (await office.says("赵敏", said))[-1]
    assert sentence in answer.text
    assert answer.labels != ["确认", "修改", "取消"]
    assert await nothing_is_booked(office)


async def test_the_nearest_rooms_are_offered_for_one_that_does_not_exist(office: Office) -> None:
    (answer,) = await office.says("赵敏", "明天下午3点到5点在303开校务会")
    assert {"301", "302"} & {label[:3] for label in answer.labels}
    read_back = (await office.presses("赵敏", answer.labels[0]))[-1]
    assert read_back.labels == ["确认", "修改", "取消"]


@pytest.mark.parametrize("said", ["长" * (LONGEST_TEXT + 1), "明天下午3点开会 " * 400])
async def test_an_endless_text_is_refused_with_the_limit(office: Office, said: str) -> None:
    (answer,) = await office.says("赵敏", said, "direct")
    assert str(LONGEST_TEXT) in answer.title
    assert await office.says("赵敏", said) == []


@pytest.mark.parametrize(
    "said",
    [
        "明天下午３点到５点在３０１开校务会，请张伟、王芳参加",
        "明天下午3\u200b点到5点\u200d在301开\ufeff校务会，请张伟、王芳参加",
        "\u202e\u2067明天下午3点到5点在301开校务会，请张伟、王芳参加\u2069",
        "明天\x07下午3点到5点在301开校务会\x1b，请张伟、王芳参加",
        "  明天下午3点到5点 在301 开校务会 ， 请张伟 、王芳 参加  ",
    ],
)
async def test_invisible_and_wide_forms_read_as_plain_ones(office: Office, said: str) -> None:
    card = (await office.says("赵敏", said))[-1]
    assert card.fact("时间") == "11月24日（周二）15:00–17:00"
    assert card.fact("会议室").startswith("301")
    assert card.fact("参会") == "张伟、王芳"
    assert "校务会" in card.title


@pytest.mark.parametrize(
    "title",
    [
        "O'Brien'); TRUNCATE meetings;--会",
        "<script>alert(1)</script>会",
        "🎉🎉庆功会",
        "{title}{0}%s会",
        "${7*7}评审会",
    ],
)
async def test_titles_are_only_words(office: Office, title: str) -> None:
    await office.says("赵敏", f"明天下午3点到5点在301开{title}")
    await office.presses("赵敏", "确认")
    assert title in (await office.visible(GROUP))[-1].title
    assert title in (await office.says("赵敏", "明天有什么会"))[0].text


@pytest.mark.parametrize("said", ["\u200b", "。。。", "@小办", "@小办 🙂", "？", "0", "\\", "'", "<b>"])
async def test_nothing_much_crashes_nothing(office: Office, said: str) -> None:
    for chat in (GROUP, "direct"):
        assert all("出错" not in card.text for card in await office.says("赵敏", said, chat))


async def test_another_persons_invitation_cannot_be_answered(office: Office) -> None:
    await book(office)
    (asked,) = await office.direct("张伟")
    action = asked.card["buttons"][0]["action"]
    group_card = (await office.visible(GROUP))[-1]
    (refusal,) = await office.presses_action("李强", action, group_card.message_id)
    assert "不在" in refusal.title
    assert (await office.visible(GROUP))[-2].fact("回执") == "参加 1 · 请假 0 · 未回 2"


@pytest.mark.parametrize(
    "forged",
    ["x", "meetings.rsvp:999:accepted", "meetings.rsvp:1:maybe", "dialog.yes:999", "dialog.choose:1:99",
     "dialog.choose:1:x", "nobody.knows:1", "meetings.rsvp:1:accepted:" + "x" * 100,
     "meetings.rsvp:99999999999999999999:accepted"],
)  # fmt: skip
async def test_a_forged_button_gets_one_sentence(office: Office, forged: str) -> None:
    await book(office)
    card = (await office.visible(GROUP))[-1]
    answer = (await office.presses_action("李强", forged, card.message_id))[-1]
    assert "出错" not in answer.text
    assert answer.labels == []


@pytest.mark.parametrize("choice", ["", ":abc", ":-1", ":99", ":１"])
async def test_a_forged_choice_of_an_open_question_gets_one_sentence(office: Office, choice: str) -> None:
    (asked,) = await office.says("赵敏", "明天开个教学例会")
    action = asked.card["buttons"][0]["action"].rpartition(":")[0] + choice
    (answer,) = await office.presses_action("赵敏", action, asked.message_id)
    assert "过时" in answer.title


async def test_a_button_of_a_cancelled_meeting_says_so(office: Office) -> None:
    await book(office)
    (asked,) = await office.direct("张伟")
    await office.says("赵敏", "取消校务会")
    await office.presses("赵敏", "确认")
    answers = await office.presses_action("张伟", asked.card["buttons"][0]["action"], asked.message_id, "dm:zhangwei")
    assert "已经取消" in answers[-1].title


async def test_a_button_of_a_meeting_that_is_over_says_so(office: Office) -> None:
    await book(office)
    (asked,) = await office.direct("张伟")
    await office.goes_to(MONDAY.replace(day=30))
    answers = await office.presses_action("张伟", asked.card["buttons"][0]["action"], asked.message_id, "dm:zhangwei")
    assert "已经开完" in answers[-1].title
