"""Chinese rules for days and months that share words: 25-27号, 3-5月, 四季度, 周五（27号）, 12.1-12.3, 下个月的今天."""

from datetime import date, datetime

from bot.understanding import days
from bot.understanding.clocks import make_clock
from bot.understanding.nodes import CODES, Built, Day, Due, Hit, Layer, Node, Period, Stretch, When, codes
from bot.understanding.regex import regex
from bot.understanding.units import length
from bot.understanding.zh_times import month_of

_DOTTED = regex(r"(\d{1,2})\.(\d{1,2})$")
_MONTHS = 12
# What follows a decimal that is no date: 3.5元, 12.5%, 1.5倍, 2.10版.
_MEASURES = "元万亿千百%倍米斤吨克度折分版级升页折个人次份岁平兆里寸秒小时天周月年左以上+-*/xg"
_OPENS = frozenset(" ,。;；!！?？\n(（、")
_NUM, _ZM = CODES["num"], CODES["zm"]
_HOUR_ENDS = frozenset(" ,。;；!！)）\n在开到召举")


def _year(hit: Hit) -> int | None:
    if hit.has("yearw"):
        return hit.scene.today.year + int(hit.get("yearw"))
    if hit.has("zy"):
        value = hit.nodes[0].value
        return int(value) if 1900 <= value < 2100 else int(value) + 2000 if len(hit.nodes[0].said) == 2 else None
    return None


def quarter(hit: Hit) -> Built:
    """四季度, 2026年第四季度, 明年一季度; 三个季度 is a length."""
    if hit.get("unit") != "quarter" or not hit.said.endswith("度"):
        return None
    year = _year(hit)
    nth = hit.get("ord") or hit.all("num")[-1]
    if (hit.has("zy") and year is None) or not isinstance(nth, int) or not 1 <= nth <= 4:
        return None
    if hit.before is not None and hit.before.code in _COUNTING:
        return None
    return "Period", days.months(date(year or hit.scene.today.year, 3 * nth - 2, 1), 3, "quarter")


_COUNTING = frozenset(CODES[k] for k in ("last", "first", "next", "recent", "before", "after", "rel"))


def business_year(hit: Hit) -> Built:
    """2026年度, 2026 年度."""
    year = hit.get("num")
    said_so = hit.get("unit") == "year" and isinstance(year, int) and 1900 <= year < 2100
    return ("Period", days.months(date(year, 1, 1), 12, "year")) if said_so else None


def year_range(hit: Hit) -> Built:
    """1998-2003年, 08-09年."""
    first, last = (_full_year(n.value, n.said) for n in (hit.nodes[0], hit.nodes[2]))
    if first is None or last is None or first >= last:
        return None
    return "Period", days.months(date(first, 1, 1), 12 * (last - first + 1), "year")


def _full_year(value: int, said: str) -> int | None:
    if 1900 <= value < 2100:
        return value
    return value + (2000 if value < 50 else 1900) if len(said) == 2 and said.isdigit() else None


def decade(hit: Hit) -> Built:
    """90年代, 20世纪90年代, 上世纪八十年代."""
    century = hit.scene.today.year // 100 + int(hit.get("rel") or 0)
    if hit.has("rel") or hit.all("unit")[0] == "century":
        century = century if hit.has("rel") else int(hit.all("num")[0] if hit.has("num") else 0) - 1
    ten = hit.all("num")[-1]
    if hit.all("unit")[-1] != "decade" or ten not in range(0, 100, 10) or not 0 < century < 90:
        return None
    plain = len(hit.all("unit")) == 1
    start = 100 * (century - (plain and ten > 20)) + ten
    return "Period", days.months(date(start, 1, 1), 120, "year")


def month_range(hit: Hit) -> Built:
    """3-5月, 三至五月, 明年3月到5月 with 月 said once."""
    numbers = hit.all("num")[1:] if hit.has("zy") else hit.all("num")
    if not all(isinstance(n, int) and 1 <= n <= _MONTHS for n in numbers) or _follows_number(hit):
        return None
    year = _year(hit)
    first, last = (month_of(hit.scene.today, year, n) for n in numbers)
    return "Range", Stretch(When(period=first), When(period=last))


def _follows_number(hit: Hit) -> bool:
    return hit.after is not None and hit.after.code == _NUM


def weekday_number(hit: Hit) -> Built:
    """周五27号, 周五（27日）."""
    number = hit.get("num")
    if not isinstance(number, int) or not 1 <= number <= 31:
        return None
    return "Day", days.numbered(hit.scene.today, number, hit.get("wday"))


