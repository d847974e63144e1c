"""What follows the words of a deed: a reason, a new date, a name, the parts of a report, other items."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from bot.understanding.folding import fold
from bot.understanding.item_fields import COLOURS, folded_lines, name_at, take_fields, title_in
from bot.understanding.references import BARE, number_in, references
from bot.understanding.regex import regex
from bot.understanding.sentence import Context
from bot.understanding.slots import PROGRESS, Slots, take_due
from bot.understanding.times import find_times

_MARKS = " \n,，;；:：。.!！、~—-"
_CLEAR = regex(
    r"(?:了|啦|吧|哈|掉|一下|back|it|this|that|please)?(?:[^\w]|$|(?=因|由于|理由|原因|because|since|reason))"
)
_WHY = regex(
    r"(?:的?(?:具体)?(?:理由|原因|缘由)|因为?|由于|鉴于|\b(?:the )?reasons?(?=:| is)|"
    r"\bbecause\b|\bsince\b|\bdue to\b)\s*(?:[是为:：]|is\b)?\s*"
)
ASKS = regex(
    r"^(?:还|都|到底|什么时候|何时|谁|哪|怎么样|怎样|如何|多久|现在|目前|有没有|是不是)?[^,;。]{0,16}(?:吗|了没有?|没有|呢|么)\s*[?。!]*$"
    r"|^(?:谁|什么时候|何时|哪[天个位里]|多久|为什么|怎么样|怎样了|如何了|到哪|进[展度](?:如何|怎么样|怎样|到哪|咋样))[^,;。]{0,12}[?。]*$"
    r"|^(?:is|are|has|have|was|did|does|who|when|where|what|how|why)\b[^.;]{0,40}\?*$|^[^,;。]{1,24}\?$"
)
_SHOWN = regex(
    r"[\s的]*(?:它的|这[个件项])?(?:督办)?(?:事项|任务)?的?(?:详情|详细情况|情况|状态|进展|进度|办理情况|进展情况|时间线|全过程|经过|明细|"
    r"(?:办|做|到|走|进展)[到得]?(?:哪|怎么样|如何|什么程度)[\u4e00-\u9fff]{0,4}|怎么样了?|"
    r"如何|a look|details|status|progress|"
    r"timeline|history|now|going|doing|coming along|so far|please|是什么情况|看看|看一下)?[\s了吧?。.!]*"
)


class Said(NamedTuple):
    """The words behind a deed, the items it is done to, and the sentence without them."""

    tail: str
    numbers: tuple[str, ...]
    joined: str
    context: Context


def _clear(tail: str) -> str | None:
    """What was added, where the deed's words end there."""
    match = _CLEAR.match(fold(tail))
    if match is None:
        return None
    added = match.end() - (1 if match[0][-1:] and not match[0][-1].isalnum() else 0)
    return tail[added:].strip(_MARKS)


def reason_first(text: str) -> tuple[str, str]:
    """由于厂家没货，|申请延期两周: the reason, and what is behind it; both empty where none stands in front."""
    why = _WHY.match(fold(text))
    behind = _after_a_mark(text, why.end()) if why else ""
    return (
        (text[why.end() : len(text) - len(behind)].strip(_MARKS), behind.strip(_MARKS)) if why and behind else ("", "")
    )


def reason_in(text: str) -> str:
    """Without the word that only leads to it."""
    why = _WHY.search(fold(text))
    return (text[why.end() :] if why else text).strip(_MARKS)


def _words(said: Said) -> Slots | None:
    words = _clear(said.tail)
    return None if words is None else {"words": words} if words else {}


def _reason(said: Said) -> Slots | None:
    words = _clear(said.tail)
    return None if words is None else _why(words)


def _closed(said: Said) -> Slots | None:
    """办结了 tells what was done, and closes nothing."""
    told = said.tail[:1] in "了啦" and bool(said.tail) and not said.joined.startswith("可")
    return None if told else _words(said)


def _nothing(said: Said) -> Slots | None:
    return {} if _clear(said.tail) is not None else None


def as_shown(rest: str) -> bool:
    """督15的进展情况: no report has been given."""
    return bool(_SHOWN.fullmatch(fold(rest)))


