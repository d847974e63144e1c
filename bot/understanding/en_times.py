"""English rules for days, stretches of days and lengths."""

from datetime import date

from bot.understanding import days
from bot.understanding.en_dates import (
    bare_month,
    month_of_year,
    month_year,
    week_of_relative_year,
    week_of_year,
    year_in,
)
from bot.understanding.festivals import festival_day, next_festival
from bot.understanding.nodes import CODES, Built, Day, Hit, Layer, Node, Period, Stretch, When, codes
from bot.understanding.notation import YEARS
from bot.understanding.units import length
from bot.understanding.zh_times import part_of, rolling

_NUM, _REL, _PERIOD, _ORD, _WDAY, _UNIT = (CODES[k] for k in ("num", "rel", "Period", "ord", "wday", "unit"))
_PLAIN_BEFORE = codes("gap", "stop", "comma", "to")
_BESIDE = codes("before", "after")


_SATURDAY = 5
_HALVES = 2


_TURN = 50


def weekday(hit: Hit) -> Built:
    """Friday, next Friday, this coming Friday, Friday next week, the following Monday."""
    if hit.has("Period"):
        return _weekday_of(hit.get("Period"), hit.get("wday"))
    relatives = [n for n in hit.nodes if n.code == _REL]
    today, day = hit.scene.today, hit.get("wday")
    if not relatives:
        return "Day", days.weekday_in(today, day, None)
    said = relatives[-1].said
    if said in {"coming", "upcoming"}:
        ahead = (day - today.weekday()) % 7 or 7
        on = days.safe_day(today, ahead)
        return "Day", Day(on, weekday=day)
    if said == "past":
        return "Day", Day(days.safe_day(today, -((today.weekday() - day) % 7 or 7)), weekday=day)
    return "Day", days.weekday_in(today, day, relatives[-1].value)


def _weekday_of(base: Period, day: int) -> Built:
    if base.grain not in {"week", "day"} or base.rolling:
        return None
    return "Day", Day(days.safe_day(days.week_start(base.start.date()), day), weekday=day)


def relative_period(hit: Hit) -> Built:
    """next week, this month, the last quarter; next day is tomorrow."""
    unit, offset, today = hit.get("unit"), hit.get("rel"), hit.scene.today
    if offset is None:
        return None
    if hit.after is not None and hit.after.said == "of" and offset < 0:
        return None
    if unit in {"day", "night", "workday"}:
        on = hit.scene.calendar.add_working_days(today, offset) if unit == "workday" else days.safe_day(today, offset)
        return ("When", _night(on)) if unit == "night" else ("Day", Day(on))
    if unit in {"hour", "minute", "second"}:
        return (
            ("Period", rolling(hit, length(1, unit), -1 if offset < 0 else 1))
            if offset
            else ("Length", length(1, unit))
        )
    if unit in {"decade", "century", "weekday", "term"}:
        return None
    if unit == "weekend" and relatives_said(hit) in {"coming", "upcoming"} and today.weekday() < _SATURDAY:
        offset = 0
    return "Period", days.period(unit, today, offset)


def relatives_said(hit: Hit) -> str:
    return next((n.said for n in hit.nodes if n.code == _REL), "")


def _night(on: date) -> When:
    return When(day=Day(on), part="evening")


def the_period(hit: Hit) -> Built:
    """the week, my weekend, the day: the current one; also a bare weekend."""
    unit = hit.get("unit")
    follows = hit.scene.text[hit.nodes[-1].end :][:1]
    if hit.after is not None and hit.after.code in _BESIDE and unit in {"day", "week", "month", "year"}:
        return None
    if unit in {"day"}:
        return "Day", Day(hit.scene.today)
    if unit in {"hour"}:
        return "Length", length(1, unit)
    if unit not in {"week", "weekend", "month", "quarter", "year", "fortnight", "workweek"} or follows == "-":
        return None
    return "Period", days.period(unit, hit.scene.today, 0)


_MONTHS = 12


