"""What stands in a command beside its verb and its subject: mentions, people, rooms, item numbers."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from bot.understanding import people_en
from bot.understanding.folding import fold
from bot.understanding.hints import hint
from bot.understanding.known import occurrences
from bot.understanding.names import TITLES
from bot.understanding.people_zh import NAME, SURNAMES
from bot.understanding.references import digits_of, references
from bot.understanding.regex import regex
from bot.understanding.wordlist import words

_AND = r"(?:\s*[、,，和与及跟]\s*|\s+)"
_AFTER = (
    r"(?=\s*(?:参加|参会|出席|列席|一起|过来|来|主持|主讲|负责|跟进|牵头|承办|主办|协助|协办|配合|处理|[:：]|"
    r"完成|落实|提交|尽快|准备|汇报|[、,，。;；!！)\s]|和|与|及|跟|等|$|主讲|讨论|"
    r"开会|开|聊|碰|对|谈|去|把|将|在|的|到|周|星期|今|明|后天|下|本|这|上|过|@|"
    r"\d|也|都|加|一块|共同|这|要|给|写|做|出|整理|审|起草|修|检查|更新|联系|统计|"
    r"吧|呢|啊|核对|解决|对接|办|拟|提醒|记得|报|交|制定|补|拿|发|弄|搞))"
)
_LEADING_TO = words(
    "请 邀请 叫上 叫 让 喊上 喊 拉上 带上 加上 通知 约上 约 找 安排 派 由 交给 分给 派给 转给 指派给 分配给 麻烦 提醒 "
    "催一下 催办 催 督促 和 跟 与 同 给 责成 要求 抄送 邀"
)
_LEAD = "|".join(again + lead for again in ("再", "") for lead in _LEADING_TO)
"""Written out, so that only places where one of them begins are tried."""

_ZH_LEAD = regex(rf"(?P<lead>(?:{_LEAD})(?:一下)?\s*)(?P<names>{NAME}(?:{_AND}{NAME})*){_AFTER}")
_ZH_LIST = regex(
    rf"(?P<lead>(?:参会人员|参会人|参加人员|参加人|与会人员|与会人|与会|出席人员|出席|"
    rf"参会|参加|人员|成员|邀请人|抄送|主办人?|负责人|责任人|牵头人?|协办人?|列席)\s*(?:是|"
    rf"为|有|[:：])?\s*)(?P<names>{NAME}(?:{_AND}{NAME})*)(?=[,，。;；\s]|$)"
)
_ZH_LIST_HINT = hint("人员 成员 会人 请人 参会 参加 与会 出席 抄送 主办 负责 责任 牵头 协办 列席")
_ZH_BEFORE = regex(
    rf"(?<![\u4e00-\u9fff])(?P<names>{NAME}(?:[、,，和与及跟]\s*{NAME})*)(?P<tail>(?:等人?)?(?:都|"
    rf"也|一起|必须|务必|准时|要)*(?:参加|参会|出席|列席|到场|与会))"
)
_ZH_CHAIR = regex(
    rf"(?P<lead>(?:由)?(?:主持人|主持|召集人|会议主持)\s*(?:是|为|[:：])?\s*)(?P<chair>{NAME})(?=[,，。;"
    rf"；\s]|$)|由?(?P<chair2>{NAME})(?:来)?主持(?:会议)?(?=[,，。;；\s召开举明后今本下周这每的\d]|$)"
)
_ZH_WITH = regex(
    rf"(?P<lead>(?:和|跟|与|同|约|找))(?P<names>{NAME}|[A-Za-z]{{2,12}})(?=(?:开|对|聊|碰|谈|讨论|的|一起|沟通|面谈|见))"
)
_MENTION = regex(r"[@＠]\s?(?P<label>[\w.·-]{1,24})")
_MENTION_HINT = hint("@")
_EVERYONE = frozenset(
    {"所有人", "全体", "全体成员", "全员", "大家", "all", "everyone", "here", "channel", "everybody", "team"}
)


class Mark(NamedTuple):
    """One annotation: what it is, what it says, and the stretch of text that goes with it."""

    kind: str  # person, chair, room, number, everyone
    value: str
    start: int
    end: int
    head: int  # with the particle before it
    group: int = 0


def people(text: str, known: Collection[str], mentions: Sequence[str], bots: Sequence[str]) -> list[Mark]:
    """Everyone named: mentions first, then names by what stands around them, then names of the directory."""
    marks: list[Mark] = []
    taken = Taken()
    _mentions(text, mentions, bots, marks, taken)
    attend = _has(text, _ATTEND)
    for match in _ALL_OF_THEM.finditer(text) if attend else ():
        taken.add(marks, Mark("everyone", match["who"], match.start("who"), match.end(), match.start()))
    for match in _ZH_CHAIR.finditer(text) if _has(text, _LEADING) else ():
        group = "chair" if match["chair"] else "chair2"
        taken.add(marks, Mark("chair", match[group], match.start(group), match.end(group), match.start()), match.end())
    for match in people_en.CHAIR.finditer(text) if people_en.CHAIR_HINT(text) else ():
        taken.add(
            marks,
            Mark("chair", match["chair"].lstrip("@"), match.start("chair"), match.end(), match.start()),
            match.end(),
        )
    _known(text, known, marks, taken)
    for match in _ALL_ALONE.finditer(text) if _has(text, ("全体", "所有")) else ():
        taken.add(marks, Mark("everyone", match["who"], match.start("who"), match.end(), match.start()))
    for pattern in () if text.isascii() else _zh_patterns(text, attend):
        for match in pattern.finditer(text):
            _split_zh(text, match, marks, taken)
    for match in people_en.WITH.finditer(text) if people_en.WITH_HINT(text) else ():
        _split_en(text, match, marks, taken, known)
    return sorted([_with_tail(text, m) for m in marks], key=lambda m: m.start)


def _zh_patterns(text: str, attend: bool) -> Iterator[re.Pattern[str]]:
    yield _ZH_LEAD
    if _ZH_LIST_HINT(text):
        yield _ZH_LIST
    yield _ZH_WITH
    if attend:
        yield _ZH_BEFORE


_ATTEND = ("参加", "参会", "出席", "列席", "到场", "与会")
_LEADING = ("主持", "召集")


def _has(text: str, words: Iterable[str]) -> bool:
    """Cheaper than an expression that would look for them at every place."""
    return any(word in text for word in words)


_ALL_OF_THEM = regex(
    r"[,，、\s]*(?:邀?请|叫上?|通知)?(?P<who>(?:全体|各|所有)[\u4e00-\u9fff]{0,6}?|各位|大家|大伙|(?:相关|有关|参会|与会)(?:人员|同事|老师|部门|负责人)|[\u4e00-\u9fff]{1,6}(?:处|科|部|室|中心|学院|系|组|办))"
    r"(?:全体)?(?:人员|同事|老师|同志|成员|的人)?(?:都|准时|务必|也|一起)*(?:来?参加|参会|出席|列席|到场)(?=[,，。\s周明后今本下这\d]|$)"
)
_ALL_ALONE = regex(
    r"(?<=[\s,，、;；])(?P<who>(?:全体|所有)(?!会|大会)[\u4e00-\u9fff]{1,6}(?<![会议]))(?=$|[\s,，;；。])"
)
"""消防验收 全体后勤: who is to be there, by themselves."""
_TAIL = regex(
    r"(?:等人?|们)?\s*(?:都|也|一起|共同|一块|务必|必须|准时|要|来|过来)*(?:参加(?:会议)?|"
    r"参会|出席|列席|与会|到场)|(?:也|都|一起)+[来去](?=[,，。\s]|$)|\s*(?:等人?)(?=[,，。\s]|$)|(?:来)?主持(?=[,，。\s]|"
    r"$)"
)


_CHAIRS = regex(r"(?:来)?主持(?:召开)?")


def _with_tail(text: str, mark: Mark) -> Mark:
    """参加 and the like go with the name before."""
    if mark.kind == "chair" and (chairs := _CHAIRS.match(text, mark.end)):
        return mark._replace(end=chairs.end())
    tail = _TAIL.match(text, mark.end) if mark.kind in {"person", "everyone", "chair"} else None
    return mark._replace(end=tail.end()) if tail else mark


class Taken:
    """Which characters already belong to a mark."""

    def __init__(self) -> None:
        self.spans: list[tuple[int, int]] = []

    def add(self, marks: list[Mark], mark: Mark, end: int | None = None) -> None:
        if not any(a < mark.end and mark.start < b for a, b in self.spans):
            marks.append(mark)
            self.spans.append((mark.start, end or mark.end))


def _mentions(text: str, mentions: Sequence[str], bots: Sequence[str], marks: list[Mark], taken: Taken) -> None:
    if not _MENTION_HINT(text):
        return
    longest = sorted((m for m in mentions if m), key=len, reverse=True)
    for match in _MENTION.finditer(text):
        begin = match.start("label")
        label = next((m for m in longest if text.startswith(m, begin)), None)
        if label is None:
            label = _label(match["label"])
        if not label or label[0].isdigit() or label[0] == "我" or label.casefold() in {"room", "the"}:
            continue
        if label.casefold() in {b.casefold() for b in bots}:
            kind = "bot"
        else:
            kind = "everyone" if label.casefold() in _EVERYONE else "person"
        if match.start() and text[match.start() - 1].isalnum() and text[match.start() - 1].isascii():
            continue
        end = begin + len(label)
        if kind == "everyone" and (whole := _WHOLE.match(text, end)):
            end = whole.end()
        taken.add(marks, Mark(kind, label, match.start(), end, _lead(text, match.start())))


_WHOLE = regex(r"(?:老师|教师|教职工|员工|同事|同学|人员|党员|职工|干部|家长)们?")
"""@全体|老师: a part of who is meant."""


def _label(said: str) -> str:
    """A mention without a space after it: the name is two or three characters, or the Latin word."""
    said = said.rstrip("吧呢啊呀哈") or said
    if said[0].isascii():
        match = re.match(r"[A-Za-z0-9_.-]+", said)
        return match[0].rstrip(".-") if match else said
    for word in ("所有人", "全体成员", "大家", "全体", "全员"):
        if said.startswith(word):
            return word
    match = re.match(rf"(?:{NAME}){_AFTER}", said)
    match = match or re.match(NAME, said)
    shorter = re.match(rf"[{SURNAMES}](?:{TITLES})", said)
    if shorter:
        return shorter[0]
    return match[0] if match else said if len(said) <= 4 else said[:3] if said[0] in SURNAMES else said


def _lead(text: str, start: int) -> int:
    """Where the words before a mention begin that go with it: with, 请, 和, and."""
    match = regex(
        r"(?:(?:(?:\b(?:with|and|invite|including|cc|plus|for)|(?<!\S)(?:w/|\+))\s+)|(?:[叫喊拉带](?:上)?|请|邀请|和|与|"
        r"跟|让|约|给|、|,|，|&|及|加上|通知|(?:参会人员|参会人|参加人员|与会人员|出席人员|"
        r"参会|人员|成员|抄送|主办人?|负责人|责任人|牵头人?|协办人?)\s*(?:是|为|[:：])?))\s*$"
    ).search(text, max(0, start - 12), start)
    return match.start() if match else start


_ASKS = regex(r"(?:再)?(?:安排|派|交给|分给|派给|转给|指派给|分配给|麻烦|提醒|催一下|催办|催|催促|督促|责成|要求|通知)")
"""What is said to be done with somebody is a word of its own; 和, 叫上 and the like only lead to the name."""


def _split_zh(text: str, match: re.Match[str], marks: list[Mark], taken: Taken) -> None:
    start = match.start("names")
    head = start if _ASKS.match(text, match.start(), start) else match.start()
    for part in re.finditer(NAME, match["names"]):
        taken.add(marks, Mark("person", part[0], start + part.start(), start + part.end(), head))
        head = start + part.end()


def _split_en(text: str, match: re.Match[str], marks: list[Mark], taken: Taken, known: Iterable[str]) -> None:
    lower = {k.casefold() for k in known}
    at = match.start("names")
    lead = match["lead"].strip().lower()
    names = people_en.SPLIT.split(match["names"])
    head = match.start()
    for name in names:
        start = text.index(name, at)
        at = start + len(name)
        bare = name.lstrip("@")
        first = bare.split(" ")[0]
        sure = first.casefold() in lower or bare.casefold() in lower
        if not sure and (
            first.casefold() in people_en.NOT_NAMES
            or (not first[:1].isupper() and not name.startswith("@") and lead != "with")
            or (lead in {"for", "add", "between"} and not first[:1].isupper())
        ):
            break
        if (not sure and lead == "for") or (first.isupper() and len(first) > 2):
            break
        if (
            not sure
            and lead == "with"
            and first[:1].islower()
            and not re.match(
                r"\s*(?:$|[,.!?]|and\b|on\b|at\b|in\b|next\b|tomorrow|today|every|this|about|for\b|to\b|from\b|\d|@)",
                text[start + len(name) :],
            )
        ):
            break
        taken.add(marks, Mark("person", bare, start, start + len(name), head))
        head = start + len(name)


def _known(text: str, known: Collection[str], marks: list[Mark], taken: Taken) -> None:
    for start, end in occurrences(text, known):
        if end - start < 2:
            continue
        latin = text[start].isascii()
        inside = (start and text[start - 1].isalnum()) or text[end : end + 1].isalnum()
        if not (latin and inside):
            taken.add(marks, Mark("person", text[start:end], start, end, _lead(text, start)))


_NUMBER = regex(
    (
        r"(?P<number>#\s?\d{1,6}|(?:第|编号|事项|任务|督办|工单|待办)\s?\d{1,6}(?![\d:：.]|\s?[天个点月日周小人份])\s?(?:号|项|条)?(?:事项|任务|"
        r"督办|通知)?|\d{1,6}号(?:事项|任务|督办|通知)|\bitem\s+#?\d{1,6}\b|\btask\s+#?\d{1,6}\b|"
        r"\bno\.?\s?\d{1,6}\b|"
        r"^\d{1,4}(?=\s(?:(?:is|has been|now)\s)?(?:done|finished|completed?|closed)\b))"
    ),
    re.IGNORECASE,
)


_NUMBER_HINT = hint("# 第 号 编 事项 任务 督办 工单 待办 item task no done finished complete closed")


def numbers(text: str) -> list[Mark]:
    """The items that are named; of several in a row the first gives the value."""
    rows = references(fold(text))
    marks = [Mark("number", f"#{digits_of(row.numbers[0])}", row.start, row.end, row.start) for row in rows]
    named = _NUMBER.finditer(text) if _NUMBER_HINT(text) else ()
    found = [Mark("number", m[0], m.start(), m.end(), m.start()) for m in named]
    return marks + [m for m in found if not any(row.start < m.end and m.start < row.end for row in rows)]


__all__ = ["Mark", "numbers", "people"]
