from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from handlers.help import Chinese, English, Help
from handlers.meetings.slots import NO_ROOM, Book, Free, Listing
from tests.unit.handlers.rig import DESKS, Rig, at, card_to, text_to

BOARD = Book(start=at(15), end=at(17), room="301", title="校务会", people=("张伟", "王芳"))
TUESDAY = date(2026, 11, 24)


async def books(rig: Rig, **changes: Any) -> None:
    await rig.wants("赵敏", replace(BOARD, **changes))
    await rig.presses("赵敏", "确认")


async def looks(rig: Rig, slots: object, who: str = "孙丽") -> str:
    return text_to(await rig.wants(who, slots, f"@{who}"), f"@{who}")


@pytest.mark.parametrize(
    ("slots", "words"),
    [
        (Listing(), "11月23日（周一）没有会。"),
        (
            Listing(start=TUESDAY),
            "11月24日（周二）有 2 个会\n09:00–10:00 教务例会 · 不用会议室\n15:00–17:00 校务会 · 301",
        ),
        (
            Listing(start=TUESDAY, part="morning"),
            "11月24日（周二）06:00–12:00有 1 个会\n09:00–10:00 教务例会 · 不用会议室",
        ),
        (Listing(start=TUESDAY, room="301"), "11月24日（周二）有 1 个会\n15:00–17:00 校务会 · 301"),
        (Listing(start=TUESDAY, people=("王芳",)), "11月24日（周二）有 1 个会\n15:00–17:00 校务会 · 301"),
        (Listing(start=TUESDAY, title="例会"), "11月24日（周二）有 1 个会\n09:00–10:00 教务例会 · 不用会议室"),
        (
            Listing(start=at(9, 30), end=at(12)),
            "11月24日（周二）09:30–12:00有 1 个会\n09:00–10:00 教务例会 · 不用会议室",
        ),
        (Listing(start=at(15, 30)), "11月24日（周二）15:30–15:31有 1 个会\n15:00–17:00 校务会 · 301"),
        (
            Listing(start=date(2026, 11, 23), end=date(2026, 11, 30)),
            "11月23日（周一）至11月29日（周日）有 3 个会\n11月24日（周二）\n09:00–10:00 教务例会 · 不用会议室\n"
            "15:00–17:00 校务会 · 301\n11月26日（周四）\n10:00–11:00 校务会 · 202",
        ),
    ],
)
async def test_what_is_on_is_listed_by_time(rig: Rig, slots: Listing, words: str) -> None:
    await books(rig)
    await books(rig, title="教务例会", start=at(9), end=at(10), room=NO_ROOM, people=())
    await books(rig, start=at(10, day=26), end=at(11, day=26), room="202")
    assert await looks(rig, slots) == words


async def test_only_ten_are_listed_and_the_rest_is_counted(rig: Rig) -> None:
    for minute in range(12):
        await books(rig, start=at(9, minute), end=at(9, minute + 1), people=())
    lines = (await looks(rig, Listing(start=TUESDAY))).splitlines()
    assert lines[0] == "11月24日（周二）有 12 个会"
    assert len(lines) == 12
    assert lines[-1] == "……另有 2 个"


@pytest.mark.parametrize(
    ("slots", "words"),
    [
        (
            Free(room="301", start=TUESDAY),
            "301 11月24日（周二）空闲：09:00–15:00、17:00–18:00\n已占用：\n15:00–17:00 校务会 · 赵敏",
        ),
        (Free(room="302", start=TUESDAY), "302 11月24日（周二）空闲：09:00–18:00"),
        (Free(room="302"), "302 11月23日（周一）空闲：10:00–18:00"),
        (Free(room="301", start=TUESDAY, part="afternoon"), "301 11月24日（周二）空闲：12:00–15:00、17:00–18:00"),
        (Free(room="301", start=at(13), end=at(15)), "301 11月24日（周二）13:00–15:00有空。"),
        (Free(room="301", start=at(17)), "301 11月24日（周二）17:00–18:00有空。"),
        (
            Free(room="301", start=at(16)),
            "301 11月24日（周二）15:00–17:00已被赵敏的「校务会」占用。\n"
            "301 11月24日（周二）空闲：09:00–15:00、17:00–18:00",
        ),
        (Free(start=at(15), end=at(16)), "11月24日（周二）15:00–16:00空着的会议室\n302（3座）\n202（20座）"),
        (
            Free(start=TUESDAY),
            "11月24日（周二）09:00–18:00空着的会议室\n302（3座）\n202（20座）\n301（40座）：09:00–15:00、17:00–18:00",
        ),
        (Free(room="399", start=TUESDAY), "没有「399」这个会议室。有：301、302"),
        (Free(room="301", start=date(2026, 11, 20)), "11月20日（周五）09:00已经过去了"),
    ],
)
async def test_what_is_free_is_said_in_one_glance(rig: Rig, slots: Free, words: str) -> None:
    await books(rig)
    assert (await looks(rig, slots)).startswith(words)


async def test_a_room_that_is_full_all_day_is_said_to_be_so(rig: Rig) -> None:
    await books(rig, start=at(8), end=at(19))
    assert await looks(rig, Free(room="301", start=TUESDAY)) == "301 11月24日（周二）09:00–18:00没有空闲时间。"


async def test_the_reminder_comes_once_at_its_time(rig: Rig) -> None:
    await books(rig)
    assert await rig.goes_to(at(14, 44)) == []
    out = await rig.goes_to(at(14, 45))
    assert [message.to.id for message in out] == ["office"]
    card = card_to(out, "office")
    assert (card.title, card.body) == ("15 分钟后开会：校务会", "")
    assert dict(card.facts)["会议室"] == "301（三层）"
    assert await rig.goes_to(at(14, 50)) == []


async def test_a_late_reminder_says_so(rig: Rig) -> None:
    await books(rig)
    card = card_to(await rig.goes_to(at(14, 52)), "office")
    assert (card.title, card.body) == ("8 分钟后开会：校务会", "迟发 7 分钟（原定 11月24日（周二）14:45）")


async def test_a_reminder_of_a_meeting_that_has_begun_is_not_said(rig: Rig) -> None:
    await books(rig)
    assert await rig.goes_to(at(15)) == []


async def test_help_shows_names_of_this_office_and_fits_a_phone(rig: Rig) -> None:
    words = await looks(rig, Help(), "张伟")
    assert "· 明天下午3点到5点在301开校务会，请赵敏、王芳参加" in words
    assert "{" not in words
    assert len(words.splitlines()) <= 12
    assert "book Room 301 tomorrow 3-5pm for budget review with" in await looks(rig, Help(), "Amy")


async def test_a_chat_can_be_switched_to_another_language(rig: Rig) -> None:
    assert await looks(rig, English()) == "All right, I will speak English here."
    assert (await looks(rig, Listing())) == "Mon 23 Nov: no meetings."
    assert await looks(rig, Chinese()) == "好，以后在这里说中文。"
    assert (await looks(rig, Listing())) == "11月23日（周一）没有会。"


def test_every_desk_says_everything_in_both_languages() -> None:
    assert DESKS.texts.faults() == []
