"""What a survey's words hold: the questions with how they are answered, until when, to whom, with or without names."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from bot.understanding.draft_times import Known
from bot.understanding.moments import Moment
from bot.understanding.notice_heads import audience, audience_at
from bot.understanding.regex import regex
from bot.understanding.sentence import Context
from bot.understanding.slots import Slots
from bot.understanding.times import find_times

PART = "\t"
"""Between the parts of a question that is written as one word."""

_LINES = regex(r"\n+|[;；]\s*|(?:^|(?<=[\s,，。:：]))\d{1,2}[.、．)）]\s*(?=\D)")
_CLAUSES = regex(
    r"(?<=[?？])\s*|[,，。]\s*|\.\s+|\s+(?=(?:closes|closing|to everyone|anonymous(?:ly)?)\b)", re.IGNORECASE
)
_BETWEEN = regex(r"\s*[/|／｜]\s*")
_LISTED = regex(r"\s*[、,，]\s*")
_OR = regex(r"\s*还是\s*|\s+or\s+", re.IGNORECASE)
_SECRET = regex(r"(?:请)?(?:匿名|不记名)(?:的|填写|投票|作答|进行)?|anonymous(?:ly)?|no names", re.IGNORECASE)
_NAMED = regex(r"(?:请)?(?:实名|记名)(?:的|填写|投票|作答)?|named|with names", re.IGNORECASE)
_LIVE = regex(
    r"(?:结果)?(?:实时|随时)(?:可见|可看|公开|公布)?(?:结果|票数)?|(?:可看|公开)实时结果"
    r"|live(?: counts| results)?|show (?:live )?counts",
    re.IGNORECASE,
)
_HERE = regex(
    r"(?:就)?(?:在)?(?:本群|这个群|群里)(?:里|内)?(?:收集|投票|填写|填|征集|投)?|(?:here|in this group)", re.IGNORECASE
)
_TO = regex(
    r"(?:请)?(?:发送给|发给|发至|发到|面向|对象\s*[:：]?)\s*(?P<to>.+?)(?:填写|投票|作答|填|投)?"
    r"|请(?P<to_fill>.+?)(?:填写|投票|作答|填一下|投一下)"
    r"|(?:send (?:it )?)?(?:to|for|ask)\s*:?\s+(?P<to_en>.+)",
    re.IGNORECASE,
)
_CLOSING = regex(
    r"(?:请|于|在|截止(?:时间|日期)?|截至|为止|之前|以前|前|止|结束|关闭|完成|填完|反馈|投完|回复|填写|提交|到|的|下班|是|[:：]"
    r"|closes?|closing|deadline|open|until|by|on|at|before|ends?|due|answers?|votes?|please|is|\s)*",
    re.IGNORECASE,
)
_MARKS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, regex(rf"[(（]?(?:{zh}|{en})[)）]?", re.IGNORECASE))
    for kind, zh, en in (
        ("choices", r"(?:可|可以)?(?:多选|复选)(?:题)?", r"multiple(?: choice)?|choose several|pick any"),
        ("choice", r"单选(?:题)?", r"single(?: choice)?"),
        ("rating", r"(?:请)?(?:打分|评分|打个分)(?:题)?", r"1\s?[-–到至~]\s?5\s?分?|rat(?:e|ing)(?: 1-5)?"),
        ("number", r"(?:填|回复)?(?:数字|人数|数量)(?:题)?", r"(?:a )?number"),
        ("date", r"(?:填|选)?日期(?:题)?", r"(?:a )?date"),
        ("text", r"(?:填空|简答|文字|自由填写)(?:题)?", r"(?:free )?text"),
    )
)
_LIKELY: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("rating", regex(r"打分|评分|打几分|1\s?[-–到至~]\s?5\s?分|\brate\b|\bout of 5\b", re.I)),
    ("number", regex(r"多少|几个|几人|几份|人数|\bhow many\b", re.I)),
    ("date", regex(r"哪天|哪一天|哪个日期|\bwhich (?:day|date)\b|\bwhat date\b", re.I)),
)
_MARK_AT_END = regex(
    r"\s*[(（](?P<mark>(?:可|可以)?多选|单选|打分|评分|1\s?[-–到至~]\s?5\s?分?|数字|日期|文字|填空|简答|multiple|single|rating|rate|number|date|text)[)）]\s*$",
    re.IGNORECASE,
)
_HEADED = regex(r"(?:选项|选择|options?|choices?)\s*[:：]\s*", re.IGNORECASE)
_ASK = regex(r"(?P<text>.+?)\s*[:：]\s*(?:选项\s*[:：]\s*)?(?P<choices>[^:：]+)", re.DOTALL)
_GATHERS = regex(
    r"^(?:请|帮我|帮忙|麻烦|我要|我想)*(?:匿名)?(?:(?:收集|征集|征求|搜集|听取|统计|调查|了解)(?:一下|下)?"
    r"|(?:问|咨询)(?:一下|下)(?:大家|各位)?"
    r"|(?:发起|发|做|建|搞|弄)(?:一?[个份项次])?(?:匿名)?(?:问卷|投票|调查)\s*[,，:：])\s*"
)
_LETTER = r"(?<![A-Za-z0-9])[A-HＡ-Ｈ]\s*[.、．)）:：]"
_LETTERED = regex(rf"{_LETTER}\s*(?P<what>[^\n,，;；。]+?)(?=\s*(?:{_LETTER}|[\n,，;；。]|$))")
_ASIDE = regex(r"(?<=[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff])")
_NAMED_QUESTION = regex(r"^(?:问题|题目|question)\s*[:：]\s*", re.IGNORECASE)
_NOTHING = regex(
    r"(?:请|帮我|帮忙|麻烦|我要|我想|来|给我)*(?:发起|发布|发|做|建|搞|弄|开)?(?:一?[个份项次下])?(?:匿名|实名)?的?"
    r"(?:调查问卷|问卷调查|满意度调查|意见征集|问卷|投票|调查|调研)(?:吧|一下)?"
    r"|(?:please )?(?:i want to |can you |could you )?(?:start|make|run|create|send|do)? ?(?:an?|the)? ?"
    r"(?:anonymous |quick )?(?:survey|poll|questionnaire|vote)",
    re.IGNORECASE,
)
"""The word for it, and nothing of what is asked."""

_TITLE = 40


@dataclass(slots=True)
class _Asked:
    text: list[str] = field(default_factory=list)
    choices: tuple[str, ...] = ()
    kind: str = ""

    def packed(self) -> str:
        text = "，".join(self.text)
        if not self.kind:
            likely = (kind for kind, pattern in _LIKELY if pattern.search(text))
            self.kind = "choice" if self.choices else next(likely, "text")
        if self.choices and self.kind not in {"choice", "choices"}:
            self.kind = "choice"
        return PART.join((self.kind, text, *self.choices))


def survey_in(text: str, context: Context) -> Slots:
    """The slots of a survey that is told in one go, or line by line with a question on each."""
    found: Slots = {}
    asked: list[_Asked] = []
    if _NOTHING.fullmatch(text.strip(" 。.!！")):
        return found
    text = _ASIDE.sub("，", _with_slashes(text))
    lines = [line.strip() for line in _LINES.split(text) if line and line.strip()]
    for line in lines:
        one = _line(_GATHERS.sub("", line) if not asked else line, found, context)
        if one.text or one.choices:
            asked.append(one)
    asked = _joined(asked)
    if len(asked) > 1 and not (asked[0].choices or asked[0].kind):
        found["title"] = "，".join(asked.pop(0).text)[:_TITLE]
    if asked:
        found["questions"] = tuple(one.packed() for one in asked)
        found.setdefault("title", "，".join(asked[0].text)[:_TITLE])
    return found


def _with_slashes(text: str) -> str:
    """A. 海边 B. 山里 is 海边/山里."""
    found = list(_LETTERED.finditer(text))
    if len(found) < 2:
        return text
    before, behind = text[: found[0].start()].rstrip(), text[found[-1].end() :]
    joint = "" if before.endswith(("?", "？", "，", ",", "：", ":")) or not before else "，"
    return f"{before}{joint}{'/'.join(one['what'].strip() for one in found)}{behind}"


def _joined(asked: list[_Asked]) -> list[_Asked]:
    """Choices on a line of their own belong to the question above."""
    kept: list[_Asked] = []
    for one in asked:
        if not one.text and kept and not kept[-1].choices:
            kept[-1].choices, kept[-1].kind = one.choices, kept[-1].kind or one.kind
        elif one.text:
            kept.append(one)
    return kept


def _line(line: str, found: Slots, context: Context) -> _Asked:
    one, was_to = _Asked(), False
    for clause in (part.strip() for part in _CLAUSES.split(line) if part and part.strip()):
        told = next((slots for read in _READERS if (slots := read(clause, context))), None)
        if told is None:
            _ask(clause, one)
        elif "to" in told and was_to:  # 教务处，后勤处
            told = {**told, "to": (*_names(found.get("to")), *_names(told["to"]))}
        was_to = told is not None and "to" in told
        found.update(told or {})
    return one


def _names(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _ask(clause: str, one: _Asked) -> None:
    """A clause of the question itself."""
    clause = _NAMED_QUESTION.sub("", clause)
    mark = next((kind for kind, pattern in _MARKS if pattern.fullmatch(clause)), "")
    if mark:
        one.kind = mark
        return
    if (last := _MARK_AT_END.search(clause)) is not None:
        one.kind = next((kind for kind, pattern in _MARKS if pattern.fullmatch(last["mark"])), one.kind)
        clause = clause[: last.start()]
    head = _HEADED.match(clause)
    bare = clause[head.end() :] if head else clause
    choices = choices_in(bare, listed=bool(head))
    if not head and choices and (split := _ASK.fullmatch(clause)) is not None:
        one.text.append(split["text"].strip())
        choices = choices_in(split["choices"], listed=True)
    elif not choices and not head and one.text and len(either := _OR.split(clause.rstrip("?？"))) > 1:
        choices = tuple(part.strip() for part in either)
    elif not choices and clause:
        one.text.append(clause)
    if choices:
        one.choices = choices


def choices_in(said: str, *, listed: bool = False) -> tuple[str, ...]:
    """很满意/一般/不满意; behind 选项： also with other marks between them. Each once."""
    parts = _BETWEEN.split(said)
    for others in (_OR, _LISTED) if listed else ():
        parts = parts if len(parts) > 1 else others.split(said)
    kept = tuple(dict.fromkeys(part.strip(" 。.?？") for part in parts if part.strip(" 。.?？")))
    return kept if len(kept) > 1 else ()


def _secrecy(clause: str, _context: Context) -> Slots:
    if _SECRET.fullmatch(clause):
        return {"secrecy": "anonymous"}
    return {"secrecy": "named"} if _NAMED.fullmatch(clause) else {}


def _live(clause: str, _context: Context) -> Slots:
    return {"live": 1} if _LIVE.fullmatch(clause) else {}


def _here(clause: str, _context: Context) -> Slots:
    return {"here": 1, "to": ("本群",)} if _HERE.fullmatch(clause) else {}


def _to(clause: str, _context: Context) -> Slots:
    match = _TO.fullmatch(clause)
    if match is None or _BETWEEN.search(clause):
        return {}
    names, but = audience(match["to"] or match["to_fill"] or match["to_en"])
    return {"to": names, "but": but} if names and not clause.endswith(("?", "？")) else {}


def _bare_to(clause: str, context: Context) -> Slots:
    """教务处, 全体: nothing but names of those who are known."""
    heard = audience_at(clause, 0, context)
    return {"to": heard.names, "but": heard.but} if heard and heard.end == len(clause) else {}


def _closes(clause: str, context: Context) -> Slots:
    due = closing_in(clause, context)
    return {"due": due} if due else {}


def closing_in(clause: str, context: Context) -> date | None:
    """周五下班前截止, closes Friday 5pm: a time, and nothing else but words for the end."""
    moments = find_times(clause, context.now, zone=context.zone, calendar=context.calendar)
    if len(moments) != 1:
        return None
    one = moments[0]
    rest = clause[: one.span[0]] + clause[one.span[1] :]
    is_marked = bool(rest.strip()) or one.kind == "deadline"
    return due_of(one) if is_marked and _CLOSING.fullmatch(rest) else None


def due_of(one: Moment) -> date | None:
    """An instant, or the day where only that is known."""
    at = one.end if one.kind == "deadline" or one.start is None else one.start
    if at is None:
        return None
    return at if one.timed or one.part else at.date()


_READERS: tuple[Callable[[str, Context], Slots], ...] = (_secrecy, _live, _here, _closes, _to, _bare_to)

_NOT = r"(?:不对|不是|错了|更正|no|wrong|sorry|actually)?[\s,，。.:：!！、]*"
_IS = r"\s*(?:改成|改为|换成|改到|应该是|应为|是|为|to|is|as|[:：])\s*[:：]?\s*"
_DUE_TO = regex(
    rf"{_NOT}(?:截止|期限|结束)(?:时间|日期)?(?:{_IS})?(?P<when>.+)"
    r"|(?:make it|it )?\s*(?:closes?|closing|deadline)(?: to| is|:)?\s*(?P<when_en>.+)",
    re.I,
)
_MORE = regex(
    rf"{_NOT}(?:也|再|还)*(?:加上|加|也发给|还有)\s*(?P<to>.+)|(?:also |and )?(?:add|include|also to)\s+(?P<to_en>.+)",
    re.I,
)
_LESS = regex(
    rf"{_NOT}(?:去掉|不发给?|除去|除了?|不含)\s*(?P<to>.+?)(?:以外|之外|外)?"
    r"|(?:remove|without|not to|except(?: for)?)\s+(?P<to_en>.+)",
    re.I,
)
_RENAME = regex(rf"{_NOT}(?:标题|名称|题目){_IS}(?P<said>.+)|(?:title|name){_IS}(?P<said_en>.+)", re.I)
_REASK = regex(rf"{_NOT}(?:问题){_IS}(?P<said>.+)|(?:question){_IS}(?P<said_en>.+)", re.I)
_RECHOOSE = regex(rf"{_NOT}(?:选项)(?:{_IS})?(?P<said>.+)|(?:options?|choices?)(?:{_IS})?\s*(?P<said_en>.+)", re.I)
_SHOWN = regex(rf"{_NOT}(?:改成|改为|make it )?\s*(?P<said>.+)", re.I)


def is_survey_draft(known: Known) -> bool:
    return "questions" in known


def survey_change(said: str, known: Known, context: Context) -> Slots:
    """What a sentence changes of a survey that was read back; nothing when it changes nothing."""
    for pattern, change in _CHANGES:
        match = pattern.fullmatch(said)
        words = next((value for value in match.groups() if value), "").strip() if match else ""
        if words and (found := change(words, known, context)):
            return found
    return {}


def _redue(words: str, _known: Known, context: Context) -> Slots:
    moments = find_times(words, context.now, zone=context.zone, calendar=context.calendar)
    due = due_of(moments[0]) if len(moments) == 1 else None
    return {"due": due} if due else {}


def _more(words: str, known: Known, _context: Context) -> Slots:
    return {"to": (*_names(known.get("to")), *audience(words)[0])}


def _less(words: str, known: Known, _context: Context) -> Slots:
    return {"but": (*_names(known.get("but")), *audience(words)[0])}


def _first(known: Known) -> list[str]:
    return str(_names(known.get("questions"))[0]).split(PART)


def _reask(words: str, known: Known, _context: Context) -> Slots:
    kind, _, *choices = _first(known)
    rest = _names(known.get("questions"))[1:]
    return {"questions": (PART.join((kind, words, *choices)), *rest), "title": words[:_TITLE]}


def _rechoose(words: str, known: Known, _context: Context) -> Slots:
    kind, text, *_ = _first(known)
    choices = choices_in(words, listed=True)
    kept = "choices" if kind == "choices" else "choice"
    return {"questions": (PART.join((kept, text, *choices)), *_names(known.get("questions"))[1:])} if choices else {}


def _plainly(words: str, known: Known, context: Context) -> Slots:
    for read in _READERS:
        if found := read(words, context):
            return found
    _, text, *choices = _first(known)
    mark = next((one for one, pattern in _MARKS if pattern.fullmatch(words)), "")
    if mark and (mark in {"choice", "choices"}) == bool(choices):
        return {"questions": (PART.join((mark, text, *choices)), *_names(known.get("questions"))[1:])}
    return {}


_CHANGES: tuple[tuple[re.Pattern[str], Callable[[str, Known, Context], Slots]], ...] = (
    (_DUE_TO, _redue),
    (_RENAME, lambda words, _known, _context: {"title": words[:_TITLE]}),
    (_REASK, _reask),
    (_RECHOOSE, _rechoose),
    (_SHOWN, _plainly),
    (_MORE, _more),
    (_LESS, _less),
)
