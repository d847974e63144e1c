"""Rules for what comes again, as the parts of an RRULE: 每周二、周四, 每月最后一个周五, every other Friday."""

from bot.understanding import days
from bot.understanding.festivals import FIXED_DAYS
from bot.understanding.nodes import CODES, Built, Clock, Day, Hit, Layer, Period, Rule, Stretch, When, codes

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WORKDAYS, _WEEKEND = "MO,TU,WE,TH,FR", "SA,SU"
_FREQS = {
    "second": ("SECONDLY", 1),
    "minute": ("MINUTELY", 1),
    "hour": ("HOURLY", 1),
    "day": ("DAILY", 1),
    "week": ("WEEKLY", 1),
    "fortnight": ("WEEKLY", 2),
    "month": ("MONTHLY", 1),
    "quarter": ("MONTHLY", 3),
    "half": ("MONTHLY", 6),
    "year": ("YEARLY", 1),
    "night": ("DAILY", 1),
    "decade": ("YEARLY", 10),
}
_ZH_UNITS = {"zy": "year", "zm": "month", "zd": "day", "zhou": "week"}


def _rule(freq: str, interval: int = 1, part: str | None = None, **parts: str) -> Built:
    made = [("FREQ", freq)]
    if interval > 1:
        made.append(("INTERVAL", str(interval)))
    made += [(k, v) for k, v in parts.items() if v]
    return "Rule", Rule(tuple(made), part)


def _unit(hit: Hit) -> str | None:
    return hit.get("unit") or next((u for k, u in _ZH_UNITS.items() if hit.has(k)), None)


def _interval(hit: Hit) -> int:
    """every other, every second, 隔周, 每两周."""
    if hit.has("other"):
        return 2
    if hit.has("ord"):
        return int(hit.get("ord"))
    every = hit.get("every")
    return every if isinstance(every, int) and every > 1 else int(hit.get("num") or 1)


def plain(hit: Hit) -> Built:
    """每天, every week, every two months."""
    unit, size = _unit(hit), hit.get("Length")
    if size is not None:
        return _of_length(hit)
    interval = _interval(hit)
    if unit in {"workday", "weekday"}:
        return _rule("WEEKLY", interval, BYDAY=_WORKDAYS)
    if unit == "weekend":
        return _rule("WEEKLY", interval, BYDAY=_WEEKEND)
    if unit not in _FREQS or not 0 < interval < 1000:
        return None
    freq, times = _FREQS[unit]
    return _rule(freq, interval * times, "evening" if unit == "night" else None)


