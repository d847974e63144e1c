"""Rules that count from somewhere: 三天后, two weeks before Christmas, the next four business days, 3个工作日内."""

from datetime import date, datetime

from bot.understanding import days
from bot.understanding.nodes import CODES, Built, Day, Due, Hit, Layer, Length, Period, Scene, Stretch, When
from bot.understanding.units import length
from bot.understanding.zh_times import rolling

_FINE = {"second", "minute", "hour"}
_ZH_AGO = {"前", "之前", "以前"}


def _from_now(hit: Hit, size: Length, sign: int) -> Built:
    """A length away from now: an instant for hours, a day for days."""
    now = hit.scene.now
    if size.workdays:
        return "Day", Day(hit.scene.calendar.add_working_days(now.date(), sign * size.workdays))
    at = days.shift(now, size, sign)
    if size.unit in _FINE:
        return "When", When(at=at, grain="second" if size.unit == "second" else "minute")
    return "Day", Day(at.date())


def ago(hit: Hit) -> Built:
    word = hit.nodes[-1]
    return _from_now(hit, hit.get("Length"), -1) if word.code == CODES["ago"] or word.said in _ZH_AGO else None


def later(hit: Hit) -> Built:
    return _from_now(hit, hit.get("Length"), 1)


def in_length(hit: Hit) -> Built:
    """in two hours; in 2019 is none."""
    return _from_now(hit, hit.get("Length"), 1) if hit.nodes[0].said in {"in", "再过", "过"} else None


def inside(hit: Hit) -> Built:
    """within three days, 3个工作日内: a deadline that far from now."""
    size, scene = hit.get("Length"), hit.scene
    if size.workdays:
        return "Deadline", Due(When(day=Day(scene.calendar.add_working_days(scene.today, size.workdays))), scene.now)
    at = days.shift(scene.now, size)
    exact = size.unit in _FINE
    return "Deadline", Due(When(at=at, grain="minute") if exact else When(day=Day(at.date())), scene.now)


def limited(hit: Hit) -> Built:
    """限3天, 时限48小时: a deadline like 3天内."""
    return inside(hit) if hit.nodes[0].said in {"限", "限期", "时限", "期限"} else None


def inside_period(hit: Hit) -> Built:
    """本周内, within this month: by its last working day."""
    base = hit.get("Period")
    if base is None:
        return "Deadline", Due(When(day=hit.get("Day")), hit.scene.now)
    if base.grain in _FINE:
        return "Deadline", Due(When(at=base.end, grain="minute"), hit.scene.now)
    return "Deadline", Due(
        When(day=Day(hit.scene.calendar.working_on_or_before(days.safe_day(base.end.date(), -1)))), hit.scene.now
    )


_NO_EVENT = "在的从于把将他她我你们和与对这那是了就却还都自按向给,、"


def _from_an_event(hit: Hit, start: int) -> bool:
    """会后三天, 答辩前一天: counted from what has no day of its own here."""
    char = hit.scene.text[start - 1]
    if char in "会课始到期考延推往向提押":
        return True
    return hit.nodes[0].said == "前" and "\u4e00" <= char <= "\u9fff" and char not in _NO_EVENT


def ahead(hit: Hit) -> Built:
    """the next three days, 未来两周, 之后5分钟."""
    size, offset = hit.get("Length"), hit.get("rel")
    start = hit.nodes[0].start
    if hit.nodes[0].code in {CODES["before"], CODES["after"]} and start and _from_an_event(hit, start):
        return None
    if offset == 0:
        return None
    unit = hit.get("unit")
    if unit is not None and hit.has("num"):
        size = length(hit.get("num"), unit)
    sign = -1 if hit.has("recent") or hit.has("before") or (offset or 0) < 0 else 1
    if size is None:
        return None
    if size.unit == "quarter" or (size.months and size.months % 3 == 0 and "quarter" in hit.said):
        base = days.period("quarter", hit.scene.today, 1 if sign > 0 else 0)
        begins = base.start if sign > 0 else days.shift(base.start, size, -1)
        return "Period", Period(begins, days.shift(begins, size), "quarter")
    stretch = rolling(hit, size, sign)
    if sign > 0 and stretch.grain == "day" and not size.workdays and hit.nodes[0].code != CODES["within"]:
        stretch = stretch._replace(start=days.safe_at(stretch.start, 1), end=days.safe_at(stretch.end, 1))
    return "Period", stretch


