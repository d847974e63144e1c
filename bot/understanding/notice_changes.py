"""What a sentence changes of a notice that was read back: 内容改成…, 加上后勤处, 周五前回执, make it urgent."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from bot.understanding.draft_times import Known
from bot.understanding.notice_heads import LEVELS, audience
from bot.understanding.notice_times import base_of, deadlines, ends_at, is_relative, out_at, wholly_a_time
from bot.understanding.notice_words import read_notice, wanted
from bot.understanding.regex import regex
from bot.understanding.sentence import Context
from bot.understanding.slots import Slots
from bot.understanding.times import find_times

_NOT = r"(?:不对|不是|错了|更正|no|wrong|sorry|actually)?[\s,，。.:：!！、]*"
_IS = r"\s*(?:改成|改为|换成|改到|应该是|应为|是|为|to|is|as|[:：])\s*[:：]?\s*"
_TEXT = regex(
    rf"{_NOT}(?:把|请)?(?:通知)?(?:内容|正文|文字|原文){_IS}(?P<text>.+)"
    r"|(?:change the |the )?(?:text|wording|body)\s*(?:to|is|:|：)+\s*(?P<text_en>.+)",
    re.IGNORECASE | re.DOTALL,
)
_SWAP = regex(
    rf"{_NOT}(?:把)?[「“\"']?(?P<old>.+?)[」”\"']?(?:改成|改为|换成|改到)[「“\"']?(?P<new>.+?)[」”\"']?"
    r"|(?:change|replace) [“\"']?(?P<old_en>.+?)[”\"']? (?:to|with|into) [“\"']?(?P<new_en>.+?)[”\"']?",
    re.IGNORECASE,
)
_APPEND = regex(
    r"(?:再|最后)?加(?:上)?一[句行](?:话)?\s*[:：,，]?\s*(?P<text>.+)|append\s*:?\s*(?P<text_en>.+)", re.IGNORECASE
)
_TO = regex(
    rf"{_NOT}(?:改)?(?:发送给|发给|发至|主送)\s*(?P<to>.+)|{_NOT}(?:对象|范围|收件人|接收人){_IS}(?P<to2>.+)"
    r"|(?:send (?:it )?)?to\s*:?\s+(?P<to_en>.+)",
    re.IGNORECASE,
)
_MORE = regex(
    rf"{_NOT}(?:也|再|还)*(?:加上|加|抄送|也发给|还有)\s*(?P<to>.+)"
    r"|(?:also |and )?(?:add|include|also to)\s+(?P<to_en>.+)",
    re.IGNORECASE,
)
_LESS = regex(
    rf"{_NOT}(?:去掉|不发给?|不要发给?|除去|除了?|不含|减掉)\s*(?P<to>.+?)(?:以外|之外|外)?"
    r"|(?:remove|without|not to|except(?: for)?|leave out|drop)\s+(?P<to_en>.+)",
    re.IGNORECASE,
)
_LEVEL = regex(
    rf"{_NOT}(?:级别|等级)?(?:改成|改为|换成|是|设为|标为|标成)?\s*(?P<level>紧急|重要|一般|普通|加急)(?:通知|级别|的)?"
    r"|(?:make it |mark it |level:? )?(?P<level_en>urgent|important|normal)",
    re.IGNORECASE,
)
_DUE = regex(
    rf"{_NOT}(?:回执)?(?:截止|期限|时限|最晚)(?:时间|日期)?(?:{_IS})?(?P<when>.+)"
    rf"|(?:回执|回复)(?:时间|截止|期限){_IS}(?P<when2>.+)"
    r"|(?P<when3>.+?)(?:回执|回复|反馈|确认)|(?:the )?(?:deadline|due)\s*(?:is|to|:)?\s*(?P<when_en>.+)"
    r"|(?:reply|answer|acknowledge|confirm)\s+(?P<when_en2>(?:by|before|until)\s.+)",
    re.IGNORECASE,
)
_RECEIPT = r"(?:回执(?:改成|改为|方式|类型|是|要|:|：)*)?"
_BACK: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, regex(rf"{_NOT}{_RECEIPT}\s*(?:{zh})|(?:ask for |receipt:? ?)?(?:{en})", re.IGNORECASE))
    for kind, zh, en in (
        ("nothing", r"(?:不用|无需|不要|不需要)(?:回执|回复|确认)",
         r"no reply(?: needed)?|no receipt(?: needed)?|nothing back"),
        ("ack", r"(?:要|需要|只要|按)?(?:收到|确认|已阅)(?:就行|即可|就可以)?|要回执",
         r"acknowledgements?|an acknowledgement|just acknowledge"),
        ("attendance", r"(?:回复|报|要)?(?:是否参加|参加与否|参不参加|参会与否)", r"attendance|rsvp|whether they come"),
        ("number", r"(?:回复|报|填|要)?(?:一个|个)?(?:人数|数字|数|数量)", r"a number|numbers?"),
        ("line", r"(?:回复|填|要|写)?(?:一句话|意见|文字|一段话)", r"a line(?: of text)?|a sentence|comments?"),
    )
)  # fmt: skip
_CHOICES = regex(
    rf"{_NOT}(?:请选择|选项|选择)(?:改成|改为|是|为)?\s*[:：]?\s*(?P<choices>.+)|choices?:?\s+(?P<choices_en>.+)",
    re.IGNORECASE,
)
_BETWEEN = regex(r"\s*[/、|]\s*|\s+or\s+|\s*还是\s*", re.IGNORECASE)
_AT = regex(
    r"(?:make it|move it to|send(?: it)?|schedule(?: it)?(?: for)?)\s+(?:on |at )?(?P<when_en>.+)"
    rf"|{_NOT}(?:请)?(?:改成|改为|改到|改在|定在|定到|推迟到|提前到)?\s*(?:定时|定于|发送时间{_IS}|时间{_IS})?"
    r"\s*(?:在|到|为|于)?\s*(?P<when>.+?)\s*(?:再|定时|准时)?(?:发|发送|发出)?(?:吧)?",
    re.IGNORECASE,
)
_NOW = regex(
    r"(?:还是)?(?:马上|立即|立刻|现在|直接)(?:就)?发(?:送|出)?|不定时(?:了)?|send (?:it )?(?:right )?now|not scheduled",
    re.IGNORECASE,
)
_VALID = regex(
    rf"{_NOT}有效期?(?:至|到|为|改成|改为|改到|是|限)*\s*[:：]?\s*(?P<when>.+)"
    r"|valid (?:until|till|through|to|for) (?P<when_en>.+)",
    re.IGNORECASE,
)


def notice_change(said: str, known: Known, context: Context) -> Slots:
    """Empty where it changes nothing that a notice has; another notice is none of its changes."""
    if read_notice(said, context) is not None:
        return {}
    said = said.strip().rstrip("。.!！")
    return next((found for read in _READERS if (found := read(said, known, context))), {})


def is_notice_draft(known: Known) -> bool:
    return "text" in known and "to" in known


def _worded(said: str, known: Known, context: Context) -> Slots:
    """With what the new words say of an answer."""
    text = _text(said, str(known.get("text", "")))
    at = known.get("at")
    return {"text": text, **wanted(text, base_of(text, at if isinstance(at, date) else None, context))} if text else {}


def _text(said: str, text: str) -> str:
    if match := _TEXT.fullmatch(said):
        return _first(match)
    if match := _APPEND.fullmatch(said):
        return f"{text.rstrip('.')}. {_first(match)}" if text.isascii() else f"{text.rstrip('。')}。{_first(match)}"
    match = _SWAP.fullmatch(said)
    old, new = (_first(match), _second(match)) if match else ("", "")
    return text.replace(old, new, 1) if old and old in text else ""


def _aimed(said: str, known: Known, context: Context) -> Slots:
    old = _names(known, "to")
    if match := _MORE.fullmatch(said):
        names, _ = audience(_first(match))
        return {"to": tuple(dict.fromkeys((*old, *names)))} if _are_names(names, context) else {}
    if match := _TO.fullmatch(said):
        names, but = audience(_first(match))
        return {"to": names, "but": but} if names else {}
    if match := _LESS.fullmatch(said):
        names, _ = audience(_first(match))
        kept = tuple(one for one in old if one not in names)
        out = tuple(dict.fromkeys((*_names(known, "but"), *(one for one in names if one not in old))))
        return {"to": kept or old, "but": out} if _are_names(names, context) else {}
    return {}


def _names(known: Known, slot: str) -> tuple[str, ...]:
    value = known.get(slot, ())
    return value if isinstance(value, tuple) else ()


def _are_names(names: tuple[str, ...], context: Context) -> bool:
    """加上联系电话 adds nobody."""
    known = {*context.people, *context.units}
    return bool(names) and all(one in known or any(one.startswith(mark) for mark in "各全本#") for one in names)


def _levelled(said: str, _known: Known, _context: Context) -> Slots:
    match = _LEVEL.fullmatch(said)
    return {"level": LEVELS.get(_first(match).lower(), "normal")} if match else {}


def _back(said: str, _known: Known, _context: Context) -> Slots:
    if match := _CHOICES.fullmatch(said):
        choices = tuple(one for one in _BETWEEN.split(_first(match)) if one)
        return {"wants": "choice", "choices": choices} if len(choices) > 1 else {}
    kind = next((kind for kind, pattern in _BACK if pattern.fullmatch(said)), "")
    return {"wants": kind} if kind else {}


def _due(said: str, known: Known, context: Context) -> Slots:
    """周五前回执, 截止改到下周三."""
    match = _DUE.fullmatch(said)
    if match is None:
        return {}
    when, at = _first(match), known.get("at")
    there = base_of(when, at if isinstance(at, date) else None, context)
    moment = next(deadlines(when, there), None) or next(iter(_found(when, there)), None)
    end = (moment.end or moment.start) if moment else None
    if moment is None or end is None or len(moment.text) + 4 < len(when):
        return {}
    if moment.kind != "deadline" and not moment.timed:
        end = moment.start or end
    due = end if moment.timed or moment.part else end.date()
    return {"due": due, "due_said": moment.text if is_relative(moment.text) else ""}


def _timed(said: str, known: Known, context: Context) -> Slots:
    if _NOW.fullmatch(said):
        return {"at": "", "every": "", "later": 0}
    match = _AT.fullmatch(said)
    moment = wholly_a_time(_first(match).removeprefix("定时").strip(), context) if match else None
    at = out_at(moment, context) if moment else None
    if moment is None or at is None:
        return {}
    old = known.get("at")
    if not moment.dated and not moment.rrule and isinstance(at, datetime) and isinstance(old, datetime):
        at = datetime.combine(old.astimezone(context.zone).date(), at.timetz())
    return {"at": at, "every": moment.rrule or "", "later": 1}


def when_sent(said: str, context: Context) -> Slots | None:
    """The answer to the question when it is to go out."""
    found = _timed(said, {}, context)
    return found or None


def _valid(said: str, _known: Known, context: Context) -> Slots:
    match = _VALID.fullmatch(said)
    until = ends_at(_first(match), context) if match else None
    return {"valid_until": until} if until else {}


def _found(said: str, context: Context) -> list[Any]:
    return find_times(said, context.now, zone=context.zone, calendar=context.calendar)


def _first(match: re.Match[str] | None) -> str:
    return next((one.strip() for one in match.groups() if one), "") if match else ""


def _second(match: re.Match[str]) -> str:
    return next(iter([one.strip() for one in match.groups() if one][1:]), "")


_READERS: tuple[Callable[[str, Known, Context], Slots], ...] = (_valid, _due, _timed, _levelled, _back, _worded, _aimed)
