"""What a sentence is about: the words that are left when times, people, rooms and the words of the act are out."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bot.understanding.naming import is_generic, title_of
from bot.understanding.sentence import Sentence
from bot.understanding.tokens import COMMA, CUE, STOP, WORD, Token
from bot.understanding.wordlist import words

# Cues that may be part of a name when they stand beside its words: team lunch, 进度汇报会.
_SOFT = frozenset(
    words(
        "audience opinion event progress status todo ledger results survey_noun notice_noun reminders_noun task_verb "
        "blocked lead want overdue agenda feel done ongoing notice submit close"
    )
)
_ASIDE = frozenset(words("because told if_ same feel"))
_LABELS_OF_TITLE = frozenset(
    words("主题 议题 会议主题 会议名称 事由 内容 topic subject title what purpose 标题 会议内容")
)
_LABELS = frozenset(
    words("地点 时间 参会人 参会人员 参加人 参加人员 与会人员 where when who location venue time date place 地點 時間")
)
_MEETINGS = frozenset(
    words("meetings.book meetings.cancel meetings.move meetings.list meetings.free notices.circulate")
)
_BEFORE = frozenset(words("meetings.cancel meetings.move supervision.report supervision.close supervision.submit"))


_HARD = {
    "supervision": frozenset(words("done progress blocked ongoing status lead todo submit close want overdue")),
    "notices": frozenset(words("notice audience")),
    "feedback": frozenset(words("audience opinion results")),
    "reminders": frozenset(words("audience reminders_noun")),
}
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
    aside = _asides(sentence.tokens)
    best, most = "", 0.0
    hard = _HARD.get(intent.partition(".")[0], _NONE)
    for chunk in chunks(sentence.tokens, hard):
        said = title_of(sentence.text[chunk.start : chunk.end])
        if not said or is_generic(said):
            continue
        worth = _worth(chunk, said, intent) - 1.5 * (chunk.clause in aside)
        if worth > most:
            best, most = said, worth
    return best


def chunks(tokens: Sequence[Token], hard: frozenset[str]) -> Iterator[Chunk]:
    """Runs of words and nouns, with the act before them and the label they stand under; a `hard` cue ends a run."""
    held: list[Token] = []
    clause, label = 0, ""
    after: tuple[str, ...] = ()
    for token in (*tokens, Token(STOP, 0, 0, "")):
        if token.kind == WORD or (token.kind == CUE and _may_join(token, hard)):
            held.append(token)
            continue
        if held:
            yield Chunk(tuple(held), clause, after, label)
            held = []
        if token.kind == STOP or token.said in ",，":
            clause, label = clause + 1, ""
        if token.kind == CUE:
            after = token.classes
            label = token.said if "call_meeting" in token.classes else ""


def _may_join(token: Token, hard: frozenset[str]) -> bool:
    return token.noun or (not _SOFT.isdisjoint(token.classes) and hard.isdisjoint(token.classes))


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
