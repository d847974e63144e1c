"""What is to be done, from its verb on: Priya to send|the signed NDA to legal, 提醒我明天9点|给刘处回电话."""

import re
from collections.abc import Sequence

from bot.understanding.naming import title_of
from bot.understanding.regex import regex
from bot.understanding.sentence import Sentence
from bot.understanding.tokens import COMMA, CUE, STOP, WORD, Token
from bot.understanding.wordlist import words

_DEED = frozenset({WORD, CUE, "N"})
_REMINDED = _DEED | {"P", "R"}
_ENDS = frozenset({"?", "back"})
_LEADING = frozenset(words("must polite assign want may"))
_NOT_AFTER_VERB = frozenset(words("is are was were for of"))
_END = Token(STOP, 0, 0, "")
_TO_DO = re.compile(
    r"^(?:完成|提交|处理|办理|落实|跟进|上报|报送|(?:finish|complete|submit)(?:ing)? (?:the |a |an )?)(?=.{2})",
    re.IGNORECASE,
)


def find_deed(sentence: Sentence, intent: str) -> str:
    """Empty where the sentence does not name it so."""
    if intent.startswith("reminders."):
        return _in_english(sentence, intent, _REMINDED) or (
            _after_reminding(sentence) if intent == "reminders.set" else ""
        )
    return asked_for(sentence) or without_doing(_in_english(sentence, intent, _DEED))


_ENOUGH = 5  # characters: a longer name goes with its verb, a shorter one by itself
_ASKED = frozenset(words("assign polite must lead"))


def asked_for(sentence: Sentence) -> str:
    """请李强12月5日前|报送经费使用情况: all of the clause behind who and when, when a verb stands there."""
    row = sentence.tokens
    for place in range(1, len(row)):
        token, before = row[place], row[place - 1]
        if token.kind != CUE or "task_verb" not in token.classes or token.said.isascii() or before.kind not in "TP":
            continue
        if before.kind == "P" and _ASKED.isdisjoint({name for one in row[:place] for name in one.classes}):
            continue
        end = next((n for n in range(place + 1, len(row)) if row[n].kind in {COMMA, STOP, "T", "P"}), len(row))
        said = title_of(sentence.text[token.start : row[end - 1].end])
        if (end == len(row) or row[end].kind in {COMMA, STOP}) and len(said) - len(token.said) >= _ENOUGH:
            return said
    return ""


def without_doing(said: str) -> str:
    """提交总结 → 总结: that it is to be done goes without saying."""
    return _TO_DO.sub("", said)


def _in_english(sentence: Sentence, intent: str, kinds: frozenset[str]) -> str:
    """From the verb to the end of its clause."""
    row = sentence.tokens
    for place, token in enumerate(row):
        if (_is_verb(row, place) and intent in _BY_VERB) or (
            intent.startswith("reminders.") and _is_reminded_of(row, place)
        ):
            end = next((n for n in range(place + 1, len(row)) if row[n].kind not in kinds or row[n].said in _ENDS), 0)
            last = (end or len(row)) - 1
            if last > place:
                return title_of(sentence.text[token.start : row[last].end])
    return ""


_BY_VERB = frozenset(words("supervision.assign reminders.set"))
_REMINDER_TO = frozenset({"reminder to", "reminders to", "reminder about", "reminder for"})


def _is_reminded_of(row: Sequence[Token], place: int) -> bool:
    """remind me at 5 to|move my car: whatever follows the little word, be it an act elsewhere."""
    before = row[place - 1] if place else _END
    reminded = (before.said == "to" and any("remind" in token.classes for token in row[: place - 1])) or (
        before.said in _REMINDER_TO
    )
    return reminded and row[place].kind in {WORD, CUE} and row[place].said.isascii()


def _is_verb(row: Sequence[Token], place: int) -> bool:
    """After a person, to, must, please, or at the start of a clause; before something it is done to."""
    if row[place].kind != CUE or "task_verb" not in row[place].classes or not row[place].said.isascii():
        return False
    before = row[place - 1] if place else _END
    follows = row[place + 1] if place + 1 < len(row) else _END
    leads = before.kind in {"P", STOP, COMMA} or before.said == "to" or not _LEADING.isdisjoint(before.classes)
    return leads and follows.kind in {WORD, CUE} and follows.said not in _NOT_AFTER_VERB


_REMINDING = re.compile(
    r".*(?:提醒|叫|喊|通知|敲|戳|催|提示|唤|叮|remind)(?:一下|下)?(?:我们?|俺|大家|本群|各位|自己)?(?:一下|下|要)?$"
)
_BETWEEN = frozenset({"P", "E", "T", COMMA})
_WHOM = frozenset(words("audience here polite must mine"))


