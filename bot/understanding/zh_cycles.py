"""Chinese rules for what comes again within a longer stretch: 每季度末月20日, 每月倒数第二个周五, 每年6月和12月."""

from bot.understanding.festivals import FIXED_DAYS
from bot.understanding.nodes import CODES, Built, Hit, Layer, Node, Rule, codes
from bot.understanding.recurrence import WEEKDAYS

_IN_ROW = "一二三四五六日"
_QUARTER = 3
_MOST_IN_ROW = 10
_MOST_WEEKS = 6
_ORDINALS = codes("ord", "num", "last", "first", "Length")
_THREE = 3
_COUNTED = frozenset("楼号室层个次人份点幢栋班年级")


def _rule(freq: str, interval: int = 1, **parts: str) -> Built:
    made = [("FREQ", freq)] + ([("INTERVAL", str(interval))] if interval > 1 else [])
    return "Rule", Rule((*made, *((name, said) for name, said in parts.items() if said)))


def quarter_day(hit: Hit) -> Built:
    """每季度末月20日, 每季首月5日."""
    day = hit.all("num")[-1]
    month = _QUARTER if hit.has("end") or hit.has("last") else 1
    if hit.get("unit") != "quarter" or not _is_day(day):
        return None
    return _rule("MONTHLY", BYMONTH=",".join(str(n) for n in range(month, 13, _QUARTER)), BYMONTHDAY=str(day))


def _is_day(number: object) -> bool:
    return isinstance(number, int) and 1 <= number <= 31


def month_edge_day(hit: Hit) -> Built:
    """每月初3号, 每月底28号: the number says it all."""
    day = hit.get("num")
    fits = _is_day(day) and (day <= 10 if hit.has("early") else day >= 20)
    return _rule("MONTHLY", BYMONTHDAY=str(day)) if fits else None


def days_and_end(hit: Hit) -> Built:
    """每月15日和月末."""
    numbers = hit.all("num")
    if not all(map(_is_day, numbers)):
        return None
    return _rule("MONTHLY", BYMONTHDAY=",".join([*(str(n) for n in sorted(set(numbers))), "-1"]))


def days_in_row(hit: Hit) -> Built:
    """每月1日至5日: each of them."""
    first, last = hit.all("num")
    if not (_is_day(first) and _is_day(last) and 0 < last - first < _MOST_IN_ROW):
        return None
    return _rule("MONTHLY", BYMONTHDAY=",".join(str(n) for n in range(first, last + 1)))


def months_of_year(hit: Hit) -> Built:
    """每年6月和12月的15号, 每年3月、9月."""
    months, on = [*hit.all("Period"), *hit.all("Day")], hit.get("num") or (hit.get("Day") and hit.get("Day").number)
    if any(one.month is None or one.year is not None for one in months) or (on is not None and not _is_day(on)):
        return None
    named = ",".join(str(n) for n in sorted({one.month for one in months}))
    return _rule("YEARLY", BYMONTH=named, BYMONTHDAY=str(on or ""))


def yearly_feast(hit: Hit) -> Built:
    """每年元旦, 每年3月植树节."""
    fixed = FIXED_DAYS.get(hit.get("hol"))
    if fixed is None or (hit.has("Period") and hit.get("Period").month != fixed[0]):
        return None
    return _rule("YEARLY", BYMONTH=str(fixed[0]), BYMONTHDAY=str(fixed[1]))


def weekdays_of_month(hit: Hit) -> Built:
    """每月第一和第三个周五, 每月第二、四周的周三, 每月最后一周的周四, 每季度第一个周一."""
    places = [_place(node) for node in hit.nodes if node.code in _ORDINALS]
    if not all(0 < abs(n) < _MOST_WEEKS for n in places) or hit.get("unit") not in {None, "quarter"}:
        return None
    months = "" if not hit.has("unit") else "3,6,9,12" if places[0] < 0 else "1,4,7,10"
    day = WEEKDAYS[hit.get("wday")]
    named = ",".join(f"{n}{day}" for n in dict.fromkeys(places))
    return _rule("MONTHLY", BYMONTH=months, BYDAY=named)


def every_few_months(hit: Hit) -> Built:
    """每两个月的第一个周三."""
    size, place = hit.get("Length"), next(_place(n) for n in hit.nodes[2:] if n.code in _ORDINALS)
    if not size.months or size.days or size.seconds or size.workdays or not 0 < abs(place) < _MOST_WEEKS:
        return None
    return _rule("MONTHLY", size.months, BYDAY=f"{place}{WEEKDAYS[hit.get('wday')]}")


def _place(node: Node) -> int:
    """第三 3, 最后一个 -1, the 四周 of 第二、四周 4; 0 for what is no place."""
    value = node.value
    if node.code == CODES["Length"]:
        return int(value.days // 7) if value.days and not value.days % 7 and not value.months else 0
    if node.code == CODES["first"]:
        return 1
    return value if isinstance(value, int) else -1 if node.code == CODES["last"] else 0


def edge_of_week(hit: Hit) -> Built:
    """每周最后一个工作日, 每周第一天上班."""
    if hit.get("unit") != "workday":
        return None
    return _rule("WEEKLY", BYDAY="FR" if hit.has("last") else "MO")


def other_week(hit: Hit) -> Built:
    """隔一周的周三."""
    size = hit.get("Length")
    if size.days % 7 or not size.days or size.months or size.seconds:
        return None
    return _rule("WEEKLY", int(size.days // 7) + 1, BYDAY=WEEKDAYS[hit.get("wday")])


def once_a_week(hit: Hit) -> Built:
    """一周一次，周四下午; 每周一次，周四下午."""
    size, week = hit.get("Length"), hit.has("zhou")
    once = hit.get("num") == 1 and (week or (size.days and not size.days % 7 and not size.months and not size.seconds))
    return _rule("WEEKLY", 1 if week else int(size.days // 7), BYDAY=WEEKDAYS[hit.get("wday")]) if once else None


def weekdays_in_row(hit: Hit) -> Built:
    """周一三五下午: three and more days of the week in one breath are days of every week."""
    first, more = hit.nodes
    said = more.said
    if hit.scene.text[more.end : more.end + 1] in _COUNTED:
        return None
    named = [first.value, *(_IN_ROW.index(c) for c in said if c in _IN_ROW)]
    if first.said.isascii() or len(named) < _THREE or len(named) != len(said) + 1 or sorted(set(named)) != named:
        return None
    return _rule("WEEKLY", BYDAY=",".join(WEEKDAYS[d] for d in named))


LAYER: Layer = (
    ("every unit of? (end|last|first|early) ge? zm of? num zd", quarter_day),
    ("every zm (early|end) of? num zd", month_edge_day),
    ("every zm of? num zd? (and num zd?)* and zm? end", days_and_end),
    ("every zm of? num zd? to num zd", days_in_row),
    ("every zy of? Period (and Period)+ of? num zd", months_of_year),
    ("every zy of? Period (and Period)* and Day", months_of_year),
    ("every zy of? Period (and Period)+", months_of_year),
    ("every zy of? Period? of? hol", yearly_feast),
    (
        "every (zm|unit) of? (ord|last|first) ((and|comma)+ (ord|num|last|Length))* ge? zhou? of? wday",
        weekdays_of_month,
    ),
    ("every Length of? (ord|last|first) ge? wday", every_few_months),
    ("every zhou of? (last|first|ord) unit", edge_of_week),
    ("other Length of? wday", other_week),
    ("(Length|every zhou) num times (comma|of)* wday", once_a_week),
    ("wday num", weekdays_in_row),
)
