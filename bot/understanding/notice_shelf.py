"""What is said of notices that are planned, kept or over: 定时通知12改到明天9点, 用模板 停电通知, 上个月的通知."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from bot.understanding.hints import hint
from bot.understanding.ledger import Whole
from bot.understanding.moments import Moment
from bot.understanding.notice_times import wholly_a_time
from bot.understanding.regex import regex
from bot.understanding.sentence import Context
from bot.understanding.slots import Slots, value_of
from bot.understanding.times import find_times

_N = r"(?:定时)?(?:通知|notice)\s*(?:#|第|no\.? ?)?\s*(?P<number>\d{1,9})\s*(?:号|条)?"
_S = (
    r"(?:定期通知|系列通知|通知系列|(?:the )?(?:notice series|recurring notice|series))"
    r"\s*(?:#|第)?\s*(?P<number>\d{1,9})"
)
_PLEASE = r"(?:please\s+|请|帮我|把|将)*"
_TIDY = " ,，。.!！:：「」“”\"'"

SHELF = frozenset(
    {
        "notices.search", "notices.edit", "notices.move", "notices.send_now", "notices.cancel", "notices.copy",
        "notices.keep", "notices.use_template", "notices.drop_template", "notices.pause_series",
        "notices.resume_series", "notices.end_series",
    }
)  # fmt: skip
"""What is said of one that is planned, kept, comes again or is over."""

_DEEDS: tuple[tuple[str, str], ...] = (
    ("send_now", rf"(?:立即|马上|现在|立刻)(?:发送?|发出)\s*{_N}|{_N}\s*(?:立即|马上|现在|立刻)(?:发送?|发出)(?:吧|去)?"
                 rf"|send\s+{_N}\s+(?:right )?now"),
    ("cancel", rf"取消(?:发送|发)?\s*{_N}|{_N}\s*(?:取消(?:发送)?|不发了)|cancel\s+{_N}"),
    ("edit", rf"(?:修改|编辑|改)\s*{_N}|{_N}\s*(?:修改|编辑)(?:一下)?|edit\s+{_N}|change\s+{_N}"),
    ("copy", rf"(?:复制|拷贝)\s*{_N}|再发一?[次遍]\s*{_N}|{_N}\s*再发一?[次遍]"
     rf"|copy\s+{_N}|send\s+{_N}\s+again|resend\s+{_N}"),
    ("pause_series", rf"暂停\s*{_S}|{_S}\s*暂停|pause\s+{_S}"),
    ("resume_series", rf"恢复\s*{_S}|{_S}\s*恢复|resume\s+{_S}"),
    ("end_series", rf"(?:停止|结束|取消|删除)\s*{_S}|{_S}\s*(?:停止|结束|取消|停了)|(?:stop|end|cancel)\s+{_S}"),
)  # fmt: skip
_MOVED = (
    regex(rf"{_PLEASE}{_N}\s*(?:的?(?:发送)?时间)?\s*"
          r"(?:改到|改为|改成|改在|推迟到|提前到|定时(?:在|到)?)\s*(?P<when>.+?)\s*(?:再?发(?:送|出)?)?[。.]?$"),
    regex(rf"定时\s*{_N}\s*[:：,，]?\s*(?P<when>.+?)\s*(?:发(?:送)?)?$"),
    regex(rf"(?:please\s+)?(?:move|postpone|reschedule)\s+{_N}\s+(?:to|for|until)\s+(?P<when>.+?)\.?$", re.IGNORECASE),
    regex(rf"(?:please\s+)?(?:schedule|send)\s+{_N}\s+(?:for |on |at )?(?P<when>.+?)\.?$", re.IGNORECASE),
)  # fmt: skip
_KEPT = (
    regex(rf"{_PLEASE}{_N}\s*(?:另?存为|保存为|做成|设为)\s*"
          r"(?P<office>公共|全办|单位|共用)?(?:通知)?模板\s*[:：]?\s*(?P<title>.+)"),
    regex(rf"(?:please\s+)?(?:save|keep)\s+{_N}\s+"
          r"as\s+(?:an?\s+)?(?P<office>office\s+)?template\s*:?\s*(?P<title>.+)", re.IGNORECASE),
)  # fmt: skip
_USED = regex(
    r"(?:请|帮我)?(?:使?用|套用)(?:通知)?模板\s*[:：]?\s*(?P<title>.+?)"
    r"\s*(?:[,，\s]\s*(?:发(?:通知)?给|发至|发到)\s*(?P<to>.+))?"
    r"|(?:please\s+)?use\s+(?:the\s+)?template\s*:?\s*(?P<title_en>.+?)\s*(?:[,\s]\s*to\s*:?\s*(?P<to_en>.+))?",
    re.IGNORECASE,
)
_DROPPED = regex(
    r"(?:删除|删掉|去掉)(?:通知)?模板\s*[:：]?\s*(?P<title>.+)"
    r"|(?:delete|remove|drop)\s+(?:the\s+)?template\s*:?\s*(?P<title_en>.+)",
    re.IGNORECASE,
)
_FIND = regex(
    r"(?:请|帮我)?(?:查找|查看|查询|查一下|查|找一下|找|搜索|搜一下|搜)(?:一?下)?"
    r"\s*(?P<when>[^\s]{0,12}?)的?(?:旧|以前的|历史)?通知\s*[:：]?\s*(?P<words>.*)"
    r"|(?:find|search|look up)\s+(?:for\s+)?(?:old\s+|the\s+)?notices?\s*(?:about|on|for|with|:)?\s*(?P<words_en>.*)",
    re.IGNORECASE,
)
_ABOUT = regex(
    r"(?:请|帮我)?(?:看看|看一下|看下|看|查|找)?\s*(?P<when>\S{1,12}?)的?"
    r"(?:关于\s*(?P<words>\S{1,20}?)的)?通知(?:有哪些|都有哪些|列表)?[?？]?"
    r"|(?:show |list )?(?:me )?(?:the )?notices?\s+(?:of|from|in|sent)\s+(?P<when_en>.{3,30}?)"
    r"(?:\s+(?:about|on)\s+(?P<words_en>.+))?[?？]?",
    re.IGNORECASE,
)


def read_shelf(said: str, context: Context) -> Whole | None:
    """None for all that is said of none of them."""
    said = said.strip().rstrip("。.!！")
    if len(said) > _LONGEST:
        return None
    return next((found for read in _READERS if (found := read(said, context)) is not None), None)


_LONGEST = 200
SHELF_HINT = hint("通知 模板 回执 notice template series receipt")
"""Of all that is said of a notice by its number, or of those on the shelf."""


def _deed(said: str, _context: Context) -> Whole | None:
    for deed, pattern in _PATTERNS:
        if (match := pattern.fullmatch(said)) is not None:
            return Whole(f"notices.{deed}", {"number": int(next(one for one in match.groups() if one))})
    return None


def _alternatives(pattern: str) -> str:
    """Each way of saying it has a number of its own."""
    parts = pattern.split("(?P<number>")
    return parts[0] + "".join(f"(?P<n{place}>{part}" for place, part in enumerate(parts[1:]))


_PATTERNS = tuple((deed, regex(_PLEASE + f"(?:{_alternatives(each)})", re.IGNORECASE)) for deed, each in _DEEDS)


def _move(said: str, context: Context) -> Whole | None:
    for pattern in _MOVED:
        match = pattern.fullmatch(said)
        moment = wholly_a_time(match["when"], context) if match else None
        if match and moment and not moment.rrule and (at := value_of(moment)):
            return Whole("notices.move", {"number": int(match["number"]), "at": at})
    return None


def _keep(said: str, _context: Context) -> Whole | None:
    match = next((found for one in _KEPT if (found := one.fullmatch(said))), None)
    if match is None:
        return None
    slots: Slots = {"number": int(match["number"]), "title": match["title"].strip(_TIDY)}
    return Whole("notices.keep", {**slots, "office": 1} if match["office"] else slots)


def _use(said: str, _context: Context) -> Whole | None:
    match = _USED.fullmatch(said)
    if match is None:
        return None
    title, to = (match["title"] or match["title_en"]).strip(_TIDY), match["to"] or match["to_en"] or ""
    return Whole("notices.use_template", {"title": title, "words": to.strip(_TIDY)})


def _drop(said: str, _context: Context) -> Whole | None:
    match = _DROPPED.fullmatch(said)
    return (
        Whole("notices.drop_template", {"title": (match["title"] or match["title_en"]).strip(_TIDY)}) if match else None
    )


def _search(said: str, context: Context) -> Whole | None:
    """By words, by a stretch of time, or both."""
    match = _FIND.fullmatch(said)
    if match is not None:
        words = (match["words"] or match["words_en"] or "").strip(_TIDY)
        return _found(match["when"] or "", words.removeprefix("关于").removesuffix("的").strip(), context)
    match = _ABOUT.fullmatch(said)
    when = (match["when"] or match["when_en"]) if match else ""
    if match is None or _stretch(when, context) is None:
        return None
    return _found(when, (match["words"] or match["words_en"] or "").strip(_TIDY), context)


def _found(when: str, words: str, context: Context) -> Whole | None:
    said = when.strip()
    if not said and (behind := _behind(words, context)):
        words, said = behind
    slots: Slots = {"title": words} if words else {}
    if said and (stretch := _stretch(said, context)) is not None:
        slots |= stretch
    elif said:
        slots["title"] = f"{said} {words}".strip()
    return Whole("notices.search", slots) if slots else None


def _behind(words: str, context: Context) -> tuple[str, str] | None:
    """find notices about power last month: the words, and the time that stands behind them."""
    found = find_times(words, context.now, zone=context.zone, calendar=context.calendar)
    last = found[-1] if found else None
    if last is None or last.span[1] != len(words) or _stretch(last.text, context) is None:
        return None
    return words[: last.span[0]].strip().removesuffix(" in").removesuffix(" from").strip(), last.text


def _stretch(said: str, context: Context) -> Mapping[str, Any] | None:
    """The days that are meant: 上个月, 昨天, last week."""
    found = find_times(said, context.now, zone=context.zone, calendar=context.calendar)
    moment = found[0] if len(found) == 1 else None
    if moment is None or moment.timed or moment.start is None or moment.text.strip() != said.removesuffix("的").strip():
        return None
    return {"start": moment.start.date(), "end": _last_day(moment)}


def _last_day(moment: Moment) -> date:
    assert moment.start is not None
    end: datetime = moment.end or moment.start + timedelta(days=1)
    return end.date()


_READERS: tuple[Callable[[str, Context], Whole | None], ...] = (_deed, _move, _keep, _use, _drop, _search)