def _after_reminding(sentence: Sentence) -> str:
    """提醒我|明天9点|给刘处回电话: all that follows in the clause but the time."""
    row = sentence.tokens
    found = [place for place, token in enumerate(row) if _is_reminding(token)]
    place = found[-1] + 1 if found else len(row)
    while place < len(row) and (_is_whom(row[place]) or _joins(row, place)):
        place += 1
    pieces, last = [], place
    for token in row[place:]:
        if token.kind == "T":
            pieces.append(sentence.text[row[place].start : token.start])
            place = last + 1
        elif token.kind in {STOP, COMMA}:
            break
        last += 1
    if place < last:
        pieces.append(sentence.text[row[place].start : row[last - 1].end])
    told = any("audience" in t.classes or t.said.endswith(("各位", "全体")) for t in row[:place])
    return title_of(_THEIR_KIND.sub("", "".join(pieces)) if told else "".join(pieces))


_THEIR_KIND = regex(
    r"^(?:全体)?(?:老师|教师|同[学事志]|学生|[员职]工|干部|人员|成员|班主任|辅导员|家长|代表|组长)们?(?=.{2})"
)
"""提醒全院|老师|交考勤: a part of who is told."""


def _is_whom(token: Token) -> bool:
    """Who is reminded, and when; 给王局 is already what is to be done."""
    return (token.kind in _BETWEEN and token.said[0] not in "给向跟和与找约") or not _WHOM.isdisjoint(token.classes)


def _joins(row: Sequence[Token], place: int) -> bool:
    """提醒王芳和孙丽: behind somebody who is reminded; 提醒我和孙丽碰头 is what is to be done."""
    return row[place].kind == row[place - 1].kind == "P" and row[place].said[0] in "和与及"


def _is_reminding(token: Token) -> bool:
    return "remind" in token.classes and bool(_REMINDING.match(token.said))


_TELLING = frozenset(words("notice audience collect suggest polite mine survey_noun here"))
_NOTING = frozenset(words("assign todo"))
_CONTENT = frozenset(words("thing notice_noun notice_name"))
_ONLY_WHY = re.compile(r"^(?:受|因|由于|鉴于|为|为了|根据|按照?|经(?![费济营典验理办贸])|应(?![急用届]))")
_MARKS_OF_LEAD = ":："


def find_message(sentence: Sentence, intent: str) -> str:
    """发个通知给全校：周五|停电检修: the first clause of what is told or asked, without its time; else empty."""
    row = sentence.tokens
    begin = _after_lead(row, intent)
    if not 0 < begin < len(row) or (intent == "supervision.assign" and row[begin].kind == "P"):
        return ""
    clauses: list[list[Token]] = [[]]
    for token in row[begin:]:
        if token.kind == STOP or (token.kind == COMMA and token.said in ",，、→"):
            clauses.append([])
        else:
            clauses[-1].append(token)
    for clause in clauses:
        said = title_of("".join(_pieces(sentence.text, clause)))
        if len(said) > 2 and not _ONLY_WHY.match(said):
            return said
    return ""


def _after_lead(row: Sequence[Token], intent: str) -> int:
    """Behind the colon, or the comma, that ends a clause in which somebody is told and nothing else."""
    leads = _NOTING if intent == "supervision.assign" else _TELLING
    for place, token in enumerate(row):
        lead = row[:place]
        if token.kind == COMMA and token.said in _MARKS_OF_LEAD:
            return place + 1 if any(not leads.isdisjoint(t.classes) or t.kind == "E" for t in lead) else 0
        if token.kind == COMMA and token.said in ",，":
            return place + 1 if intent == "notices.circulate" and _is_address(lead) else 0
        if token.kind == STOP:
            return 0
    return 0


def _is_address(lead: Sequence[Token]) -> bool:
    """通知护理部全体, 各位老师: who is told, not what."""
    said = [t for t in lead if "polite" not in t.classes]
    told = any(t.kind == "E" or not {"notice", "audience"}.isdisjoint(t.classes) for t in said)
    opens = told and (said[0].kind == "E" or bool(said[0].classes) or said[0].said[0] in "给往向跟让")
    return opens and not any(t.kind == "T" or not _CONTENT.isdisjoint(t.classes) for t in said)


def _pieces(text: str, clause: Sequence[Token]) -> Sequence[str]:
    """The text of a clause around its times."""
    pieces, start = [], -1
    for token in clause:
        if token.kind == "T":
            if start >= 0:
                pieces.append(text[start : token.start])
            start = -1
        elif start < 0:
            start = token.start + (text.startswith("起", token.start) and bool(pieces or clause[0].kind == "T"))
    if start >= 0 and clause:
        pieces.append(text[start : clause[-1].end])
    return pieces
