"""When a sentence may mean this or that, one question; nothing is done on a guess, nor on a model's word."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web

from bot.engine import dispatch
from bot.engine.second_look import SecondLook
from bot.web.model import HttpModel
from bot.web.server import serving
from config.settings import ModelSettings
from handlers import ROUTERS
from tests.flow.conversation import GROUP, Office, open_office

SAID = "明天下午3点到5点在301开校务会"


@pytest.fixture
def nothing_is_certain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the weights say: every reading is one to ask about."""
    monkeypatch.setattr(dispatch, "CERTAIN", 1.01)
    monkeypatch.setattr(dispatch, "IN_DOUBT", 0.0)


@pytest.mark.usefixtures("nothing_is_certain")
async def test_the_likeliest_readings_are_buttons(office: Office) -> None:
    (question,) = await office.says("赵敏", f"@小办 {SAID}")
    assert question.title == f"「{SAID}」是想——"
    assert question.labels[0] == "订会议"
    assert question.labels[-1] == "都不是"
    (read_back,) = await office.presses("赵敏", "订会议")
    assert read_back.fact("时间") == "11月24日（周二）15:00–17:00"
    assert read_back.fact("会议室").startswith("301")
    await office.presses("赵敏", "确认")
    assert (await office.visible(GROUP))[-1].title == "已预订：校务会"


@pytest.mark.usefixtures("nothing_is_certain")
async def test_neither_and_another_sentence_end_the_question(office: Office) -> None:
    await office.says("赵敏", SAID, "direct")
    assert "换个说法" in (await office.says("赵敏", "都不是", "direct"))[-1].title
    await office.says("赵敏", SAID, "direct")
    assert (await office.says("赵敏", "呃", "direct"))[-1].title == "可以这样对我说"
    await office.says("赵敏", "算了", "direct")
    assert (await office.visible("dm:zhaomin"))[-1].labels == []


@pytest.mark.usefixtures("nothing_is_certain")
async def test_another_unclear_sentence_is_asked_about_in_its_place(office: Office) -> None:
    await office.says("赵敏", SAID, "direct")
    (question,) = await office.says("赵敏", "取消周五的校务会", "direct")
    assert question.title == "「取消周五的校务会」是想——"
    assert question.labels[0] == "取消会议"
    assert (await office.says("赵敏", "1", "direct"))[-1].title == "近期没有与你有关的会。"


@pytest.mark.usefixtures("nothing_is_certain")
async def test_a_date_alone_is_no_answer_to_which(office: Office) -> None:
    await office.says("赵敏", SAID, "direct")
    (card,) = await office.says("赵敏", "周五的", "direct")
    assert "没看懂" not in card.title


@pytest.mark.usefixtures("nothing_is_certain")
async def test_a_desk_that_is_not_open_says_so_when_chosen(database_url: str) -> None:
    open_desks = [router for router in ROUTERS if not router.name.startswith("feedback")]
    async with open_office(database_url, open_desks) as office:
        (question,) = await office.says("赵敏", "征集大家的意见", "direct")
        assert question.labels[0] == "征集意见"
        assert "还没有开通" in (await office.presses("赵敏", "征集意见", "direct"))[-1].title


@pytest.mark.usefixtures("nothing_is_certain")
async def test_what_was_in_doubt_is_asked_about_with_its_own_words(office: Office) -> None:
    await office.says("赵敏", "征集大家对食堂的意见", "direct")
    whom = (await office.presses("赵敏", "征集意见", "direct"))[-1]
    assert "发给谁" in whom.title


@pytest.mark.usefixtures("nothing_is_certain")
async def test_in_a_group_nobody_is_asked_who_did_not_speak_to_the_bot(office: Office) -> None:
    assert await office.says("赵敏", SAID) == []


@pytest.fixture
def nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the weights say: the house's own reader makes nothing of what is said to it."""
    monkeypatch.setattr(dispatch, "read", lambda *_: None)


class Model:
    """A server that speaks the chat completions of OpenAI's interface, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.answer: object = []
        self.status = 200

    async def completions(self, request: web.Request) -> web.Response:
        self.asked.append(await request.json() | {"key": request.headers.get("Authorization")})
        content = self.answer if isinstance(self.answer, str) else json.dumps(self.answer, ensure_ascii=False)
        return web.json_response({"choices": [{"message": {"content": content}}]}, status=self.status)


@pytest_asyncio.fixture
async def model(office: Office) -> AsyncIterator[Model]:
    """A model beside the office, wired as the settings would wire it."""
    model, app = Model(), web.Application()
    app.router.add_post("/v1/chat/completions", model.completions)
    async with serving(app, "127.0.0.1", 0) as port:
        given = ModelSettings.model_validate(
            {"enabled": True, "url": f"http://127.0.0.1:{port}/v1", "name": "small", "key": "sk-1"}
        )
        dispatcher = office.parts.dispatcher
        dispatcher.second_look = SecondLook(HttpModel(given), dispatcher.desks, dispatcher.ask_later)
        yield model


async def looked(office: Office) -> list[Any]:
    """What came after the model was asked."""
    assert office.parts.dispatcher.second_look is not None
    await office.parts.dispatcher.second_look.settle()
    return await office.direct("赵敏")


@pytest.mark.usefixtures("nothing_is_read")
async def test_a_models_reading_is_asked_about_like_any_other(office: Office, model: Model) -> None:
    model.answer = ["明儿15点到17点在301开校务会", "明天下午3点提醒我交表"]
    at_once = await office.says("赵敏", "呜啦啦301明儿15点到17点", "direct")
    help_card, question = at_once + await looked(office)
    assert help_card.title == "可以这样对我说"
    assert question.labels == ["订会议: 明儿15点到17点在301开校务会", "都不是"]
    assert model.asked[0]["model"] == "small"
    assert model.asked[0]["key"] == "Bearer sk-1"
    (read_back,) = await office.presses("赵敏", "订会议", "direct")
    assert read_back.fact("时间") == "11月24日（周二）15:00–17:00"


@pytest.mark.usefixtures("nothing_is_read")
@pytest.mark.parametrize(
    "answer",
    [
        [],
        ["明天下午4点在301开校务会"],  # another time than was said
        ["明儿15点到17点在302开校务会"],  # another room
        ["明儿15点到17点在301开校务会，请王芳参加"],  # a person whom nobody named
        ["哈哈哈"],
        "I cannot help with that.",
        [17, None],
    ],
)
async def test_what_a_model_adds_or_makes_up_is_dropped(office: Office, model: Model, answer: object) -> None:
    model.answer = answer
    at_once = await office.says("赵敏", "呜啦啦301明儿15点到17点", "direct")
    assert [card.title for card in at_once + await looked(office)] == ["可以这样对我说"]
    assert len(model.asked) == 1


@pytest.mark.usefixtures("nothing_is_read")
async def test_a_model_that_is_down_changes_nothing(office: Office, model: Model) -> None:
    model.status = 500
    at_once = await office.says("赵敏", "呜啦啦301明儿15点到17点", "direct")
    assert [card.title for card in at_once + await looked(office)] == ["可以这样对我说"]


async def test_a_model_is_not_asked_about_what_is_understood_or_said_to_others(office: Office, model: Model) -> None:
    await office.says("赵敏", SAID, "direct")
    await office.says("赵敏", "算了", "direct")
    await office.says("赵敏", "大家好")
    await office.says("赵敏", "@小办")
    await looked(office)
    assert model.asked == []
