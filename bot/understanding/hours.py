"""Rules for plain numbers that are hours or days because of what stands around them: 3-5pm, at 3, 4 to 22 January."""

from bot.understanding import days
from bot.understanding.clocks import HOURS, make_clock
from bot.understanding.nodes import CODES, Built, Clock, Day, Hit, Layer, Period, Stretch, When
from bot.understanding.regex import regex
from bot.understanding.wordlist import words


def _hour(value: object, said: str = "") -> Clock | None:
    if not isinstance(value, int):
        return None
    if value > HOURS:
        hour, minute = divmod(value, 100)
        if minute % 5:
            return None
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
    if len(clocks) != 2 or None in clocks or after_number or _to_a_room(hit):
        return None
    first, last = clocks
    if first is None or last is None:
        return None
    return "Range", Stretch(When(clock=first), When(clock=last))


def _to_a_room(hit: Hit) -> bool:
    """周五14:00到301: after 到 three digits are a room."""
    last = hit.nodes[-1]
    return len(last.said) == 3 and last.said.isdigit() and hit.nodes[-2].said == "到"


def compact_hours(hit: Hit) -> Built:
    """1530-1700 with nothing around it, or behind a day."""
    if not all(len(n.said) in {3, 4} and n.said.isdigit() for n in hit.nodes if n.code == CODES["num"]):
        return None
    made = hours_to(Hit(hit.nodes, hit.scene, hit.before) if _stands_apart(hit) else hit)
    return made if made and hit.nodes[1].said == "-" and hit.nodes[-1].start == hit.nodes[1].end else None


def _stands_apart(hit: Hit) -> bool:
    """周五1500-1630 培训: a space ends the hours of a day."""
    after, before = hit.after, hit.before
    apart = after is not None and after.code == CODES["gap"] and after.start > hit.nodes[-1].end
    return apart and before is not None and before.code in _AFTER_DAY


_LEADS = frozenset(words("at @ around about by till until before after from 定在 在 于 大概 大约"))
_WEAK_LEADS = frozenset(words("around about 在 于 大概 大约"))


def at_hour(hit: Hit) -> Built:
    """at 3, at 1530, at 6.45, @ 5; after other words than "at" only what can hardly be anything else."""
    lead, node = hit.nodes[0], hit.nodes[-1]
    plain = node.code == CODES["num"]
    at = lead.said in {"at", "@"}
    if lead.said not in _LEADS or (_counted(hit) and not _named_after_hour(hit)):
        return None
    if plain and not at and (len(node.said) > 2 or lead.said in _WEAK_LEADS):
        return None
    glued = (
        lead.said == "@" and hit.after is not None and hit.after.code == CODES["gap"] and lead.start + 1 >= node.start
    )
    clock = _hour(node.value, node.said) if plain else _dotted_hour(node.value)
    return ("Clock", clock) if clock and not glued else None


def _named_after_hour(hit: Hit) -> bool:
    """at 9 remind the team: after "at" a small number is an hour, whatever comes."""
    small = isinstance(hit.nodes[-1].value, int) and hit.nodes[-1].value <= 12
    return hit.nodes[0].said == "at" and small and hit.after is not None and hit.after.code == CODES["gap"]


def _dotted_hour(said: str) -> Clock | None:
    hour, _, minute = said.partition(".")
    fits = len(minute) == 2 and int(minute) < 60 and int(hour) <= HOURS
    return make_clock(int(hour), int(minute)) if fits else None


def day_hour(hit: Hit) -> Built:
    """tomorrow night at nine → kept; seven on 15: a number with "on" is a day."""
    node = hit.nodes[-1]
    if node.code == CODES["num"] and (not 1 <= node.value <= 31 or _counted(hit) or not isinstance(node.value, int)):
        return None
    return "Day", days.numbered(hit.scene.today, node.value)


def same_month(hit: Hit) -> Built:
    """4 to 22 January, 18-19日, from 4 to 22 this month: the first number shares the month of the second."""
    numbers = [n for n in hit.nodes if n.code in _NUMBERS]
    if hit.before is not None and hit.before.said in {"at", "@"}:
        return None
    day, base = hit.get("Day"), hit.get("Period")
    if base is not None:
        return _numbers_of(hit, base, [n.value for n in numbers])
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


