"""Chinese rules for days, stretches of days and lengths."""

from datetime import date

from bot.understanding import days
from bot.understanding.festivals import festival_day, festival_days, next_days_off, next_festival
from bot.understanding.nodes import CODES, Built, Day, Hit, Layer, Length, Period, codes
from bot.understanding.units import length
from bot.understanding.zh_lengths import count, part_day, quarter_hour

_CENTURY, _TURN, _YEAR_DIGITS = 100, 50, 4
_LAST_YEAR = 9990
_NOT_A_DAY = "楼会厅门线车机房文通事议馆教院店桌仓公令栋码机位选校球库院柜食宿厂站口生工学馆"
_COUNTED = frozenset(CODES[k] for k in ("ge", "unit", "zk", "zf", "zm", "zy", "zhou", "dec", "times"))
_WEEKS_OF_MONTH = 5
_ENDS_IN_FEAST = frozenset("季细环调章情关音枝礼时小过佳春")
_OPENS = codes("prep", "comma", "stop", "gap", "junk")
_THIRDS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}


def _year(value: int, said: str) -> int | None:
    """2018, 18, 零八, and 2999, which is meant to be far off → the year; None when the number counts years."""
    if (1900 <= value < _LAST_YEAR and len(said) == _YEAR_DIGITS) or 1900 <= value < 2100:
        return value
    if value < _CENTURY and (
        (len(said) == 2 and said.isascii()) or said.startswith("零") or (len(said) == 2 and "十" not in said)
    ):
        return value + (2000 if value < _TURN else 1900)
    return None


def _year_said(hit: Hit) -> int | None:
    if hit.has("yearw"):
        return hit.scene.today.year + int(hit.get("yearw"))
    if hit.has("zy"):
        return _year(hit.nodes[0].value, hit.nodes[0].said)
    return None


def full_date(hit: Hit) -> Built:
    """2026年12月3日, 明年3月15日, 八月十五."""
    year, numbers = _year_said(hit), hit.all("num")
    if hit.has("zy"):
        if year is None:
            return None
        numbers = numbers[1:]
    counting = hit.after is not None and hit.after.code in _COUNTED
    if not hit.has("zd") and (counting or not (1 <= numbers[1] <= 31 and hit.nodes[-1].end - hit.nodes[-1].start <= 3)):
        return None
    return "Day", days.dated(hit.scene.today, year, numbers[0], numbers[1])


def month_period(hit: Hit) -> Built:
    """2018年12月, 明年四月, 三月."""
    year, numbers = _year_said(hit), hit.all("num")
    if hit.has("zy"):
        if year is None:
            return None
        numbers = numbers[1:]
    month = hit.get("mon") or numbers[0]
    return ("Period", month_of(hit.scene.today, year, month)) if 1 <= month <= 12 else None


def month_of(today: date, year: int | None, month: int) -> Period:
    """Without a year: this year's while it lasts, else the next."""
    coming = year if year is not None else today.year + (month < today.month)
    made = days.months(date(min(max(coming, 1), 9998), month, 1), 1)
    return Period(made.start, made.end, "month", year, month)


def month_part(hit: Hit) -> Built:
    """月底, 3月中旬, 下月初: a third of the month, or its last day."""
    base = hit.get("Period")
    kind = next(k for k in ("early", "mid", "late", "end") if hit.has(k))
    if base is None or base.grain not in ({"month", "year", "quarter"} if kind == "end" else {"month", "year"}):
        return None
    return part_of(base, kind)


def bare_third(hit: Hit) -> Built:
    """上旬, 下旬 alone: of this month while it lasts, else of the next."""
    opens = hit.before is None or hit.before.code in _OPENS
    if not opens or hit.nodes[0].said not in {"上旬", "中旬", "下旬"}:
        return None
    kind, today = next(k for k in ("early", "mid", "late") if hit.has(k)), hit.scene.today
    this, coming = (
        part_of(days.months(days.month_start(today.year, today.month + later), 1), kind) for later in (0, 1)
    )
    return this if this and this[1].end > hit.scene.now else coming


