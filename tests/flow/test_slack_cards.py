"""Every kind of card that the desks make, as Slack shows it: within its limits, and as it was agreed to look.

`XIAOBAN_WRITE_GOLDEN=1` writes down how they look now; the difference is then to be read.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.models.blocks import Block

from adapters.slack import render
from bot.cards import Card, FitWords, fit, from_json
from tests.flow.conversation import GROUP, Office, open_office
from tests.platforms.slack.blocks import faults_in

GOLDEN = Path(__file__).with_name("slack_cards.json")
WORDS = FitWords("{numbers}", "…")

SCRIPT: tuple[tuple[str, str, str], ...] = (
    ("赵敏", GROUP, "@小办 帮助"),
    ("Amy", GROUP, "@小办 help"),
    ("赵敏", GROUP, "@小办 订301明天下午3点到5点开校务会，请王芳、李敏参加"),
    ("赵敏", GROUP, "确认"),
    ("王芳", "direct", "请假 出差"),
    ("赵敏", GROUP, "@小办 订301明天下午4点开教务会"),
    ("赵敏", GROUP, "算了"),
    ("赵敏", GROUP, "@小办 明天下午哪个会议室空着"),
    ("赵敏", GROUP, "@小办 校务会改到后天上午9点"),
    ("赵敏", GROUP, "确认"),
    ("Amy", GROUP, "@小办 book a room on Friday at 10am for the budget review with 王芳"),
    ("Amy", "direct", "my meetings"),
    ("李敏", GROUP, "@小办 督办 年度总结，主办王芳，周五前"),
    ("李敏", GROUP, "确认"),
    ("王芳", "direct", "收到"),
    ("王芳", "direct", "督1 进展：初稿写完了"),
    ("王芳", "direct", "督1 办结"),
    ("李敏", "direct", "督1 退回：数据要再核一遍"),
    ("李敏", GROUP, "@小办 督办清单"),
    ("李敏", GROUP, "@小办 催办 督1"),
    ("李敏", "direct", "督1"),
    ("赵敏", GROUP, "@小办 通知：明天停电检修 <请> 带好 R&D 资料 https://example.com/a?b=1&c=2，全体确认"),
    ("赵敏", GROUP, "确认"),
    ("王芳", "direct", "已阅"),
    ("赵敏", GROUP, "@小办 通知1 谁还没看"),
    ("赵敏", GROUP, "@小办 做个匿名问卷：食堂 <b>满意度</b>，很满意/一般 & 好/不满意，周五下班前截止，发给全体"),
    ("赵敏", GROUP, "确认"),
    ("李强", "direct", "1"),
    (
        "赵敏",
        GROUP,
        "@小办 做个问卷：团建 1. 想玩什么：爬山/游泳/唱歌（可多选） 2. 打分 3. 还有什么意见；周五17点截止；发给教务处",
    ),
    ("赵敏", GROUP, "确认"),
    ("李强", "direct", "填写"),
    ("李强", "direct", "1 3"),
    ("李强", "direct", "5"),
    ("李强", "direct", "问卷2：很好"),
    ("赵敏", "direct", "问卷2"),
    ("赵敏", "direct", "问卷2谁没填"),
    ("赵敏", "direct", "催一下没填的"),
    ("赵敏", "direct", "结束问卷2"),
    ("赵敏", "direct", "公布问卷2结果"),
    ("赵敏", GROUP, "@小办 投票：午餐吃什么，米饭/面条，本群，明天11点截止"),
    ("赵敏", GROUP, "确认"),
    ("赵敏", "direct", "问卷列表"),
    ("李强", "direct", "我有个建议：食堂加面条"),
    ("赵敏", "direct", "意见列表"),
    ("赵敏", "direct", "明天上午8点提醒我交表"),
    ("赵敏", "direct", "我的提醒"),
    ("赵敏", "direct", "订阅早报"),
    ("赵敏", "direct", "确认"),
    ("赵敏", "direct", "今日"),
    ("王芳", "direct", "我明天请假，由赵敏代办"),
    ("赵敏", "direct", "投递记录"),
    ("赵敏", "direct", "呜啦啦"),
    ("赵敏", GROUP, "@小办 取消校务会"),
    ("赵敏", GROUP, "确认"),
)


async def played(office: Office) -> list[dict[str, Any]]:
    for who, chat, text in SCRIPT:
        await office.says(who, text, chat)
    await office.waits(days=4)
    chats = [GROUP, *(f"dm:{one['id']}" for one in await office.people())]
    return [line.card for chat in chats for line in await office.lines(chat)]


def shown(card: Card, language: str = "zh") -> dict[str, Any]:
    return render.message(fit(card, render.LIMITS, WORDS), (), language)


async def test_slack_takes_every_card_of_every_desk(sqlite_url: str) -> None:
    async with open_office(sqlite_url) as office:
        cards = await played(office)
    kinds = {_kind(card): card for card in reversed(cards)}
    assert len(kinds) > 30
    for card in cards:
        assert_taken(shown(from_json(card)))
    if os.environ.get("XIAOBAN_WRITE_GOLDEN"):
        written = [{"card": card, "shown": shown(from_json(card))} for _, card in sorted(kinds.items())]
        GOLDEN.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n")


@pytest.mark.parametrize("kept", json.loads(GOLDEN.read_text()), ids=lambda kept: str(kept["card"]["title"]))
def test_each_kind_of_card_looks_as_agreed(kept: dict[str, Any]) -> None:
    """The cards are kept beside how they look, so that other words on them change nothing here."""
    assert shown(from_json(kept["card"])) == kept["shown"]


def _kind(card: dict[str, Any]) -> str:
    """Cards that differ in nothing but what they speak of are of one kind: tone, labels and the verbs of buttons."""
    verbs = sorted({button["action"].partition(":")[0] for button in card["buttons"]})
    labels = [label for label, _ in card["facts"]]
    has = ["body"] * bool(card["body"]) + ["link"] * bool(card["link"]) + ["words"] * ("words" in card)
    return " ".join((card["tone"], "·".join(labels), *verbs, *has)).strip()


def assert_taken(message: dict[str, Any]) -> None:
    """By the Slack of this machine, and by the models of Slack's own library."""
    assert faults_in(message["blocks"], "message") == []
    for block in Block.parse_all(message["blocks"]):
        assert block is not None
        block.validate_json()
    assert 0 < render.length(message["text"]) <= 4000


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/house.db"