def _shown(said: Said) -> Slots | None:
    return {} if _SHOWN.fullmatch(fold(said.tail)) else None


def _nudged(said: Said) -> Slots | None:
    return {} if len(said.tail) <= _LONGEST_NUDGE else None


_LONGEST_NUDGE = 40


def _extended(said: Said) -> Slots | None:
    """To when or for how long, and why; the days of the reason are not the new date."""
    text = said.joined
    why = _WHY.search(fold(text))
    begin = len(text) - len(said.tail)
    part = text[: why.start()] if why else text
    first = part[: len(part) - len(_after_a_mark(part, begin))] if part[begin:] else part
    slots, used = _new_time(first, said.context)
    if not slots:
        slots, used = _new_time(part, said.context)
    reason = text[why.end() :] if why else _after_a_mark(part, max(used, begin))
    if reason.strip(_MARKS):
        slots["reason"] = reason.strip(_MARKS)
    return slots if used or _clear(said.tail) is not None else None


def _new_time(text: str, context: Context) -> tuple[Slots, int]:
    """A new date or a length, and where in the text it ends."""
    moments = find_times(text, context.now, zone=context.zone, calendar=context.calendar)
    dated = [m for m in moments if m.kind not in {"duration", "set"}]
    ends = [m for m in dated if _TO_WHEN.search(text, 0, m.span[0])] or dated
    slots: Slots = {}
    take_due(ends[-1:], slots, True, context.now)
    if "due" in slots:
        return slots, ends[-1].span[1]
    length = next((m for m in moments if m.kind == "duration" and m.duration), None)
    return ({"duration": length.duration}, length.span[1]) if length and length.duration else ({}, 0)


def _granted(said: Said) -> Slots | None:
    """同意延期到12月20日: perhaps to another day than was asked for."""
    if not _TO.match(fold(said.tail)):
        return _reason(said)
    slots, used = _new_time(said.tail, said.context)
    slots.pop("duration", None)
    return _why(_after_a_mark(said.tail, used), slots) if slots else None


def _suspended(said: Said) -> Slots | None:
    """暂停到12月20日: until when is part of the reason, in the writer's words."""
    return {"reason": said.tail.strip(_MARKS)} if _TO.match(fold(said.tail)) else _reason(said)


_TO = regex(r"\s?(?:到|至|to|until|till)")
MORE = regex(
    r"(?:(?:need|needs|give|can|have|may|i|me|we|us)\s)*(?:an?(?:other)?|one|two|three|four|"
    r"\d{1,3}) (?:more |extra |additional )?(?:working )?(?:day|week|month)s? ?(?:more|extra|"
    r"longer|please)"
    r"|(?:need|needs|give|can|have|may|i|me|we|us|\s)*(?:another|(?:an?|one|two|three|four|"
    r"\d{1,3}) (?:more|extra)) (?:\w+ )?(?:day|week|month)s?"
)
_TO_WHEN = regex(r"(?:[到至]|[延推改调展缓更]为|\bto|until|till)\s*$")


def _after_a_mark(text: str, at: int) -> str:
    """厂家交货推迟, behind 申请延期到12月20日，."""
    rest = text[at:]
    places = [rest.find(mark) for mark in ",，;；。\n" if mark in rest]
    return rest[min(places) :] if places else ""


_LED = regex(r"(?:\s|给|由|到|是|为|[:：]|\bto\b)*")
_HIS_DEED = regex(
    r"(?:来|去)?(?:主办|负责|牵头|承办|办理|跟进|办|to lead|as lead|"
    r"as owner)?(?=[\s,，。;；!]|因|由于|理由|原因|because|$)"
)


def _reassigned(said: Said) -> Slots | None:
    led = _LED.match(fold(said.tail))
    at = led.end() if led else 0
    known = name_at(said.tail, at, said.context)
    deed = said.joined.removesuffix(said.tail).rstrip()
    if known is None and deed.endswith(_BEFORE_A_NAME) and (bare := _BARE_NAME.match(said.tail, at)):
        known = bare[0], bare.end()
    his = _HIS_DEED.match(fold(said.tail), known[1]) if known else None
    return _why(said.tail[his.end() :], {"lead": known[0]}) if known and his else None