def part_of(base: Period, kind: str) -> Built:
    """The beginning, middle or end of a month or year."""
    last = days.safe_day(base.end.date(), -1)
    if kind == "end":
        return "Day", Day(last, last.year, last.month, last.day)
    if base.grain == "year":
        month = {"early": 1, "mid": 6, "late": 11}[kind]
        return "Period", days.months(date(base.start.year, month, 1), 2, "quarter")
    low, high = _THIRDS[kind]
    first = base.start.date().replace(day=low)
    return "Period", Period(
        days.midnight(first),
        days.midnight(days.safe_day(min(first.replace(day=min(high, last.day)), last), 1)),
        "day",
        rolling=False,
    )


def this_end(hit: Hit) -> Built:
    """月底, 年底, 季度末 with nothing before: of the current one; 下月底."""
    unit = {"zm": "month", "zy": "year"}.get(next((k for k in ("zm", "zy") if hit.has(k)), ""), hit.get("unit"))
    offset = hit.get("rel") or 0
    if unit not in {"month", "year", "quarter"}:
        return None
    kind = next(k for k in ("early", "mid", "late", "end") if hit.has(k))
    base = days.period(unit, hit.scene.today, offset)
    if unit == "quarter" and kind != "end":
        return None
    return part_of(base, kind)


def year_period(hit: Hit) -> Built:
    year = _year_said(hit)
    return ("Period", days.months(date(year, 1, 1), 12, "year")) if year is not None else None


def month_number(hit: Hit) -> Built:
    """下个月10号, 去年本月十日."""
    first = hit.scene.today if not hit.has("yearw") else days.add_months(hit.scene.today, 12 * hit.get("yearw"))
    month = (
        days.period("month", first, hit.get("rel")).start.date()
        if not hit.has("Period")
        else hit.get("Period").start.date()
    )
    if hit.has("rel") and hit.get("unit") not in {"month", None}:
        return None
    return "Day", days.dated(hit.scene.today, month.year, month.month, hit.get("num"))


def number_of_month(hit: Hit) -> Built:
    """3号, 25日: the next to come; 3号楼 and 5号事项 are none."""
    end = hit.nodes[-1].end
    value = hit.get("num")
    follows = hit.scene.text[end : end + 1]
    if (
        not isinstance(value, int)
        or not 1 <= value <= 31
        or (follows and follows in _NOT_A_DAY and hit.nodes[-1].said == "号")
    ):
        return None
    return "Day", days.numbered(hit.scene.today, value)


def day_word(hit: Hit) -> Built:
    value = hit.get("dayword")
    if hit.said in {"当天", "当日"}:
        return None
    return "Day", Day(days.safe_day(hit.scene.today, value), next=hit.said in {"次日", "第二天", "翌日"})


def weekday(hit: Hit) -> Built:
    if hit.nodes[0].said.isascii() and hit.nodes[0].said:
        return None
    return "Day", days.weekday_in(hit.scene.today, hit.get("wday"), hit.get("rel"))


def of_month(hit: Hit) -> Built:
    """四月的最后一个星期一, 下个月第二个周五, 十月的第一周, 2021年的第三个月."""
    base = hit.get("Period")
    nth = hit.get("ord") if hit.has("ord") else -1 if hit.has("last") else 1
    first = base.start.date() if base else days.period("month", hit.scene.today).start.date()
    grain = base.grain if base else None
    if hit.has("wday"):
        if grain not in {"month", None}:
            return None
        found = days.nth_weekday(first.year, first.month, hit.get("wday"), nth)
        return ("Day", Day(found, first.year, first.month, found.day)) if found else None
    return _nth_part(hit, base, first, nth) if base else None


def _nth_part(hit: Hit, base: Period, first: date, nth: int) -> Built:
    unit = hit.get("unit") or ("week" if hit.has("zhou") else "month" if hit.has("zm") else "day")
    last = days.safe_day(base.end.date(), -1)
    if unit == "week" and base.grain in {"month", "year", "quarter"}:
        start = days.week_of(first, nth) if nth > 0 else days.last_week_of(base.end.date())
        return "Period", days.period("week", start)
    if unit == "quarter" and 1 <= abs(nth) <= 4:
        return "Period", days.months(
            days.month_start(first.year, 3 * ((nth - 1) % 4 if nth > 0 else 3) + 1), 3, "quarter"
        )
    if unit == "month" and abs(nth) <= 12:
        return "Period", days.months(days.month_start(first.year, first.month + nth - 1 if nth > 0 else last.month), 1)
    if unit == "day":
        on = days.safe_day(first, nth - 1) if nth > 0 else last
        return "Day", Day(on, on.year, on.month, on.day)
    if unit == "workday":
        calendar = hit.scene.calendar
        on = (
            calendar.working_on_or_before(last) if nth < 0 else calendar.add_working_days(days.safe_day(first, -1), nth)
        )
        return "Day", Day(on, on.year, on.month, on.day)
    return None


