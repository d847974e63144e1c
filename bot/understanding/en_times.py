"""English rules for days, stretches of days and lengths."""

from datetime import date

from bot.understanding import days
from bot.understanding.festivals import festival_day, next_festival
from bot.understanding.nodes import Built, Day, Hit, Length, Node, Period, Stretch, When, layer
from bot.understanding.notation import YEARS
from bot.understanding.units import length
from bot.understanding.zh_times import month_of, part_of, rolling

_QUARTERS, _HALVES = 4, 2
_TURN = 50


def _four_digits(value: object) -> int | None:
    return value if isinstance(value, int) and value in YEARS else None


def notation(hit: Hit) -> Built:
    """2026-12-03, 12/3: with a weekday before or after it must agree."""
    year, month, number, fault = hit.get("date")
    if fault:
        return "Day", Day(hit.scene.today, year, month, number, None, fault)
    return "Day", days.dated(hit.scene.today, year, month, number)


def date_and_year(hit: Hit) -> Built:
    """08/12,2015."""
    (year, month, number, fault), said = hit.get("date"), hit.get("num")
    if year is not None or fault or said not in YEARS:
        return None
    return "Day", days.dated(hit.scene.today, said, month, number)


def dashed_date(hit: Hit) -> Built:
    """on 4-22."""
    month, number = hit.all("num")
    if not (1 <= month <= 12 < number <= 31) or hit.nodes[1].end != hit.nodes[2].start:
        return None
    return "Day", days.dated(hit.scene.today, None, month, number)


def month_notation(hit: Hit) -> Built:
    year, month = hit.get("period")
    return "Period", days.months(date(year, month, 1), 1)


def month_day(hit: Hit) -> Built:
    """December 3rd 2026, 3 Dec, Dec the third, fourth of July of 1995."""
    month = hit.get("mon")
    at = next(
        i for i, n in enumerate(hit.nodes) if n.value == month and n.said and n.said[:3].isalpha() and n.code == _MON
    )
    before, after = (
        [n for n in hit.nodes[:at] if n.code in _NUMBERS],
        [n for n in hit.nodes[at + 1 :] if n.code in _NUMBERS],
    )
    number, rest = (before[0], after) if before else (after[0], after[1:])
    if rest and rest[0] is number:
        rest = rest[1:]
    year = _year(rest[0]) if rest else None
    if year is not None and hit.has("prep") and rest[0].value not in YEARS:
        return None
    if rest and year is None:
        return None
    if not 1 <= number.value <= 31:
        return None
    return "Day", days.dated(hit.scene.today, year, month, number.value)


def _year(node: Node) -> int | None:
    value = node.value
    if not isinstance(value, int):
        return None
    if value in YEARS:
        return value
    return (
        value + (2000 if value < _TURN else 1900)
        if 31 < value < 100 and len(node.said) == 2 and node.said.isdigit()
        else None
    )


def month_year(hit: Hit) -> Built:
    """June 2026, 2026 June, June of next year, next June."""
    month = hit.get("mon")
    year = next((_year(n) for n in hit.nodes if n.code in _NUMBERS), None)
    if year is None and hit.has("num"):
        return None
    base = hit.get("Period")
    if base is not None:
        if base.grain != "year":
            return None
        year = base.start.year
    if hit.has("rel"):
        return "Period", _relative_month(hit.scene.today, month, hit.get("rel"))
    return "Period", month_of(hit.scene.today, year, month)


def _relative_month(today: date, month: int, offset: int) -> Period:
    year = today.year + (offset if offset > 0 and month <= today.month else 0)
    if offset < 0:
        year -= month >= today.month
    return days.months(date(year, month, 1), 1)


def bare_month(hit: Hit) -> Built:
    return "Period", month_of(hit.scene.today, None, hit.get("mon"))


def year_alone(hit: Hit) -> Built:
    """2019 after in, of, since, year; not 2000 pieces."""
    node = next(n for n in hit.nodes if n.code in _NUMBERS)
    value = _four_digits(node.value)
    if value is None or (hit.after is not None and hit.after.code in _COUNTED and hit.after.said != "to"):
        return None
    return "Period", days.months(date(value, 1, 1), 12, "year")