_BEFORE_A_NAME = ("给", "为", "成", "到", "派", "办", "to", "is now", "lead")


def as_led(said: Said) -> Slots | None:
    """李强主办."""
    known = name_at(said.tail, 0, said.context)
    his = _LEADS_IT.match(fold(said.tail), known[1]) if known else None
    return _why(said.tail[his.end() :], {"lead": known[0]}) if known and his else None


_LEADS_IT = regex(r"(?:来)?(?:主办|牵头|负责|承办| leads| owns it)(?=[\s,，。;；]|$)")


_BARE_NAME = regex(r"[\w·.-]{2,12}?(?=(?:来|去)?(?:主办|负责|牵头|承办|办理)?(?:[\s,，。;；!]|因|$))")


def _why(text: str, slots: Slots | None = None) -> Slots:
    """The slots with the reason, where one is given."""
    reason = reason_in(text)
    return {**(slots or {}), **({"reason": reason} if reason else {})}


def _merged(said: Said) -> Slots | None:
    """督15并入督12; 合并督15和督12 puts the first into the last."""
    into, end = _target(said.tail)
    if into:
        return _why(said.tail[end:], {"numbers": said.numbers, "into": into})
    if len(said.numbers) > 1 and (words := _clear(said.tail)) is not None:
        return _why(words, {"numbers": said.numbers[:-1], "into": said.numbers[-1]})
    return None


def _adopted(said: Said) -> Slots | None:
    into, end = _target(said.tail)
    behind = _UNDER.sub("", said.tail[end:], count=1)
    return _why(behind, {"numbers": said.numbers, "into": into}) if into else None


_UNDER = regex(r"^\s*(?:的|之)?(?:下|名下)?(?:的)?(?:分项|子项|子事项|一部分|部分|分事项)?")
_LEADING_IN = regex(r"(?:\s|到|入|进|至|与|和|在|于|into\b|to\b|with\b|of\b|under\b)*")


def _target(tail: str) -> tuple[str, int]:
    """The other item, right behind the deed."""
    low = fold(tail)
    led = _LEADING_IN.match(low)
    at = led.end() if led else 0
    row = next(iter(references(low)), None)
    if row and row.start <= at + 1:
        return row.numbers[0], row.end
    bare = BARE.match(low, at)
    return (number_in(bare), bare.end()) if bare else ("", 0)


_PARTS = regex(r"[;；\n]|(?<=\S)\s*(?=[①-⑨]|[(（]\d[)）])")
_NUMBERED = regex(r"^\s*(?:[①-⑨]|[(（]?\d{1,2}(?:[)）、]|[.](?!\d)))\s*")


def _split(said: Said) -> Slots | None:
    """Each part as it was said."""
    return {"parts": parts_in(said.tail)}


def parts_in(text: str) -> tuple[str, ...]:
    parts = [_NUMBERED.sub("", one.strip(_MARKS)).strip(_MARKS) for one in _PARTS.split(text)]
    return tuple(one for one in parts if one)


_SLIP = regex(
    r"\s*(?:一?[张份])?\s*(?P<colour>蓝|黄|红|blue|yellow|red)[色牌]?\s?(?:督办单|督查单|督办|单|牌|slip|card|notice)(?:\s?(?:for|to|on))?"
)


def _slip(said: Said) -> Slots | None:
    match = _SLIP.match(fold(said.tail))
    return _why(said.tail[match.end() :], {"colour": COLOURS.get(match["colour"], match["colour"])}) if match else None


_SENT = regex(r"(?:send|issue|give)?\s?(?:an? |the )?(?=blue|yellow|red)|[发下出送开具]{1,2}(?:一?[张份])?(?=[蓝黄红])")


def as_slip(lead: str, after: str) -> Slots | None:
    """send a yellow slip for item 15: all before the item."""
    sent = _SENT.match(fold(lead))
    match = _SLIP.fullmatch(fold(lead), sent.end()) if sent else None
    return _why(after, {"colour": COLOURS.get(match["colour"], match["colour"])}) if match else None


def _reported(said: Said) -> Slots | None:
    """督15 进展 alone asks to see it."""
    return as_reported(said.tail, True) or (
        {} if _SAYS.search(fold(said.joined)) and not said.tail.strip(_MARKS) else None
    )