def bare_quarter(hit: Hit) -> Built:
    """第三季度, 四季度, 第三周 of this year."""
    nth = hit.get("ord") or hit.get("num")
    if hit.after is not None and hit.after.said in {"of", "in"}:
        return None
    year = hit.scene.today.year
    if hit.has("zhou"):
        first = date(year, 1, 1) if nth > _WEEKS_OF_MONTH else hit.scene.today.replace(day=1)
        return ("Period", days.period("week", days.week_of(first, nth))) if hit.has("ord") and nth <= 53 else None
    if hit.get("unit") != "quarter" or not 1 <= nth <= 4:
        return None
    return "Period", days.months(date(year, 3 * nth - 2, 1), 3, "quarter")


def relative_period(hit: Hit) -> Built:
    """下周, 本月, 上个季度, 下周末; 上个小时 is the hour behind us."""
    unit = hit.get("unit") or "week"
    offset = hit.get("rel")
    if hit.nodes[0].said.isascii():
        return None
    if unit in {"hour", "minute"}:
        return ("Period", rolling(hit, length(abs(offset), unit), -1 if offset < 0 else 1)) if offset else None
    if unit == "half":
        start = date(hit.scene.today.year, 7 if hit.scene.today.month > 6 else 1, 1)
        return "Period", days.months(days.add_months(start, 6 * offset), 6, "month")
    if unit == "workday":
        calendar = hit.scene.calendar
        return "Day", Day(calendar.add_working_days(hit.scene.today, offset))
    if unit in {"term", "day"}:
        return None
    return "Period", days.period(unit, hit.scene.today, offset)


def rolling(hit: Hit, size: Length, sign: int) -> Period:
    """A stretch that begins or ends now; whole days for lengths in days and more."""
    now = hit.scene.now
    fine = size.unit in {"second", "minute", "hour"}
    anchor = now if fine else days.midnight(now.date())
    if size.workdays:
        calendar = hit.scene.calendar
        far = days.midnight(calendar.add_working_days(now.date(), sign * size.workdays))
        return Period(
            *(
                (days.midnight(days.safe_day(now.date(), 1)), days.midnight(days.safe_day(far.date(), 1)))
                if sign > 0
                else (far, anchor)
            ),
            "day",
        )
    other = days.shift(anchor, size, sign)
    start, end = (anchor, other) if sign > 0 else (other, anchor)
    return Period(start, end, "minute" if fine else "day", rolling=True)


def named_stretch(hit: Hit) -> Built:
    """上半年, 下半月, 下半周, with a year or month before."""
    if hit.said.isascii():
        return None
    name = hit.get("hol")
    today = hit.scene.today
    base = hit.get("Period")
    day = base.start.date() if base else today
    if name in {"h1", "h2"}:
        return "Period", days.months(date(day.year, 1 if name == "h1" else 7, 1), 6)
    if name in {"m1", "m2"}:
        first = day.replace(day=1)
        middle, end = first.replace(day=16), days.month_start(first.year, first.month + 1)
        return "Period", Period(
            days.midnight(first if name == "m1" else middle), days.midnight(middle if name == "m1" else end), "day"
        )
    if name in {"w1", "w2"}:
        monday = days.week_start(day)
        middle = days.safe_day(monday, 3)
        return "Period", Period(
            days.midnight(monday if name == "w1" else middle),
            days.midnight(middle if name == "w1" else days.safe_day(monday, 7)),
            "day",
        )
    return festival(hit)


