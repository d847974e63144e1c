"""Sentences about the ledger as a whole, read as they stand: hand-over, early signals, recurring duties, appraisal.

All of them are plain enough for the desk, and too plain to be picked out of talk that was not meant for it.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from bot.understanding.folding import fold
from bot.understanding.item_fields import is_unit, name_at, standard_in
from bot.understanding.ledger_lists import filters_in, only_filters, read_list
from bot.understanding.moments import Moment
from bot.understanding.naming import title_of
from bot.understanding.regex import regex
from bot.understanding.sentence import Context, unaddressed
from bot.understanding.slots import Slots, take_due
from bot.understanding.times import find_times


class Whole(NamedTuple):
    """An intent with its slots."""

    intent: str
    slots: Slots


WHOLE = frozenset(f"supervision.{what}" for what in ("hand_over", "signal", "weigh_signal", "duty", "appraise"))
"""The intents that are found here alone."""

_POLITE = r"(?:请|麻烦|帮我|帮忙|我要|我想|please |pls |\s)*"


def read_whole(text: str, context: Context) -> Whole | None:
    """None for whatever is not said in full in one of these ways."""
    said = unaddressed(text, context)
    low = fold(said)
    for hint, read in _READERS:
        if hint.search(low) and (found := read(said, low, context)) is not None:
            return found
    return None


_ITEMS = r"(?:所有|全部|全部的|所有的)?(?:督办)?(?:事项|督办件|任务|工作|督办|活儿?)"
_HANDED = regex(
    rf"{_POLITE}(?:把|将)?(?P<lead>我们?|本人|[^\s,，。;；把将的]{{2,12}}?)(?:名下|手上|手头|负责|主办|承办|在办)?(?:的|所有|全部)*{_ITEMS}"
    r"(?:都|全都|全部|全|一并|一起|统统)?(?:移交|交接|转交|转移|划转|交割|交|转)(?:给|到)(?P<heir>.+?)(?:名下|负责|接手|主办|吧|。|!)*"
)
_HANDED_FRONT = regex(
    rf"{_POLITE}(?:移交|交接|转移)(?P<lead>我|本人|[^\s,，。;；的]{{2,12}}?)(?:名下|手上|负责|主办)?(?:的|所有|全部)*{_ITEMS}(?:给|到)(?P<heir>.+?)(?:吧|。|!)*"
)
_HANDED_EN = regex(
    r"(?:please |pls )?(?:hand over|transfer|move|pass|reassign) (?:"
    r"(?:everything|all(?: the)?(?: open)? items|the items|items) (?:of|from|owned by) (?P<of>[\w.@' -]{1,40}?)"
    r"|(?:all )?(?:of )?(?P<my>my|mine)(?: open)?(?: items| tasks| work)?|"
    r"(?:all )?(?:of )?(?P<whose>[\w.@ -]{1,40}?)'s?(?: open)? (?:items|tasks|work))"
    r" (?:over )?to (?P<heir>[\w.@' -]{1,40}?)[.!]?"
)


def _hand_over(said: str, low: str, context: Context) -> Whole | None:
    match = _HANDED.fullmatch(low) or _HANDED_FRONT.fullmatch(low)
    if match:
        group = "lead"
    elif match := _HANDED_EN.fullmatch(low):
        group = next(name for name in ("of", "my", "whose") if match[name])
    else:
        return None
    lead = said[match.start(group) : match.end(group)].strip(" @＠")
    heir = said[match.start("heir") : match.end("heir")].strip(" @＠")
    mine = group == "my" or lead in {"我", "我们", "本人"}
    if not heir or len(heir) > _LONGEST_NAME or (not mine and group == "lead" and not _is_name(lead, context)):
        return None
    return Whole("supervision.hand_over", {"lead": "我" if mine else lead, "heir": heir})


_LONGEST_NAME = 40


def _is_name(said: str, context: Context) -> bool:
    found = name_at(said, 0, context)
    return found is not None and found[1] == len(said)


_SIGNAL = regex(
    rf"{_POLITE}(?:登记|记录?|记一[个条下]|上报|新增|报|发现了?|有)?(?:一?[个条])?(?:早期)?苗头(?:性问题|性|问题|线索|信息)?\s*[::,]\s*(?P<words>\S.*)"
    r"|(?:please )?(?:log |record |note |new )?(?:an? )?early (?:signal|warning)\s*[::-]\s*(?P<said>\S.*)",
    re.DOTALL,
)
_WEIGHED = regex(
    r"(?:把|将|请)?(?:苗头(?:性问题|问题|线索)?\s?#?第?\s?|"
    r"(?:early )?signal\s?#?(?:no\. ?)?)(?P<number>\d{1,6})\s?[号条]?[\s,::的]*(?P<rest>.*)"
    r"|(?P<before>promote|drop|watch|dismiss|立项|销号|观察)\s?(?:苗头(?:性问题|问题|"
    r"线索)?\s?#?|(?:the )?(?:early )?signal #?)(?P<of>\d{1,6})[号条]?(?P<more>.*)"
)
_CHOICES = (
    (
        "promote",
        r"立项|立为(?:督办)?事项|转为?督办|升为?(?:督办)?事项|列入督办|promote|make (?:it )?an item|open an item",
    ),
    ("watch", r"(?:继续|持续|先|再)?(?:观察|关注|跟踪)|(?:keep )?watch(?:ing)?|monitor|observe"),
    (
        "drop",
        r"不再?(?:关注|观察|跟踪)|销号|关闭|放下|不用?管了?|消除了?|已?化解|解除|撤销|"
        r"drop|dismiss|close|let (?:it )?go",
    ),
    (
        "high",
        r"(?:定为|评为|为|改为)?(?:严重|重大|重要|重|高)(?:风险|级)?|(?:mark as |rate )?(?:high|serious|severe)",
    ),
    ("middle", r"(?:定为|评为|为|改为)?(?:较重|中等?)(?:风险|级)?|(?:mark as |rate )?(?:middle|medium)"),
    ("low", r"(?:定为|评为|为|改为)?(?:一般|较轻|轻微|轻|低)(?:风险|级)?|(?:mark as |rate )?(?:low|minor)"),
)


def read_noted(text: str, context: Context) -> Whole | None:
    """An early signal alone, which may have more to say than other sentences."""
    said = unaddressed(text, context)
    match = _SIGNAL.fullmatch(fold(said))
    if match is None:
        return None
    group = "words" if match["words"] else "said"
    return Whole("supervision.signal", {"title": said[match.start(group) : match.end(group)].strip()})


def _signal(said: str, low: str, context: Context) -> Whole | None:
    weighed = _WEIGHED.fullmatch(low)
    return read_noted(said, context) or (_weighed(weighed, context) if weighed else None)


_AGAIN = regex(r"(?P<when>.{2,12}?)(?:再看看?|再复核|复核|再议|再说)")
"""苗头1|下周一|再看: watched until then."""


def _weighed(match: re.Match[str], context: Context) -> Whole | None:
    rest = (match["rest"] if match["number"] else match["before"] + match["more"]).strip(" .。!")
    slots: Slots = {"number": int(match["number"] or match["of"])}
    again = _AGAIN.fullmatch(rest)
    rest = f"观察{again['when']}" if again else rest
    chosen = next(((kind, found) for kind, said in _CHOICES if (found := re.match(said, rest))), None)
    if rest and chosen is None:
        return None
    if chosen:
        slots["choice"] = chosen[0]
        behind = rest[chosen[1].end() :]
        take_due(
            find_times(behind, context.now, zone=context.zone, calendar=context.calendar), slots, True, context.now
        )
        if behind.strip(" ,，。") and "due" not in slots:
            return None
    return Whole("supervision.weigh_signal", slots)


_DUTY = regex(
    rf"{_POLITE}(?:新增|设|建|加|新建|增加|登记|设立)?(?:一[个项条])?(?:常办|定期督办|定期|"
    rf"例行|周期性)(?:督办)?(?:事项|任务)?\s*[::]\s*(?=\S)|(?:new |add )?(?:a )?(?:recurring|"
    rf"regular) (?:duty|item)\s*:\s*"
)
_BEGINS = regex(r"[\W]{0,2}(?:每|按[月周季]|every|monthly|weekly|quarterly)")
_NO_DUTY = regex(
    r"提醒|叫我|喊|通知|会议|例会|开会|碰头|早报|简报|推送|汇报|remind|meeting|standup|call|"
    r"notify|digest|send me|tell me"
)
_DUTY_VERB = regex(
    r"(?:负责|要|需|须|应|都|并)*(?:报送|提交|上报|上交|报告|报|交|完成|汇总|统计|更新|核对|检查|整理|编制|填报|发布|公布|盘点|巡检|排查|清理|送|"
    r"submits?|sends?|delivers?|files?|reports?|hands? in|prepares?|updates?|publish(?:es)?|checks?|completes?)"
)
_BY_THEN = regex(r"\s*(?:之?前|以前|底前|底之前|内|,|，)?\s*(?:[,，]\s*)?(?:由|请|责成|让|安排)?\s*")
_AHEAD = regex(
    r"[,，;；。\s]*(?:并)?提前\s?(?P<days>\d{1,2}|"
    r"[一二两三四五六七八九十])\s?个?(?:工作)?[日天](?:交办|派发|下达|分派|下发|派|提醒交办|提醒|"
    r"立项)?|[,;.]?\s*(?:handed over |assigned |issued )?(?P<en>\d{1,2}|one|two|three|"
    r"five) (?:working )?days? (?:before|ahead|earlier|in advance)"
)
_EVERY_BY = regex(
    r"\b(every (?:\w+ )?(?:month|week|quarter|year)|monthly|weekly),?\s+(?:by|before|on)\s+(?:the )?", re.IGNORECASE
)
_DIGITS = {word: place for place, word in enumerate("一二三四五六七八九十", 1)} | {
    "两": 2,
    "one": 1,
    "two": 2,
    "three": 3,
    "five": 5,
}


def _duty(said: str, low: str, context: Context) -> Whole | None:
    named = _DUTY.match(low)
    begins = _BEGINS.match(low, _behind_a_name(said, context))
    if named is None and not (begins and _DUTY_VERB.search(low) and not _NO_DUTY.search(_AHEAD.sub("", low))):
        return None
    said = said[named.end() :] if named else said
    slots: Slots = {}
    if (ahead := _AHEAD.search(fold(said))) is not None:
        days = ahead["days"] or ahead["en"]
        slots["lead_days"] = int(days) if days.isdigit() else _DIGITS[days]
        said = said[: ahead.start()] + said[ahead.end() :]
    if (standard := standard_in(said, fold(said), context)) is not None:
        slots |= standard[2]
        said = said[: standard[0]] + said[standard[1] :]
    rule = _rule_of(said, context)
    if rule is None:
        return None
    moment, text = rule
    slots["rrule"] = moment.rrule or ""
    if moment.timed and moment.start:
        slots["start"] = moment.start
    title = _whose(text, moment, context, slots, bool(named))
    return Whole("supervision.duty", slots | {"title": title}) if title else None


def _rule_of(said: str, context: Context) -> tuple[Moment, str] | None:
    """The rule, and the text it was read from: by the 25th every month is on the 25th, as rules go."""
    text = _EVERY_BY.sub(lambda m: f"{m[1]} on the ", said) if _EVERY_BY.search(said) else said
    text = re.sub(r"on the (?=[a-z]+day)", "on ", text, flags=re.IGNORECASE)
    moments = find_times(text, context.now, zone=context.zone, calendar=context.calendar)
    rule = next((m for m in moments if m.kind == "set" and m.rrule), None)
    return (rule, text) if rule else None


def _whose(text: str, moment: Moment, context: Context, slots: Slots, named: bool) -> str:
    """Who does it fills its slot; what is done is returned, empty where the sentence is no duty."""
    start, end = moment.span
    front = _behind_a_name(text, context)
    if front and front == start:  # 陈静|每月25日前|报送…
        text, start, end = text[front:end] + text[:front] + text[end:], 0, end - front
    end, slots_at = _hour_behind(text, end, context)
    slots |= slots_at
    led = _BY_THEN.match(text, end) if start <= _NEAR_FRONT else None
    if led is None:
        return ""
    all_of = _ALL_OF.match(text, led.end())
    who = (all_of[0], all_of.end()) if all_of else name_at(text, led.end(), context)
    at = who[1] if who else led.end()
    rest = text[at:].lstrip(" ,，:：")
    verb = _DUTY_VERB.match(fold(rest))
    is_due = (
        bool(re.search(r"前|内|由|请|责成|让|安排|by\b", text[start : led.end()]))
        or bool(who and who[0] in context.people and _HANDS_IN.match(fold(rest)))
        or bool(_EVERY_BY.search(moment.text))
        or text.isascii()
    )
    if not named and not (who and verb and is_due):
        return ""
    if who:
        slots["unit" if all_of or is_unit(who[0], context) else "lead"] = who[0]
    first = _THIRD.sub(r"\1", re.split(r"[,，;；。\n]", rest, maxsplit=1)[0])
    return re.sub(r"^(?:负责|要|需|须|应|to )+", "", title_of(first) or first).strip()


_HANDS_IN = regex(r"(?:负责|要|需)*(?:报送|提交|上报|上交|报|交)")


def _behind_a_name(text: str, context: Context) -> int:
    """Where a sentence goes on behind the person of the office who stands in front; 0 where nobody does."""
    found = name_at(text, 0, context)
    return found[1] if found and found[0] in {*context.people, *context.mentions} else 0


_ALL_OF = regex(
    r"(?:各|全体|所有)[\u4e00-\u9fff]{1,5}?(?=负责|要|需|须|应|报|上|提|交|完|汇|统|更|核|检|整|编|填|发|盘|巡|排|清|送)"
)


def _hour_behind(text: str, end: int, context: Context) -> tuple[int, Slots]:
    """每天|下班前: the hour goes with the day."""
    moments = find_times(text[end:], context.now, zone=context.zone, calendar=context.calendar)
    behind = next((m for m in moments if m.span[0] == 0 and m.kind == "deadline" and m.end), None)
    if behind is None or behind.end is None:
        return end, {}
    return end + behind.span[1], {"start": behind.end} if behind.timed else {}


_NEAR_FRONT = 3
_THIRD = regex(r"^(submit|send|deliver|file|report|hand|prepare|update|check|complete)s\b")
"""Amy submits the roster: what she is to do is to submit it."""
_APPRAISED = regex(
    rf"{_POLITE}(?:看看|看一下|看|查看|查一下|查|统计一下|统计|生成|出|show |"
    rf"see )?(?P<when>.*?)(?:的)?(?:(?:各|按)?(?:单位|部门|处室)的?)?(?:督办|督查|事项)?"
    r"(?:考核(?:情况|结果|表|统计|评分|得分|通报)?|(?:按时)?(?:办结|完成)率)(?:情况|统计|排名)?[?。!]*"
    r"|(?:show |see |the )*(?:appraisal|closing rate|closure rate|appraise)(?: (?:by|of|per|"
    r"the) (?:all )?(?:units?|departments?))?(?P<then>.*?)[?.!]*"
    r"|(?:show |see |the )*unit appraisal(?P<also>.*?)[?.!]*"
)


def _appraise(said: str, low: str, context: Context) -> Whole | None:
    match = _APPRAISED.fullmatch(low)
    when = next((match[name] for name in ("when", "then", "also") if match[name]), "") if match else ""
    if match is None:
        return None
    moments = find_times(when, context.now, zone=context.zone, calendar=context.calendar)
    spoken = "".join(when[: m.span[0]] + when[m.span[1] :] for m in moments[:1]) if moments else when
    if re.sub(r"\b(?:for|in|of|the)\b|[\s的,，各]", "", spoken):
        return None
    slots: Slots = {}
    if moments and moments[0].start:
        back = _YEAR if moments[0].start > context.now else 0
        slots["start"] = _years_before(moments[0].start.date(), back)
        slots |= {"end": _years_before(moments[0].end.date(), back)} if moments[0].end else {}
    return Whole("supervision.appraise", slots)


_YEAR = 1


def _years_before(day: date, years: int) -> date:
    """October, said in November: what is appraised lies behind."""
    return day.replace(year=day.year - years) if (day.month, day.day) != (2, 29) else day - timedelta(days=365 * years)


def _list(said: str, low: str, context: Context) -> Whole | None:
    slots = read_list(said, low, context) if len(low) <= _LONGEST_LIST else None
    return Whole("supervision.list", slots) if slots is not None else None


_LONGEST_LIST = 48
_NUDGED = regex(
    rf"{_POLITE}(?:催办|催一?下|催促|督促|催|(?:nudge|chase)(?: up)? )(?:一下)?(?:所有|全部|all )?(?:the )?"
)


def _nudge(said: str, low: str, context: Context) -> Whole | None:
    """催办所有逾期: those of a list that is said in nothing but filters."""
    match = _NUDGED.match(low)
    rest = said[match.end() :] if match and len(low) <= _LONGEST_LIST else ""
    slots = read_list(rest, fold(rest), context, among=True) if rest else None
    return Whole("supervision.nudge", slots) if slots else None


def filtered(slots: Slots, text: str, context: Context) -> Slots:
    """The slots of a list that was found by its weights, with its filters; a title is a word to search for."""
    found = filters_in(text, fold(text)) | slots
    if only_filters(str(found.get("title", "")), context):
        found.pop("title", None)
    return found


_READERS: tuple[tuple[re.Pattern[str], Callable[[str, str, Context], Whole | None]], ...] = (
    (regex(r"催|督促|nudge|chase"), _nudge),
    (regex(r"苗头|signal|early warning"), _signal),
    (regex(r"移交|交接|转交|转移|划转|交给|转给|hand over|transfer|reassign|pass\b|move\b"), _hand_over),
    (regex(r"每|常办|定期|例行|周期|按月|按周|every|monthly|weekly|recurring|regular"), _duty),
    (regex(r"考核|办结率|完成率|apprais|closing rate|closure rate"), _appraise),
    (
        regex(
            r"事项|台账|督办|督查|我(?:交办|布置|安排)|(?:办结|签收|退回|中止|撤回)的|到期|逾期|超期|过期|[红黄绿]灯|items?\b|ledger|due\b|overdue"
        ),
        _list,
    ),
)
