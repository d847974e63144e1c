"""The chat page by itself, in Chromium: keyboard, narrow screens, languages, and text that stays text."""

import asyncio

import pytest
from playwright.async_api import Page, expect

from bot.cards import Action, Button, Card
from bot.messages import ButtonPressed, Outgoing, Said, TextReceived, UserRef
from bot.web.server import serving
from tests.browser.conftest import Visit, app_of
from tests.local_chat import GROUP, LocalChat

pytestmark = pytest.mark.asyncio(loop_scope="module")

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
RSVP = Action("meetings.rsvp", 1, "accepted")
ASKING = Card("请您参加：校务会", (("时间", "15:00–17:00"),), "", (Button("参加", RSVP, "primary"),), "ask")


async def heard(chat: LocalChat, count: int = 1) -> list[Said]:
    async with asyncio.timeout(5):
        while len(chat.heard) < count:  # noqa: ASYNC110 - the browser gives no event to wait for
            await asyncio.sleep(0.02)
    return chat.heard


async def texts(chat: LocalChat) -> list[str]:
    return [event.text for event in chat.heard if isinstance(event, TextReceived)]


async def test_a_first_visit_finds_a_secretary_in_the_first_group_with_examples(visit: Visit) -> None:
    page = await visit()
    await expect(page.get_by_role("heading", name="学院工作群")).to_be_visible()
    await expect(page.locator(".person-button")).to_contain_text("赵敏")
    await expect(page.locator(".example")).to_have_count(5)
    await page.locator(".example").nth(1).click()
    await expect(page.locator("#text")).to_have_value("明天开个教学例会")


async def test_enter_sends_and_shift_enter_breaks_the_line(visit: Visit, chat: LocalChat) -> None:
    page = await visit()
    await page.locator("#text").press_sequentially("第一行")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("第二行")
    await page.keyboard.press("Enter")
    await heard(chat)
    assert await texts(chat) == ["第一行\n第二行"]
    await expect(page.locator("#text")).to_have_value("")
    await expect(page.locator(".mine .bubble")).to_have_text("第一行\n第二行")


async def test_enter_in_the_middle_of_a_composition_sends_nothing(visit: Visit, chat: LocalChat) -> None:
    page = await visit()
    await page.fill("#text", "kaihui")
    composing = "new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true})"
    assert await page.evaluate(f"document.querySelector('#text').dispatchEvent({composing})"), "the key is not taken"
    await expect(page.locator("#text")).to_have_value("kaihui")
    await page.fill("#text", "开会")
    await page.keyboard.press("Enter")
    await heard(chat)
    assert await texts(chat) == ["开会"]


async def test_a_name_is_completed_and_mentioned_by_keyboard(visit: Visit, chat: LocalChat) -> None:
    page = await visit()
    await page.locator("#text").press_sequentially("请@wang")
    await expect(page.get_by_role("listbox").get_by_role("option")).to_contain_text(["教务处", "学生处"])
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await page.keyboard.type("参加")
    await page.keyboard.press("Enter")
    (event,) = await heard(chat)
    assert isinstance(event, TextReceived)
    assert (event.text, [one.id for one in event.mentions]) == ("请@王伟 参加", ["wangwei2"])


async def test_what_people_and_cards_say_is_never_markup(visit: Visit, chat: LocalChat) -> None:
    page = await visit()
    nasty = "<img src=x onerror=alert(1)><b>粗</b> & '; drop table"
    await page.fill("#text", nasty)
    await page.keyboard.press("Enter")
    await chat.adapter.send(Outgoing("k1", GROUP, Card(nasty, ((nasty, nasty),), nasty, link="javascript:alert(1)")))
    await expect(page.locator(".mine .bubble")).to_have_text(nasty)
    await expect(page.locator(".card h3")).to_have_text(nasty)
    await expect(page.locator(".card dd")).to_have_text(nasty)
    assert await page.locator(".lines b, .lines img:not(.bot-avatar), .card a").count() == 0


async def test_a_card_is_pressed_and_changes_in_its_place(visit: Visit, chat: LocalChat) -> None:
    page = await visit()
    first = await chat.adapter.send(Outgoing("k1", GROUP, ASKING))
    await chat.adapter.send(Outgoing("k2", GROUP, Card("另一张")))
    await page.locator(".card-button", has_text="参加").click()
    (event,) = await heard(chat)
    assert isinstance(event, ButtonPressed)
    assert (event.packed, event.message_id) == (RSVP.pack(), first.message_id)
    await chat.adapter.send(Outgoing("k3", GROUP, Card("您已参加", tone="done"), replaces=first.message_id))
    await expect(page.locator(".card h3")).to_have_text(["您已参加", "另一张"])
    await expect(page.locator(".updated")).to_have_text("已更新 09:30")
    await page.reload()
    await expect(page.locator(".card h3")).to_have_text(["您已参加", "另一张"])


async def test_unread_messages_are_counted_until_they_are_seen(visit: Visit, chat: LocalChat) -> None:
    page = await visit()
    for number in range(2):
        await chat.adapter.send(Outgoing(f"k{number}", UserRef("sim", "zhaomin").direct(), Card("请准时")))
    entry = page.locator(".chat-entry", has_text="请准时")
    await expect(entry.locator(".badge")).to_have_text("2")
    assert await page.title() == "(2) 小办"
    await entry.click()
    await expect(page.locator(".card")).to_have_count(2)
    await expect(page.locator(".chat-entry .badge")).to_have_count(0)


