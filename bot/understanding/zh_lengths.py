"""Chinese lengths of time: 两个半小时, 三天, 1小时30分, 半天; and what only looks like one."""

from bot.understanding.nodes import CODES, HALF_A_DAY, Built, Hit, Layer, Length
from bot.understanding.units import length


def count(hit: Hit) -> Built:
    """两个半小时, 三天, 1.5小时, 半年; a year in digits is not a length."""
    unit = (
        hit.get("unit")
        or hit.get("zhou")
        or {"zy": "year", "zm": "month", "zd": "day", "zs": "second", "zf": "minute", "zk": "hour"}[
            next(k for k in ("zy", "zm", "zd", "zs", "zf", "zk") if hit.has(k))
        ]
    )
    number = float(hit.get("dec")) if hit.has("dec") else hit.get("num") if hit.has("num") else 0
    if (hit.has("zy") and hit.has("num") and hit.nodes[0].value > 200) or _names(hit, unit):
        return None
    return "Length", length(number + (0.5 if hit.has("half") else 0), unit)


def _names(hit: Hit, unit: str) -> bool:
    """六年制, 百年校庆, 四季: a word of its own, not a length."""
    end = hit.nodes[-1].end
    if hit.scene.text[end : end + 1] in {"制", "龄", "岁"}:
        return True
    return unit == "quarter" and hit.said.endswith("季") and not hit.has("ge")


def about(hit: Hit) -> Built:
    """十来天, 两个多小时, 半个多月: the number counts."""
    more = next(n for n in hit.nodes if n.code == CODES["gap"])
    return count(hit) if hit.scene.text[more.start : more.end] in {"来", "多", "余", "几"} else None


def quarter_hour(hit: Hit) -> Built:
    return "Length", length(15 * hit.get("num"), "minute")


def part_day(hit: Hit) -> Built:
    value = hit.get("dur")
    return "Length", Length(days=value, unit="day") if value == 1 else HALF_A_DAY


def hours_minutes(hit: Hit) -> Built:
    """1小时30分."""
    hours, minutes = hit.all("num")[:2]
    if hit.get("unit") != "hour":
        return None
    return "Length", length(hours, "hour").plus(length(minutes, "minute"))


HALVES: Layer = (
    ("num ge half (unit|zhou|zm)", count),
    ("num unit half", count),
    ("num ge? unit and? num zf", hours_minutes),
    ("num zy half", count),
    ("(num|half) ge? gap ge? (unit|zhou|zm)", about),
)
