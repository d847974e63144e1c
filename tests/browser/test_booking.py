"""A newcomer books a meeting in Chromium: the whole house behind the page, nothing played."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from bot.app import assemble, opened
from bot.engine.clock import MovableClock
from bot.store import upgrade
from bot.web.server import make_app, serving
from config.settings import DEMO_OFFICE, load_settings
from tests.browser.conftest import Visit, visiting

pytestmark = pytest.mark.asyncio(loop_scope="module")

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
BOOKING = "明天下午3点到5点在301开校务会，请张伟、王芳参加"


@pytest_asyncio.fixture(loop_scope="module")
async def visit_demo(browser: Browser, tmp_path: Path) -> AsyncIterator[Visit]:
    """The demonstration office on an empty database; it is Monday, ten in the morning."""
    url = f"sqlite:///{tmp_path / 'demo.db'}"
    upgrade(url)
    demo = {"database_url": url, "office": str(DEMO_OFFICE), "adapters": {"sim": {"enabled": True}}}
    async with opened(assemble(load_settings(None, {}, demo), MovableClock(base=lambda: MONDAY))) as parts:
        app = make_app(parts.adapters, ready=parts.faults, counts=parts.core.counts, gauges=parts.gauges, sim=parts.sim)
        async with serving(app, "127.0.0.1", 0) as port, visiting(browser, f"http://127.0.0.1:{port}") as visit:
            yield visit


async def says(page: Page, text: str) -> None:
    await page.fill("#text", text)
    await page.keyboard.press("Enter")


def card(page: Page, title: str) -> Locator:
    """The newest card of that title."""
    return page.locator(".card", has=page.get_by_role("heading", name=title, exact=True)).last


async def books(page: Page) -> None:
    await says(page, BOOKING)
    await card(page, "预订会议：校务会").get_by_role("button", name="确认").click()
    await expect(card(page, "已预订：校务会")).to_be_visible()


async def visit_as(visit: Visit, name: str) -> Page:
    page = await visit()
    await page.locator(".person-button").click()
    await page.keyboard.type(name)
    await page.keyboard.press("Enter")
    await expect(page.locator(".person-button strong")).to_have_text(name)
    return page


async def test_a_meeting_is_read_back_before_it_is_booked(visit_demo: Visit) -> None:
    page = await visit_demo()
    await says(page, BOOKING)
    asked = card(page, "预订会议：校务会")
    await expect(asked.locator("dd").nth(0)).to_have_text("11月24日（周二）15:00–17:00")
    await expect(asked.locator("dd").nth(1)).to_contain_text("301")
    await expect(asked.locator("dd").nth(2)).to_have_text("张伟、王芳")
    await expect(asked.get_by_role("button")).to_have_text(["确认", "修改", "取消"])
    await asked.get_by_role("button", name="确认").click()
    await expect(card(page, "已预订：校务会")).to_be_visible()
    await expect(asked.get_by_role("button")).to_have_count(0)


async def test_the_counts_change_for_everyone_as_people_answer(visit_demo: Visit) -> None:
    organizer = await visit_demo()
    await books(organizer)
    told = card(organizer, "已预订：校务会")
    await expect(told).to_contain_text("未回 2")
    for name, answer, counted in (("张伟", "参加", "参加 2"), ("王芳", "请假", "请假 1")):
        page = await visit_as(visit_demo, name)
        await page.locator(".chat-entry", has_text="请参会：校务会").click()
        await card(page, "请参会：校务会").get_by_role("button", name=answer).click()
        await expect(told).to_contain_text(counted)
    await expect(told).to_contain_text("未回 0")
    await expect(organizer.get_by_role("heading", name="已预订：校务会")).to_have_count(1)


async def test_a_taken_room_is_refused_with_ways_out_that_work(visit_demo: Visit) -> None:
    organizer = await visit_demo()
    await books(organizer)
    page = await visit_as(visit_demo, "李强")
    await page.locator(".chat-entry", has_text="学院工作群").click()
    await says(page, "明天下午4点到6点在301开教学例会")
    refused = page.locator(".card", has_text="占用").last
    await expect(refused.locator("h3")).to_contain_text("301")
    await expect(refused.locator("h3")).to_contain_text("赵敏")
    ways_out = refused.get_by_role("button")
    assert 1 <= await ways_out.count() <= 3
    await ways_out.first.click()
    await card(page, "预订会议：教学例会").get_by_role("button", name="确认").click()
    await expect(card(page, "已预订：教学例会")).to_be_visible()


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
async def test_every_example_on_the_page_is_understood(visit_demo: Visit, locale: str) -> None:
    page = await visit_demo(locale=locale)
    await page.locator(".chat-entry").first.click()
    examples = await page.locator(".example").all_text_contents()
    for number, example in enumerate(examples, start=1):
        await says(page, example)
        await expect(page.locator(".card")).to_have_count(number)
    assert await page.locator(".card.tone-error").count() == 0