def _of_length(hit: Hit) -> Built:
    size, several = hit.get("Length"), 2 if hit.has("other") else 1
    if size.workdays or size.unit == "weekend":
        return _rule("WEEKLY", int(size.workdays or size.days // 2), BYDAY=_WEEKEND if size.unit == "weekend" else "")
    for freq, amount, one in (
        ("YEARLY", size.months, 12),
        ("MONTHLY", size.months, 1),
        ("WEEKLY", size.days, 7),
        ("DAILY", size.days, 1),
        ("HOURLY", size.seconds, 3600),
        ("MINUTELY", size.seconds, 60),
    ):
        if amount and amount % one == 0:
            return _rule(freq, int(amount // one) * several)
    return None


def weekdays(hit: Hit) -> Built:
    """每周二、周四, every Monday and Wednesday, 每周一到周五, Tuesdays and Thursdays."""
    found = _named_days(hit)
    outer = {u for u in hit.all("unit") if u not in {"weekday", "workday", "weekend"}}
    if found is None or not outer <= {"week", "fortnight"} or hit.get("freq") in {"MONTHLY", "YEARLY"}:
        return None
    return _rule("WEEKLY", _interval_of(hit), BYDAY=",".join(WEEKDAYS[d] for d in sorted(found)))


def _named_days(hit: Hit) -> set[int] | None:
    found: list[int] = []
    spread = False
    for node in hit.nodes:
        if node.code == CODES["to"]:
            spread = True
        elif node.code in _DAY_CODES or (node.code == _NUM and found):
            value = node.value if node.code in _DAY_CODES else node.value - 1
            if not 0 <= value < 7:
                return None
            if spread and found:
                found += range(found[-1] + 1, value)
            found.append(value)
            spread = False
        elif node.code == _UNIT and node.value in {"weekday", "workday"}:
            found += range(5)
        elif node.code == _UNIT and node.value == "weekend" and found:
            found += [5, 6]
    return set(found) or None


def _interval_of(hit: Hit) -> int:
    size = hit.get("Length")
    if size is not None:
        return max(int(size.days // 7), 1)
    if "fortnight" in hit.all("unit"):
        return 2
    if hit.has("freq"):
        return int((hit.get("freq") + " 1").split(" ")[1])
    numbers = [n for n in hit.nodes if n.code == _NUM]
    if hit.has("num") and numbers[0].start < next(n.start for n in hit.nodes if n.code in _DAY_CODES):
        return int(numbers[0].value)
    every = hit.get("every")
    other = 2 if hit.has("other") else int(hit.get("ord") or 0)
    return other or (every if isinstance(every, int) and every > 1 else 1)


def monthly_days(hit: Hit) -> Built:
    """每月10号、25号, the 19th of every month, every month on the 15th."""
    numbers = [n.value for n in hit.nodes if n.code in {_NUM, CODES["ord"]}]
    numbers = [n for n in numbers if isinstance(n, int) and 1 <= n <= 31]
    unit = "month" if hit.has("zm") or hit.get("freq") == "MONTHLY" else _unit(hit)
    if unit != "month" or not numbers or _counts_on(hit):
        return None
    return _rule("MONTHLY", BYMONTHDAY=",".join(str(n) for n in sorted(set(numbers))))


def _counts_on(hit: Hit) -> bool:
    """monthly 3 hours: what follows the last number is counted by it."""
    after = hit.after.code if hit.after is not None else ""
    return after in _DAY_CODES or (hit.nodes[-1].code == _NUM and after in _COUNTED)


def every_numbered(hit: Hit) -> Built:
    """every 15th, every 15th of the month; every 5th customer is none."""
    of_month, ends = hit.get("unit") == "month", hit.after is None or hit.after.code not in _COUNTED
    number = hit.get("ord")
    if not 1 <= number <= 31 or not (of_month or (ends and number > 3 and not hit.has("unit"))):
        return None
    return _rule("MONTHLY", BYMONTHDAY=str(number))


def every_festival(hit: Hit) -> Built:
    """every Christmas; a day that moves from year to year has no such rule."""
    fixed = FIXED_DAYS.get(hit.get("hol"))
    return _rule("YEARLY", BYMONTH=str(fixed[0]), BYMONTHDAY=str(fixed[1])) if fixed else None


def monthly_weekday(hit: Hit) -> Built:
    """每月最后一个周五, the first Monday of the month, every 2nd Tuesday of the month."""
    units = hit.all("unit") + [u for k, u in _ZH_UNITS.items() if hit.has(k)]
    nth = _from_end(hit) or hit.get("ord") or 1
    if nth > 5 or (hit.has("rel") and hit.get("rel") != -1 and not hit.has("ord")):
        return None
    wday = hit.get("wday") if hit.has("wday") else hit.get("wdays")
    outer = next((u for u in units if u in {"month", "quarter", "year"}), None)
    if hit.get("freq") == "MONTHLY":
        outer = "month"
    if outer is None or (hit.has("freq") and hit.get("freq") != "MONTHLY"):
        return None
    if not hit.has("every") and not hit.has("freq") and (outer == "year" or _is_led(hit)):
        return _single_day(hit, outer, nth, wday)
    return _nth_weekday(outer, nth, wday, units)


def _from_end(hit: Hit) -> int:
    """the last -1, 倒数第二个 -2; 0 where it is counted from the beginning."""
    value = hit.get("last")
    return value if isinstance(value, int) else -1 if hit.has("last") or hit.get("rel") == -1 else 0


def _nth_weekday(outer: str, nth: int, wday: int | None, units: list[str]) -> Built:
    months = "" if outer == "month" else "3,6,9,12" if nth < 0 else "1,4,7,10"
    if wday is not None:
        return _rule("MONTHLY", BYMONTH=months, BYDAY=f"{nth}{WEEKDAYS[wday]}") if outer != "year" else None
    if {"workday", "weekday"} & set(units):
        return _rule("MONTHLY", BYMONTH=months, BYDAY=_WORKDAYS, BYSETPOS=str(nth))
    return _nth_day(outer, nth, units)


def _is_led(hit: Hit) -> bool:
    """by the last day of the month: one day, not each."""
    return hit.before is not None and hit.before.code in _ONCE


def _single_day(hit: Hit, outer: str, nth: int, wday: int | None) -> Built:
    base = days.period(outer, hit.scene.today)
    start, last = base.start.date(), days.safe_day(base.end.date(), -1)
    if wday is not None:
        on = days.nth_weekday(start.year, start.month if nth > 0 else last.month, wday, nth)
    else:
        on = days.safe_day(start, nth - 1) if nth > 0 else last
    return ("Day", Day(on)) if on is not None and hit.all("unit")[:1] != ["week"] else None


def monthly_by_freq(hit: Hit) -> Built:
    """monthly on the last Friday."""
    nth = -1 if hit.has("last") or hit.get("rel") == -1 else hit.get("ord")
    if hit.get("freq") != "MONTHLY" or not nth or not hit.has("wday"):
        return _nth_day("month", nth, hit.all("unit")) if nth and hit.get("freq") == "MONTHLY" else None
    return _rule("MONTHLY", BYDAY=f"{nth}{WEEKDAYS[hit.get('wday')]}")


def _nth_day(outer: str, nth: int, units: list[str]) -> Built:
    if "day" not in units and "zd" not in units:
        return None
    if outer == "quarter":
        return _rule("MONTHLY", BYMONTH="3,6,9,12" if nth < 0 else "1,4,7,10", BYMONTHDAY=str(nth))
    if outer == "year":
        return _rule("YEARLY", BYMONTH="12" if nth < 0 else "1", BYMONTHDAY="31" if nth < 0 else str(nth))
    return _rule("MONTHLY", BYMONTHDAY=str(nth))


def month_edge(hit: Hit) -> Built:
    """每月底, 每月初, 每年底."""
    end = hit.has("end")
    if hit.has("zm") or hit.get("unit") == "month":
        return _rule("MONTHLY", BYMONTHDAY="-1" if end else "1")
    if hit.has("unit") and hit.get("unit") not in {"quarter", "year"}:
        return None
    if hit.get("unit") == "quarter":
        return _rule("MONTHLY", BYMONTH="3,6,9,12" if end else "1,4,7,10", BYMONTHDAY="-1" if end else "1")
    return _rule("YEARLY", BYMONTH="12" if end else "1", BYMONTHDAY="31" if end else "1")


def yearly(hit: Hit) -> Built:
    """每年6月, 每年10月1日, every 4/15, every June."""
    period, day = hit.get("Period"), hit.get("Day")
    if hit.get("unit") not in {None, "year"} or hit.get("freq") not in {None, "YEARLY"}:
        return None
    number = hit.get("ord") or hit.get("num")
    if number is not None and hit.has("mon"):
        return _rule("YEARLY", BYMONTH=str(hit.get("mon")), BYMONTHDAY=str(number)) if 1 <= number <= 31 else None
    if day is not None:
        return _rule("YEARLY", BYMONTH=str(day.month), BYMONTHDAY=str(day.number)) if day.month and day.number else None
    month = period.month if period else hit.get("mon")
    return _rule("YEARLY", BYMONTH=str(month)) if month else None


def by_freq(hit: Hit) -> Built:
    """daily, biweekly, quarterly; once a week."""
    freq, _, interval = (hit.get("freq") or hit.get("per")).partition(" ")
    if hit.has("per") and not (hit.has("times") or hit.has("num") or hit.has("one")):
        return None
    return _rule(freq, int(interval or 1))


def times_a(hit: Hit) -> Built:
    """once a week, one a day."""
    one = hit.nodes[-1].said == "" and hit.scene.text[hit.nodes[-1].start :].startswith(("a ", "an "))
    return _of_length(hit) if one else None


def working_days(hit: Hit) -> Built:
    """工作日每天."""
    return _rule("WEEKLY", BYDAY=_WORKDAYS) if hit.nodes[0].value in {"workday", "weekday"} else None


def plural_part(hit: Hit) -> Built:
    """mornings, every evening."""
    if hit.has("every") or hit.nodes[-1].said.endswith("s"):
        return _rule("DAILY", part=hit.get("part"))
    return None


def day_parts(hit: Hit) -> Built:
    """Tuesday afternoons."""
    if not hit.nodes[-1].said.endswith("s"):
        return None
    return _rule("WEEKLY", part=hit.get("part"), BYDAY=WEEKDAYS[hit.get("wday")])


def workday_parts(hit: Hit) -> Built:
    """weekday mornings."""
    days_of = {"weekday": _WORKDAYS, "workday": _WORKDAYS, "weekend": _WEEKEND}.get(hit.get("unit"))
    return (
        _rule("WEEKLY", part=hit.get("part"), BYDAY=days_of) if days_of and hit.nodes[-1].said.endswith("s") else None
    )


_DAY_CODES = frozenset((CODES["wday"], CODES["wdays"]))
_NUM, _UNIT = CODES["num"], CODES["unit"]
_COUNTED = codes("gap", "unit", "num", "ord", "mer", "oclock", "Length", "to", "wday", "wdays")
_ONCE = codes("by", "before", "until")

LAYER: Layer = (
    ("wday part", day_parts),
    ("unit part", workday_parts),
    ("(on|the)* (ord|last|rel) (wday|wdays|unit) comma? (every (unit|zm)|freq)", monthly_weekday),
    ("wday ((and|comma|to|slash|or)+ wday)+ every other? unit", weekdays),
    ("wdays every (other|ord|num)? unit", weekdays),
    (
        "(times|num times) (per|every unit|Length) on (wday|wdays) ((and|comma|slash)+ (wday|wdays))*",
        weekdays,
    ),
    ("freq (comma|on|every)* (wday|wdays) ((and|comma|slash)+ (wday|wdays|unit))*", weekdays),
    ("(early|end) of? every (unit|zm)", month_edge),
    ("freq (on|prep|the|of)* (early|end) (of the)? unit", month_edge),
    ("(the|on)* ord ((and|comma|the)+ ord)* of? every (unit|zm)", monthly_days),
    ("freq (on|the)* (num|ord) ((and|comma|the)+ (num|ord))*", monthly_days),
    ("every ord (of the unit)?", every_numbered),
    ("(mon (the? (num|ord))?|the? (num|ord) of? mon|Day) every unit", yearly),
    ("every unit (prep|on|the|of)* (mon (the? (num|ord))?|(num|ord) of? mon|Day)", yearly),
    ("freq (prep|on|the|of)* (mon (the? (num|ord))?|(num|ord) of? mon|Day)", yearly),
    ("every hol", every_festival),
    ("every (unit|zm|zhou) (of|the|on|prep)* (ord|last|first|rel) ge? (wday|unit|zd)", monthly_weekday),
    ("every (ord|last|rel) (wday|wdays|unit) (of|prep|the)+ (every|the)* (unit|zm)", monthly_weekday),
    ("(the)? (ord|last|rel) (wday|wdays|unit) (of|prep)+ (every|the) (unit|zm)", monthly_weekday),
    ("every (zm|unit) (on|the|of|prep)* (num zd|ord) ((and|or|comma|the)+ (num zd|num|ord))*", monthly_days),
    ("(the)? (num|ord) (and (num|ord))* of (every|the)? every (unit|zm)", monthly_days),
    ("every (zm|zy|unit) (early|end)", month_edge),
    ("every (zy|unit)? of? (Period|Day|mon)", yearly),
    (
        (
            "every (other|ord|num)? Length? (zhou|unit)? of? (on|the|from)* (wday|wdays) ((and|"
            "to|comma|or|slash)+ (wday|wdays|unit|num))*"
        ),
        weekdays,
    ),
    ("(freq|other)? (on)? wdays ((and|comma|to|slash)+ (wdays|unit))*", weekdays),
    ("freq (on|the)* (ord|last|rel) (wday|unit)", monthly_by_freq),
    ("unit of? every (unit|zd)", working_days),
    ("every (other|num|ord)? (unit|zd|zm|zy|zhou|Length)", plain),
    ("(times|num times|num) Length", times_a),
    ("(times|one|num) times? per", by_freq),
    ("freq", by_freq),
    ("all unit", lambda hit: plain(hit) if hit.nodes[-1].said == "weekends" else None),
    ("unit", lambda hit: plain(hit) if hit.nodes[-1].said in {"weekends", "weekdays", "workdays"} else None),
    ("(every|all)? part", plural_part),
)


def with_time(rule: Rule, when: When | Stretch) -> Rule:
    """The recurrence with a time of day, or hours from and to."""
    if isinstance(when, Stretch):
        return rule._replace(part=when.first.part or rule.part, clock=when.first.clock, until_clock=when.last.clock)
    return rule._replace(part=when.part or rule.part, clock=when.clock or rule.clock)


def on_weekday(rule: Rule, when: When) -> Rule | None:
    """weekly sync on Friday at 3: a plain week and a bare weekday are each such day."""
    parts, day = dict(rule.parts), when.day
    plain = parts["FREQ"] == "WEEKLY" and "BYDAY" not in parts and rule.clock is None and rule.first is None
    monthly = parts["FREQ"] == "MONTHLY" and parts.keys() == {"FREQ"} and rule.clock is None and rule.first is None
    if monthly and day is not None and day.number is not None and day.month is None and when.period is None:
        return rule._replace(parts=(*rule.parts, ("BYMONTHDAY", str(day.number))))
    if not plain or day is None or not day.loose or day.weekday is None:
        return None
    return rule._replace(parts=(*rule.parts, ("BYDAY", WEEKDAYS[day.weekday])))


def one_rule(first: Rule, second: Rule) -> Rule | None:
    """weekly standup every Monday at 9: the plainer of two with the same frequency only says it again."""
    for plain, full in ((first, second), (second, first)):
        a, b = dict(plain.parts), dict(full.parts)
        if plain.clock is None and plain.until is None and a.keys() <= {"FREQ", "INTERVAL"} and a["FREQ"] == b["FREQ"]:
            return full._replace(parts=tuple({"FREQ": b["FREQ"], **a, **b}.items()))
        if plain.until is None and a == {"FREQ": "DAILY"} and "BYDAY" in b:
            return full._replace(clock=full.clock or plain.clock, until_clock=full.until_clock or plain.until_clock)
    return None


__all__ = ["LAYER", "Clock", "Period", "with_time"]
