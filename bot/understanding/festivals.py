"""The days that have names. Moveable ones come from the office's calendar or from rules."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.understanding.days import nth_weekday
from bot.understanding.lunar import lunar_day, turn_of_sun
from bot.understanding.wordlist import words

if TYPE_CHECKING:
    from bot.domain.calendar import WorkCalendar

FIXED_DAYS = {
    "new_year": (1, 1),
    "valentine": (2, 14),
    "women": (3, 8),
    "tree": (3, 12),
    "consumer": (3, 15),
    "fools": (4, 1),
    "labour_day": (5, 1),
    "youth": (5, 4),
    "nurses": (5, 12),
    "children": (6, 1),
    "party": (7, 1),
    "independence": (7, 4),
    "army": (8, 1),
    "teachers": (9, 10),
    "national_day": (10, 1),
    "halloween": (10, 31),
    "double_eleven": (11, 11),
    "double_twelve": (12, 12),
    "christmas_eve": (12, 24),
    "christmas": (12, 25),
    "new_year_eve": (12, 31),
    "groundhog": (2, 2),
    "patrick": (3, 17),
    "earth": (4, 22),
    "veterans": (11, 11),
    "boxing": (12, 26),
}
# Month, weekday, which one: -1 is the last.
_NTH = {
    "mothers": (5, 6, 2),
    "fathers": (6, 6, 3),
    "thanksgiving": (11, 3, 4),
    "king": (1, 0, 3),
    "presidents": (2, 0, 3),
    "memorial": (5, 0, -1),
    "columbus": (10, 0, 2),
}
# Days after another: Black Friday, Cyber Monday, Good Friday, Easter Monday.
_BESIDE = {
    "black_friday": ("thanksgiving", 1),
    "cyber_monday": ("thanksgiving", 4),
    "good_friday": ("easter", -2),
    "easter_monday": ("easter", 1),
}
# Month and the constant of the year 2000 for the turns of the sun, a day in 0.2422 of a day a year.
_SUN = {
    "spring_begins": (2, 3.87),
    "awakening": (3, 5.63),
    "spring_equinox": (3, 20.646),
    "tomb_sweeping": (4, 4.81),
    "grain_rain": (4, 20.1),
    "summer_begins": (5, 5.52),
    "grain_in_ear": (6, 5.678),
    "summer_solstice": (6, 21.37),
    "autumn_begins": (8, 7.5),
    "heat_ends": (8, 23.13),
    "white_dew": (9, 7.646),
    "autumn_equinox": (9, 23.042),
    "cold_dew": (10, 8.318),
    "frost": (10, 23.438),
    "winter_begins": (11, 7.438),
    "winter_solstice": (12, 21.94),
}
# Feasts by month and day of the Chinese calendar.
_LUNAR = {
    "dragon_boat": (5, 5),
    "qixi": (7, 7),
    "mid_autumn": (8, 15),
    "double_ninth": (9, 9),
    "laba": (12, 8),
    "little_new_year": (12, 23),
}
_LAST_MONTH = 12
_COMPUTED = range(1900, 2101)
_OFFICIAL = {
    "new_year": "New Year's Day",
    "spring_festival": "Spring Festival",
    "spring_eve": "Spring Festival",
    "tomb_sweeping": "Tomb-sweeping Day",
    "labour_day": "Labour Day",
    "dragon_boat": "Dragon Boat Festival",
    "mid_autumn": "Mid-autumn Festival",
    "national_day": "National Day",
}
# First day of the Chinese year, as (month, day), from 2000 on.
_SPRING = words(
    "0205 0124 0212 0201 0122 0209 0129 0218 0207 0126 0214 0203 0123 0210 0131 "
    "0219 0208 0128 0216 0205 0125 0212 0201 0122 0210 0129 0217 0206 0126 0213 "
    "0203 0123 0211 0131 0219 0208 0128 0215 0204 0124 0212"
)
_FIRST_SPRING = 2000


# What people call them.
CHINESE_NAMES = {
    "new_year": "元旦 元旦节 新年",
    "spring_festival": "春节 过年 大年初一 正月初一 农历新年",
    "spring_eve": "除夕 除夕夜 大年三十 年三十",
    "tomb_sweeping": "清明 清明节",
    "labour_day": "五一 劳动节 五一节 五一劳动节 国际劳动节",
    "dragon_boat": "端午 端午节",
    "mid_autumn": "中秋 中秋节",
    "national_day": "国庆 国庆节 十一国庆",
    "women": "妇女节 三八节 三八妇女节",
    "children": "儿童节 六一 六一儿童节",
    "teachers": "教师节",
    "youth": "五四青年节 青年节",
    "tree": "植树节",
    "christmas": "圣诞 圣诞节",
    "christmas_eve": "平安夜 圣诞前夜",
    "valentine": "情人节",
    "fools": "愚人节",
    "lantern": "元宵节 元宵 正月十五",
    "qixi": "七夕 七夕节",
    "double_ninth": "重阳 重阳节",
    "laba": "腊八 腊八节",
    "mothers": "母亲节",
    "fathers": "父亲节",
    "thanksgiving": "感恩节",
    "army": "建军节 八一建军节",
    "party": "建党节 七一 七一建党节",
    "halloween": "万圣节",
    "double_eleven": "双十一 双11",
    "double_twelve": "双十二 双12",
    "consumer": "315 消费者权益日",
    "nurses": "护士节",
    "little_new_year": "小年",
    "new_year_eve": "跨年 跨年夜",
    "spring_begins": "立春",
    "awakening": "惊蛰",
    "spring_equinox": "春分",
    "grain_rain": "谷雨",
    "summer_begins": "立夏",
    "grain_in_ear": "芒种",
    "summer_solstice": "夏至",
    "autumn_begins": "立秋",
    "heat_ends": "处暑",
    "white_dew": "白露",
    "autumn_equinox": "秋分",
    "cold_dew": "寒露",
    "frost": "霜降",
    "winter_begins": "立冬",
    "winter_solstice": "冬至",
}


def festival_day(name: str, year: int, calendar: "WorkCalendar") -> date | None:
    """The day itself in that year."""
    if name in FIXED_DAYS:
        return date(year, *FIXED_DAYS[name])
    if name in _NTH or name in _BESIDE or name == "easter":
        return _counted_day(name, year)
    if year in _COMPUTED and (name in _SUN or name in _LUNAR):
        return turn_of_sun(year, *_SUN[name]) if name in _SUN else _by_the_moon(year, *_LUNAR[name])
    spring = _spring(year)
    if spring is not None and name in _FROM_SPRING:
        return spring + timedelta(days=_FROM_SPRING[name])
    return _official_day(name, year, calendar)


def _counted_day(name: str, year: int) -> date | None:
    """The nth weekday of a month, Easter, and the days that lie so far from another."""
    if name == "easter":
        return _easter(year)
    if name in _NTH:
        month, weekday, nth = _NTH[name]
        return nth_weekday(year, month, weekday, nth)
    other, distance = _BESIDE[name]
    base = _counted_day(other, year)
    return base + timedelta(days=distance) if base else None


def _by_the_moon(year: int, month: int, number: int) -> date:
    """The last month of the Chinese year falls into the next of ours."""
    return lunar_day(year - (month == _LAST_MONTH), month, number)


def festival_days(name: str, year: int, calendar: "WorkCalendar") -> tuple[date, date] | None:
    """First and last day off, where the official table has them."""
    found = calendar.festival_in(_OFFICIAL.get(name, ""), year)
    return (found.first, found.last) if found else None


def next_festival(name: str, today: date, calendar: "WorkCalendar") -> date | None:
    """The first such day that is not past."""
    for year in (today.year, today.year + 1):
        day = festival_day(name, year, calendar)
        if day is not None and day >= today:
            return day
    return None


def next_days_off(today: date, calendar: "WorkCalendar") -> date:
    """The first day off of the next public holiday; the feast itself while its year has no table."""
    begins = [
        off[0] if off else festival_day(name, year, calendar)
        for name in _OFFICIAL
        for year in (today.year, today.year + 1)
        for off in [festival_days(name, year, calendar)]
    ]
    return min(day for day in begins if day is not None and day > today)


def _official_day(name: str, year: int, calendar: "WorkCalendar") -> date | None:
    found = calendar.festival_in(_OFFICIAL.get(name, ""), year)
    return found.first if found else None


def _spring(year: int) -> date | None:
    index = year - _FIRST_SPRING
    return date(year, int(_SPRING[index][:2]), int(_SPRING[index][2:])) if 0 <= index < len(_SPRING) else None


_FROM_SPRING = {"spring_festival": 0, "spring_eve": -1, "lantern": 14}


def _easter(year: int) -> date:
    """The anonymous Gregorian rule."""
    golden, century = year % 19, year // 100
    shift = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon = shift - (shift // 28) * (1 - (shift // 28) * (29 // (shift + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    offset = moon - weekday
    month = 3 + (offset + 40) // 44
    return date(year, month, offset + 28 - 31 * (month // 4))
