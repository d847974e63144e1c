"""Rules that put days, parts of the day and clock times together: moments, ranges, deadlines, recurrences."""

from collections.abc import Iterable

from bot.understanding import days
from bot.understanding.clocks import make_clock
from bot.understanding.nodes import CODES, Built, Day, Due, Hit, Layer, Node, Period, Rule, Scene, Stretch, When
from bot.understanding.recurrence import WEEKDAYS, with_time

_JOINERS = frozenset(CODES[k] for k in ("of", "prep", "on", "comma", "the", "lpar", "rpar", "to"))


_WHEN = CODES["When"]


_LINKS = frozenset((CODES["stop"], CODES["gap"]))
BEGINS = "begins"
_MAX_JOINERS = 3


def as_when(node: Node) -> Node:
    kind = _KINDS.get(node.code)
    if kind is None:
        return node
    if kind == "part":
        return Node(_WHEN, node.start, node.end, When(part=node.value), node.said)
    return Node(_WHEN, node.start, node.end, When(**{kind: node.value}), node.said)


def merge(nodes: Iterable[Node]) -> list[Node]:
    """Neighbouring pieces of one moment become one, whatever their order: 明天|下午|3点, 8am|on Friday."""
    out: list[Node] = []
    held: list[Node] = []  # joiners since the last When
    bracketed = False
    for node in map(as_when, nodes):
        if node.said == ")" and bracketed and not held:
            out[-1], bracketed = out[-1]._replace(end=node.end), False
            continue
        bracketed = bracketed and node.code in _JOINERS
        if node.code in _JOINERS:
            held.append(node)
            continue
        last = out[-1] if out else None
        if node.code == _WHEN and last is not None and last.code == _WHEN and _joined(last.value, node.value, held):
            both = together(last.value, node.value)
            if both is not None:
                end = held.pop().end if held and held[-1].said == ")" else node.end
                out[-1] = Node(_WHEN, last.start, end, both, last.said)
                held, bracketed = [], any(n.said == "(" for n in held)
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
    clashing = day is None and first.day and second.day
    parts = first.part and second.part and first.part != second.part
    if clashing or parts or (first.clock and second.clock) or (first.period and second.period):
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
        day,
        period,
        first.part or second.part,
        first.clock or second.clock,
        length=first.length or second.length,
        day_last=bool(first.clock and second.day),
    )


def _one_day(first: When, second: When) -> Day | None:
    a, b = first.day, second.day
    if a is None or b is None:
        return a or b
    if a.on == b.on:
        return (b if a.loose else a)._replace(weekday=a.weekday if a.weekday is not None else b.weekday, loose=False)
    if (a.weekday is None) == (b.weekday is None) or (first.clock and second.clock):
        return None
    named, full = (a, b) if a.weekday is not None else (b, a)
    if full.number is None:
        return None
    weekday = named.weekday if named.weekday is not None else 0
    if full.on.weekday() == weekday and named.loose:
        return full._replace(weekday=weekday)
    return full._replace(weekday=weekday, conflict="weekday")


def _day_in(period: Period, day: Day | None) -> Day | None:
    if day is None or period.rolling:
        return None
    if day.loose and day.weekday is not None and period.grain == "week":
        return Day(days.safe_day(period.start.date(), day.weekday), weekday=day.weekday)
    if day.loose and day.weekday is not None and period.grain == "day" and (period.end - period.start).days <= 7:
        start = period.start.date()
        return Day(days.safe_day(start, (day.weekday - start.weekday()) % 7), weekday=day.weekday)
    if day.number is not None and day.month is not None and day.year is None and period.grain == "year":
        return days.dated(period.start.date(), period.start.year, day.month, day.number)
    if day.number is not None and day.month is None and period.grain == "month":
        return days.dated(period.start.date(), period.start.year, period.start.month, day.number)
    return None


def stretch(hit: Hit) -> Built:
    whens = hit.all("When")
    if len(whens) != 2 or _same_kind_clash(*whens):
        return None
    first, last = whens
    return "Range", Stretch(first, _by_noon(last) if first.clock else last)


def _by_noon(last: When) -> When:
    """9点半到中午 ends when noon begins."""
    bare = last.part == "noon" and not (last.clock or last.at or last.period)
    return last._replace(clock=make_clock(12, 0, exact=True), part=None) if bare else last


def _same_kind_clash(first: When, last: When) -> bool:
    """A length of days cannot run to a clock time alone, nor a clock time to a month."""
    return bool(last.period and first.clock and not first.day)


def now_stretch(hit: Hit) -> Built:
    """from now until Friday, between now and noon, since Monday until now."""
    at, when = When(at=hit.scene.now, grain="minute"), hit.get("When")
    if hit.has("after") and hit.get("after") != "now":
        return None
    now_first = hit.has("after") or CODES["now"] in {n.code for n in hit.nodes[:2]}
    return "Range", Stretch(at, when) if now_first else Stretch(when, at)


def now_alone(hit: Hit) -> Built:
    """现在 is a time only when nothing else is said."""
    alone = hit.scene.text.strip(" 。.!?") == hit.said
    return ("When", When(at=hit.scene.now, grain="minute")) if alone else None


def range_with_day(hit: Hit) -> Built:
    """3-5pm tomorrow, 周五 9-11点."""
    span, when = hit.get("Range"), hit.get("When")
    first = together(when, span.first)
    if first is None or span.first.day or span.first.period or when.clock or when.period:
        return None
    return "Range", span._replace(first=first)