def quarter(hit: Hit) -> Built:
    """Q3, 2026 Q3, H1 next year, Q3 this year."""
    found = _quarter_word(hit)
    if found is None:
        return None
    kind, nth = found
    base = hit.get("Period")
    year = (
        base.start.year if base else next((year_in(n) for n in hit.nodes if n.code == _NUM and n.value in YEARS), None)
    )
    size = 3 if kind == "q" else 6
    if size * nth > _MONTHS:
        return None  # H3
    today = hit.scene.today
    if year is None:
        first = date(today.year, size * (nth - 1) + 1, 1)
        year = today.year + (days.add_months(first, size) <= today)
    return "Period", days.months(date(year, size * (nth - 1) + 1, 1), size, "quarter" if size == 3 else "month")


def _quarter_word(hit: Hit) -> tuple[str, int] | None:
    value = next((n.value for n in hit.nodes if isinstance(n.value, str) and n.value.startswith("#")), None)
    return (value[1], int(value[2])) if value else None


def week_of(hit: Hit) -> Built:
    """the week of the 18th, w/c Feb 4."""
    on = hit.get("Day").on
    return "Period", days.period("week", on)


def week_number(hit: Hit) -> Built:
    """week 31, week 3 of 2027."""
    number, base = hit.get("num"), hit.get("Period")
    year = base.start.year if base and base.grain == "year" else hit.scene.today.year
    if hit.get("unit") != "week" or not 1 <= number <= 53 or _is_relative(hit):
        return None
    return "Period", days.period("week", days.week_of(date(year, 1, 1), number))


def _is_relative(hit: Hit) -> bool:
    """next week 4-6pm: the number is an hour."""
    return hit.before is not None and hit.before.code == CODES["rel"]


def nth_of(hit: Hit) -> Built:
    """the first Friday of next month, the last week of July, the third quarter of 2016, the 9th month of next year."""
    from bot.understanding.zh_times import of_month

    base, unit = hit.get("Period"), hit.get("unit")
    nth = hit.get("ord") if hit.has("ord") else -1
    if hit.has("rel") and hit.get("rel") >= 0 and not hit.has("ord"):
        return None
    if base is None:
        base = days.period("month", hit.scene.today)
        if unit is not None and unit != "quarter":
            return None
        if unit == "quarter":
            base = days.period("year", hit.scene.today)
    made = Hit(
        [Node(_PERIOD, 0, 0, base), Node(_ORD, 0, 0, nth), *[n for n in hit.nodes if n.code in {_WDAY, _UNIT}]],
        hit.scene,
        None,
        None,
    )
    return of_month(made) if unit != "weekend" else None


def half_of(hit: Hit) -> Built:
    """the second half of 2027, first half of next year, the last half of the month."""
    base = hit.get("Period")
    if base is None and hit.has("num") and hit.get("num") in YEARS:
        base = days.months(date(hit.get("num"), 1, 1), 12, "year")
    if base is None and hit.get("unit") in {"year", "month"}:
        base = days.period(hit.get("unit"), hit.scene.today, hit.all("rel")[-1] if hit.all("rel") else 0)
    nth = hit.get("ord") or 2
    if base is None or base.grain not in {"year", "month"} or nth > _HALVES:
        return None
    start = base.start.date()
    if base.grain == "year":
        return "Period", days.months(days.add_months(start, 6 * (nth - 1)), 6)
    middle = days.midnight(days.safe_day(start, 15))
    return "Period", Period(base.start, middle, "day") if nth == 1 else Period(middle, base.end, "day")


def named_period(hit: Hit) -> Built:
    """the month of December, the year of 2027."""
    base = hit.get("Period")
    return ("Period", base) if hit.get("unit") == base.grain else None


def weekdays_of(hit: Hit) -> Built:
    """Monday to Friday next week."""
    base = hit.get("Period")
    ends = [_weekday_of(base, day) for day in hit.all("wday")]
    if base.grain != "week" or None in ends:
        return None
    first, last = (When(day=found[1]) for found in ends if found)
    return "Range", Stretch(first, last)


def some_of(hit: Hit) -> Built:
    """the first 2 weeks of 2021, the last four months of 2021."""
    base, size = hit.get("Period"), hit.get("Length")
    if base is None or size.seconds or not (hit.has("ord") or hit.get("rel") == -1):
        return None
    if hit.has("ord") and hit.get("ord") != 1:
        return None
    start, end = base.start.date(), base.end.date()
    if size.unit == "week":
        start, end = days.week_of(start, 1), days.safe_day(days.last_week_of(end), 7)
    first, last = (
        (days.midnight(start), days.shift(days.midnight(start), size))
        if hit.has("ord")
        else (days.shift(days.midnight(end), size, -1), days.midnight(end))
    )
    return "Period", Period(first, last, "day")


