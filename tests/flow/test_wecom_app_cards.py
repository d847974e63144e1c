"""Every kind of card that the desks make, as WeCom's app, groups and webhooks show it: within limits, and as agreed.

`XIAOBAN_WRITE_GOLDEN=1` writes down how they look now; the difference is then to be read.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from adapters.wecom.app import App, composed, task_of
from adapters.wecom.appchat import Appchat, bodies_of
from adapters.wecom.card import template
from adapters.wecom.markup import MARK_BYTES
from adapters.wecom.webhook import MOST_BYTES, Webhook
from bot.cards import Card, FitWords, fit, from_json
from bot.messages import ChatRef, Outgoing, UserRef
from tests.flow.conversation import open_office
from tests.flow.test_slack_cards import played
from tests.platforms.wecom import cards
from tests.platforms.wecom.errors import Refused
from tests.platforms.wecom.unknowns import Unknowns

GOLDEN = Path(__file__).with_name("wecom_app_cards.json")
KINDS = json.loads(Path(__file__).with_name("slack_cards.json").read_text())
WORDS = FitWords("{numbers}", "…")
STRICT = Unknowns(over_advice="refuse")
GROUP = ChatRef("wecom", "group", "wrOjGroup")
PERSON = ChatRef("wecom", "direct", "ZhaoMin")
SOMEBODY = (UserRef("wecom", "ZhaoMin", "赵敏"),)


def shown(card: Card) -> dict[str, Any]:
    """By each way."""
    app, chat, hook = (fit(card, way.limits, WORDS) for way in (App, Appchat, Webhook))
    words, told = composed(Outgoing("x", PERSON, app), asks=True)
    return {
        "app": [*words, *([{"msgtype": "template_card", "template_card": told}] if told else [])],
        "appchat": bodies_of(Outgoing("x", GROUP, chat), 2048),
        "webhook": bodies_of(Outgoing("x", GROUP, hook, SOMEBODY), MOST_BYTES),
    }


def assert_taken(card: Card) -> None:
    """By the WeCom of this machine, as it is at its strictest."""
    for way, most in (("app", 2048 - MARK_BYTES), ("appchat", 2048), ("webhook", 4096)):
        for body in shown(card)[way]:
            if body["msgtype"] == "template_card":
                cards.check(body["template_card"], STRICT)
                assert_advised(body["template_card"])
            else:
                assert 0 < len(body[body["msgtype"]]["content"].encode()) <= most
    cards.check(template(fit(card, App.limits, WORDS), task_of("x"), "zh", roomy=True).card, Unknowns())


def assert_advised(told: dict[str, Any]) -> None:
    """What the local WeCom does not measure."""
    for row in told.get("horizontal_content_list", ()):
        assert len(row["keyname"]) <= 10
        assert len(row["value"]) <= 52
    for button in told.get("button_list", ()):
        assert len(button["text"]) <= 20
        assert len(button["key"].encode()) <= 1024
    for option in told.get("checkbox", {}).get("option_list", ()):
        assert len(option["id"].encode()) <= 128


async def test_wecom_takes_every_card_of_every_desk(tmp_path: Path) -> None:
    async with open_office(f"sqlite:///{tmp_path}/house.db") as office:
        lines = await played(office)
    assert len(lines) > 30
    for line in lines:
        assert_taken(from_json(line))


def test_the_golden_file_is_of_every_kind() -> None:
    if os.environ.get("XIAOBAN_WRITE_GOLDEN"):
        written = [{"card": kept["card"], "shown": shown(from_json(kept["card"]))} for kept in KINDS]
        GOLDEN.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n")
    assert [kept["card"] for kept in json.loads(GOLDEN.read_text())] == [kept["card"] for kept in KINDS]


@pytest.mark.parametrize("kept", KINDS, ids=lambda kept: str(kept["card"]["title"]))
def test_each_kind_of_card_looks_as_agreed(kept: dict[str, Any]) -> None:
    golden = next(one for one in json.loads(GOLDEN.read_text()) if one["card"] == kept["card"])
    assert_taken(from_json(kept["card"]))
    assert shown(from_json(kept["card"])) == golden["shown"]


def test_the_strict_one_refuses_what_is_too_long() -> None:
    told = template(Card("题" * 26), "t", "zh").card
    cards.check(told, STRICT)
    with pytest.raises(Refused):
        cards.check({**told, "main_title": {"title": "题" * 27}}, STRICT)
