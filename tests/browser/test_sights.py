"""The page tells which cards were on its reader's screen, each once, and shows whatever is on them as text."""

import asyncio

import pytest
from playwright.async_api import expect

from bot.cards import Action, Button, Card
from bot.messages import ChatRef, Outgoing
from tests.browser.conftest import Visit
from tests.browser.test_page import PHONE
from tests.flow.test_notice_injection import EVIL
from tests.local_chat import GROUP, LocalChat

pytestmark = pytest.mark.asyncio(loop_scope="module")

SCREEN = 20
"""So many cards are more than a screen holds."""


async def seen(chat: LocalChat, count: int) -> list[str]:
    """The ids that were told, when there are so many."""
    async with asyncio.timeout(8):
        while len(chat.seen) < count:  # noqa: ASYNC110 - the browser gives no event to wait for
            await asyncio.sleep(0.05)
    return [one.message_id for one in chat.seen]


async def has_been_seen(chat: LocalChat, message_id: str) -> None:
    async with asyncio.timeout(8):
        while message_id not in [one.message_id for one in chat.seen]:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.05)


async def sent(chat: LocalChat, number: int, title: str = "") -> str:
    body = "请看\n" * 4
    card = Card(title or f"通知{number}", body=body, buttons=(Button("收到", Action("notices.acknowledge", number)),))
    return (await chat.adapter.send(Outgoing(f"card {number}", GROUP, card))).message_id


async def test_only_what_was_on_the_screen_is_told_and_once(visit: Visit, chat: LocalChat) -> None:
    ids = [await sent(chat, number) for number in range(SCREEN)]
    page = await visit()
    await expect(page.locator(".card").last).to_be_visible()
    told = await seen(chat, 1)
    assert ids[-1] in told
    assert ids[0] not in told
    assert {one.envelope.sender.id for one in chat.seen} == {"zhaomin"}
    await page.locator("#scroller").evaluate("node => { node.scrollTop = 0; }")
    await has_been_seen(chat, ids[0])
    await page.locator("#scroller").evaluate("node => { node.scrollTop = node.scrollHeight; }")
    last = await sent(chat, SCREEN)
    await has_been_seen(chat, last)
    told = [one.message_id for one in chat.seen]
    assert len(told) == len(set(told))


async def test_a_chat_that_is_not_open_was_not_seen(visit: Visit, chat: LocalChat) -> None:
    direct = ChatRef("sim", "direct", "zhaomin")
    hidden = (await chat.adapter.send(Outgoing("hidden", direct, Card("通知1")))).message_id
    shown = await sent(chat, 1)
    await visit(**PHONE)
    assert hidden not in await seen(chat, 1)
    assert [one.message_id for one in chat.seen] == [shown]


async def test_whatever_a_card_says_is_text(visit: Visit, chat: LocalChat) -> None:
    page = await visit()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for number, evil in enumerate(EVIL.values()):
        card = Card(evil, ((evil, evil),), evil, (Button(evil, Action("notices.acknowledge", number)),))
        await chat.adapter.send(Outgoing(f"evil {number}", GROUP, card))
        shown = page.locator(".card").last
        await expect(shown.locator("h3")).to_have_text(evil, use_inner_text=False)
        assert await shown.locator("script, img, a, b").count() == 0
    assert not [address for address in asked if "evil" in address]
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
