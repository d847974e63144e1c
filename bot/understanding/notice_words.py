"""Notices as they are said: 通知：…… 发给 教务处、财务处, and what is done to one by its number: 通知12 收到.

The text is kept in the writer's words; to whom it goes is cut out, and what is wanted back is looked for within it.
"""

import re
from datetime import date

from bot.understanding.folding import fold
from bot.understanding.ledger import Whole
from bot.understanding.notice_heads import HEAD_HINT, Head, bare_head, begun, tail_of
from bot.understanding.notice_shelf import SHELF, SHELF_HINT, read_shelf
from bot.understanding.notice_times import base_of, cut_ends, cut_front, deadlines, is_relative
from bot.understanding.regex import regex
from bot.understanding.sentence import Context, unaddressed
from bot.understanding.slots import Slots

_BACK = regex(
    r"回执|确认|回复|反馈|签收|收到|报名|上报|填报|receipt|acknowledge|confirm|reply|rsvp|answer", re.IGNORECASE
)
_BACK_FIRST = regex(r"\b(?:receipts?|acknowledge|confirm|reply|rsvp|answer)\s*(?:is due|due)?\s*$", re.IGNORECASE)
_ENDS = regex(r"\s*(?:[。;；.!！\n]|$)")
_WANTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "",
        regex(
            r"无需(?:回复|回执|确认)|不用(?:回复|回执|确认)|知悉即可|仅供知悉|no reply needed|for information only",
            re.IGNORECASE,
        ),
    ),
    (
        "attendance",
        regex(
            r"(?:回复|报|确认)是否(?:参加|参会|出席)|参会回执|能否(?:参加|出席)|rsvp|whether you (?:attend|come)",
            re.IGNORECASE,
        ),
    ),
    (
        "number",
        regex(
            r"(?:报|回复|填报|统计|反馈)(?:一下)?[^,，。;；\s]{0,8}?(?:人数|数量|数字|金额|份数|台数|名额)"
            r"|how many|number of",
            re.IGNORECASE,
        ),
    ),
    (
        "line",
        regex(
            r"回复(?:意见|内容|一句|地址|姓名|电话)|请(?:填写|回复)[^,，。]{0,12}(?:意见|名单|地址|姓名)|reply with",
            re.IGNORECASE,
        ),
    ),
)
_CHOICE = regex(r"(?:请选择|选择|二选一|单选|choose|pick)\s*[:：]\s*(?P<choices>[^。;；\n]+)", re.IGNORECASE)
_CHOICES = regex(r"\s*[/、|]\s*|\s+or\s+|\s*还是\s*", re.IGNORECASE)