async def test_another_person_is_chosen_by_keyboard(visit: Visit, chat: LocalChat) -> None:
    page = await visit()
    await chat.adapter.send(Outgoing("k1", UserRef("sim", "zhangwei").direct(), ASKING))
    await expect(page.locator(".person-button .dot")).to_be_visible()
    await page.locator(".person-button").press("Enter")
    await page.keyboard.type("zhangw")
    await expect(page.get_by_role("option")).to_contain_text(["张伟"])
    await page.keyboard.press("Enter")
    await expect(page.locator(".person-button")).to_contain_text("张伟")
    await expect(page.locator("#text")).to_be_focused()
    await expect(page.locator(".chat-entry").first.locator(".badge")).to_have_text("1")


async def test_a_narrow_screen_shows_the_list_or_the_conversation(visit: Visit, chat: LocalChat) -> None:
    page = await visit(**PHONE)
    await chat.adapter.send(Outgoing("k1", GROUP, ASKING))
    await expect(page.locator(".card")).to_be_in_viewport()
    assert await is_as_wide_as_the_screen(page)
    await page.get_by_role("button", name="返回会话列表").click()
    await expect(page.locator(".card")).to_be_hidden()
    await expect(page.locator(".chat-entry")).to_have_count(2)
    assert await is_as_wide_as_the_screen(page)
    await page.go_back()
    await expect(page.locator(".card")).to_be_visible()


async def is_as_wide_as_the_screen(page: Page) -> bool:
    return bool(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
async def test_nothing_sticks_out(visit: Visit, chat: LocalChat, width: int) -> None:
    page = await visit(viewport={"width": width, "height": 700})
    long = "很长" * 60 + "x" * 200
    buttons = tuple(Button(f"换到 40{n} 会议室（30 座）", Action("meetings.pick", n)) for n in range(5))
    await chat.adapter.send(Outgoing("k1", GROUP, Card(long, ((long, long),), long, buttons)))
    await expect(page.locator(".card")).to_be_visible()
    assert await is_as_wide_as_the_screen(page)
    card, place = await page.locator(".card").bounding_box(), await page.locator("#scroller").bounding_box()
    assert card
    assert place
    assert card["x"] + card["width"] <= place["x"] + place["width"]


async def test_the_page_speaks_both_languages(visit: Visit) -> None:
    page = await visit(locale="en-GB")
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await expect(page.locator(".example").last).to_have_text("@小办 help")
    await page.get_by_role("button", name="切换到中文").click()
    await expect(page.get_by_role("button", name="发送", exact=True)).to_be_visible()
    words = await page.evaluate("import('/sim/static/words.js').then(({WORDS, EXAMPLES}) => [WORDS, EXAMPLES])")
    assert all(len(pair) == 2 and all(pair) for pair in words[0].values())
    assert len(words[1]["zh"]) == len(words[1]["en"])


async def test_the_clock_is_moved_on_from_the_page(visit: Visit, chat: LocalChat) -> None:
    page = await visit()
    clock = page.locator("footer.clock")
    await expect(clock.locator(".clock-time")).to_have_text("09:30")
    await clock.get_by_role("button", name="+15 分钟").click()
    await expect(clock.locator(".clock-time")).to_have_text("09:45")
    await clock.get_by_role("button", name="次日 8:30").click()
    await expect(clock.locator(".clock-day")).to_have_text("11月24日 周二")
    await clock.get_by_label("要拨到的时间").fill("2026-11-24T10:20")
    await clock.get_by_role("button", name="拨到").click()
    await expect(clock.locator(".clock-time")).to_have_text("10:20")
    await clock.get_by_label("要拨到的时间").fill("2026-11-24T08:00")
    await clock.get_by_role("button", name="拨到").click()
    await expect(page.locator(".toast.tone-error")).to_contain_text("时钟不能往回拨")


async def test_a_refused_message_is_given_back_with_the_reason(visit: Visit, chat: LocalChat) -> None:
    page = await visit()
    chat.office = type(chat.office)(people=chat.office.people[1:], chats=chat.office.chats)
    await chat.get("office")
    await page.fill("#text", "大家好")
    await page.keyboard.press("Enter")
    await expect(page.locator(".toast")).to_contain_text("没有叫“zhaomin”的人")
    await expect(page.locator("#text")).to_have_value("大家好")


async def test_what_was_missed_while_away_is_there_after_a_break(visit: Visit, chat: LocalChat) -> None:
    page = await visit()
    await chat.adapter.send(Outgoing("k1", GROUP, Card("第一条")))
    await expect(page.locator(".card h3")).to_have_text(["第一条"])
    await chat.adapter.close()
    await expect(page.locator("#offline")).to_be_visible()
    await chat.adapter.send(Outgoing("k2", GROUP, Card("第二条")))
    await expect(page.locator(".card h3")).to_have_text(["第一条", "第二条"])
    await expect(page.locator("#offline")).to_be_hidden()


async def test_a_page_opened_too_early_waits_for_the_house(browser_page: Page, chat: LocalChat) -> None:
    async with serving(app_of(chat), "127.0.0.1", 0) as port:
        await browser_page.route("**/sim/api/office", lambda route: route.abort())
        await browser_page.goto(f"http://127.0.0.1:{port}/")
        await expect(browser_page.locator("#waiting")).to_contain_text("连不上小办")
        await browser_page.unroute("**/sim/api/office")
        await expect(browser_page.locator("#app")).to_be_visible()
