"""Rules that put days, parts of the day and clock times together: moments, ranges, deadlines, recurrences with a time."""

from collections.abc import Iterable
from dataclasses import replace

from bot.understanding import days
from bot.understanding.clocks import HOURS, make_clock
from bot.understanding.nodes import CODES, Built, Clock, Day, Due, Hit, Node, Period, Scene, Stretch, When, layer
from bot.understanding.recurrence import with_time

_JOINERS = frozenset(CODES[k] for k in ("of", "prep", "on", "comma", "the", "lpar", "rpar", "to"))
_WHEN = CODES["When"]
_MAX_JOINERS = 3
_PART_OF = {"Day": "day", "Period": "period", "Clock": "clock"}


def _hour(value: object, said: str = "") -> Clock | None:
    if not isinstance(value, int):
        return None
    if value > HOURS:
        hour, minute = divmod(value, 100)
        return (
            make_clock(hour, minute, exact=said.startswith("0") or hour > 12)
            if len(said) in {3, 4} and hour <= HOURS and minute < 60
            else None
        )
    return make_clock(value, exact=said.startswith("0") and len(said) == 2)


def _counted(hit: Hit) -> bool:
    return hit.after is not None and hit.after.code in _COUNTED


def hours_to(hit: Hit) -> Built:
    """Both ends of 3-5pm, 9到11点, 明天3-5: two clock times with what stands around them."""
    clocks = []
    for node in hit.nodes:
        if node.code == CODES["num"]:
            clocks.append(_hour(node.value, node.said))
        elif node.code == CODES["Clock"]:
            clocks.append(node.value)
        elif node.code == CODES["dec"]:
            hour, _, minute = node.value.partition(".")
            clocks.append(
                make_clock(int(hour), int(minute))
                if len(minute) == 2 and int(minute) < 60 and int(hour) <= HOURS
                else None
            )
    after_number = (
        hit.nodes[-1].code == CODES["num"]
        and _counted(hit)
        and not (hit.nodes[0].code == CODES["Clock"] and hit.after is not None and hit.after.code == CODES["gap"])
    )
    if len(clocks) != 2 or None in clocks or after_number:
        return None
    first, last = clocks
    if first is None or last is None:
        return None
    return "Range", Stretch(When(clock=first), When(clock=last))


def compact_hours(hit: Hit) -> Built:
    """1530-1700 with nothing around it."""
    if not all(len(n.said) in {3, 4} and n.said.isdigit() for n in hit.nodes if n.code == CODES["num"]):
        return None
    made = hours_to(hit)
    return made if made and hit.nodes[1].said == "-" and hit.nodes[-1].start == hit.nodes[1].end else None


def at_hour(hit: Hit) -> Built:
    """at 3, at 1530, at 6.45, @ 5."""
    if hit.nodes[0].said not in {
        "at",
        "@",
        "around",
        "about",
        "by",
        "till",
        "until",
        "before",
        "after",
        "from",
        "定在",
        "在",
        "于",
        "大概",
        "大约",
    } or _counted(hit):
        return None
    node = hit.nodes[-1]
    if hit.nodes[0].said not in {"at", "@"} and (
        node.code == CODES["num"]
        and (len(node.said) > 2 or hit.nodes[0].said in {"在", "于", "大概", "大约", "about", "around"})
    ):
        return None
    if node.code == CODES["dec"]:
        hour, _, minute = node.value.partition(".")
        clock = (
            make_clock(int(hour), int(minute)) if len(minute) == 2 and int(minute) < 60 and int(hour) <= HOURS else None
        )
    else:
        clock = _hour(node.value, node.said)
    return (
        ("Clock", clock)
        if clock
        and not (
            hit.nodes[0].said == "@"
            and hit.after is not None
            and hit.after.code == CODES["gap"]
            and not hit.nodes[0].start + 1 < node.start
        )
        else None
    )


def day_hour(hit: Hit) -> Built:
    """tomorrow night at nine → kept; seven on 15: a number with "on" is a day."""
    node = hit.nodes[-1]
    if node.code == CODES["num"] and (not 1 <= node.value <= 31 or _counted(hit) or not isinstance(node.value, int)):
        return None
    return "Day", days.numbered(hit.scene.today, node.value)