def _anchor(hit: Hit) -> date | None:
    day = hit.get("Day")
    if day is not None:
        return day.on  # type: ignore[no-any-return]
    when = hit.get("When")
    return when.day.on if when and when.day else None


def away(hit: Hit, sign: int) -> Built:
    """two weeks before Christmas, three days after January 12th."""
    on, size = _anchor(hit), hit.get("Length")
    if on is None:
        if hit.has("now"):
            return _from_now(hit, size, sign)
        return None
    if size.unit in _FINE:
        return None
    if size.workdays:
        return "Day", Day(hit.scene.calendar.add_working_days(on, sign * size.workdays))
    return "Day", Day(days.shift(days.midnight(on), size, sign).date())


def before_day(hit: Hit) -> Built:
    return away(hit, -1)


def after_day(hit: Hit) -> Built:
    """three weeks from tomorrow; but "for 3 days from today" is a stretch."""
    if hit.before is not None and hit.before.said == "for" and hit.has("from"):
        return stretch_from(hit)
    return away(hit, 1)


def zh_beside(hit: Hit) -> Built:
    """春节前三天, 会后两周 of a day: that far from it."""
    return away(hit, -1 if hit.has("before") else 1)


def stretch_from(hit: Hit) -> Built:
    """three days starting next Monday, for one week from 20 December."""
    on, size = _anchor(hit), hit.get("Length")
    if on is None or size.unit in _FINE:
        return None
    start = days.midnight(on)
    if size.workdays:
        return "Period", Period(
            start,
            days.midnight(days.safe_day(hit.scene.calendar.add_working_days(days.safe_day(on, -1), size.workdays), 1)),
            "day",
        )
    return "Period", Period(start, days.shift(start, size), "day")


def first_workday(hit: Hit) -> Built:
    """国庆后第一个工作日, the first working day after the holiday."""
    if hit.get("unit") != "workday":
        return None
    on, calendar = hit.get("Day").on, hit.scene.calendar
    if hit.has("before"):
        return "Day", Day(calendar.add_working_days(on, -1))
    while not calendar.is_working(days.safe_day(on, 1)) and on < date.max.replace(month=1):
        on = days.safe_day(on, 1)
    return "Day", Day(calendar.add_working_days(on, hit.get("ord") or 1))


def weekday_near(hit: Hit) -> Built:
    """Monday two weeks from now; in three days on Friday."""
    first, second = hit.all("Day")[:2]
    named, far = (first, second) if first.loose else (second, first)
    if not named.loose or far.loose or far.weekday is not None or far.number is not None or far.month is not None:
        return None
    on = days.safe_day(days.week_start(far.on), named.weekday)
    if (
        abs((far.on - hit.scene.today).days) > 45
        and on < far.on
        and far.on.day == hit.scene.today.day
        and far.on.year == hit.scene.today.year
    ):
        on = days.safe_day(on, 7)
    return "Day", Day(on, weekday=named.weekday)


def weeks_on(hit: Hit) -> Built:
    """Tuesday week, a week on Friday, two Sundays from now."""
    day = hit.get("Day")
    size = hit.get("Length")
    if not day.loose and hit.get("unit") is not None:
        return None
    if hit.get("unit") not in {"week", None}:
        return None
    return "Day", Day(days.safe_day(day.on, size.days if size else 7))


def nth_weekday_on(hit: Hit) -> Built:
    """two Sundays from now: the second to come."""
    nth, today = hit.get("num"), hit.scene.today
    wday = hit.get("wdays") if hit.has("wdays") else hit.get("wday")
    first = days.safe_day(today, (wday - today.weekday()) % 7 or 7)
    return ("Day", Day(days.safe_day(first, 7 * (nth - 1)), weekday=wday)) if 1 <= nth <= 100 else None


def after_next(hit: Hit) -> Built:
    """the week after next, the Friday after next."""
    if hit.get("rel") != 1:
        return None
    if hit.has("Day"):
        day, monday = hit.get("Day").weekday, days.week_start(hit.scene.today)
        return ("Day", Day(days.safe_day(monday, 14 + day), weekday=day)) if day is not None else None
    unit = hit.get("unit")
    return (
        ("Period", days.period(unit, hit.scene.today, 2))
        if unit in {"week", "month", "year", "weekend", "quarter"}
        else None
    )