def edge(hit: Hit) -> Built:
    """end of next month, early December, mid-2026, later this week, the beginning of the year."""
    base = hit.get("Period")
    kind = next(k for k in ("early", "mid", "late", "end") if hit.has(k))
    if base.grain in {"month", "year"}:
        if kind == "mid" and base.grain == "year":
            return "Period", days.months(date(base.start.year, 5, 1), 4)
        return part_of(base, kind)
    if kind == "end" and base.grain in {"week", "quarter"}:
        last = days.safe_day(base.end.date(), -1)
        on = hit.scene.calendar.working_on_or_before(last) if base.grain == "week" else last
        return "Day", Day(on)
    return "Period", base


def edge_of_year(hit: Hit) -> Built:
    """beginning of 2027, end of 2027, mid 2027."""
    year = hit.get("num")
    if year not in YEARS or not hit.nodes[-1].said.isdigit():
        return None
    base = days.months(date(year, 1, 1), 12, "year")
    return edge(Hit([*hit.nodes[:-1], Node(_PERIOD, 0, 0, base)], hit.scene, hit.before, hit.after))


def edge_of_day(hit: Hit) -> Built:
    return "Day", hit.get("Day")


def part_near(hit: Hit) -> Built:
    """this morning, last night, tomorrow-like words before a part of the day."""
    on = days.safe_day(hit.scene.today, hit.get("rel"))
    return "When", When(day=Day(on), part=hit.get("part"))


def shaded_part(hit: Hit) -> Built:
    return "part", hit.get("part")


def rest_of(hit: Hit) -> Built:
    """rest of the week: from today on, the last day taken as reached."""
    unit = hit.get("unit")
    if unit == "day":
        return "Range", Stretch(
            When(at=hit.scene.now, grain="minute"),
            When(at=days.midnight(days.safe_day(hit.scene.today, 1)), grain="minute"),
        )
    base = hit.get("Period") or (
        days.period(unit, hit.scene.today, 0) if unit in {"week", "month", "year", "quarter"} else None
    )
    return ("Period", Period(days.midnight(hit.scene.today), base.end, "day")) if base else None


def festival(hit: Hit) -> Built:
    name = hit.get("hol")
    base = hit.get("Period")
    years = [n for n in hit.nodes if n.code == _NUM]
    year = base.start.year if base else year_in(years[0]) if years else None
    on = (
        festival_day(name, year, hit.scene.calendar)
        if year
        else next_festival(name, hit.scene.today, hit.scene.calendar)
    )
    return ("Day", Day(on, year, on.month, on.day)) if on else None


def season(hit: Hit) -> Built:
    alone = len(hit.nodes) == 1 and (hit.before is None or hit.before.code in _PLAIN_BEFORE)
    if alone and hit.nodes[0].said in {"fall", "spring"}:
        return None
    year = next((year_in(n) for n in hit.nodes if n.code == _NUM), None) or hit.scene.today.year + (hit.get("rel") or 0)
    if year not in YEARS:
        return None
    return "Period", days.months(date(year, 3 + 3 * hit.get("season"), 1), 3, "quarter")


def to_date(hit: Hit) -> Built:
    if hit.has("recent") and hit.get("recent") not in {"year", "month"}:
        return None
    base = days.period(hit.get("recent") or hit.get("unit"), hit.scene.today)
    return "Period", Period(base.start, hit.scene.now, "day")


DAYS: Layer = (
    ("mon (comma|slash|to|of)* num", month_year),
    ("num (comma|slash|to)* mon", month_year),
    ("rel mon", month_year),
    ("mon (of|prep)? (the)? rel unit", month_of_year),
    ("mon", bare_month),
    ("rest (of|the)* (rel? unit|Period)", rest_of),
    ("(the|rel)* unit of? num of? rel unit", week_of_relative_year),
    ("unit num of? num", week_of_year),
    ("unit num", week_number),
)
