"""How a notice begins, and to whom it goes: 通知：…… 发给 教务处, 给全体发通知 明天…, 通知一下教务处的老师们，….

Where no mark says where the text begins, those it goes to are known by name: a unit, a person, 各学院, 全体.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.understanding.hints import hint
from bot.understanding.item_fields import is_unit
from bot.understanding.regex import regex
from bot.understanding.sentence import Context

LEVELS = {"紧急": "urgent", "加急": "urgent", "urgent": "urgent", "重要": "important", "important": "important"}
_HEAD = regex(
    r"(?:请|帮我|帮忙)?(?:发(?:布|送)?(?:一?[个条份则])?|拟(?:一?[个条份则])?)?(?P<level>紧急|重要|一般|加急)?的?通知\s*[:：,，]\s*"
    r"|(?:please )?(?:send (?:out )?(?:an? )?)?(?P<level_en>urgent|important)? ?notice\s*[:：]\s*",
    re.IGNORECASE,
)
_HEAD_TO = regex(
    r"(?:请|帮我|帮忙)?(?:发(?P<level>紧急|重要|加急)?通知给|(?P<level2>紧急|重要)?通知)(?P<to>[^:：\n。]{1,80}?)\s*[:：]\s*"
    r"|(?:please )?(?:notify|tell) (?P<to_en>[^:：\n]{1,80}?)\s*(?:[:：]|,? that )\s*",
    re.IGNORECASE,
)
_HEAD_BARE = regex(
    r"(?:请|自动)?(?:发)?通知\s*"
    r"|(?:please )?(?:notify|tell|remind) (?P<to_en>everyone|everybody|all staff|all) (?:to |that )?",
    re.IGNORECASE,
)
_TAIL_TO = regex(
    r"[\s,，。;；]*(?:请)?(?:发送给|发给|发至|发到|送达|主送|发往|to\s*[:：])\s*(?P<to>[^。;；\n]{1,200}?)\s*[。.]?\s*$",
    re.IGNORECASE,
)
_LEVEL = r"(?P<level>紧急|加急|重要|一般)?的?"
_POLITE = r"(?:请|麻烦|劳驾|帮我|帮忙|帮|给我|替我|你|\s)*"
_SEND = r"(?:下?发(?:布|送|出)?|推送|群发|拟|起草|出)\s?(?:一?[个条份则下])?"
_SENT = r"(?:通知|公告|通告)(?:一下)?"
_TO_BEHIND = regex(rf"{_POLITE}{_SEND}{_LEVEL}{_SENT}\s?(?:给|到|至)\s?(?=\S)")
_TO_BEFORE = regex(rf"{_POLITE}(?:给|向|跟|对)\s?(?=\S)")
_THEN_SEND = regex(rf"\s?{_SEND}{_LEVEL}{_SENT}(?:说|内容(?:是|为|如下)?|讲)?")
_TELL = regex(rf"{_POLITE}(?P<level>紧急|加急|重要)?(?:通知|转告|告知|知会)(?:一下|下|一声)?(?:给|到|[:：])?\s?(?=\S)")
_EN = regex(
    r"(?:please |pls |can you |could you )?"
    r"(?:(?:send|post|issue|circulate) (?:out )?(?:an? )?(?P<level>urgent|important)? ?(?:notice|announcement) to "
    r"|(?P<level2>urgent|important)? ?notice (?:to|for) |announce to )"
    r"(?P<to>[^:\n]{1,80}?)\s*(?::|,? (?:that|saying)\b:?)\s*",
    re.IGNORECASE,
)
_EN_TELL = regex(r"(?:please |pls |can you |could you )?(?:let|tell|inform|notify|message)\s(?=\S)", re.IGNORECASE)
_EN_TOLD = regex(r"(?: know)?\s*(?:[:,]|,? ?\bthat\b:?)?\s*(?!\s|about\b|of\b|to\b|and\b)", re.IGNORECASE)

_PLACES = r"单位|部门|处室|科室|系部|院系|学院|系|处|科|班级|班|组|中心|分公司|子公司"
_WHO = r"教职员工|教职工|职工|员工|人员|成员|教师|老师|同事|同志|干部|师生|学生|负责人|领导|同学|党员"
_GENERAL = regex(
    rf"(?:@?所有人|所有(?:{_WHO}|{_PLACES})|全体(?:{_WHO})?|全员|全校(?:{_WHO})?|全院(?:{_WHO})?|全公司|全处|全局|"
    rf"各(?:二级)?(?:{_PLACES})(?:负责人|领导)?|各位(?:{_WHO})?|大家|大伙儿?|本群|群里|"
    r"@all\b|all(?: staff| units| departments)?\b|every(?:one|body)\b|the whole office\b|this group\b)",
    re.IGNORECASE,
)
_WHOSE = regex(rf"的?(?:各位|全体|所有)?(?:{_WHO})们?")
_JOINT = regex(r"\s*(?:[、,，/&]|和|与|及|以及|跟|还有|\band\b)\s*", re.IGNORECASE)
_BUT = regex(r"\s*[(（,，]?\s*(?:除了?|不含|不包括|except(?: for)?\b|but not\b|without\b)\s*", re.IGNORECASE)
_BUT_END = regex(r"\s*(?:以外|之外|外)?(?:的(?:所有)?(?:单位|部门|人))?\s*[)）]?")
_BUT_LAST = regex(r"\s*(?:以外|之外|外)?\s*[)）]?\s*$")
_STOP = regex(r"\s*[:：,，。;；!！\n]\s*|\s+")
_TAIL = regex(r"(?:[\s,，。;；]+|(?<=[)）]))(?P<verb>请?(?:发送?给?|转发?给?))?\s*(?=\S{2,120}$)")
_MEETING = regex(r"开[\u4e00-\u9fff]{0,8}会|会议|参会|\bmeeting\b", re.IGNORECASE)


HEAD_HINT = hint("通知 公告 通告 转告 告知 知会 notice announce notify tell remind let inform message")
"""Of all beginnings, also of the bare ones."""


class Audience(NamedTuple):
    """Names in the order said, those left out, and where it ends."""

    names: tuple[str, ...]
    but: tuple[str, ...]
    end: int


class Head(NamedTuple):
    """`at` is where the text begins; `is_marked`: a mark, or a verb, says that it does. A bare one may be anything."""

    names: tuple[str, ...]
    but: tuple[str, ...]
    level: str
    at: int
    is_marked: bool = True
    is_bare: bool = False


def begun(said: str, context: Context) -> Head | None:
    """How the sentence begins, where that makes it a notice."""
    if (match := _HEAD.match(said)) is not None:
        return Head((), (), _level_of(match), match.end())
    if (found := head_of(said, context)) is not None:
        return found
    match = _HEAD_TO.match(said)
    return Head(*audience(match["to"] or match["to_en"]), _level_of(match), match.end()) if match else None


def bare_head(said: str) -> Head | None:
    """The word alone will do behind 每周五, when it is said to whom it goes."""
    match = _HEAD_BARE.match(said)
    names = (match["to_en"],) if match and match["to_en"] else ()
    return Head(names, (), "", match.end(), is_bare=True) if match else None


def _level_of(match: re.Match[str]) -> str:
    said = (value.lower() for name, value in match.groupdict().items() if value and name.startswith("level"))
    return next((LEVELS[value] for value in said if value in LEVELS), "")


def is_addressed_to_us(text: str) -> bool:
    """A text that ends with 发给 全体 is an order; without it people may be telling each other."""
    return _TAIL_TO.search(text) is not None


def head_of(said: str, context: Context) -> Head | None:
    """None where the sentence does not begin so, or nobody known stands where the audience should."""
    for read in (_behind, _before, _told, _english, _told_in_english):
        if (found := read(said, context)) is not None:
            return found
    return None


def tail_of(body: str, context: Context) -> tuple[Audience, str] | None:
    """…18点前回执。发全体除后勤处外: whom it goes to, last, and the text before it. A bare name may be the writer's."""
    if (last := _TAIL_TO.search(body)) is not None:
        names, but = audience(last["to"])
        return Audience(names, but, last.end()), body[: last.start()].strip()
    for match in _TAIL.finditer(body):
        heard = audience_at(body, match.end(), context)
        is_named = match["verb"] or all(_GENERAL.fullmatch(name) for name in heard.names) if heard else False
        if heard is not None and is_named and not body[heard.end :].strip(" 。.!！"):
            text = body[: match.start()].rstrip(" ,，;；")
            return (heard, text) if text else None
    return None


