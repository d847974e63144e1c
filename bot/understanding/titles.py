"""What a sentence is about: the words that are left when times, people, rooms and the words of the act are out."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from bot.understanding.deeds import find_deed, without_doing
from bot.understanding.naming import is_generic, title_of
from bot.understanding.regex import regex
from bot.understanding.sentence import Sentence
from bot.understanding.tokens import COMMA, CUE, STOP, WORD, Token
from bot.understanding.wordlist import words

# Cues that may be part of a name when its words follow: team lunch, 进度汇报会.
_SOFT = frozenset(
    words(
        "audience opinion event progress status todo ledger results survey_noun notice_noun reminders_noun task_verb "
        "blocked lead want overdue agenda feel done ongoing notice submit close help myday collect meet"
    )
)
# What the act of a desk is said with is no part of what it is about.
_ACTS = {
    "meetings": frozenset(words("book hold meet want_room cancel unneeded move shift instead free done collect")),
    "supervision": frozenset(
        words("assign nudge extend done progress blocked ongoing status lead todo submit close want overdue")
    ),
    "notices": frozenset(words("notice audience")),
    "feedback": frozenset(words("collect suggest opinion results")),
    "reminders": frozenset(words("remind stop_remind audience here reminders_noun close meet pause resume")),
}
_ASIDE = frozenset(words("because told if_"))
_LABELS_OF_TITLE = frozenset(
    words("主题 议题 会议主题 会议名称 事由 内容 topic subject title what purpose 标题 会议内容")
)
_LABELS = frozenset(
    words("地点 时间 参会人 参会人员 参加人 参加人员 与会人员 where when who location venue time date place")
)
_MEETINGS = frozenset(
    words("meetings.book meetings.cancel meetings.move meetings.list meetings.free notices.circulate")
)
_BEFORE = frozenset(words("meetings.cancel meetings.move supervision.report supervision.close supervision.submit"))
_VIEWS = re.compile(r"(?<=.{2})的?(?:意见(?:和?建议)?|看法|建议|想法|反馈|评价|满意度)$")
_NONE: frozenset[str] = frozenset()


class Chunk(NamedTuple):
    """Words that stand together, the clause they stand in, and whether an act was named before them."""

    tokens: tuple[Token, ...]
    clause: int
    after: tuple[str, ...] = ()
    label: str = ""

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end


def find_title(sentence: Sentence, intent: str) -> str:
    """In the writer's words, without what only frames them; empty when nothing is left."""
    acts = _ACTS.get(intent.partition(".")[0], _NONE)
    if intent in _BY_NUMBER and any(token.kind == "N" for token in sentence.tokens):
        return ""
    if intent.startswith("digest."):
        return _digest(sentence.text)
    if intent in _DEEDS and (deed := find_deed(sentence, intent)):
        return deed
    return _best(sentence, intent, acts) or (_best(sentence, intent, _NONE) if intent in _NAMED_BY_ACT else "")


_DIGEST = regex(
    r"(?:每[日天周月])?(?:[早晨日晚周月]报|简报|汇总)|(?:(?:daily|weekly|monthly|morning|evening) )?(?:digest|"
    r"summary|brief(?:ing)?|overview)\b",
    re.IGNORECASE,
)


def _digest(text: str) -> str:
    """Which one is meant: 早报, the weekly digest."""
    match = _DIGEST.search(text)
    return match[0] if match else ""


_DEEDS = frozenset(
    words("supervision.assign reminders.set reminders.move reminders.cancel reminders.pause reminders.resume")
)
_BY_NUMBER = frozenset(words("supervision.report supervision.close supervision.submit supervision.extend"))
_NAMED_BY_ACT = frozenset(
    words("notices.circulate supervision.assign")
)  # 发布放假通知: the notice itself is what it is about


def _best(sentence: Sentence, intent: str, acts: frozenset[str]) -> str:
    aside = _asides(sentence.tokens)
    best, most = "", -1.0
    for place, chunk in enumerate(chunks(sentence.tokens, acts)):
        said = title_of(sentence.text[chunk.start : chunk.end])
        said = without_doing(said) if intent == "supervision.assign" else said
        said = _VIEWS.sub("", said) if intent == "feedback.collect" else said
        if not said or is_generic(said):
            continue
        worth = _worth(chunk, said, intent) - 1.5 * (chunk.clause in aside)
        worth -= 0.25 * place * (intent == "notices.circulate")
        if worth > most:
            best, most = said, worth
    return best


