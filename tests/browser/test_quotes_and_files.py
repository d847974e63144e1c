"""Reply, forward and files on the chat page: by pointer, by finger, by keyboard, and on a narrow screen."""

from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from bot.cards import Card
from bot.messages import FileReceived, OutFile, Outgoing, TextReceived, UserRef
from tests.browser.conftest import Visit
from tests.browser.test_page import ASKING, PHONE, heard, is_as_wide_as_the_screen
from tests.local_chat import GROUP, LocalChat

pytestmark = pytest.mark.asyncio(loop_scope="module")

ASKED = "请下周五前把安全自查报上来"


async def says(chat: LocalChat, text: str = ASKED, to: str = "office", by: str = "zhangwei") -> None:
    assert (await chat.post("messages", {"as": by, "chat": to, "text": text}))[0] == 200
    chat.heard.clear()


def line(page: Page, text: str) -> Locator:
    return page.locator(".line", has_text=text).last


async def chooses(page: Page, text: str, choice: str) -> None:
    await line(page, text).hover()
    await line(page, text).locator(".more").click()
    await page.get_by_role("menuitem", name=choice).click()


async def heard_text(chat: LocalChat) -> TextReceived:
    event = (await heard(chat))[0]
    assert isinstance(event, TextReceived)
    assert event.quoted is not None
    return event


async def test_a_reply_shows_what_it_answers(visit: Visit, chat: LocalChat) -> None:
    page = await visit()
    await says(chat)
    await chooses(page, ASKED, "回复")
    await expect(page.locator("#replying")).to_have_text(f"回复张伟：{ASKED}×")
    await expect(page.locator("#text")).to_be_focused()
    await page.keyboard.type("@小办 交给王伟")
    await page.keyboard.press("Enter")
    event = await heard_text(chat)
    assert (event.text, event.quoted and event.quoted.text) == ("交给王伟", ASKED)
    await expect(page.locator(".mine .quoted")).to_have_text(f"张伟{ASKED}")
    await expect(page.locator(".mine .bubble")).to_contain_text("@小办 交给王伟")
    await expect(page.locator("#replying")).to_be_hidden()