def same_month(hit: Hit) -> Built:
    """4 to 22 January, 18-19日, from 4 to 22 this month: the first number shares the month of the second."""
    numbers = [n for n in hit.nodes if n.code in _NUMBERS]
    day, base = hit.get("Day"), hit.get("Period")
    if base is not None:
        if base.grain != "month" or len(numbers) != 2:
            return None
        first, last = (days.dated(hit.scene.today, base.start.year, base.start.month, n.value) for n in numbers)
        return "Range", Stretch(When(day=first), When(day=last))
    if day.number is None or not isinstance(numbers[0].value, int) or not 1 <= numbers[0].value <= 31:
        return None
    if hit.nodes[0].code == CODES["Day"] or (hit.nodes[0].said == "between" and hit.nodes[1].code == CODES["Day"]):
        return _month_then_number(hit, day, numbers[0].value)
    on = day.on
    first_day = on.replace(day=1)
    if numbers[0].value > on.day:
        first_day = days.month_start(on.year, on.month - 1)
    if numbers[0].value > days.days_in(first_day):
        return None
    start = Day(first_day.replace(day=numbers[0].value), day.year, day.month, numbers[0].value)
    return "Range", Stretch(When(day=start), When(day=day))


def _month_then_number(hit: Hit, day: Day, number: int) -> Built:
    """November 18-19, april 27th to the third."""
    if _counted(hit):
        return None
    first = day.on.replace(day=1)
    if number < day.on.day:
        first = days.month_start(first.year, first.month + 1)
    if number > days.days_in(first):
        return None
    return "Range", Stretch(When(day=day), When(day=Day(first.replace(day=number), day.year, day.month, number)))


def as_when(node: Node) -> Node:
    kind = _KINDS.get(node.code)
    if kind is None:
        return node
    if kind == "part":
        return Node(_WHEN, node.start, node.end, When(part=node.value), node.said)
    return Node(_WHEN, node.start, node.end, When(**{kind: node.value}), node.said)


def merge(nodes: Iterable[Node], scene: Scene) -> list[Node]:
    """Neighbouring pieces of one moment become one, whatever their order: 明天|下午|3点, 8am|on Friday."""
    out: list[Node] = []
    held: list[Node] = []  # joiners since the last When
    for node in map(as_when, nodes):
        if node.code in _JOINERS:
            held.append(node)
            continue
        last = out[-1] if out else None
        if node.code == _WHEN and last is not None and last.code == _WHEN and _joined(last.value, node.value, held):
            both = together(last.value, node.value)
            if both is not None:
                end = held.pop().end if held and held[-1].said == ")" else node.end
                out[-1] = Node(_WHEN, last.start, end, both, last.said)
                held = []
                continue
        out.extend(held)
        held = []
        out.append(node)
    return out + held


def _joined(first: When, second: When, held: list[Node]) -> bool:
    if len(held) > _MAX_JOINERS:
        return False
    dashes = [n for n in held if n.code == CODES["to"]]
    if not dashes:
        return True
    return (
        all(n.said == "-" for n in dashes)
        and first.clock is None
        and second.day is None
        and (second.clock is not None)
        and first.day is not None
    ) or (
        all(n.said == "-" for n in dashes)
        and bool(first.day and second.day and first.day.loose and second.day.month)
        and first.clock is None
    )


def together(first: When, second: When) -> When | None:
    """Both in one, or None when they speak of the same thing."""
    if first.at or second.at:
        return None
    day = _one_day(first, second)
    if day is None and (first.day or second.day) and first.day and second.day:
        return None
    if (first.clock and second.clock) or (first.part and second.part and first.part != second.part):
        return None
    if first.period and second.period:
        return None
    period = first.period or second.period
    if period and (first.day or second.day):
        day = _day_in(period, first.day or second.day)
        if day is None:
            return None
        period = None
    elif period and (first.part or second.part):
        return None
    return When(
        day, period, first.part or second.part, first.clock or second.clock, day_last=bool(first.clock and second.day)
    )


