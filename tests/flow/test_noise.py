"""Chatter, help, and everything that is not a wish."""

import pytest

from tests.flow.conversation import GROUP, Office


@pytest.mark.parametrize(
    "chatter", ["大家好", "收到，谢谢", "周末去爬山了，好累", "lol see you at 5", "👍", "301的投影仪坏了"]
)
async def test_chatter_in_a_group_gets_no_answer(office: Office, chatter: str) -> None:
    assert await office.says("赵敏", chatter) == []


@pytest.mark.parametrize("bare", ["#15", "15号", "item 15", "我的事项", "本周到期", "台账", "苗头", "考核"])
async def test_a_bare_word_of_the_ledger_in_a_group_gets_no_answer(office: Office, bare: str) -> None:
    assert await office.says("赵敏", bare) == []


async def test_an_item_and_its_deed_in_a_group_need_no_address(office: Office) -> None:
    assert await office.says("赵敏", "督15 签收") != []


@pytest.mark.parametrize(("greeting", "title"), [("你好", "可以这样对我说"), ("hello", "You can say")])
async def test_a_greeting_to_the_bot_gets_the_help_card(office: Office, greeting: str, title: str) -> None:
    assert [card.title for card in await office.says("赵敏", greeting, "direct")] == [title]
    assert [card.title for card in await office.says("赵敏", f"@小办 {greeting}")] == [title]
    assert await office.says("赵敏", greeting) == []


READ_BACK = {"确认", "Confirm", "定时发送", "Schedule it"}


@pytest.mark.parametrize("ask", ["帮助", "help"])
async def test_every_example_of_the_help_card_works_as_it_stands(office: Office, ask: str) -> None:
    (card,) = await office.says("赵敏", ask)
    examples = [line.removeprefix("· ") for line in card.card["body"].splitlines() if line.startswith("· ")]
    assert len(examples) >= 5
    for example in examples:
        answers = await office.says("赵敏", example)
        assert answers, example
        last = answers[-1]
        assert last.card["tone"] in {"info", "ask", "done"} or READ_BACK & set(last.labels), last.text
        assert last.title != card.title, example
        if last.labels:
            await office.presses("赵敏", last.labels[0])


async def test_the_language_of_a_chat_can_be_chosen(office: Office) -> None:
    await office.says("赵敏", "说英文", "direct")
    assert (await office.says("赵敏", "帮助", "direct"))[0].title == "You can say"
    await office.says("赵敏", "speak Chinese", "direct")
    assert (await office.says("赵敏", "help", "direct"))[0].title == "可以这样对我说"


async def test_an_english_sentence_is_answered_in_english(office: Office) -> None:
    assert "no meetings" in (await office.says("赵敏", "what's on today"))[0].title
    assert "没有会" in (await office.says("赵敏", "今天有什么会"))[0].title


async def test_the_same_event_twice_is_one_event(office: Office) -> None:
    for _ in range(3):
        await office.post(
            "messages", {"as": "赵敏", "chat": GROUP, "text": "今天有什么会", "event_id": "again-and-again"}
        )
    assert len(await office.news(GROUP)) == 1
