"""English rules for dates that are written or spelt out: December 3rd, 12/3, the 18th, Friday the 4th."""

from datetime import date

from bot.understanding import days
from bot.understanding.clocks import make_clock
from bot.understanding.nodes import CODES, Built, Day, Hit, Layer, Node, Period, When, codes
from bot.understanding.notation import YEARS
from bot.understanding.regex import regex
from bot.understanding.zh_times import month_of

_TURN = 50
_NOON, _FAR = 12, 31
_NUMBERS = codes("num", "ord")
_MON = CODES["mon"]
_COUNTED = codes("gap", "unit", "num", "ge", "mer")
_CLOCKISH = codes("to", "mer", "oclock", "zk", "unit")
_DAYS_BEFORE = codes("Day", "wday", "dayword")
_GAPS, _PART_FOLLOWS = codes("gap"), codes("part", "Clock")
_RANGE_FOLLOWS = codes("to", "until", "mer")
_UP_TO = codes("to", "until")
_GOES_ON = codes("to", "until", "and", "rel", "unit", "Length")


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
    if any(n.code == CODES["to"] and not _glued(hit, i) for i, n in enumerate(hit.nodes)) or _is_day_before(hit):
        return None
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
    year = year_in(rest[0]) if rest else None
    if year is not None and hit.has("prep") and rest[0].value not in YEARS:
        return None
    if rest and year is None:
        return None
    if not 1 <= number.value <= 31:
        return None
    return "Day", days.dated(hit.scene.today, year, month, number.value)


def _is_day_before(hit: Hit) -> bool:
    """30 Nov 9-12: the number before the month is its day, and hours follow."""
    before, after = hit.before, hit.after
    if hit.nodes[0].code != _MON or before is None or before.code != CODES["num"] or before.said == "word":
        return False
    return 1 <= before.value <= 31 and after is not None and after.code in _UP_TO


def _glued(hit: Hit, index: int) -> bool:
    """3-Dec-2026, but Dec - 3 and Dec to 3 are two ends of something."""
    node = hit.nodes[index]
    inner = 0 < index < len(hit.nodes) - 1
    return (
        node.said == "-" and inner and hit.nodes[index - 1].end == node.start and node.end == hit.nodes[index + 1].start
    )


def year_in(node: Node) -> int | None:
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
    year = next((year_in(n) for n in hit.nodes if n.code in _NUMBERS), None)
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
    if hit.after is not None and hit.after.code in _GOES_ON and not _TO_DO.match(hit.scene.text, hit.after.start):
        return None
    if not isinstance(node.value, int) or not 1 <= node.value <= 31 or _is_rank(hit):
        return None
    return "Day", days.numbered(hit.scene.today, node.value)


_TO_DO = regex(
    r"to (?!(?:the|next|this|tomorrow|mon|tue|wed|thu|fri|sat|sun|"
    r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\b)[a-z]{3,}"
)


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


def day_of_period(hit: Hit) -> Built:
    """20th of next month, the 21st this month."""
    base = hit.get("Period")
    number = hit.get("ord") or hit.get("num")
    if base.grain != "month" or base.rolling:
        return None
    return "Day", days.dated(hit.scene.today, base.start.year, base.start.month, number)


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


def dotted_date(hit: Hit) -> Built:
    """on 5.12, Friday 7.6, 11.30下午: month and day with a dot, where something says it is a day."""
    month, _, number = hit.get("dec").partition(".")
    if hit.after is not None and hit.after.code in _RANGE_FOLLOWS:
        return None
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
    """Monday the 27th, Tue 13th, Monday 21; thurs 11 is an hour when no such Thursday is near."""
    number = hit.get("ord") or hit.get("num")
    if not isinstance(number, int) or not 1 <= number <= 31:
        return None
    if hit.after is not None and hit.after.code == CODES["mon"]:  # Fri, 5 Feb
        return None
    if not hit.has("ord") and hit.after is not None and hit.after.code in _CLOCKISH:
        return None
    if not hit.has("ord") and not hit.nodes[-1].said.isdigit():
        return None
    day = numbered_near(hit.scene.today, number, hit.get("wday"))
    if not hit.has("ord") and number <= _NOON and (day.on - hit.scene.today).days > _FAR:
        return "When", When(
            day=days.weekday_in(hit.scene.today, hit.get("wday"), hit.get("rel")), clock=make_clock(number)
        )
    return "Day", day


def numbered_near(today: date, number: int, wday: int) -> Day:
    """The one of this month if the weekday agrees, even when it is past; else the next that agrees."""
    first = today.replace(day=1)
    if number <= days.days_in(first) and first.replace(day=number).weekday() == wday:
        return Day(first.replace(day=number), None, None, number, wday)
    return days.numbered(today, number, wday)


DATES: Layer = (
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
    ("(?<!ord of) mon (slash|to|stop|comma)? the? (num|ord)", month_day),
    ("(num|ord) (slash|to|stop|of)? mon", month_day),
)


def month_of_year(hit: Hit) -> Built:
    if hit.get("unit") != "year":
        return None
    year = hit.scene.today.year + hit.get("rel")
    return "Period", days.months(date(year, hit.get("mon"), 1), 1)


def week_of_relative_year(hit: Hit) -> Built:
    if hit.all("unit") != ["week", "year"]:
        return None
    year = hit.scene.today.year + hit.all("rel")[-1]
    return "Period", days.period("week", days.week_of(date(year, 1, 1), hit.get("num")))


def week_of_year(hit: Hit) -> Built:
    week, year = hit.all("num")
    if hit.get("unit") != "week" or year not in YEARS or not 1 <= week <= 53:
        return None
    return "Period", days.period("week", days.week_of(date(year, 1, 1), week))