_SAYS = regex(r"^(?:报|汇报|填|更新|反馈|report|update)")

READERS: Mapping[str, Callable[[Said], Slots | None]] = {
    "": _reason,
    "show": _shown,
    "accept": _nothing,
    "report": _reported,
    "submit": _words,
    "close": _closed,
    "extend": _extended,
    "grant": _granted,
    "suspend": _suspended,
    "nudge": _nudged,
    "merge": _merged,
    "adopt": _adopted,
    "split": _split,
    "slip": _slip,
    "reassign": _reassigned,
}

_LABEL = regex(
    r"(?:^|(?<=[\s,;。.、\n]))(?:"
    r"(?P<problems>(?:存在|遇到|主要)?的?(?:问题|困难|难点|堵点)|(?:problem|issue|blocker|difficult(?:y|ie))s?)\s*(?:[是为有]?\s*:|[是在](?!否)|\s(?!and|or))"
    r"|(?P<suggestions>(?:意见)?建议|请求协调|请求|suggestions?|proposals?|requests?)(?:\s*:|[是为]|\s|(?=[\u4e00-\u9fff]{2}))"
    r"|(?P<words>(?:办理|最新|目前|工作)?(?:进展|进度)(?:情况)?|完成情况|progress)\s*:)\s*"
)


def as_reported(text: str, plain: bool) -> Slots:
    """The words of a report under its three heads, in any order; empty when nothing says that it is one."""
    low = folded_lines(text)
    labels = list(_LABEL.finditer(low))
    if not (plain or any(":" in one[0] for one in labels)):
        return {}
    ends = [*(one.start() for one in labels), len(text)]
    slots: Slots = {}
    first = text[: ends[0]].strip(_MARKS)
    if first:
        slots["words"] = first
    for label, end in zip(labels, ends[1:], strict=True):
        value = text[label.end() : end].strip(_MARKS)
        if value and label.lastgroup:
            slots.setdefault(label.lastgroup, value)
    progress = PROGRESS.search(str(slots.get("words", "")))
    if progress:
        slots["progress"] = progress[0].strip()
    return slots


_ASKS_TO_CLOSE = regex(
    r"[\s,;。]*(?:已|现|特)?(?:请予以?|申请|恳请|请|报|提请)(?:予以|领导|督办人|审核)*(?:办结|销号|结案)[。.!\s]*$"
)


def as_submitted(text: str) -> Slots:
    """材料已全部报送，请办结: what was done, and the wish."""
    match = _ASKS_TO_CLOSE.search(fold(text))
    words = text[: match.start()].strip(_MARKS) if match else ""
    return {"words": words} if words else {}


_LEFT = regex(r"(?:[\s,，;；。.、]|改[为成]|调整为|请|把|将|and\b|it\b)*")


def as_amended(text: str, context: Context) -> Slots:
    """标准改为…, 缓急改为特急, 加协办李强: nothing but fields with their new values, and perhaps a reason."""
    why = _WHY.search(fold(text))
    said = text[: why.start()] if why else text
    titled = title_in(said, folded_lines(said), context)
    rest = said[: titled[0]] + said[titled[1] :] if titled else said
    fields, left = take_fields(rest, context)
    fields |= titled[2] if titled else {}
    fields.pop("preset", None)
    if not fields or not _LEFT.fullmatch(left):
        return {}
    slots: Slots = dict(fields)
    if why and (reason := text[why.end() :].strip(_MARKS)):
        slots["reason"] = reason
    return slots


def as_prolonged(said: Said) -> Slots | None:
    """two more weeks please."""
    if MORE.match(fold(said.tail)) is None:
        return None
    plain = _FURTHER.sub(" ", said.tail)
    return _extended(said._replace(tail=plain, joined=plain))


_FURTHER = regex(r"\s(?:more|extra|additional|longer)\s")


__all__ = [
    "ASKS",
    "READERS",
    "Said",
    "as_amended",
    "as_led",
    "as_prolonged",
    "as_reported",
    "as_shown",
    "as_slip",
    "as_submitted",
    "reason_first",
    "reason_in",
]