def number_range(hit: Hit) -> Built:
    """25-27号, 下月1-3号, 25、26、27号: days of one month, the last with the sign."""
    numbers = hit.all("num")
    if not all(isinstance(n, int) and 1 <= n <= 31 for n in numbers):
        return None
    if not hit.has("to") and numbers != list(range(numbers[0], numbers[-1] + 1)):
        return None
    first, last = numbers[0], numbers[-1]
    base = hit.get("Period")
    if base is None and hit.has("rel"):
        base = days.period("month", hit.scene.today, hit.get("rel")) if hit.get("unit") == "month" else None
        if base is None:
            return None
    if base is None:
        begin = days.numbered(hit.scene.today, first)
        return "Range", Stretch(When(day=begin), When(day=days.numbered(begin.on, last)))
    if base.grain != "month":
        return None
    ends = [days.dated(hit.scene.today, base.start.year, base.start.month, n) for n in (first, last)]
    return "Range", Stretch(When(day=ends[0]), When(day=ends[1]))


def same_day(hit: Hit) -> Built:
    """下个月的今天, 上周的今天, 去年今天."""
    if hit.get("dayword") != 0:
        return None
    today = hit.scene.today
    if hit.has("yearw"):
        return "Day", Day(days.add_months(today, 12 * int(hit.get("yearw"))))
    unit, offset = hit.get("unit") or "week", int(hit.get("rel"))
    if unit == "week":
        return "Day", Day(days.safe_day(today, 7 * offset))
    return ("Day", Day(days.add_months(today, offset))) if unit == "month" else None


def same_hour(hit: Hit) -> Built:
    """明天这个时候, 下周一此时."""
    return "When", When(at=datetime.combine(hit.get("Day").on, hit.scene.now.time()), grain="minute")


def dotted(said: str) -> tuple[int, int] | None:
    """11.30 → (11, 30) where that can be a day."""
    match = _DOTTED.match(said)
    month, number = (int(match[1]), int(match[2])) if match else (0, 0)
    return (month, number) if 0 < month <= _MONTHS and 0 < number <= 31 and days.is_real(2024, month, number) else None


def _dotted_day(hit: Hit, node: Node) -> Day | None:
    found = dotted(node.said or str(node.value))
    return days.dated(hit.scene.today, None, *found) if found else None


def days_within(hit: Hit) -> Built:
    """三日内, 两日之内: a length; 两日 cannot be the second."""
    number, said = hit.get("num"), hit.nodes[0].said
    if not isinstance(number, int) or hit.nodes[1].said != "日" or (hit.before is not None and hit.before.code == _ZM):
        return None
    if not hit.has("within"):
        return ("Length", length(number, "day")) if said in {"两", "俩"} else None
    at = days.safe_day(hit.scene.today, number)
    return "Deadline", Due(When(day=Day(at)), hit.scene.now)


def part_hour(hit: Hit) -> Built:
    """下午4.30."""
    hour, _, minute = hit.get("dec").partition(".")
    if len(minute) != 2 or int(hour) > 24 or int(minute) > 59 or _measured(hit, hit.nodes[-1]):
        return None
    return "When", When(part=hit.get("part"), clock=make_clock(int(hour), int(minute)))


