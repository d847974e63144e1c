"""The lamp, the slip and the rules of time, in words."""

from datetime import datetime

from bot.domain.lamps import Lamp, Rules, Terms, days_left, days_overdue, is_overdue, lamp, slip_of, stuck_since
from bot.domain.supervision import Slip, SupervisionItem
from bot.texts import Say

MARKS = {Lamp.NONE: "⚪", Lamp.GREEN: "🟢", Lamp.YELLOW: "🟡", Lamp.RED: "🔴"}


def days(count: int, say: Say) -> str:
    """`3 个工作日`, `1 working day`."""
    return say("supervision.one_day") if count == 1 else say("supervision.days", count=count)


def standing(item: SupervisionItem, now: datetime, terms: Terms, say: Say) -> str:
    """`还有 2 个工作日`, `今天 18:00 到期`, `逾期 3 个工作日`."""
    if is_overdue(item, now):
        late = days_overdue(item, now, terms)
        return say("supervision.is_overdue", days=days(late, say)) if late else say("supervision.just_overdue")
    left = days_left(item, now, terms)
    if left > 0:
        return say("supervision.is_left", days=days(left, say))
    today = terms.day(item.due_at) == terms.day(now)
    return say("supervision.is_today" if today else "supervision.is_before_work", at=say.clock(item.due_at))


def lamp_line(item: SupervisionItem, now: datetime, terms: Terms, say: Say) -> str:
    """`🟡 临期，还有 2 个工作日`; for what is over or suspended only that it has no lamp."""
    shown = lamp(item, now, terms)
    if shown is Lamp.NONE:
        return say("supervision.lamp_none", mark=MARKS[shown])
    words = standing(item, now, terms, say)
    if shown is Lamp.RED:
        return f"{MARKS[shown]} {words}"
    return say(f"supervision.lamp_{shown}", mark=MARKS[shown], standing=words)


def rule_line(rules: Rules, say: Say) -> str:
    """The rules that reminders follow, in one line."""
    parts = [say("supervision.rule_lamp", days=days(rules.yellow_days, say)), _ladder(rules, say)]
    if rules.sign_hours:
        parts.append(say("supervision.rule_sign", hours=rules.sign_hours))
    return say("supervision.rule_join").join(parts)


def _ladder(rules: Rules, say: Say) -> str:
    before = [step for step in rules.ladder if step]
    if not before or not rules.most_before_due:
        return say("supervision.rule_overdue")
    most = min(rules.most_before_due, len(rules.ladder))
    return say("supervision.rule_ladder", days=say.listed(map(str, before)), most=most)


def clock_words(rules: Rules, say: Say) -> str:
    """`1-3-7-10：1 个工作日内签收，第 3、7 个工作日问进展，第 10 个工作日办结`."""
    first, *asked, last = rules.clock
    return say(
        "supervision.clock_rule",
        name="-".join(map(str, rules.clock)),
        sign=days(first, say),
        asked=say.listed(map(str, asked)) or "–",
        last=last,
    )


def slip_name(slip: Slip, say: Say) -> str:
    """`黄色督办单`; nothing for none."""
    return say(f"supervision.slip_{slip}") if slip is not Slip.NONE else ""


def slip_line(item: SupervisionItem, now: datetime, terms: Terms, say: Say) -> str:
    return slip_name(slip_of(item, now, terms), say)


def stuck_line(item: SupervisionItem, now: datetime, terms: Terms, say: Say) -> str:
    """`已 12 个工作日没有动静`; nothing for what moves."""
    since = stuck_since(item, now, terms)
    return say("supervision.is_stuck", days=days(terms.days_since(since, now), say)) if since else ""