def _one_day(first: When, second: When) -> Day | None:
    a, b = first.day, second.day
    if a is None or b is None:
        return a or b
    if a.on == b.on:
        return replace(b if a.loose else a, weekday=a.weekday if a.weekday is not None else b.weekday, loose=False)
    if (a.weekday is None) == (b.weekday is None) or (first.clock and second.clock):
        return None
    named, full = (a, b) if a.weekday is not None else (b, a)
    if full.number is None:
        return None
    weekday = named.weekday if named.weekday is not None else 0
    if full.on.weekday() == weekday and named.loose:
        return replace(full, weekday=weekday)
    return replace(full, weekday=weekday, conflict="weekday")


def _day_in(period: Period, day: Day | None) -> Day | None:
    if day is None or period.rolling:
        return None
    if day.loose and day.weekday is not None and period.grain == "week":
        return Day(days.safe_day(period.start.date(), day.weekday), weekday=day.weekday)
    if day.loose and day.weekday is not None and period.grain == "day" and (period.end - period.start).days <= 7:
        start = period.start.date()
        return Day(days.safe_day(start, (day.weekday - start.weekday()) % 7), weekday=day.weekday)
    if day.number is not None and day.month is None and period.grain == "month":
        return days.dated(period.start.date(), period.start.year, period.start.month, day.number)
    return None


def stretch(hit: Hit) -> Built:
    whens = hit.all("When")
    return ("Range", Stretch(whens[0], whens[1])) if len(whens) == 2 and not _same_kind_clash(*whens) else None


def _same_kind_clash(first: When, last: When) -> bool:
    """A length of days cannot run to a clock time alone, nor a clock time to a month."""
    return bool(last.period and first.clock and not first.day)


def now_stretch(hit: Hit) -> Built:
    at = When(at=hit.scene.now, grain="minute")
    whens = hit.all("When")
    return "Range", Stretch(at, whens[0]) if hit.nodes[0].code == CODES["now"] or hit.nodes[1].code == CODES[
        "now"
    ] else Stretch(whens[0], at)


def range_with_day(hit: Hit) -> Built:
    """3-5pm tomorrow, 周五 9-11点."""
    span, when = hit.get("Range"), hit.get("When")
    first = together(when, span.first)
    if first is None or span.first.day or span.first.period or when.clock or when.period:
        return None
    return "Range", replace(span, first=first)


def rule_with_time(hit: Hit) -> Built:
    rule, when = hit.get("Rule"), hit.get("Range") or hit.get("When")
    if isinstance(when, Stretch):
        if when.first.day or when.first.period or not when.first.clock:
            return None
        if when.last.clock is None and (when.last.day or when.last.period):
            return "Rule", replace(with_time(rule, when.first), until=when.last)
        return "Rule", with_time(rule, when)
    if when.day or when.period or when.at or (rule.clock and when.clock):
        if (
            when.day
            and when.day.loose
            and not rule.clock
            and not when.clock
            and "BYDAY" not in dict(rule.parts)
            and dict(rule.parts)["FREQ"] == "WEEKLY"
        ):
            return "Rule", replace(
                rule,
                parts=(*rule.parts, ("BYDAY", ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[when.day.weekday])),
                first=when,
                part=when.part,
            )
        return None
    return "Rule", with_time(rule, when)


def rule_bounds(hit: Hit) -> Built:
    """从下周起, starting December 1, until the end of January."""
    rule, when = hit.get("Rule"), hit.get("When")
    if hit.has("until") or hit.has("to") or hit.has("by"):
        return "Rule", replace(rule, until=when)
    return "Rule", replace(rule, first=when, clock=rule.clock or when.clock, part=rule.part or when.part)


def due(hit: Hit) -> Built:
    """by Friday, 周五前, before 5pm, 截止12月20日."""
    when, close = hit.get("When"), hit.get("close")
    mark = next((n for n in hit.nodes if n.code in {CODES["before"], CODES["by"]}), None)
    if mark is not None and mark.code == CODES["before"] and (mark is hit.nodes[-1]) == mark.said.isascii():
        return None
    if hit.get("Range"):
        when = hit.get("Range").last
    strict = mark is not None and mark.code == CODES["before"] and "或" not in mark.said and "及" not in mark.said
    if close is not None:
        return "Deadline", closing(close, when, hit.scene)
    return ("Deadline", Due(when, strict=strict)) if when is not None else None