def neighbour(hit: Hit) -> Built:
    """the day after, the day before; with a day named, its neighbour; the week after Christmas."""
    anchor = _anchor(hit)
    if hit.get("unit") == "week" and anchor is not None:
        return "Period", days.period("week", anchor, -1 if hit.has("before") else 1)
    if hit.get("unit") != "day":
        return None
    sign = -1 if hit.has("before") else 1
    on = _anchor(hit) or hit.scene.today
    return "Day", Day(days.safe_day(on, sign))


def from_day_on(hit: Hit) -> Built:
    """明天起三天, 下周一开始的一周."""
    return stretch_from(hit)


def span_of(first: datetime, last: datetime) -> Stretch:
    return Stretch(When(at=first), When(at=last))


def from_clock(hit: Hit) -> Built:
    """three hours from 10 am."""
    size = hit.get("Length")
    return ("When", When(clock=hit.get("Clock"), length=size)) if size.unit in _FINE and not size.months else None


def part_of_period(hit: Hit) -> Built:
    """今年前两个月, 2021年的前2周, 本月最后三天."""
    base, size = hit.get("Period"), hit.get("Length")
    if size.seconds or size.workdays or base.rolling:
        return None
    start, end = base.start, base.end
    if size.unit == "week":
        start, end = (
            days.midnight(days.week_of(start.date(), 1)),
            days.midnight(days.safe_day(days.last_week_of(end.date()), 7)),
        )
    if hit.has("before") or hit.has("first"):
        return "Period", Period(start, days.shift(start, size), "day")
    return "Period", Period(days.shift(end, size, -1), end, "day")


def before_closing(hit: Hit) -> Built:
    """下班前一小时: so long before the office closes today, or on the next working day once that has passed."""
    size, scene = hit.get("Length"), hit.scene
    if hit.get("close") != "day" or size.unit not in _FINE:
        return None
    at = _shifted(scene.calendar.working_on_or_after(scene.today), size, scene)
    if at <= scene.now:
        at = _shifted(scene.calendar.add_working_days(scene.today, 1), size, scene)
    return "When", When(at=at, grain="minute")


def _shifted(day: date, size: Length, scene: Scene) -> datetime:
    return days.shift(datetime.combine(day, scene.calendar.closes), size, -1)


COUNTED_WEEKDAYS: Layer = (("(num|one) (wdays|wday) (after|from now)", nth_weekday_on),)
LAYER: Layer = (
    ("close before Length", before_closing),
    ("Length (from|begin) prep? Clock", from_clock),
    ("the? (unit|Day) after rel", after_next),
    ("Period of? (before|after|first|last) Length", part_of_period),
    ("Length within", inside),
    ("within (the|rel)* Length", inside),
    ("by Length", limited),
    ("Period within", inside_period),
    ("within (the)? Period", inside_period),
    ("Day within", inside_period),
    ("Length ago", ago),
    ("Length before (the)* (Day|When)", before_day),
    ("Length (after|from) (the)* (Day|When|now)", after_day),
    ("Length comma? from (Day|When)", after_day),
    ("Length (begin|comma)* begin (Day|When)", stretch_from),
    ("(Day|When) (begin) of? Length", from_day_on),
    ("Day (before|after) of? (ord|first|last|num)? ge? unit", first_workday),
    ("the? (ord) unit (after|before) (the)? Day", first_workday),
    ("Day (before|after) Length", zh_beside),
    ("Length (after|before)", lambda hit: later(hit) if hit.has("after") else ago(hit)),
    ("(next|recent) of? Length", ahead),
    ("(rel|last) Length", ahead),
    ("num rel unit", ahead),
    ("(after|before) Length", ahead),
    ("prep the* Length", in_length),
    ("the? unit (before|after) (the)* (Day|When)", neighbour),
    ("the unit (before|after)", neighbour),
    ("Day (prep|on|comma|of)* Day", weekday_near),
    ("Day unit", weeks_on),
    ("Length on Day", weeks_on),
)