def festival(hit: Hit) -> Built:
    """元旦, 明年春节, 2024年国庆节, 国庆假期."""
    name, base, today, calendar = hit.get("hol"), hit.get("Period"), hit.scene.today, hit.scene.calendar
    if base is not None and base.grain != "year":
        return None
    if name == "days_off":
        return _eve_of_days_off(hit)
    on = festival_day(name, base.start.year, calendar) if base else next_festival(name, today, calendar)
    if on is None:
        return None
    end = hit.nodes[-1].end
    if hit.scene.text[end : end + 2] in {"假期", "期间", "长假", "放假"}:
        off = festival_days(name, on.year, calendar)
        if off:
            return "Period", Period(days.midnight(off[0]), days.midnight(days.safe_day(off[1], 1)), "day")
    return "Day", Day(on, on.year if base else None, on.month, on.day)


def _eve_of_days_off(hit: Hit) -> Built:
    """节前: by the last working day before the next festival of the office's table; 季节前 is none."""
    start = hit.nodes[0].start
    if hit.scene.text[max(start - 1, 0) : start] in _ENDS_IN_FEAST:
        return None
    calendar = hit.scene.calendar
    eve = calendar.add_working_days(next_days_off(hit.scene.today, calendar), -1)
    return "Day", Day(eve, None, eve.month, eve.day)


def season(hit: Hit) -> Built:
    base = hit.get("Period")
    year = base.start.year if base and base.grain == "year" else hit.scene.today.year
    if hit.said.isascii() and base is None:
        return None  # the English rules know more of what may stand beside it
    return "Period", days.months(date(year, 3 + 3 * hit.get("season"), 1), 3, "quarter") if hit.get(
        "season"
    ) is not None else None


NUMBERS: Layer = (
    ("num zy num zm num zd", full_date),
    ("yearw of? num zm num zd", full_date),
    ("num zy num zm num", full_date),
    ("yearw num zm num", full_date),
    ("num zm num zd", full_date),
    ("num zm num", full_date),
    ("yearw? rel unit of? num zd", month_number),
    ("num zy num zm", month_period),
    ("yearw of? num zm", month_period),
    ("num zy of? mon", month_period),
    ("num ge half (unit|zhou)", count),
    ("num ge? (unit|zhou)", count),
    ("num ge zm", count),
    ("half ge? (unit|zhou|zy|zm)", count),
    ("dec ge? (unit|zhou|zy)", count),
    ("num ge? half (unit|zhou)", count),
    ("num zs", count),
    ("num ke", quarter_hour),
    ("dur", part_day),
    ("num zm", month_period),
    ("num zy", year_period),
    ("num zy", count),
    ("yearw", year_period),
)


def own_end(hit: Hit) -> Built:
    """明年年底, 下个月月初: the unit is said twice."""
    base = hit.get("Period")
    unit = "year" if hit.has("zy") else "month"
    kind = next(k for k in ("early", "mid", "late", "end") if hit.has(k))
    return part_of(base, kind) if base.grain == unit else None


def bare_weekend(hit: Hit) -> Built:
    """周末 alone; 双休日."""
    said_so = hit.get("unit") == "weekend" and hit.said in {"周末", "双休日", "周六日"}
    return (
        ("Period", days.period("weekend", hit.scene.today))
        if said_so and not (hit.before and hit.before.code in _COUNTED)
        else None
    )


DAYS: Layer = (
    ("Period of? (zy|zm) (early|mid|late|end)", own_end),
    ("rel wday", weekday),
    ("rel (unit|zm|zy|zhou)? (early|mid|late|end)", this_end),
    ("(zm|zy|unit) (early|mid|late|end)", this_end),
    ("Period of? hol", named_stretch),
    ("hol", named_stretch),
    ("(early|mid|late)", bare_third),
    ("(Period of?)? season", season),
    ("rel (unit|zhou)", relative_period),
    ("Period of? (zy|zm) (early|mid|late|end)", own_end),
    ("unit", bare_weekend),
    ("Period (early|mid|late|end)", month_part),
    ("Period of? (ord|last|first) ge? (unit|zhou|zm|wday|zd)", of_month),
    ("(ord|num) (unit|zhou)", bare_quarter),
    ("Period num zd", month_number),
    ("num zd", number_of_month),
    ("dayword", day_word),
    ("wday", weekday),
)
