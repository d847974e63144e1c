"""English rules for hours that need their neighbours to be hours: 9 tomorrow morning, by 5, Friday 1030, half 10."""

from bot.understanding import days
from bot.understanding.clocks import HOURS, MINUTES, make_clock
from bot.understanding.nodes import CODES, Built, Day, Hit, Layer, Stretch, When, codes
from bot.understanding.notation import YEARS

_NOON = 12
_SPELT_LATER = codes("unit", "num", "gap", "part", "Length", "mon", "ord")
_LEADS = codes("prep", "stop", "comma", "Day", "on", "from", "wday", "dayword", "lpar", "until", "by", "before")
_NO_HOURS = frozenset(("room", "rm", "item", "no", "floor", "page", "version", "task", "gate", "line", "building", "v"))


def half_hour(hit: Hit) -> Built:
    """half 10, as the British say it: 10:30."""
    hour = hit.get("num")
    led = hit.before is None or hit.before.code in _LEADS
    ends = hit.after is None or hit.after.code not in _SPELT_LATER
    if hit.nodes[0].said != "half" or not isinstance(hour, int) or not 1 <= hour <= _NOON or not led or not ends:
        return None
    return "Clock", make_clock(hour, 30)


def spoken_o(hit: Hit) -> Built:
    """ten oh five."""
    hour, _, minute = hit.all("num")
    fits = hit.nodes[1].said == "oh" and 1 <= hour <= HOURS and 1 <= minute < 10
    return ("Clock", make_clock(hour, minute)) if fits else None


def twelve_noon(hit: Hit) -> Built:
    """12 noon, twelve midnight."""
    named = hit.get("Clock")
    return ("Clock", named) if hit.get("num") == _NOON and named.hour % _NOON == 0 and not named.bare else None


def at_night(hit: Hit) -> Built:
    """8 at night."""
    if hit.get("prep") != "at" or hit.nodes[-1].said != "night":
        return None
    clock = hit.get("Clock") or (make_clock(hit.get("num")) if 1 <= hit.get("num") <= _NOON else None)
    return ("When", When(part="evening", clock=clock)) if clock else None


def at_h(hit: Hit) -> Built:
    """at 15h."""
    fits = hit.get("prep") in {"at", "@"} and hit.nodes[-1].said == "h" and 0 <= hit.get("num") <= HOURS
    return ("Clock", make_clock(hit.get("num"))) if fits else None


def military_hours(hit: Hit) -> Built:
    """0800 hours, 1530h."""
    node = next(n for n in hit.nodes if n.code == CODES["num"])
    hour, minute = divmod(node.value, 100)
    fits = len(node.said) == 4 and node.said.isdigit() and hit.get("unit") == "hour" and hour < HOURS
    return ("Clock", make_clock(hour, minute, exact=True)) if fits and minute < MINUTES else None


def around_hour(hit: Hit) -> Built:
    """Sunday evening around 8."""
    hour = hit.get("num")
    said = hit.before.said if hit.before is not None else ""
    counted = hit.after is not None and hit.after.code in _AFTER_COUNT
    fits = said in {"around", "about", "approximately", "roughly"} and isinstance(hour, int) and 1 <= hour <= _NOON
    return ("Clock", make_clock(hour)) if fits and not counted else None


def hour_before_part(hit: Hit) -> Built:
    """9 tomorrow morning, 5 this afternoon: the hour of the part that follows."""
    hour, before = hit.get("num"), hit.before
    if not isinstance(hour, int) or not 1 <= hour <= _NOON or (before is not None and before.said in _NO_HOURS):
        return None
    if before is not None and before.code == CODES["to"]:
        return None
    after = hit.after
    if after is not None and after.code == CODES["When"] and (after.value.part is None or after.value.clock):
        return None
    return "Clock", make_clock(hour)


def led_hour(hit: Hit) -> Built:
    """by 5, before 9, until 11: the number after the word, which stays to say what it does."""
    hour, before, after = hit.get("num"), hit.before, hit.after
    if before is None or not before.said.isascii() or not isinstance(hour, int) or not 1 <= hour <= HOURS:
        return None
    if before.said in {"due", "deadline", "ddl"} or (after is not None and after.code in _AFTER_COUNT):
        return None
    return "Clock", make_clock(hour, exact=hit.nodes[0].said.startswith("0"))


_AFTER_COUNT = codes("unit", "gap", "num", "ord", "mon", "dec", "Length", "part", "times", "to", "until", "slash")


def dotted_on(hit: Hit) -> Built:
    """17.30 on Friday."""
    hour, _, minute = hit.get("dec").partition(".")
    led = hit.before is None or hit.before.code in _LEADS
    fits = len(minute) == 2 and int(hour) < HOURS and int(minute) < MINUTES and led
    return ("Clock", make_clock(int(hour), int(minute))) if fits else None


def military(hit: Hit) -> Built:
    """Friday 1030, 0900 tomorrow: four digits beside a day; a year only with a word that says it is an hour."""
    node = next(n for n in hit.nodes if n.code == CODES["num"])
    if len(node.said) != 4 or not node.said.isdigit() or node.value in YEARS or node.value % 5:
        return None
    hour, minute = divmod(node.value, 100)
    exact = node.said.startswith("0") or minute % 15 == 0 != minute
    counted = (
        hit.after is not None and hit.after.code in _AFTER_COUNT and not (hit.after.code == CODES["gap"] and exact)
    )
    if hour >= HOURS or minute >= MINUTES or counted or (hit.before is not None and hit.before.said in _NO_HOURS):
        return None
    return "Clock", make_clock(hour, minute, exact=hour > _NOON or node.said.startswith("0"))


def numbered_days(hit: Hit) -> Built:
    """from the 3rd to the 5th, between the 3rd and the 5th."""
    numbers = hit.all("ord")
    if len(numbers) != 2 or any(not 1 <= n <= 31 for n in numbers) or not _paired(hit):
        return None
    first = days.numbered(hit.scene.today, numbers[0])
    return "Range", Stretch(When(day=first), When(day=Day(days.numbered(first.on, numbers[1]).on, number=numbers[1])))


def _paired(hit: Hit) -> bool:
    """Only "between" makes a range of "and"; what follows may be no thing that is ranked, as floors are."""
    led = hit.has("from") or hit.has("between")
    return led and (hit.after is None or hit.after.code not in codes("gap", "unit", "mon", "of", "Period"))


FIRST: Layer = (
    ("num num num", spoken_o),
    ("num Clock", twelve_noon),
    ("half num", half_hour),
    ("(num|Clock) prep part", at_night),
    ("prep num unit", at_h),
    ("num unit", military_hours),
    ("(from|between) the? ord (to|until|and) the? ord", numbered_days),
)
THEN: Layer = (
    ("num (?=Day part|When)", hour_before_part),
    ("dec (?=on? Day)", dotted_on),
    ("(?<=(Day|part|When) prep) num", around_hour),
    ("(?<=Day) num", military),
    ("num (?=(on|prep)? Day)", military),
    ("(?<=by|before|after|from) num", led_hour),
    ("(?<=(Clock|Day|part|When|now|after) until) num", led_hour),
)