_NUMBER = r"(?:通知|notice)\s*(?:#|第|no\.? ?)?\s*(?P<number>\d{1,9})\s*(?:号|条)?"
_DEEDS: tuple[tuple[str, str, str], ...] = (
    ("acknowledge", r"收到|已收到|确认|已阅|知道了|阅", r"got it|ack(?:nowledged?)?|received|confirm(?:ed)?"),
    ("receipts", r"回执(?:情况)?|签收情况|签收|进度", r"receipts?|status"),
    (
        "missing",
        r"(?:还有)?(?:谁|哪些人|哪个|哪几个)(?:还)?(?:没有|没|未)(?:回执|回复|回|确认|收到|看|签收|答复)"
        r"|(?:没回|未回|未回复|没回复|未确认)(?:的|名单|的名单|的人)?",
        r"(?:who|which people) (?:has not|hasn't|have not|haven't) (?:yet )?(?:replied|answered|confirmed|responded)"
        r"(?: yet)?(?: to)?|who is (?:still )?missing(?: from)?|missing",
    ),
    (
        "back",
        r"(?:有)?(?:谁|哪些人)(?:已经?)?(?:回执|回复|回|确认|答复|签收)|(?:已回|已回复|已确认|答复)(?:的|名单|的名单|情况)?",
        r"who (?:has |have )?(?:replied|answered|confirmed|responded)(?: to)?|answers(?: to| of)?",
    ),
    ("chase", r"催(?:回执|一下|一催|办)?", r"chase|remind|nudge"),
    ("recall", r"撤回|撤销|作废", r"recall|withdraw"),
    ("whole", r"全文|内容|看", r"full text|show"),
)  # fmt: skip
_LIST = regex(r"(?:看|查看|我的)?通知(?:列表|清单|一览|目录)|(?:list |show |my )?notices|notices? list", re.IGNORECASE)
_OWN = regex(r"(?:看看?|查看?|我的)?回执(?:情况)?|(?:show |my )?receipts", re.IGNORECASE)
"""回执 and nothing besides: of what oneself has sent."""
_SHEET = regex(
    r"(?:导出|打印|下载)?\s*(?:签收单|签字单|签收表|签名表)\s*(?P<unit>.{0,40})"
    r"|(?:export |print )?(?:the )?sign(?:ing|ature)[- ]?sheets?(?: (?:for|of))?\s*(?P<unit_en>.{0,40})",
    re.IGNORECASE,
)
_SAID = regex(r"(?:回复|答复|答|answer|reply)\s*[:：]?\s*(?P<words>.+)", re.IGNORECASE | re.DOTALL)
_CORRECTED = regex(
    r"(?P<small>小)?(?:更正|修改|改为|改成|correct(?:ion)?)\s*(?:为|to)?\s*[:：]?\s*(?P<text>.+)",
    re.IGNORECASE | re.DOTALL,
)
_FRONT = regex(
    rf"(?P<deed>.{{1,45}}?)\s*{_NUMBER}\s*[啊呀呢吧吗嘛]?\s*[?？!！。]*(?:[:：,，]\s*(?P<rest>.*))?$",
    re.IGNORECASE | re.DOTALL,
)
_BEHIND = regex(rf"{_NUMBER}\s*[:：,，]?\s*(?P<rest>.*)$", re.IGNORECASE | re.DOTALL)


NUMBERED = frozenset(
    {f"notices.{deed}" for deed, _, _ in _DEEDS}
    | {"notices.show", "notices.correct", "notices.answer", "notices.sheet"}
    | SHELF
)
"""What is said of a notice by its number, and of those that are on the shelf."""


def read_notice(text: str, context: Context) -> Whole | None:
    """None for whatever is neither a notice to be sent nor a word about one that was."""
    said = unaddressed(text, context)
    if not SHELF_HINT(said):
        return _sent(said, context)
    if _LIST.fullmatch(said.strip()):
        return Whole("notices.list", {})
    if _OWN.fullmatch(said.strip(" 。.!！?？")):
        return Whole("notices.receipts", {})
    return read_shelf(said, context) or _numbered(said) or _sent(said, context)


def _numbered(said: str) -> Whole | None:
    match = _BEHIND.match(said)
    if match is not None and match.start() == 0:
        return _about(int(match["number"]), match["rest"].strip())
    front = _FRONT.match(said)
    if front is None:
        return None
    found = _about(int(front["number"]), " ".join(part for part in (front["deed"], front["rest"] or "") if part))
    return found if found and found.intent != "notices.show" else None


def _about(number: int, rest: str) -> Whole | None:
    slots: Slots = {"number": number}
    if not rest:
        return Whole("notices.show", slots)
    low = fold(rest).strip(" 。.!！?？").rstrip("啊呀呢吧嘛").rstrip()
    for deed, zh, en in _DEEDS:
        if re.fullmatch(rf"(?:{zh}|{en})了?", low, re.IGNORECASE):
            return Whole(f"notices.{deed}", slots)
    if (corrected := _CORRECTED.fullmatch(rest)) is not None:
        return Whole(
            "notices.correct", {**slots, "text": corrected["text"].strip(), "small": int(bool(corrected["small"]))}
        )
    if (sheet := _SHEET.fullmatch(rest)) is not None:
        return Whole("notices.sheet", {**slots, "unit": (sheet["unit"] or sheet["unit_en"] or "").strip(" :：,，。.")})
    answered = _SAID.fullmatch(rest)
    return Whole("notices.answer", {**slots, "words": answered["words"].strip()}) if answered else None


