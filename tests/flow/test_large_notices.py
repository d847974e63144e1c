"""A notice to many: in parts, with its progress on the sender's card, corrected, chased and recalled the same way."""

from datetime import timedelta
from typing import Any

import pytest

from bot.errors import SendFailed
from bot.messages import Outgoing, Sent
from tests.flow.conversation import Office, Shown
from tests.flow.test_notices import sends


@pytest.fixture(autouse=True)
def _few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.notices.sending.CHUNK", 5)


async def told(office: Office, title: str) -> Shown:
    """The sender's card that tells how far it has got, as it stands."""
    return next(line for line in reversed(await office.visible("dm:zhaomin")) if line.title.startswith(title))


async def test_its_sender_sees_how_far_it_has_got(office: Office) -> None:
    """In place on one card, which tells last that everybody has it."""
    await sends(office, to="全体")
    before = len(await office.visible("dm:zhaomin"))
    await office.restarts()
    await office.waits(seconds=6)
    done = await told(office, "通知1已发给 24 人")
    assert done.fact("已送达") == "24 / 24"
    assert done.labels == ["看回执"]
    assert len(await office.visible("dm:zhaomin")) == before
    lines = len(await office.lines("dm:zhaomin"))
    await office.waits(minutes=30)
    assert len(await office.lines("dm:zhaomin")) == lines


async def test_a_small_one_is_told_at_once_and_no_more(office: Office) -> None:
    await sends(office, to="李强、吴昊")
    lines = len(await office.lines("dm:zhaomin"))
    await office.waits(minutes=30)
    assert len(await office.lines("dm:zhaomin")) == lines


async def test_what_waits_or_is_lost_is_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looked at ever more rarely while the platform takes nothing, and what was given up is a press away."""
    assert office.parts.sim is not None
    platform, is_away = type(office.parts.sim), [True]
    usual = platform.send

    async def send(self: Any, message: Outgoing) -> Sent:
        if message.key.startswith("notice:1:v1:"):
            if message.to.id in {"liqiang", "chenjing"}:
                raise SendFailed("no such user", permanent=True)
            if is_away[0] and message.to.id != "zhaomin":
                raise SendFailed("busy", retry_after=timedelta(minutes=30))
        return await usual(self, message)

    monkeypatch.setattr(platform, "send", send)
    await sends(office, to="全体")
    await office.waits(minutes=20)
    under_way = await told(office, "通知1正在发给 24 人")
    assert under_way.fact("没送到") == "2"
    assert under_way.labels == ["看回执", "看没送到的"]
    looks = [line for line in await office.lines("dm:zhaomin") if line.title.startswith("通知1正在发给")]
    assert len(looks) == 1  # nothing has changed since
    is_away[0] = False
    await office.waits(minutes=60)
    done = await told(office, "通知1已发给 24 人")
    assert done.fact("已送达") == "22 / 24"
    assert (await office.presses("赵敏", "看没送到的", "direct"))[-1].title == "没送达的消息"


async def test_a_large_one_is_corrected_chased_and_recalled_in_parts(office: Office) -> None:
    """What was begun first is done first, and who has answered by the time of their part is not asked again."""
    await sends(office, to="全体")
    await office.says("赵敏", "更正通知1：本周日全校停电，请关闭设备", "direct")
    await office.says("赵敏", "确认", "direct")
    await office.restarts()
    await office.waits(seconds=1)
    people = [f"dm:{person['id']}" for person in await office.people()]
    for chat in people:
        assert (await office.lines(chat))[-1].title.startswith(("【更正】通知1", "[Corrected] Notice 1"))
    told = await office.says("赵敏", "催回执 通知1", "direct")
    assert "通知1：催了 24 位未回的。" in [one.title for one in told]
    quick = [chat for chat in people if not await was_asked_again(office, chat)][-1]
    await office.says(quick.removeprefix("dm:"), "通知1 收到", "direct")
    await office.waits(seconds=1)
    assert [chat for chat in people if not await was_asked_again(office, chat)] == [quick]
    await office.says("赵敏", "撤回通知1", "direct")
    await office.says("赵敏", "确认", "direct")
    await office.waits(seconds=1)
    for chat in people:
        told = await office.visible(chat)
        assert told[-1].title.endswith(("已撤回，请以此为准。", "is recalled."))
        assert [one for one in told if one.title.startswith(("【已撤回】", "[Recalled]"))]


async def was_asked_again(office: Office, chat: str) -> bool:
    return any(line.title.startswith(("请回执", "Please answer")) for line in await office.lines(chat))