def the_number(hit: Hit) -> Built:
    """the 18th, on the 4th, the twenty second; the 2nd floor is none."""
    node = next(n for n in hit.nodes if n.code in _NUMBERS)
    if hit.after is not None and hit.after.code in _GOES_ON:
        return None
    if not isinstance(node.value, int) or not 1 <= node.value <= 31 or _is_rank(hit):
        return None
    return "Day", days.numbered(hit.scene.today, node.value)


def _is_rank(hit: Hit) -> bool:
    """the first draft, the second round: an ordinal before a noun is a rank unless it is written 4th."""
    spelt = hit.nodes[-1].said.isalpha() and hit.nodes[-1].said != "word"
    text, end = hit.scene.text, hit.nodes[-1].end
    follows = text[end : end + 12].strip()
    if any(
        follows.startswith(w)
        for w in (
            "floor",
            "grade",
            "round",
            "draft",
            "week",
            "month",
            "day ",
            "wave",
            "time",
            "edition",
            "party",
            "quarter",
            "half",
            "year",
            "century",
            "place",
            "person",
            "item",
            "option",
            "one",
            "meeting",
            "room",
        )
    ):
        return True
    return (
        spelt
        and bool(follows)
        and follows[0].isalpha()
        and not follows.startswith(
            ("at ", "from", "to ", "till", "until", "in ", "and", "for", "with", "of ", "please", "or ")
        )
    )


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
    if unit in {"decade", "century", "weekday"}:
        return None
    return "Period", days.period(unit, today, offset)


def _night(on: date) -> When:
    return When(day=Day(on), part="evening")


def the_period(hit: Hit) -> Built:
    """the week, my weekend, the day: the current one; also a bare weekend."""
    unit = hit.get("unit")
    follows = hit.scene.text[hit.nodes[-1].end :][:1]
    if hit.after is not None and hit.after.code in _BESIDE and unit == "day":
        return None
    if unit in {"day"}:
        return "Day", Day(hit.scene.today)
    if unit in {"hour"}:
        return "Length", length(1, unit)
    if unit not in {"week", "weekend", "month", "quarter", "year", "fortnight", "workweek"} or follows == "-":
        return None
    return "Period", days.period(unit, hit.scene.today, 0)


def day_of_period(hit: Hit) -> Built:
    """20th of next month, the 21st this month."""
    base = hit.get("Period")
    number = hit.get("ord") or hit.get("num")
    if base.grain != "month" or base.rolling:
        return None
    return "Day", days.dated(hit.scene.today, base.start.year, base.start.month, number)


def quarter(hit: Hit) -> Built:
    """Q3, 2026 Q3, H1 next year, Q3 this year."""
    found = _quarter_word(hit)
    if found is None:
        return None
    kind, nth = found
    base = hit.get("Period")
    year = base.start.year if base else next((_year(n) for n in hit.nodes if n.code == _NUM and n.value in YEARS), None)
    size = 3 if kind == "q" else 6
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
    if hit.get("unit") != "week" or not 1 <= number <= 53:
        return None
    return "Period", days.period("week", days.week_of(date(year, 1, 1), number))


def count(hit: Hit) -> Built:
    """two hours, a couple of days, half an hour, two and a half hours, 3.5 h, an hour and a half."""
    unit = hit.get("unit")
    spelt = [n for n in hit.nodes if n.code in _COUNTS]
    if unit in {"weekend"} and not hit.has("num"):
        return None
    dash = next((n for n in hit.nodes if n.code in _TO), None)
    if dash is not None and (dash.said != "-" or dash.end != hit.nodes[-1].start):
        return None
    number = (
        hit.get("approx")
        if hit.has("approx")
        else float(hit.get("dec"))
        if hit.has("dec")
        else hit.get("num")
        if hit.has("num")
        else None
    )
    if number is None:
        number = 0 if hit.has("half") and hit.nodes[0].code == _HALF else 1
    if not spelt:
        return None
    if len(hit.nodes[-1].said) == 1 and hit.nodes[-1].said in "md" and hit.nodes[-1].start > hit.nodes[-2].end:
        return None
    return "Length", length(number + (0.5 if hit.has("half") else 0), unit)


