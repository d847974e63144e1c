"""Words in both languages, and how times are written in them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.texts import Language, Say, Texts

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def say(language: Language) -> Say:
    texts = Texts()
    texts.add("demo", {"hello": ("{who}：{at}", "{who}: {at}")})
    return Say(texts, language, SHANGHAI, NOW)


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (datetime(2026, 11, 24, 7, 0, tzinfo=UTC), "11月24日（周二）15:00", "Tue 24 Nov 15:00"),
        (datetime(2027, 1, 4, 1, 30, tzinfo=UTC), "2027年1月4日（周一）09:30", "Mon 4 Jan 2027 09:30"),
        (date(2026, 11, 29), "11月29日（周日）", "Sun 29 Nov"),
        (timedelta(minutes=90), "1 小时 30 分钟", "1 h 30 min"),
        (timedelta(days=2, hours=3), "2 天 3 小时", "2 d 3 h"),
        (timedelta(0), "0 分钟", "0 min"),
        (("张伟", "王芳"), "张伟、王芳", "张伟, 王芳"),
        (12, "12", "12"),
    ],
)
def test_parameters_are_written_as_the_language_writes_them(value: object, zh: str, en: str) -> None:
    assert say("zh").write(value) == zh
    assert say("en").write(value) == en


def test_a_span_names_its_day_once() -> None:
    start, end = datetime(2026, 11, 24, 7, 0, tzinfo=UTC), datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    assert say("zh").span(start, end) == "11月24日（周二）15:00–17:00"
    assert say("en").span(start, end + timedelta(hours=9)) == "Tue 24 Nov 15:00 – Wed 25 Nov 02:00"


def test_braces_in_what_users_wrote_are_only_words() -> None:
    assert say("zh")("demo.hello", who="{now}{0}", at="%s") == "{now}{0}：%s"


@pytest.mark.parametrize(
    ("pair", "fault"),
    [
        (("只有中文", ""), "missing in one language"),
        (("只有中文",), "missing in one language"),
        (("{who}来了", "Someone came"), "names ['who'] in Chinese and [] in English"),
    ],
)
def test_a_gap_between_the_languages_is_a_fault(pair: tuple[str, str], fault: str) -> None:
    texts = Texts()
    texts.add("demo", {"x": pair})
    assert [fault in one for one in texts.faults()] == [True]


def test_a_key_written_twice_is_a_fault() -> None:
    texts = Texts()
    texts.add("demo", {"x": ("一", "one")})
    texts.add("demo", {"x": ("二", "two")})
    assert texts.faults() == ["text demo.x is written twice: keep one."]