def rule_with_time(hit: Hit) -> Built:
    rule, when = hit.get("Rule"), hit.get("Range") or hit.get("When")
    if isinstance(when, Stretch):
        if when.first.day or when.first.period or not when.first.clock:
            return None
        if when.last.clock is None and (when.last.day or when.last.period):
            return "Rule", with_time(rule, when.first)._replace(until=when.last)
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
            return "Rule", rule._replace(
                parts=(*rule.parts, ("BYDAY", WEEKDAYS[when.day.weekday])),
                first=when,
                part=when.part,
            )
        return None
    return "Rule", with_time(rule, when)


def rule_bounds(hit: Hit) -> Built:
    """从下周起, starting December 1, until the end of January."""
    rule, when = hit.get("Rule"), hit.get("When")
    if hit.has("until") or hit.has("to") or hit.has("by"):
        return "Rule", rule._replace(until=when)
    made = rule._replace(first=when, clock=rule.clock or when.clock, part=rule.part or when.part)
    return "Rule", on_its_weekday(made, when)


def on_its_weekday(rule: Rule, when: When) -> Rule:
    """every two weeks starting Thursday: each time on a Thursday."""
    parts = dict(rule.parts)
    if parts["FREQ"] != "WEEKLY" or "BYDAY" in parts or when.day is None or when.day.weekday is None:
        return rule
    return rule._replace(parts=(*rule.parts, ("BYDAY", WEEKDAYS[when.day.weekday])))


def due(hit: Hit) -> Built:
    """by Friday, 周五前, before 5pm, 截止12月20日."""
    when, close = hit.get("When"), hit.get("close")
    mark = next((n for n in hit.nodes if n.code in {CODES["before"], CODES["by"]}), None)
    if mark is not None and mark.code == CODES["before"] and _stands_after(hit, mark) == mark.said.isascii():
        return None
    if any(n.code in _LINKS and hit.scene.text[n.start : n.end].strip() not in {":", "是", "为"} for n in hit.nodes):
        return None
    if hit.get("Range"):
        when = hit.get("Range").last
    strict = mark is not None and mark.code == CODES["before"] and not any(c in mark.said for c in "或及结")
    if close is not None:
        return "Deadline", closing(close, when, hit.scene)
    return ("Deadline", Due(when, strict=strict)) if when is not None else None


def day_then_begin(hit: Hit) -> Built:
    """Friday afternoon starting at 1."""
    first, last = hit.all("When")
    both = together(first, last) if last.clock and not last.day and first.day and not first.clock else None
    return ("When", both) if both else None


def begun(hit: Hit) -> Built:
    """starting Dec 2: a recurrence said elsewhere in the sentence begins then."""
    when = hit.get("When")
    return (
        ("When", when._replace(grain=BEGINS)) if when.day and when.at is None and hit.nodes[0].said.isascii() else None
    )


def due_after_colon(hit: Hit) -> Built:
    """Deadline: Friday."""
    return due(hit) if hit.nodes[1].said == ":" and hit.nodes[0].said.isascii() else None


def _stands_after(hit: Hit, mark: Node) -> bool:
    said = [n for n in hit.nodes if n.code in {_WHEN, CODES["Range"], CODES["close"]}]
    return bool(said) and mark.start > said[0].start


def begin_and_end(hit: Hit) -> Built:
    """3点开始5点结束."""
    ends = hit.scene.text[hit.nodes[-1].end :].lstrip().startswith(("结束", "止", "截止", "散会"))
    return stretch(hit) if ends else None


def closing(unit: str, when: When | None, scene: Scene) -> Due | None:
    """Close of business of the day, or of the week's last working day."""
    if unit == "day":
        on = when or When(day=Day(scene.today))
        return Due(on, days.midnight(on.day.on) if on.day else None)
    last = days.safe_day(days.period(unit, when.day.on if when and when.day else scene.today).end.date(), -1)
    return Due(When(day=Day(scene.calendar.working_on_or_before(last))))


_KINDS = {CODES["Day"]: "day", CODES["Period"]: "period", CODES["Clock"]: "clock", CODES["part"]: "part"}


TOGETHER: Layer = (
    ("from? now (to|until|and) (the)* When", now_stretch),
    ("Rule comma? after? (until|to|by) (prep|the)* When", rule_bounds),
    ("after (to|until) (the)* When", now_stretch),
    ("between now and (the)* When", now_stretch),
    ("(from|between)? When (to|until|and)? now", now_stretch),
    ("from? When begin? (prep|comma|rpar)? (to|until) (the|from|on)* When", stretch),
    ("When begin comma? When", begin_and_end),
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
    ("When (prep|of|comma|by)* close before?", due),
    ("(by|before)+ (prep|the|on|of)* close (prep|of|on|the|comma)* When", due),
    ("close (prep|of|on|the|comma)* When", due),
    ("(by|before)+ (prep|the|on|of)* close", due),
    ("close before?", due),
    ("(by|before)+ (stop|gap)? (prep|the|on|of|to)* (When|Range) before?", due),
    ("by stop (the)* (When|Range)", due_after_colon),
    ("by stop close", due_after_colon),
    ("(When|Range) (of|prep)? (before|by)+", due),
    ("When comma? begin+ (prep|on|the|from)* When", day_then_begin),
    ("begin+ (prep|on|the|from)* When", begun),
    ("now", now_alone),
)
