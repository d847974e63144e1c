"""English rules for lengths of time: two and a half hours, a couple of days, 3.5 h."""

from bot.understanding.nodes import CODES, Built, Hit, Layer, codes
from bot.understanding.units import length

_COUNTS = codes("num", "dec", "approx", "one", "half")
_TO, _HALF = codes("to"), CODES["half"]


def count(hit: Hit) -> Built:
    """two hours, a couple of days, half an hour, two and a half hours, 3.5 h, an hour and a half."""
    unit = hit.get("unit")
    if unit == "quarter" and hit.after is not None and hit.after.code == CODES["of"]:
        return None
    spelt = [n for n in hit.nodes if n.code in _COUNTS]
    if unit in {"weekend"} and not hit.has("num"):
        return None
    dash = next((n for n in hit.nodes if n.code in _TO), None)
    if dash is not None and (dash.said != "-" or dash.end != hit.nodes[-1].start):
        return None
    number = (
        hit.get("approx")
        if hit.has("approx")
        else float(hit.get("dec"))
        if hit.has("dec")
        else hit.get("num")
        if hit.has("num")
        else None
    )
    if number is None:
        number = 0 if hit.has("half") and not hit.has("and") else 1
    if not spelt:
        return None
    if len(hit.nodes[-1].said) == 1 and hit.nodes[-1].said in "md" and hit.nodes[-1].start > hit.nodes[-2].end:
        return None
    return "Length", length(number + (0.5 if hit.has("half") else 0), unit)


def both(hit: Hit) -> Built:
    total = hit.get("Length")
    for more in hit.all("Length")[1:]:
        total = total.plus(more)
    return "Length", total


def whole(hit: Hit) -> Built:
    return "Length", length(1, hit.get("unit"))


def seconds(hit: Hit) -> Built:
    """one second, 3.5 second: elsewhere second is a rank."""
    if hit.nodes[-1].said != "second" or hit.nodes[0].said.startswith("twenty"):
        return None
    return "Length", length(float(hit.get("dec")) if hit.has("dec") else hit.get("num"), "second")


def nights(hit: Hit) -> Built:
    return ("Length", length(hit.get("num") if hit.has("num") else 1, "day")) if hit.nodes[-1].said == "night" else None


def quarters(hit: Hit) -> Built:
    """a quarter of an hour, three quarters of an hour, a quarter hour."""
    fits = hit.all("unit") == ["quarter", "hour"]
    return ("Length", length(15 * (hit.get("num") or 1), "minute")) if fits else None


def fraction(hit: Hit) -> Built:
    """1/2 hour, 1 1/2 hours."""
    node = next(n for n in hit.nodes if n.code == CODES["date"])
    part = {"1/2": 0.5, "1/4": 0.25, "3/4": 0.75}.get(node.said)
    return ("Length", length((hit.get("num") or 0) + part, hit.get("unit"))) if part else None


def with_fraction(hit: Hit) -> Built:
    """1½ hours."""
    whole_number, part = hit.all("num")
    if not isinstance(part, float) or not 0 < part < 1:
        return None
    return "Length", length(whole_number + part, hit.get("unit"))


def full(hit: Hit) -> Built:
    """two full days."""
    return "Length", length(hit.get("num") or 1, hit.get("unit"))


def french(hit: Hit) -> Built:
    """for 1h30, 2h30: a length where no word makes it an hour of the day."""
    clock, before = hit.get("Clock"), hit.before
    led = before is not None and before.said == "for"
    alone = (before is None or before.code in _MARKS) and clock.hour <= 5
    if hit.nodes[0].said != "h" or not (led or alone):
        return None
    return "Length", length(clock.hour * 60 + clock.minute, "minute")


_MARKS = codes("comma", "lpar")
LENGTHS: Layer = (
    ("(num|half|one)? unit of? one? unit", quarters),
    ("num? date unit", fraction),
    ("num num unit", with_fraction),
    ("(num|one) all unit", full),
    ("Clock", french),
    ("(num|dec) ord", seconds),
    ("num part", nights),
    ("(num|dec|one) and (one)? half unit", count),
    ("(one|half) half? one? unit (and one? half)?", count),
    ("half one unit", count),
    ("one? approx of? unit", count),
    ("(num|dec) (to)? unit and one? half", count),
    ("(num|dec) (to)? unit", count),
    ("all (to)? unit", whole),
    ("half to? unit", count),
)