def audience_at(said: str, at: int, context: Context) -> Audience | None:
    """Those who are named from there on; None when the first word names nobody."""
    names, end = _listed(said, at, context)
    if not names:
        return None
    out = _BUT.match(said, end)
    if out is None:
        return Audience(names, (), end)
    but, after = _listed(said, out.end(), context)
    closed = _BUT_END.match(said, after)
    return Audience(names, but, closed.end() if closed else after) if but else Audience(names, (), end)


def audience(said: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names as they are written between marks, and those left out; whether anybody is called so is not asked."""
    out = _BUT.search(said)
    kept = said[: out.start()] if out else said
    return _parts(kept), _parts(_BUT_LAST.sub("", said[out.end() :])) if out else ()


def _parts(said: str) -> tuple[str, ...]:
    return tuple(name for part in _JOINT.split(said) if (name := part.strip(" 的@。.")))


def _listed(said: str, at: int, context: Context) -> tuple[tuple[str, ...], int]:
    names: list[str] = []
    end = at
    while (found := _name(said, at, context)) is not None:
        name, end = found
        names.append(name)
        joint = _JOINT.match(said, end)
        if joint is None:
            break
        at = joint.end()
    return tuple(names), end


def _name(said: str, at: int, context: Context) -> tuple[str, int] | None:
    """各学院办公室 is longer than 各学院, and is meant."""
    best = max((*_known(said, at, context), *_general(said, at)), key=lambda one: one[1], default=None)
    if best is None:
        return None
    whose = _WHOSE.match(said, best[1]) if is_unit(best[0], context) else None
    return (best[0], whose.end()) if whose else best


def _known(said: str, at: int, context: Context) -> Iterator[tuple[str, int]]:
    begin = at + said.startswith(("@", "＠"), at)
    for each in ("各", ""):
        if said.startswith(each, begin):
            start = begin + len(each)
            yield from ((each + one, start + len(one)) for one in context.units if one and said.startswith(one, start))
    people = (said[begin : begin + size] for size in range(2, 5))
    yield from ((one, begin + len(one)) for one in people if one in context.people)
    yield from ((one, begin + len(one)) for one in context.mentions if one and said.startswith(one, begin))


def _general(said: str, at: int) -> Iterator[tuple[str, int]]:
    if match := _GENERAL.match(said, at):
        yield match[0], match.end()


def _behind(said: str, context: Context) -> Head | None:
    head = _TO_BEHIND.match(said)
    heard = audience_at(said, head.end(), context) if head else None
    return _headed(said, heard, head["level"]) if head and heard else None


def _before(said: str, context: Context) -> Head | None:
    head = _TO_BEFORE.match(said)
    heard = audience_at(said, head.end(), context) if head else None
    then = _THEN_SEND.match(said, heard.end) if heard else None
    return _headed(said, heard._replace(end=then.end()), then["level"]) if heard and then else None


def _told(said: str, context: Context) -> Head | None:
    """Without a mark behind it only for many, and not where they are called to a meeting."""
    head = _TELL.match(said)
    heard = audience_at(said, head.end(), context) if head else None
    if head is None or heard is None:
        return None
    is_marked = bool(re.match(r"\s*[:：,，]", said[heard.end :]))
    is_other = _MEETING.search(said, heard.end) or any(name in context.people for name in heard.names)
    if not is_marked and (is_other or is_addressed_to_us(said)):
        return None
    found = _headed(said, heard, head["level"])
    return found._replace(is_marked=is_marked) if found else None


def _english(said: str, _context: Context) -> Head | None:
    head = _EN.match(said)
    if head is None:
        return None
    names, but = audience(head["to"])
    level = (head["level"] or head["level2"] or "").lower()
    return _headed(said, Audience(names, but, head.end()), level) if names else None


def _told_in_english(said: str, context: Context) -> Head | None:
    head = _EN_TELL.match(said)
    heard = audience_at(said, head.end(), context) if head else None
    then = _EN_TOLD.match(said, heard.end) if heard else None
    return _headed(said, heard._replace(end=then.end()), "") if heard and then else None


def _headed(said: str, heard: Audience, level: str | None) -> Head | None:
    stop = _STOP.match(said, heard.end)
    at = stop.end() if stop else heard.end
    return Head(heard.names, heard.but, LEVELS.get(level or "", ""), at) if said[at:].strip() else None