def _numbers_of(hit: Hit, base: Period, numbers: list[int]) -> Built:
    if base.grain != "month" or len(numbers) != 2 or not all(isinstance(n, int) for n in numbers):
        return None
    first, last = (days.dated(hit.scene.today, base.start.year, base.start.month, n) for n in numbers)
    return "Range", Stretch(When(day=first), When(day=last))


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


_NUMBERS = frozenset((CODES["num"], CODES["ord"]))


_COUNTED = frozenset(
    CODES[k] for k in ("unit", "ge", "zy", "zm", "zd", "gap", "num", "ord", "zhou", "ke", "times", "mon", "dec")
)


SHARED_MONTH: Layer = (
    ("(num|ord) (to|until) (the)* Day", same_month),
    ("between (the)* (num|ord) (and|to) (the)* Day", same_month),
)


NUMBERED: Layer = (
    ("(from|between)? (the)* (num|ord) (to|until|and) (the)* (num|ord) (prep|of|the|comma)* Period", same_month),
    ("Day (to|until) (the)* (num|ord)", same_month),
    ("Day between num (and|to) num", lambda hit: None),
    ("(num|dec) (to|until) Clock", hours_to),
    ("Clock (to|until) (num|dec)", hours_to),
    ("between (num|Clock) and (num|Clock)", hours_to),
    ("num to num", compact_hours),
)


_AFTER_DAY = {CODES[k] for k in ("Day", "part", "prep", "on", "from", "comma", "Rule", "wdays", "wday", "When")}


def loose_hours(hit: Hit) -> Built:
    """tomorrow 3-5, from 9 to 5: plain numbers after a day, a part of the day or "from"."""
    led = hit.before is not None and hit.before.code in _AFTER_DAY and hit.before.said not in {"for", "in", "在"}
    if led and _named_range(hit):
        first, last = hit.all("num")
        return "Range", Stretch(When(clock=_hour(first)), When(clock=_hour(last)))
    return hours_to(hit) if led or (hit.after is not None and hit.after.code == CODES["Day"]) else None


def _named_range(hit: Hit) -> bool:
    """Friday 9-5 strategy workshop: after a day two small numbers with a dash are hours, whatever is named next."""
    days_before = {CODES["Day"], CODES["part"], CODES["When"], CODES["comma"]}
    dashed = hit.nodes[1].said == "-" and hit.after is not None and hit.after.code == CODES["gap"]
    small = all(isinstance(n, int) and 1 <= n <= HOURS for n in hit.all("num")) and len(hit.all("num")) == 2
    return dashed and small and hit.before is not None and hit.before.code in days_before


def to_hour(hit: Hit) -> Built:
    """move it to 11: a number after to that ends the sentence is an hour."""
    said, ends = hit.nodes[0].said, hit.after is None or hit.after.code in _AFTER_TO
    clock = _hour(hit.get("num"), hit.nodes[-1].said) if said == "to" and ends else None
    return ("Clock", clock) if clock and hit.before is not None and hit.before.code in _WORDS_BEFORE else None


_AFTER_TO = frozenset((CODES["stop"], CODES["Day"]))
_WORDS_BEFORE = frozenset((CODES["gap"], CODES["junk"]))


def hours_on(hit: Hit) -> Built:
    """block 2-4 on thursday: hours that somebody wants."""
    first, last = hit.all("num")
    wanted = _WANTED.search(hit.scene.text, 0, hit.nodes[0].start) and hit.nodes[1].said == "-"
    return hours_to(Hit(hit.nodes, hit.scene, hit.before)) if wanted and max(first, last) <= _NOON else None


_NOON = 12
_WANTED = regex(r"\b(?:block|book|reserve|hold|free|busy|off|out|slot|me)\s+$")
HOURLY: Layer = (
    ("num to num (?=on Day)", hours_on),
    ("(num|dec) (to|until) (num|dec)", loose_hours),
    ("to num", to_hour),
    ("(prep|on|by|before|until|after|from) (num|dec)", at_hour),
)


NUMBER_DAYS: Layer = (("on num", day_hour),)