def closing(unit: str, when: When | None, scene: Scene) -> Due | None:
    """Close of business of the day, or of the week's last working day."""
    if unit == "day":
        on = when or When(day=Day(scene.today))
        return Due(on, days.midnight(on.day.on) if on.day else None)
    last = days.safe_day(days.period(unit, when.day.on if when and when.day else scene.today).end.date(), -1)
    return Due(When(day=Day(scene.calendar.working_on_or_before(last))))


_NUMBERS = frozenset((CODES["num"], CODES["ord"]))
_COUNTED = frozenset(
    CODES[k] for k in ("unit", "ge", "zy", "zm", "zd", "gap", "num", "ord", "zhou", "ke", "times", "mon", "dec")
)
_KINDS = {CODES["Day"]: "day", CODES["Period"]: "period", CODES["Clock"]: "clock", CODES["part"]: "part"}

SHARED_MONTH = layer(
    [("(num|ord) (to|until) (the)* Day", same_month), ("between (the)* (num|ord) (and|to) (the)* Day", same_month)]
)
NUMBERED = layer(
    [
        ("(from|between)? (the)* (num|ord) (to|until|and) (the)* (num|ord) (prep|of|the|comma)* Period", same_month),
        ("Day (to|until) (the)* (num|ord)", same_month),
        ("Day between num (and|to) num", lambda hit: None),
        ("(num|dec) (to|until) Clock", hours_to),
        ("Clock (to|until) (num|dec)", hours_to),
        ("between (num|Clock) and (num|Clock)", hours_to),
        ("num to num", compact_hours),
    ]
)
_AFTER_DAY = {CODES[k] for k in ("Day", "part", "prep", "on", "from", "comma", "Rule", "wdays", "wday", "When")}


def loose_hours(hit: Hit) -> Built:
    """tomorrow 3-5, from 9 to 5: plain numbers after a day, a part of the day or "from"."""
    led = hit.before is not None and hit.before.code in _AFTER_DAY and hit.before.said not in {"for", "in", "在"}
    return hours_to(hit) if led or (hit.after is not None and hit.after.code == CODES["Day"]) else None


HOURLY = layer(
    [("(num|dec) (to|until) (num|dec)", loose_hours), ("(prep|on|by|before|until|after|from) (num|dec)", at_hour)]
)
NUMBER_DAYS = layer([("on num", day_hour)])

TOGETHER = layer(
    [
        ("from? now (to|until|and) (the)* When", now_stretch),
        ("between now and (the)* When", now_stretch),
        ("(from|between)? When (to|until|and)? now", now_stretch),
        ("from? When (prep|comma)? (to|until) (the|from|on)* When", stretch),
        ("between (the)* When (and|to) (the)* When between?", stretch),
        ("When and When between", stretch),
        ("Range (on|prep|of|comma|the)* When", range_with_day),
        ("When (on|prep|of|comma|the|from)* Range", range_with_day),
        ("Rule (on|prep|of|comma|the|from)* (Range|When)", rule_with_time),
        ("(Range|When) (on|prep|of|comma|the)* Rule", rule_with_time),
        ("Rule (on|prep|of|comma|the|from)* (Range|When)", rule_with_time),
        ("Rule comma? (begin|from)+ (prep|on|the)* When begin?", rule_bounds),
        ("from? When begin comma? Rule", rule_bounds),
        ("Rule comma? (until|to|by) (prep|the)* When", rule_bounds),
        ("When (prep|of|comma)? close before?", due),
        ("(by|before)+ (prep|the|on|of)* close (prep|of|on|the|comma)* When", due),
        ("close (prep|of|on|the|comma)* When", due),
        ("(by|before)+ (prep|the|on|of)* close", due),
        ("close before?", due),
        ("(by|before)+ (prep|the|on|of|to)* (When|Range) before?", due),
        ("(When|Range) (of|prep)? (before|by)+", due),
    ]
)