def compact_hour(hit: Hit) -> Built:
    """明天1400, 周五1630: four digits after a day, nothing counted after them."""
    node = hit.nodes[-1]
    follows = hit.scene.text[node.end : node.end + 1]
    fits = (
        node.said.isdigit() and len(node.said) == 4 and node.value // 100 <= 24 and node.value % 100 in range(0, 60, 5)
    )
    to = hit.after is not None and hit.after.code == CODES["to"]
    if not fits or to or (follows and follows not in _HOUR_ENDS):
        return None
    clock = make_clock(node.value // 100, node.value % 100, exact=True)
    return "When", When(day=hit.get("Day"), clock=clock)


def short_hour(hit: Hit) -> Built:
    """早八, 今晚七: an hour without its 点, which nothing is counted by."""
    part, node = hit.nodes
    said = hit.scene.text[part.start : part.end]
    glued = hit.before is not None and hit.before.end == part.start and hit.before.code in _NO_DAY
    if said[-1] not in "早晚" or glued or node.start != part.end or node.value not in range(5, 13):
        return None
    return (
        ("When", When(part=hit.get("part"), clock=make_clock(node.value)))
        if _HOUR_OVER.match(hit.scene.text, node.end)
        else None
    )


_HOUR_OVER = regex(r"$|[\s,，。;；!！]|[提叫喊开集](?![口发])")


def day_and_hour(hit: Hit) -> Built:
    """lunch tmrw 12: nothing comes after the number."""
    day, node = hit.nodes
    last = hit.after is None or hit.after.code in _ENDS_HOUR
    if not last or not _NAMED_DAY.fullmatch(hit.scene.text, day.start, day.end) or node.value not in range(1, 13):
        return None
    return ("When", When(day=hit.get("Day"), clock=make_clock(node.value))) if node.said.isdigit() else None


_ENDS_HOUR, _NO_DAY = codes("stop", "comma"), codes("gap", "num", "junk")
_NAMED_DAY = regex(r"today|tomorrow|tmr|tmrw|tmw|tomoz")


def dotted_number(hit: Hit) -> Built:
    """12.1日."""
    day = _dotted_day(hit, hit.nodes[0])
    return ("Day", day) if day else None


def dotted_due(hit: Hit) -> Built:
    """截止12.15, 11.27前."""
    node = next(n for n in hit.nodes if n.code == CODES["dec"])
    day = _dotted_day(hit, node)
    if day is None or (hit.has("before") and not _begins(hit, node)):
        return None
    return "Deadline", Due(When(day=day), strict=hit.has("before"))


def _begins(hit: Hit, node: Node) -> bool:
    """Nothing before that would make it a price or a version."""
    before = hit.scene.text[max(node.start - 2, 0) : node.start]
    return not before or before[-1] in _OPENS or (before[-1] >= "\u4e00" and before[-1] not in "版第价为是约涨降增")


def dotted_range(hit: Hit) -> Built:
    """12.1-12.3, 11.30-12.4; 3.5-4.5元 is none."""
    first, last = hit.nodes[0], hit.nodes[-1]
    a, b = _dotted_day(hit, first), _dotted_day(hit, last)
    if a is None or b is None or _measured(hit, last) or not _begins(hit, first):
        return None
    return "Range", Stretch(When(day=a), When(day=b))


def dotted_start(hit: Hit) -> Built:
    """12.3家长会, 11.30 放假: at the beginning of what is said, with a word after that is no measure."""
    node = hit.nodes[0]
    day = _dotted_day(hit, node)
    follows = hit.scene.text[node.end : node.end + 2].strip()
    opens = node.start == 0 or hit.scene.text[node.start - 1] in ",。;；\n(（"
    named = bool(follows) and "\u4e00" <= follows[0] <= "\u9fff" and not _measured(hit, node)
    return ("Day", day) if day and opens and named else None


def _measured(hit: Hit, node: Node) -> bool:
    follows = hit.scene.text[node.end : node.end + 3].lstrip()[:1]
    return bool(follows) and follows in _MEASURES


def dashed(hit: Hit) -> Built:
    """12-01, 12-1 10:00: month and day with a dash."""
    first, dash, second = hit.nodes[:3]
    whole = dash.said == "-" and first.end == dash.start and dash.end == second.start
    follows = hit.scene.text[second.end : second.end + 2]
    opens = first.start == 0 and follows[:1] == " " and "\u4e00" <= follows[1:] <= "\u9fff"
    named = opens and not _measured(hit, second)
    padded = named or (len(first.said) == len(second.said) == 2 and second.said.startswith("0"))
    if not whole or not (padded or hit.has("Clock")) or not first.said.isdigit() or not second.said.isdigit():
        return None
    if not days.is_real(2024, first.value, second.value):
        return None
    day = days.dated(hit.scene.today, None, first.value, second.value)
    return ("When", When(day=day, clock=hit.get("Clock"))) if hit.has("Clock") else ("Day", day)


def named_run(hit: Hit) -> Built:
    """今明两天, 今明后三天: so many days from today."""
    start = days.midnight(hit.scene.today)
    return "Period", Period(start, days.safe_at(start, hit.get("run")), "day")


EARLY: Layer = (
    ("(num zy|yearw)? of? (ord|num) unit", quarter),
    ("num unit", business_year),
    ("(num zy|yearw)? of? num (to|until) num zm", month_range),
    ("wday lpar? num zd rpar?", weekday_number),
    ("num (to|until) num zy", year_range),
    ("((num|rel) unit)? of? num unit", decade),
    ("num to num Clock", dashed),
    ("num to num", dashed),
    ("dec zd", dotted_number),
    ("dec to dec", dotted_range),
    ("by prep? dec", dotted_due),
    ("dec before", dotted_due),
    ("dec", dotted_start),
    ("num zd within?", days_within),
    ("part dec", part_hour),
    ("run", named_run),
)
LATE: Layer = (
    ("rel unit of? num (to|until) num zd", number_range),
    ("(Period of?)? num (to|until) num zd", number_range),
    ("num and num (and num)* zd", number_range),
    ("rel (unit|zhou) of? dayword", same_day),
    ("yearw of? dayword", same_day),
)
HOURS: Layer = (
    ("Day of? sametime", same_hour),
    ("Day num", compact_hour),
    ("Day num", day_and_hour),
    ("part num", short_hour),
)