async def test_a_reply_is_made_by_keyboard_alone_and_let_go_again(visit: Visit, chat: LocalChat) -> None:
    page = await visit()
    await says(chat)
    more = line(page, ASKED).locator(".more")
    await more.focus()
    await expect(more).to_have_css("opacity", "1")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("menuitem", name="回复")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("menuitem", name="转发给小办")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.locator("#menu")).to_be_hidden()
    await expect(more).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    await expect(page.locator("#replying")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#replying")).to_be_hidden()


async def test_what_is_forwarded_is_shown_in_my_chat_with_the_bot(visit: Visit, chat: LocalChat) -> None:
    page = await visit()
    await says(chat)
    await chooses(page, ASKED, "转发给小办")
    event = await heard_text(chat)
    assert (event.text, event.envelope.chat) == ("", UserRef("sim", "zhaomin").direct())
    await expect(page.get_by_role("heading", name="小办")).to_be_visible()
    await expect(page.locator(".mine .quoted.alone")).to_have_text(f"张伟{ASKED}")
    await expect(page.locator(".chat-entry-last").first).to_have_text(ASKED)


async def test_in_the_bots_own_chat_a_reply_needs_no_words(visit: Visit, chat: LocalChat) -> None:
    page = await visit()
    await chat.adapter.send(Outgoing("k1", UserRef("sim", "zhaomin").direct(), ASKING))
    await page.locator(".chat-entry").first.click()
    await expect(page.get_by_role("button", name="发送", exact=True)).to_be_disabled()
    await chooses(page, "请您参加：校务会", "回复")
    await page.get_by_role("button", name="发送", exact=True).click()
    event = await heard_text(chat)
    assert event.quoted is not None
    assert (event.text, event.quoted.sender.id) == ("", "bot")


async def test_a_reply_that_was_refused_is_given_back_whole(visit: Visit, chat: LocalChat) -> None:
    page = await visit()
    await says(chat)
    await chooses(page, ASKED, "回复")
    chat.office = type(chat.office)(people=chat.office.people[1:], chats=chat.office.chats)
    await chat.get("office")
    await page.keyboard.type("收到")
    await page.keyboard.press("Enter")
    await expect(page.locator(".toast")).to_contain_text("没有叫“zhaomin”的人")
    await expect(page.locator("#text")).to_have_value("收到")
    await expect(page.locator("#replying")).to_contain_text(ASKED)


async def test_a_file_is_chosen_and_sent(visit: Visit, chat: LocalChat, tmp_path: Path) -> None:
    page = await visit()
    table = tmp_path / "台账.xlsx"
    table.write_bytes(bytes(range(256)) * 8000)  # longer than a message's body may be
    await page.locator(".chat-entry").first.click()
    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("button", name="发文件").click()
    await (await chooser.value).set_files(table)
    (event,) = await heard(chat)
    assert isinstance(event, FileReceived)
    assert (event.name, event.content, event.addressed) == (table.name, table.read_bytes(), True)
    await expect(page.locator(".mine .bubble")).to_have_text("📎 台账.xlsx")


async def test_in_a_group_the_bots_name_in_the_box_goes_with_the_file(visit: Visit, chat: LocalChat) -> None:
    page = await visit()
    file = {"name": "a.csv", "mimeType": "text/csv", "buffer": b"1,2"}
    await page.fill("#text", "@小办 ")
    await page.set_input_files("#file", files=file)  # type: ignore[arg-type]
    await expect(page.locator(".mine .bubble")).to_have_text("@小办 📎 a.csv")
    await expect(page.locator("#text")).to_have_value("")
    await page.fill("#text", "没写完")
    await page.set_input_files("#file", files=file)  # type: ignore[arg-type]
    await expect(page.locator(".mine .bubble").last).to_have_text("📎 a.csv")
    await expect(page.locator("#text")).to_have_value("没写完")
    assert [isinstance(event, FileReceived) and event.addressed for event in await heard(chat, 2)] == [True, False]


async def test_a_file_that_is_too_large_is_not_sent(visit: Visit, chat: LocalChat, tmp_path: Path) -> None:
    page = await visit()
    large = tmp_path / "a.xlsx"
    large.write_bytes(b"0" * (4 * 1024 * 1024 + 1))
    await page.set_input_files("#file", large)
    await expect(page.locator(".toast")).to_contain_text("“a.xlsx”太大，最多 4 MB。")
    assert chat.heard == []


async def test_a_card_offers_a_file_to_download(visit: Visit, chat: LocalChat) -> None:
    page = await visit()
    offered = OutFile("督办台账 2026.csv", b"\x00\xff,1\n")
    await chat.adapter.send(Outgoing("k1", GROUP, Card("督办台账"), file=offered))
    async with page.expect_download() as download:
        await page.locator(".card-file").click()
    taken = await download.value
    assert taken.suggested_filename == offered.name
    assert content(await taken.path()) == offered.content


def content(path: Path) -> bytes:
    return path.read_bytes()


async def test_on_a_phone_a_finger_finds_all_of_it(visit: Visit, chat: LocalChat) -> None:
    page = await visit(**PHONE)
    long = "很长" * 60 + "x" * 200
    await says(chat, long)
    await chat.adapter.send(Outgoing("k1", GROUP, ASKING, file=OutFile("x" * 100 + ".csv", b"1")))
    await expect(page.locator(".card-file")).to_be_visible()
    for text in ("请您参加", "很长"):
        await line(page, text).locator(".more").tap()
        menu = await page.locator("#menu").bounding_box()
        assert menu
        assert 0 <= menu["x"] <= menu["x"] + menu["width"] <= 360
        assert menu["y"] + menu["height"] <= 740
        assert await is_as_wide_as_the_screen(page)
        await page.get_by_role("menuitem", name="回复").tap()
        await expect(page.locator("#replying")).to_be_visible()
    assert await is_as_wide_as_the_screen(page)
    await page.fill("#text", "好")
    await page.locator("#send").tap()
    await expect(page.locator(".mine .quoted")).to_be_visible()
    assert await is_as_wide_as_the_screen(page)


async def test_a_menu_closes_when_something_else_is_touched(visit: Visit, chat: LocalChat) -> None:
    page = await visit()
    await says(chat)
    await line(page, ASKED).hover()
    await line(page, ASKED).locator(".more").click()
    await expect(page.locator("#menu")).to_be_visible()
    await page.locator("#chat-name").click()
    await expect(page.locator("#menu")).to_be_hidden()
    assert chat.heard == []