def _sent(said: str, context: Context) -> Whole | None:
    """With a time before the word for it, or behind everything, it goes out then."""
    if not HEAD_HINT(said):
        return None
    head = begun(said, context)
    front = None if head else cut_front(said, context)
    if front is not None:
        said, head = front.rest, _behind_a_time(front.rest, context, comes_again=bool(front.every))
    if head is None:
        return None
    timing = cut_ends(said[head.at :].strip(), context)
    named, body = (head, timing.rest) if head.names else _cut_tail(head, timing.rest, context)
    inner = cut_ends(body, context) if named is not head else timing
    if not inner.rest or (head.is_bare and not named.names):
        return None
    times = {**(front.slots if front else {}), **inner.slots, **timing.slots}
    at = times.get("at")
    base = base_of(inner.rest, at if isinstance(at, date) else None, context)
    slots: Slots = {"text": inner.rest, "to": named.names, "but": named.but, "level": head.level, **times}
    return Whole("notices.circulate", {**slots, **wanted(inner.rest, base)})


def _behind_a_time(said: str, context: Context, *, comes_again: bool) -> Head | None:
    """每周五通知全体交周报: what comes again needs no mark; 周五通知全体交周报 may be meant for now."""
    head = begun(said, context)
    if comes_again:
        return head or bare_head(said)
    return head if head and head.is_marked else None


def _cut_tail(head: Head, body: str, context: Context) -> tuple[Head, str]:
    tail = tail_of(body, context)
    return (head._replace(names=tail[0].names, but=tail[0].but), tail[1]) if tail else (head, body)


def wanted(body: str, context: Context) -> Slots:
    """What is wanted back, and by when."""
    choice = _CHOICE.search(body)
    choices = tuple(part for part in _CHOICES.split(choice["choices"]) if part) if choice else ()
    if len(choices) > 1:
        found: Slots = {"wants": "choice", "choices": choices}
    else:
        found = next(({"wants": kind or "nothing"} for kind, pattern in _WANTS if pattern.search(body)), {})
    return {**found, **due_of(body, context)}


def due_of(body: str, context: Context) -> Slots:
    """The deadline beside the word for an answer, and its words where they count from the day it is sent."""
    for moment in deadlines(body, context):
        start, end = moment.span
        if moment.end and (
            _BACK.search(body, end, end + 8)
            or _BACK_FIRST.search(body[:start])
            or _last(body, start, end)
            or _is_wanted_by(body, moment.text, start)
        ):
            due = moment.end if moment.timed or moment.part else moment.end.date()
            return {"due": due, "due_said": moment.text if is_relative(moment.text) else ""}
    return {}


_WANTED_BY = regex(
    r"\b(?:please|pls|must|need|send|submit|return|hand|fill|complete|bring|sign|upload|give|get|pick|choose|enter)\b"
    r"[^.;!?\n]*$",
    re.IGNORECASE,
)


def _is_wanted_by(body: str, said: str, start: int) -> bool:
    """Please send the forms by noon: what is wanted is to be there by then, though no answer is spoken of."""
    return said[:3].casefold() == "by " and bool(_WANTED_BY.search(body, 0, start))


def _last(body: str, start: int, end: int) -> bool:
    """请回复参会人数，周二中午12点前: the time is a clause of its own, and the one before it wants an answer."""
    before = re.split(r"[。;；\n]", body[max(0, start - 20) : start])[-1]
    return bool(_ENDS.match(body, end)) and before.rstrip().endswith((",", "，")) and bool(_BACK.search(before))
