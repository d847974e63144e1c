"""A real Chromium, one for each module and its event loop, and pages of a house on a port of its own."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, Page, async_playwright

from bot.ports import Adapter
from bot.web.metrics import Labels
from bot.web.server import make_app, serving
from tests.local_chat import LocalChat, local_chat
from tests.not_run import chromium

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE_MS = 8000

Visit = Callable[..., Awaitable[Page]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    path = chromium()
    assert path, "CI needs a Chromium: apt-get install chromium"
    async with async_playwright() as playwright:
        found = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield found
        await found.close()


@pytest_asyncio.fixture(loop_scope="module")
async def browser_page(browser: Browser) -> AsyncIterator[Page]:
    page = await browser.new_page(locale="zh-CN")
    yield page
    await page.close()


@asynccontextmanager
async def visiting(browser: Browser, address: str) -> AsyncIterator[Visit]:
    """Each visit is a reader of their own; whatever the page complains about fails the test."""
    async with AsyncExitStack() as stack:

        async def visit(path: str = "/", **as_who: Any) -> Page:
            context = await browser.new_context(**{"locale": "zh-CN", **as_who})
            stack.push_async_callback(context.close)
            page = await context.new_page()
            page.set_default_timeout(PATIENCE_MS)
            page.on("pageerror", lambda fault: complaints.append(str(fault)))
            page.on("console", lambda said: complaints.append(said.text) if "Security Policy" in said.text else None)
            await page.goto(address + path)
            await page.locator("#app").wait_for()
            return page

        complaints: list[str] = []
        yield visit
        assert complaints == []


class NoCounts:
    def histograms(self) -> Mapping[Any, Any]:
        return {}

    def all(self) -> Mapping[tuple[str, Labels], int]:
        return {}


async def no_gauges() -> Mapping[str, float]:
    return {}


async def always_ready() -> Sequence[str]:
    return ()


@pytest_asyncio.fixture(loop_scope="module")
async def chat() -> LocalChat:
    return await local_chat()


def app_of(chat: LocalChat) -> web.Application:
    adapters: dict[str, Adapter] = {"sim": chat.adapter}
    return make_app(adapters, ready=always_ready, counts=NoCounts(), gauges=no_gauges, sim=chat.adapter)


@pytest_asyncio.fixture(loop_scope="module")
async def visit(browser: Browser, chat: LocalChat) -> AsyncIterator[Visit]:
    """Visits to a local chat without a house behind it."""
    async with serving(app_of(chat), "127.0.0.1", 0) as port, visiting(browser, f"http://127.0.0.1:{port}") as pages:
        yield pages
