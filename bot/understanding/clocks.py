"""Rules for times of day: 三点半, 15时20分, half past seven, nine thirty pm, noon."""

from bot.understanding.nodes import CODES, Built, Clock, Hit, Layer, When, codes

HOURS, MINUTES, QUARTER = 24, 60, 15
_NOON = 12
_NOUNS = "建议意见要求说明想法原因注意体会看法问题内容希望补充声明疑问感想收获区别不同共识好处理由思考启示事项"
_LEADS = frozenset(CODES[k] for k in ("part", "dayword", "wday", "zd", "prep", "from", "to", "Day", "date", "on", "by"))
_SAYING = "说提讲几有强调这那下列以上差早晚快慢多少"


def make_clock(
    hour: float, minute: float = 0, second: int = 0, half: str | None = None, *, exact: bool = False
) -> Clock:
    """Out of range is kept and marked, so that the desk can say so."""
    impossible = not (0 <= hour <= HOURS and 0 <= minute < MINUTES) or (hour == HOURS and minute > 0)
    bare = half is None and not exact and 0 < hour <= _NOON
    return Clock(int(min(hour, HOURS)), int(min(minute, 59)), second, half, bare, impossible=impossible)


def _chinese(hit: Hit) -> Built:
    numbers = hit.all("num")
    minute = 0
    if hit.has("half"):
        minute = 30
    elif hit.has("ke"):
        minute = QUARTER * numbers[1]
    elif len(numbers) > 1:
        minute = numbers[1]
    second = numbers[2] if len(numbers) > 2 and numbers[2] < MINUTES else 0
    if len(hit.nodes) == 2 and _is_counting(hit):
        return None
    return "Clock", make_clock(numbers[0], minute, second, exact=hit.nodes[0].said.startswith("0"))


_DATED = codes("zm", "zd", "zy")


def _bare_minute(hit: Hit) -> Built:
    """三点十五, 7点30; in 5点301 the number is a room, in 3点 12月1日 a month."""
    number = hit.nodes[-1]
    if hit.after is not None and hit.after.code in _DATED:
        return None
    plain = (
        isinstance(number.value, int)
        and 0 < number.value < MINUTES
        and (number.value >= 10 or number.said.startswith(("零", "0")))
    )
    return _chinese(hit) if plain and not (number.said.isdigit() and len(number.said) != 2) else None


def _is_counting(hit: Hit) -> bool:
    """两点建议, 再说两点, 一点: points, not hours."""
    start, end = hit.nodes[0].start, hit.nodes[-1].end
    text = hit.scene.text
    if (hit.nodes[-1].said == "时" and hit.nodes[0].value > HOURS) or hit.nodes[0].value > 99:
        return True
    if text[end : end + 1] and text[end : end + 2] in {_NOUNS[i : i + 2] for i in range(0, len(_NOUNS), 2)}:
        return True
    spelt = not hit.nodes[0].said.isdigit()
    led = hit.before is not None and hit.before.code in _LEADS
    if spelt and not led and text[start - 1 : start] and text[start - 1] in _SAYING:
        return True
    return (
        hit.nodes[0].said == "一"
        and not led
        and hit.nodes[-1].said == "点"
        and (hit.after is None or text[end : end + 1] not in "开到-前后整")
    )


def _quarter_to(hit: Hit) -> Built:
    """差一刻三点, 差五分九点."""
    numbers = hit.all("num")
    back = numbers[0] * QUARTER if hit.has("ke") else numbers[0]
    return _minus(numbers[1], back)


def _short_of(hit: Hit) -> Built:
    """六点差一刻."""
    hour, back = hit.all("num")[:2]
    return _minus(hour, back * QUARTER if hit.has("ke") else back)


def _minus(hour: int, back: int) -> Built:
    if back >= MINUTES:
        return None
    return "Clock", make_clock(hour - 1 if hour > 1 else 12, MINUTES - back)


def _dotted(said: str) -> tuple[int, int] | None:
    hour, _, minute = said.partition(".")
    return (int(hour), int(minute)) if len(minute) == 2 and int(hour) <= HOURS and int(minute) < MINUTES else None


def _with_half(hit: Hit) -> Built:
    """7pm, 340pm, 8.30 pm, 7:56 pm, nine thirty pm."""
    half = hit.get("mer")
    clock = hit.get("Clock")
    if clock is not None:
        return "Clock", Clock(
            clock.hour,
            clock.minute,
            clock.second,
            half if clock.hour <= _NOON else None,
            grain=clock.grain,
            impossible=clock.impossible,
        )
    numbers, decimal = hit.all("num"), hit.get("dec")
    if decimal is not None:
        pair = _dotted(decimal)
        return ("Clock", make_clock(*pair, 0, half)) if pair else None
    hour, minute = (
        (numbers[0], numbers[1])
        if len(numbers) > 1
        else divmod(numbers[0], 100)
        if numbers[0] >= 100
        else (numbers[0], 0)
    )
    if hour > HOURS or minute >= MINUTES or (len(numbers) > 1 and hit.nodes[1].said.isdigit() and minute < 10):
        return None
    return "Clock", make_clock(hour, minute, 0, half if hour <= _NOON else None, exact=True)


def _oclock(hit: Hit) -> Built:
    clock = hit.get("Clock")
    return "Clock", clock or make_clock(hit.get("num"))


