"""One person on two messengers, seen on a phone: bound by a code, told once, answering on the second."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.app import assemble, opened
from bot.engine.clock import MovableClock
from bot.store import upgrade
from bot.web.server import make_app, serving
from config.settings import DEMO_OFFICE, load_settings
from tests.browser.conftest import Visit, visiting
from tests.browser.test_booking import MONDAY, card, says

pytestmark = pytest.mark.asyncio(loop_scope="module")

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest_asyncio.fixture(loop_scope="module")
async def visit_both(browser: Browser, tmp_path: Path) -> AsyncIterator[Visit]:
    url = f"sqlite:///{tmp_path / 'demo.db'}"
    upgrade(url)
    sim = {"enabled": True, "second": True}
    demo = {"database_url": url, "office": str(DEMO_OFFICE), "adapters": {"sim": sim}}
    async with opened(assemble(load_settings(None, {}, demo), MovableClock(base=lambda: MONDAY))) as parts:
        app = make_app(
            parts.adapters, ready=parts.faults, counts=parts.core.counts, gauges=parts.gauges,
            sim=parts.sims[0], second=parts.sims[1],
        )  # fmt: skip
        async with serving(app, "127.0.0.1", 0) as port, visiting(browser, f"http://127.0.0.1:{port}") as visit:
            yield visit


async def phone_of(visit: Visit, name: str, messenger: int) -> Page:
    """Their own chat with the bot there."""
    page = await visit(f"/?messenger={messenger}", **PHONE)
    await page.locator("#back").click()
    await page.locator(".person-button").click()
    await page.get_by_role("combobox").fill(name)
    await page.get_by_role("option").filter(has_text=name).first.click()
    await expect(page.locator(".person-button strong")).to_have_text(name)
    await page.locator(".chat-entry", has_text="小办").first.click()
    return page


async def test_a_person_on_two_messengers_is_told_once_and_answers_on_the_second(visit_both: Visit) -> None:
    first = await phone_of(visit_both, "李强", 1)
    second = await phone_of(visit_both, "Li Qiang", 2)
    await says(first, "绑定")
    given = first.locator(".card h3", has_text="绑定码")
    found = re.search(r"\d{6}", await given.inner_text())
    assert found is not None
    await says(second, f"绑定 {found[0]}")
    await expect(second.locator(".card h3", has_text="已绑定")).to_be_visible()
    await expect(first.locator(".card h3", has_text="已绑定")).to_be_visible()
    await says(second, "以后用第二个网页聊天通知我")
    await expect(card(second, "好，以后用第二个网页聊天通知你。")).to_be_visible()

    sender = await phone_of(visit_both, "陈国华", 1)
    await says(sender, "通知：周五下午三点开会，请确认 发给 李强")
    asked = card(sender, "发通知：周五下午三点开会")
    await expect(asked).to_contain_text("1 人")
    await asked.get_by_role("button", name="发送").click()

    notice = card(second, "通知1 周五下午三点开会")
    await notice.get_by_role("button", name="收到").click()
    await expect(notice).to_contain_text("已确认")
    await says(sender, "通知1 回执")
    listed = card(sender, "通知1 周五下午三点开会")
    await expect(listed).to_contain_text("1 / 1")
    assert await first.locator(".card h3", has_text="通知1").count() == 0, "it came once"
    assert await second.locator(".card h3", has_text="通知1").count() == 1


async def test_the_people_menu_changes_the_messenger(visit_both: Visit) -> None:
    page = await visit_both(**PHONE)
    await page.locator("#back").click()
    await page.locator(".person-button").click()
    menu = page.get_by_role("navigation", name="换个平台")
    await expect(menu.get_by_role("link", name="平台 1")).to_have_attribute("aria-current", "true")
    await menu.get_by_role("link", name="平台 2").click()
    await page.locator("#app").wait_for()
    await page.locator("#back").click()
    await expect(page.locator(".person-button")).to_contain_text("平台 2 · 我是")
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_with_one_messenger_there_is_nothing_to_change(visit: Visit) -> None:
    page = await visit(**PHONE)
    await page.locator("#back").click()
    await page.locator(".person-button").click()
    await expect(page.get_by_role("combobox")).to_be_visible()
    await expect(page.locator(".messengers")).to_have_count(0)