def both(hit: Hit) -> Built:
    total = hit.get("Length", 0)
    for more in hit.all("Length")[1:]:
        total = total + more
    return "Length", total


def whole(hit: Hit) -> Built:
    return "Length", length(1, hit.get("unit"))


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


def edge_of_day(hit: Hit) -> Built:
    return "Day", hit.get("Day")


def part_near(hit: Hit) -> Built:
    """this morning, last night, tomorrow-like words before a part of the day."""
    on = days.safe_day(hit.scene.today, hit.get("rel"))
    return "When", When(day=Day(on), part=hit.get("part"))


def half_of_day(hit: Hit) -> Built:
    """Tuesday AM."""
    if hit.before is None or hit.before.code not in _DAYS_BEFORE:
        return None
    return "part", "morning" if hit.get("mer") == "am" else "afternoon"


def named_year(hit: Hit) -> Built:
    """the year 2019, the year of 2008."""
    year = hit.get("num")
    return (
        ("Period", days.months(date(year, 1, 1), 12, "year")) if hit.get("unit") == "year" and year in YEARS else None
    )


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
    year = base.start.year if base else _year(years[0]) if years else None
    on = (
        festival_day(name, year, hit.scene.calendar)
        if year
        else next_festival(name, hit.scene.today, hit.scene.calendar)
    )
    return ("Day", Day(on, year, on.month, on.day)) if on else None


def season(hit: Hit) -> Built:
    year = next((_year(n) for n in hit.nodes if n.code == _NUM), None) or hit.scene.today.year + (hit.get("rel") or 0)
    if year not in YEARS:
        return None
    return "Period", days.months(date(year, 3 + 3 * hit.get("season"), 1), 3, "quarter")


def to_date(hit: Hit) -> Built:
    if hit.has("recent") and hit.get("recent") not in {"year", "month"}:
        return None
    base = days.period(hit.get("recent") or hit.get("unit"), hit.scene.today)
    return "Period", Period(base.start, hit.scene.now, "day")


def dotted_date(hit: Hit) -> Built:
    """on 5.12, Friday 7.6, 11.30下午: month and day with a dot, where something says it is a day."""
    month, _, number = hit.get("dec").partition(".")
    if not (len(number) <= 2 and 1 <= int(month) <= 12 and 1 <= int(number) <= 31):
        return None
    return "Day", days.dated(hit.scene.today, None, int(month), int(number), hit.get("wday"))


def bare_dotted(hit: Hit) -> Built:
    """12.25下午3点, 11.30 教研会: where a part of the day follows, or it opens the sentence before a space."""
    opens = (
        hit.before is None and hit.after is not None and hit.after.code in _GAPS and hit.after.start > hit.nodes[0].end
    )
    if not (opens and not hit.scene.text[hit.after.start].isascii() if hit.after else False) and not (
        hit.after is not None and hit.after.code in _PART_FOLLOWS
    ):
        return None
    return dotted_date(hit) if len(hit.get("dec").split(".")[1]) == 2 or not opens else None


def weekday_number(hit: Hit) -> Built:
    """Monday the 27th, Tue 13th, Monday 21."""
    number = hit.get("ord") or hit.get("num")
    if not isinstance(number, int) or not 1 <= number <= 31:
        return None
    if not hit.has("ord") and hit.after is not None and hit.after.code in _CLOCKISH:
        return None
    if not hit.has("ord") and not hit.nodes[-1].said.isdigit():
        return None
    past = numbered_near(hit.scene.today, number, hit.get("wday"))
    return "Day", past


def numbered_near(today: date, number: int, wday: int) -> Day:
    """The one of this month if the weekday agrees, even when it is past; else the next that agrees."""
    first = today.replace(day=1)
    if number <= days.days_in(first) and first.replace(day=number).weekday() == wday:
        return Day(first.replace(day=number), None, None, number, wday)
    return days.numbered(today, number, wday)


def _codes(*names: str) -> frozenset[str]:
    from bot.understanding.nodes import CODES

    return frozenset(CODES[n] for n in names)