def _past(hit: Hit) -> Built:
    """half past seven, quarter to 8, 10 past 9, three minutes to eight."""
    word = next((n.said for n in hit.nodes if n.said in {"past", "after", "to", "of", "before"}), "")
    if word not in {"past", "to", "after", "of", "before"} or (word == "to" and not _speaks_of_minutes(hit)):
        return None
    if any(n.said == "h" for n in hit.nodes):
        return None  # 16h to 17h
    if word in {"of", "before"} and not _is_before_hour(hit, word):
        return None
    base = hit.get("Clock")
    numbers = hit.all("num")
    if len(numbers) + bool(base) + (hit.has("half") or "quarter" in hit.all("unit")) < 2:
        return None  # a minute past nine has its one, but "hours of 3" counts nothing
    hour = base.hour if base else numbers[-1]
    minute = 30 if hit.has("half") else _quarters(hit, numbers) if "quarter" in hit.all("unit") else numbers[0]
    if hour > HOURS or minute >= MINUTES or (base and base.minute and word == "to" and minute > base.minute):
        return None
    made = _shifted(hour, base.minute if base else 0, minute if word in {"past", "after"} else -minute)
    return "Clock", Clock(
        made[0], made[1], half=base.half if base else None, bare=(base.bare if base else True) and 0 < made[0] <= _NOON
    )


def _is_before_hour(hit: Hit, word: str) -> bool:
    """a quarter of eleven, ten minutes before eleven; three quarters of 20 are none."""
    units, last = hit.all("unit"), hit.nodes[-1].value
    named = units in (["quarter"], ["minute"]) if word == "before" else units == ["quarter"] and not hit.has("num")
    return named and (hit.has("Clock") or (isinstance(last, int) and 1 <= last <= _NOON))


def _speaks_of_minutes(hit: Hit) -> bool:
    """ten to five, but not 5 to 6: that is from and to."""
    if hit.has("half") or hit.has("unit"):
        return True
    led = hit.before is not None and hit.before.said in {"from", "between"}
    return (
        hit.nodes[0].said.isalpha()
        and hit.nodes[0].value in {5, 10, 15, 20, 25}
        and not led
        and hit.nodes[0].said != "to"
    )


def _quarters(hit: Hit, numbers: list[int]) -> int:
    at = next(i for i, n in enumerate(hit.nodes) if n.value == "quarter")
    return QUARTER * (
        numbers[0]
        if numbers and at > 0 and hit.nodes[0].value == numbers[0] and len(numbers) > (not hit.has("Clock"))
        else 1
    )


def _shifted(hour: int, minute: int, change: int) -> tuple[int, int]:
    total = hour * MINUTES + minute + change
    if total < MINUTES and change < 0:
        total += 12 * MINUTES
    return total // MINUTES, total % MINUTES


def _two_words(hit: Hit) -> Built:
    """nine thirty, seven twenty-seven, ten oh five: hour and minute in words."""
    hour, minute = hit.all("num")[:2]
    first, second = hit.nodes[0], hit.nodes[1]
    if first.said.isdigit() or second.said.isdigit() or not 1 <= hour <= HOURS or minute >= MINUTES:
        return None
    return (
        ("Clock", make_clock(hour, minute))
        if minute >= 10 or (hit.before is not None and hit.before.said == "at")
        else None
    )


def _hyphened(hit: Hit) -> Built:
    """five-thirty."""
    first, dash, second = hit.nodes
    if (
        dash.said != "-"
        or first.end != dash.start
        or dash.end != second.start
        or not first.said.isalpha()
        or not second.said.isalpha()
    ):
        return None
    return (
        ("Clock", make_clock(first.value, second.value))
        if 1 <= first.value <= HOURS and 10 <= second.value < MINUTES
        else None
    )


def _in_part(hit: Hit) -> Built:
    """8 in the morning."""
    if hit.nodes[1].said != "in":
        return None
    clock = hit.get("Clock") or (
        make_clock(hit.get("num")) if isinstance(hit.get("num"), int) and hit.get("num") <= HOURS else None
    )
    return ("When", When(part=hit.get("part"), clock=clock)) if clock else None


def _past_minutes(hit: Hit) -> Built:
    """九点过五分."""
    return _chinese(hit) if hit.nodes[2].said == "过" else None


CHINESE: Layer = (
    ("short num ke num zk", _quarter_to),
    ("short num zf? num zk", _quarter_to),
    ("num zk short num (ke|zf)", _short_of),
    ("num zk prep num zf", _past_minutes),
    ("num zk num zf num zs", _chinese),
    ("num zk num ke", _chinese),
    ("num zk half", _chinese),
    ("num zk num zf", _chinese),
    ("num zk num", _bare_minute),
    ("num zk zheng", _chinese),
    ("num zk", _chinese),
)

ENGLISH: Layer = (
    ("(Clock|dec) mer", _with_half),
    ("(?<!mon) num num mer", _with_half),
    ("num mer", _with_half),
    ("num to num", _hyphened),
    ("num num", _two_words),
    ("(num|Clock) oclock", _oclock),
    ("(half|(one|num)? unit|num unit?) (rel|after|to|before|of) Clock", _past),
    ("(half|(one|num)? unit|num unit?) (rel|after|to|before|of) num", _past),
    ("(?<!mon) (num|Clock) prep the part", _in_part),
)
