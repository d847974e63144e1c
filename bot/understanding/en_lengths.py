"""English rules for lengths of time: two and a half hours, a couple of days, 3.5 h."""

from bot.understanding.nodes import CODES, Built, Hit, codes, layer
from bot.understanding.units import length

_COUNTS = codes("num", "dec", "approx", "one", "half")
_TO, _HALF = codes("to"), CODES["half"]


def count(hit: Hit) -> Built:
    """two hours, a couple of days, half an hour, two and a half hours, 3.5 h, an hour and a half."""
    unit = hit.get("unit")
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
        number = 0 if hit.has("half") and hit.nodes[0].code == _HALF else 1
    if not spelt:
        return None
    if len(hit.nodes[-1].said) == 1 and hit.nodes[-1].said in "md" and hit.nodes[-1].start > hit.nodes[-2].end:
        return None
    return "Length", length(number + (0.5 if hit.has("half") else 0), unit)


def both(hit: Hit) -> Built:
    total = hit.get("Length", 0)
    for more in hit.all("Length")[1:]:
        total = total + more
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


LENGTHS = layer(
    [
        ("(num|dec) ord", seconds),
        ("num part", nights),
        ("(num|dec|one) and (one)? half unit", count),
        ("(one|half) half? one? unit (and one? half)?", count),
        ("half one unit", count),
        ("one? approx of? unit", count),
        ("(num|dec) (to)? unit and one? half", count),
        ("(num|dec) (to)? unit", count),
        ("all (to)? unit", whole),
        ("half unit", count),
    ]
)
