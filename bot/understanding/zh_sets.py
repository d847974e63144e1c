"""Chinese rules for what comes again: 每周一三五, 隔周三, 每月10、25号, 每隔一天, 每逢10号, 周一至周五每天."""

from bot.understanding.nodes import CODES, Built, Hit, Layer, Node, Rule, codes
from bot.understanding.recurrence import month_edge
from bot.understanding.regex import regex

_NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_IN_ROW = "一二三四五六日"
_COUNTS = frozenset("个次人份点时名位场篇台回遍周天月")
_WDAY, _NUM, _TO, _ZD, _UNIT = (CODES[k] for k in ("wday", "num", "to", "zd", "unit"))
_OPENS = codes("prep", "comma", "stop", "gap", "junk")
_HOUR = regex(r"的?(?:早|上午|中午|下午|傍晚|晚|[0-9０-９一二三四五六七八九十两]+[点时:：])")
_EVERY_OTHER = {(1, 0): "DAILY", (7, 0): "WEEKLY", (0, 1): "MONTHLY", (0, 12): "YEARLY"}


def _rule(freq: str, interval: int = 1, **parts: str) -> Built:
    made = [("FREQ", freq)] + ([("INTERVAL", str(interval))] if interval > 1 else [])
    return "Rule", Rule((*made, *parts.items()))


def weekdays(hit: Hit) -> Built:
    """每周一三五, 每周二、每周四, 每两周一次周三, 周一至周五每天."""
    if any(n.code == _WDAY and n.said.isascii() for n in hit.nodes):
        return None
    found = _named(hit)
    return _rule("WEEKLY", _interval(hit), BYDAY=",".join(_NAMES[d] for d in sorted(found))) if found else None


def _interval(hit: Hit) -> int:
    """How many weeks: 每两周 2, 隔周 2, 每隔一周 2."""
    every, size = hit.get("every"), hit.get("Length")
    if size is not None:
        return max(int(size.days // 7), 1) + int(every == "每隔" and size.days == 7)
    return every if isinstance(every, int) and every > 1 else 1


def _named(hit: Hit) -> set[int] | None:
    """The days of the week said, None when a number after them counts something else."""
    found: list[int] = []
    for last, node in zip((None, *hit.nodes), hit.nodes, strict=False):
        more = _days_of(hit, node, found)
        if more is None:
            return None
        if more and found and last is not None and last.code == _TO:
            found += range(found[-1] + 1, more[0])
        found += more
    return set(found)


def _days_of(hit: Hit, node: Node, found: list[int]) -> list[int] | None:
    if node.code == _WDAY:
        return [node.value]
    if node.code == _ZD and node.said == "日" and found:
        return [6]
    if node.code == _UNIT and node.value == "weekend" and found:
        return [5, 6]
    if node.code != _NUM or not found:
        return []
    return [node.value - 1] if node.said.isdigit() and 0 < node.value < 8 else _in_row(hit, node)


def _in_row(hit: Hit, node: Node) -> list[int] | None:
    """三五 of 每周一三五; None for 两 of 每周一两次."""
    rising = sorted(set(node.said)) == sorted(node.said) and set(node.said) <= set(_IN_ROW)
    counts = hit.scene.text[node.end : node.end + 1] in _COUNTS and node is hit.nodes[-1]
    return [_IN_ROW.index(c) for c in node.said] if rising and not counts else None


def monthly_days(hit: Hit) -> Built:
    """每月10、25号."""
    numbers = hit.all("num")
    if not all(isinstance(n, int) and 0 < n < 32 for n in numbers):
        return None
    return _rule("MONTHLY", BYMONTHDAY=",".join(str(n) for n in sorted(set(numbers))))


def monthly_number(hit: Hit) -> Built:
    """每逢10号; 每10日 is a length."""
    return monthly_days(hit) if hit.said.endswith("号") else None


def year_end(hit: Hit) -> Built:
    """每年最后一天, 每年第一天."""
    if not (hit.has("zd") or hit.get("unit") == "day"):
        return None
    month, day = ("12", "31") if hit.has("last") else ("1", "1")
    return _rule("YEARLY", BYMONTH=month, BYMONTHDAY=day)


def every_other(hit: Hit) -> Built:
    """每隔一天, 每隔一周; 每隔一小时 is every hour."""
    size = hit.get("Length")
    freq = _EVERY_OTHER.get((int(size.days), size.months)) if not size.seconds and not size.workdays else None
    return _rule(freq, 2) if freq and hit.get("every") == "每隔" else None


def office_days(hit: Hit) -> Built:
    """工作日早上8点半, with nothing before that would count or choose them: every one."""
    alone = hit.before is None or hit.before.code in _OPENS
    if hit.get("unit") != "workday" or not alone or not _HOUR.match(hit.scene.text, hit.nodes[-1].end):
        return None
    return _rule("WEEKLY", BYDAY="MO,TU,WE,TH,FR")


LAYER: Layer = (
    ("unit", office_days),
    ("every zy (of|the)* (last|first) (unit|zd)", year_end),
    ("every zm of? num (and num)+ zd", monthly_days),
    ("every (zm|zy|unit) (zm|zy)? (early|end)", month_edge),
    ("every num zd", monthly_number),
    ("wday to wday every (unit|zd)", weekdays),
    ("every Length? of? wday wday+", weekdays),
    (
        "every Length? (num times)? (zhou|unit)? of? wday num? ((and|to|comma|slash)+ every? (wday|unit|num|zd))*",
        weekdays,
    ),
    ("every Length? (num times)? (zhou|unit)? of? wday ((and|to|comma|slash)+ every? (wday|num|zd))*", weekdays),
    ("every Length", every_other),
)
