"""The demonstration office over HTTP, as its page would use it, made ready for a load."""

import json
import time
import urllib.parse
import urllib.request
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from benchmarks.children import Broken

LIST = "今天有什么会"
BOOK = "明天下午3点到5点在301开校务会，请张伟、王芳参加"
TODAY = ("今天上午10点到11点在301开教学例会", "今天下午2点到3点在302开财务会", "今天下午4点到5点在301开安全会")
YES = "确认"
MORNING_HOUR = 8
PATIENCE = 10.0


def open_for_business(port: int) -> list[str]:
    """Next morning, three meetings on the list; gives the ids of the people who may speak."""
    office = call(port, "office")
    morning = datetime.fromisoformat(office["now"]).replace(hour=MORNING_HOUR, minute=0) + timedelta(days=1)
    call(port, "clock", {"to": morning.isoformat()})
    speakers = [str(person["id"]) for person in office["people"]]
    for speaker, sentence in zip(speakers, TODAY, strict=False):
        book(port, speaker, sentence)
    return speakers


def book(port: int, speaker: str, sentence: str) -> None:
    chat = f"dm:{speaker}"
    call(port, "messages", {"as": speaker, "chat": chat, "text": sentence})
    card = answer(port, chat, after=0)
    action = next((one["action"] for one in card["card"]["buttons"] if one["label"] == YES), None)
    if action is None:
        raise Broken(f"{sentence} was answered with: {card['text']}")
    press = {"as": speaker, "chat": chat, "message_id": card["message_id"], "action": action}
    call(port, "presses", press)
    answer(port, chat, after=card["seq"])


def answer(port: int, chat: str, after: int) -> Any:
    """The newest line of the bot after that one, as soon as there is one."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        lines: Sequence[Any] = call(port, f"chats/{urllib.parse.quote(chat)}/messages?after={after}")
        said = [line for line in lines if line["sender"] == "bot" and line["card"]]
        if said:
            return said[-1]
        time.sleep(0.01)
    raise Broken(f"no answer in {chat}")


def call(port: int, what: str, body: object = None) -> Any:
    """POST when there is a body."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/sim/api/{what}", data, {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=PATIENCE) as response:
        return json.load(response)