def chunks(tokens: Sequence[Token], acts: frozenset[str]) -> Iterator[Chunk]:
    """Runs of words and nouns, with the cue before them and the label they stand under; a cue of an act ends a run."""
    held: list[Token] = []
    clause, label = 0, ""
    after: tuple[str, ...] = ()
    for token, follows in pairwise([*tokens, _END, _END]):
        if (
            _joins(token, follows, acts)
            or (held and _is_inside(held[-1], token, follows))
            or (held and _goes_on(token, held[-1], acts))
        ):
            held.append(token)
            continue
        if held:
            yield Chunk(tuple(held), clause, after, label)
            held = []
        if token.kind == STOP or token.said in ",，":
            clause, label = clause + 1, ""
        if token.kind == CUE:
            after = token.classes
            label = token.said if "call_meeting" in token.classes and _heads(token, follows) else ""


def _heads(token: Token, follows: Token) -> bool:
    """地点：, Topic: and 地点|报告厅, but not the venue for."""
    return follows.said in ":：" or not token.said.isascii() or token.said.endswith("is")


def _is_inside(last: Token, token: Token, follows: Token) -> bool:
    """office|move|quotes: a Latin cue between two words of a name."""
    latin = token.kind == CUE and token.said.isalpha() and last.said.isascii() and follows.said.isascii()
    if latin and last.said in _ARTICLES and "done" in token.classes and follows.kind == WORD:
        return True
    content = (
        last.kind in {WORD, CUE} and last.said not in _LEADS | _FUNCTION and follows.said not in _LEADS | _FUNCTION
    )
    return latin and content and (follows.kind == WORD or (follows.kind == CUE and follows.noun))


def _goes_on(token: Token, last: Token, acts: frozenset[str]) -> bool:
    """launch|plan, inventory|check, 预算|调整: the last word of a name that may be an act elsewhere."""
    if not token.said.isascii() and token.kind == CUE and not token.noun:
        return token.start == last.end and "move" in token.classes and acts.isdisjoint(token.classes)
    if token.said == "move" and last.kind == WORD and last.said not in _LEADS and acts.isdisjoint(token.classes):
        return True
    near = (
        token.kind == CUE and token.start - last.end <= 1 and last.said not in _LEADS and "meeting" not in last.classes
    )
    return near and (
        token.noun or (token.said.isalpha() and token.said.isascii() and not _TAILS.isdisjoint(token.classes))
    )


_TAILS = frozenset(words("help look task_verb event agenda ledger"))
_ARTICLES = frozenset(words("the a an my our your this that"))
_LEADS = frozenset(words("the a an to for of on in and my our by with"))
_FUNCTION = frozenset(
    words("is are was were be been it this that from at until till his her their its your please and or as than")
)
_END = Token(STOP, 0, 0, "")


def _joins(token: Token, follows: Token, acts: frozenset[str]) -> bool:
    """Words and nouns do; a soft cue only when such a one comes next."""
    if token.kind == WORD:
        return True
    if token.kind != CUE or not (token.noun or not _SOFT.isdisjoint(token.classes)):
        return False
    if "meeting" in token.classes or not acts.isdisjoint(token.classes):
        return "meeting" in token.classes
    if "plain" in token.classes or ("event" in token.classes and acts is _ACTS["notices"]):
        return True
    return token.noun or follows.kind == WORD or (follows.kind == CUE and follows.noun)


def _asides(tokens: Iterable[Token]) -> set[int]:
    """The clauses that give a reason or tell of something else."""
    found, clause = set(), 0
    for token in tokens:
        if token.kind == STOP or (token.kind == COMMA and token.said in ",，"):
            clause += 1
        elif token.kind == CUE and not _ASIDE.isdisjoint(token.classes):
            found.add(clause)
    return found


def _worth(chunk: Chunk, said: str, intent: str) -> float:
    """How likely it is what the sentence is about."""
    classes = {name for token in chunk.tokens for name in token.classes}
    size = len(said) if not said.isascii() else len(said.split()) * 2
    worth = 0.5 + min(size, 12) / 12
    if intent in _MEETINGS and "meeting" in classes:
        worth += 1.5 + 0.5 * ("meeting" in chunk.tokens[-1].classes)
    if intent.startswith(("supervision", "reminders")) and classes & {"thing", "task_verb"}:
        worth += 1.0
    if all(token.kind == CUE and not token.noun for token in chunk.tokens):
        worth -= 0.7
    if chunk.label:
        worth += 3 if chunk.label in _LABELS_OF_TITLE else -3 if chunk.label in _LABELS else 0
    if intent in _BEFORE:
        worth += 0.4 * (not chunk.after)
    elif chunk.after:
        worth += 0.3
    return worth
