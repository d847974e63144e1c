"""Every word a user reads, in Chinese and English, and how times are written in each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from string import Formatter
from typing import Literal

from bot.errors import Word

Language = Literal["zh", "en"]
Pair = tuple[str, str]
LANGUAGES: tuple[Language, Language] = ("zh", "en")

WEEKDAYS = {"zh": "一二三四五六日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Texts:
    """All texts by key (`desk.what_it_says`)."""

    def __init__(self) -> None:
        self._pairs: dict[str, Pair] = {}
        self._faults: list[str] = []

    def add(self, prefix: str, pairs: Mapping[str, Pair]) -> None:
        """Put a desk's texts under its name; a key used twice is a fault."""
        for what, pair in pairs.items():
            key = f"{prefix}.{what}"
            if key in self._pairs:
                self._faults.append(f"text {key} is written twice: keep one.")
            self._pairs[key] = pair

    def faults(self) -> list[str]:
        """Keys that lack a language, or whose two texts name different parameters."""
        return self._faults + [fault for key, pair in self._pairs.items() for fault in _pair_faults(key, pair)]

    def get(self, key: str, language: Language) -> str:
        return self._pairs[key][0 if language == "zh" else 1]

    def keys(self) -> Iterable[str]:
        return self._pairs.keys()


def _pair_faults(key: str, pair: Pair) -> list[str]:
    if len(pair) != len(LANGUAGES) or not all(text.strip() for text in pair):
        return [f"text {key} is missing in one language: write both."]
    zh, en = ({name for _, name, _, _ in Formatter().parse(text) if name is not None} for text in pair)
    return [] if zh == en else [f"text {key} names {sorted(zh)} in Chinese and {sorted(en)} in English: name the same."]


@dataclass(frozen=True, slots=True)
class Say:
    """One language and the office's zone, bound: `say("meetings.booked", title=…)`.

    Parameters that are times, dates, lists or durations are written as the language writes them.
    """

    texts: Texts
    language: Language
    zone: tzinfo
    now: datetime = field(compare=False)

    def __call__(self, key: str, **params: object) -> str:
        text = self.texts.get(key, self.language)
        if not params:
            return text.format() if "{" in text else text
        written = {name: value if type(value) is str else self.write(value) for name, value in params.items()}
        return text.format(**written)

    def write(self, value: object) -> str:
        """A parameter as this language writes it."""
        if isinstance(value, Word):
            return self(value.key)
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, timedelta):
            return self.duration(value)
        if isinstance(value, tuple | list):
            return self.listed(str(part) for part in value)
        return str(value)

    def listed(self, words: Iterable[str]) -> str:
        return ("、" if self.language == "zh" else ", ").join(words)

    def day(self, day: date) -> str:
        """`11月24日（周二）`, `Tue 24 Nov`; with the year when it is not this one."""
        other_year = day.year != self.now.astimezone(self.zone).year
        if self.language == "zh":
            year = f"{day.year}年" if other_year else ""
            return f"{year}{day.month}月{day.day}日（周{WEEKDAYS['zh'][day.weekday()]}）"
        year = f" {day.year}" if other_year else ""
        return f"{WEEKDAYS['en'][day.weekday()]} {day.day} {MONTHS[day.month - 1]}{year}"

    def weekday(self, number: int) -> str:
        """`周五`, `Fri`; Monday is 0."""
        return f"周{WEEKDAYS['zh'][number]}" if self.language == "zh" else WEEKDAYS["en"][number]

    def month(self, number: int) -> str:
        return f"{number}月" if self.language == "zh" else MONTHS[number - 1]

    def clock(self, at: datetime) -> str:
        return _clock(at.astimezone(self.zone))

    def moment(self, at: datetime) -> str:
        """`11月24日（周二）15:00`, `Tue 24 Nov 15:00`."""
        return self._moment(at.astimezone(self.zone))

    def span(self, start: datetime, end: datetime) -> str:
        """`11月24日（周二）15:00–17:00`; the end's day only when it is another one."""
        begins, ends = start.astimezone(self.zone), end.astimezone(self.zone)
        if begins.date() == ends.date():
            return f"{self._moment(begins)}–{_clock(ends)}"
        return f"{self._moment(begins)} – {self._moment(ends)}"

    def duration(self, length: timedelta) -> str:
        """`1 小时 30 分钟`, `1 h 30 min`; a minute is the smallest."""
        minutes = max(int(length.total_seconds() // 60), 0)
        days, minutes = divmod(minutes, 24 * 60)
        hours, minutes = divmod(minutes, 60)
        units = ("天", "小时", "分钟") if self.language == "zh" else ("d", "h", "min")
        parts = [f"{count} {unit}" for count, unit in zip((days, hours, minutes), units, strict=True) if count]
        return " ".join(parts) or f"0 {units[-1]}"

    def _moment(self, local: datetime) -> str:
        day, clock = self.day(local.date()), _clock(local)
        return f"{day}{clock}" if self.language == "zh" else f"{day} {clock}"


def _clock(local: datetime) -> str:
    return f"{local.hour:02}:{local.minute:02}"