_NUMBERS, _COUNTS, _COUNTED = (
    _codes("num", "ord"),
    _codes("num", "dec", "approx", "one", "half"),
    _codes("gap", "unit", "num", "ge", "mer"),
)
_DAYS_BEFORE = _codes("Day", "wday", "dayword")
_GAPS, _PART_FOLLOWS = _codes("gap"), _codes("part", "Clock")
_GOES_ON = _codes("to", "until", "and", "rel", "unit", "Length")
_TO, _BESIDE = _codes("to"), _codes("before", "after")
_CLOCKISH = _codes("to", "mer", "oclock", "zk", "unit")
(_MON,), (_NUM,), (_ORD,), (_REL,), (_PERIOD,), (_WDAY,), (_UNIT,), (_HALF,) = (
    _codes("mon"),
    _codes("num"),
    _codes("ord"),
    _codes("rel"),
    _codes("Period"),
    _codes("wday"),
    _codes("unit"),
    _codes("half"),
)


def seconds(hit: Hit) -> Built:
    """one second, 3.5 second: elsewhere second is a rank."""
    if hit.nodes[-1].said != "second" or hit.nodes[0].said.startswith("twenty"):
        return None
    return "Length", length(float(hit.get("dec")) if hit.has("dec") else hit.get("num"), "second")


def nights(hit: Hit) -> Built:
    return ("Length", length(hit.get("num") if hit.has("num") else 1, "day")) if hit.nodes[-1].said == "night" else None


LENGTHS = layer(
    [
        ("(num|dec) ord", seconds),
        ("num part", nights),
        ("(num|dec|one) and (one)? half unit", count),
        ("(one|half) half? one? unit (and one? half)?", count),
        ("half one unit", count),
        ("one? approx of? unit", count),
        ("(num|dec) (to)? unit and one? half", count),
        ("(num|dec) (to)? unit", count),
        ("all (to)? unit", whole),
        ("half unit", count),
    ]
)

DATES = layer(
    [
        ("date comma? num", date_and_year),
        ("date", notation),
        ("period", month_notation),
        ("(rel|the)* wday (comma|the|to|lpar)* (num|ord)", weekday_number),
        ("rel? wday dec", dotted_date),
        ("on num to num", dashed_date),
        ("dec", bare_dotted),
        ("(num|ord) (slash|of)* the? mon (slash|of|comma|stop|prep)* num", month_day),
        ("mon (slash|stop|to)? the? (num|ord) (comma|slash|of|prep)* num", month_day),
        ("num (slash|to) mon (slash|to) (num|ord)", month_day),
        ("mon (slash|to|stop|comma)? the? (num|ord)", month_day),
        ("(num|ord) (slash|to|stop|of)? mon", month_day),
    ]
)

DAYS = layer(
    [
        ("mon (comma|slash|to|of)* num", month_year),
        ("num (comma|slash|to)* mon", month_year),
        ("rel mon", month_year),
        ("mon (of|prep)? (the)? rel unit", lambda hit: _month_rel(hit)),
        ("mon", bare_month),
        ("rest (of|the)* (rel? unit|Period)", rest_of),
        ("(the|rel)* unit of? num of? rel unit", lambda hit: _week_rel(hit)),
        ("unit num of? num", lambda hit: _week_year(hit)),
        ("unit num", week_number),
    ]
)


def _month_rel(hit: Hit) -> Built:
    if hit.get("unit") != "year":
        return None
    year = hit.scene.today.year + hit.get("rel")
    return "Period", days.months(date(year, hit.get("mon"), 1), 1)


def _week_rel(hit: Hit) -> Built:
    if hit.all("unit") != ["week", "year"]:
        return None
    year = hit.scene.today.year + hit.all("rel")[-1]
    return "Period", days.period("week", days.week_of(date(year, 1, 1), hit.get("num")))


def _week_year(hit: Hit) -> Built:
    week, year = hit.all("num")
    if hit.get("unit") != "week" or year not in YEARS or not 1 <= week <= 53:
        return None
    return "Period", days.period("week", days.week_of(date(year, 1, 1), week))


__all__ = ["DATES", "DAYS", "LENGTHS", "Length"]
