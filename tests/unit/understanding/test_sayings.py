"""Sentences that mean one thing as they stand."""

import pytest

from bot.understanding.phrases import load_routes
from bot.understanding.sayings import as_it_stands, sayings


@pytest.mark.parametrize(
    ("said", "slots"),
    [
        ("投递记录", {}),
        ("看一下投递记录。", {}),
        ("麻烦帮我查一下发送记录", {}),
        ("投递記錄", {}),
        ("delivery log", {}),
        ("Show me the delivery log!", {}),
        ("please open the outbox", {}),
        ("投递记录 17", {"number": "17"}),
        ("投递记录#17", {"number": "17"}),
        ("投递记录第17条", {"number": "17"}),
        ("delivery log 17", {"number": "17"}),
        ("没送达的", {"only": "failed"}),
        ("投递记录 没送达的", {"only": "failed"}),
        ("帮我看看有哪些消息没送到", {"only": "failed"}),
        ("发送失败的通知", {"only": "failed"}),
        ("failed", {"only": "failed"}),
        ("show the failed messages", {"only": "failed"}),
        ("what was not delivered?", {"only": "failed"}),
        ("等待发送的消息", {"only": "open"}),
        ("waiting messages", {"only": "open"}),
        ("结果不明的", {"only": "unknown"}),
        ("unknown messages", {"only": "unknown"}),
        ("已送达的", {"only": "sent"}),
        ("sent messages", {"only": "sent"}),
    ],
)
def test_what_is_said_whole(said: str, slots: dict[str, str]) -> None:
    understood = as_it_stands(said)
    assert understood is not None
    assert (understood.intent, dict(understood.slots)) == ("delivery.list", slots)


@pytest.mark.parametrize(
    "said",
    [
        "", "。", "17", "看", "show", "消息送达", "投递记录里那条通知是谁发的", "明天把投递记录发给我",
        "通知没送达怎么办", "the delivery log is wrong", "failed to book the room", "投递记录 17 18 19", "投" * 5000,
    ],
)  # fmt: skip
def test_what_only_sounds_like_it_is_left_to_the_reader(said: str) -> None:
    assert as_it_stands(said) is None


def test_every_saying_leads_to_an_intent_that_takes_its_slots() -> None:
    slots = {route.intent: route.slots for route in load_routes()}
    assert [one for one in sayings().values() if not set(one.slots) <= set(slots[one.intent])] == []
