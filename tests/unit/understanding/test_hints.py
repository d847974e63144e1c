"""A hint is looked for before its expression is tried: it must never hide what the expression would find."""

import json
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import bot.understanding
from bot.understanding import meeting_words, notice_heads, notice_shelf, notice_words, people_words, standing
from bot.understanding.hints import hint

CORPUS = Path(__file__).parents[2] / "phrases" / "corpus"
TEXTS = [
    json.loads(line)["text"]
    for language in ("zh", "en")
    for line in (CORPUS / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()
]
_OF_SEVERAL = {
    notice_heads.HEAD_HINT: [
        *(notice_heads._HEAD, notice_heads._HEAD_TO, notice_heads._HEAD_BARE, notice_heads._TO_BEHIND),
        *(notice_heads._THEN_SEND, notice_heads._TELL, notice_heads._EN, notice_heads._EN_TELL),
    ],
    notice_shelf.SHELF_HINT: [
        *(pattern for _, pattern in notice_shelf._PATTERNS),
        *(notice_shelf._USED, notice_shelf._DROPPED, notice_shelf._FIND, notice_shelf._ABOUT, *notice_shelf._KEPT),
        *(notice_words._LIST, notice_words._BEHIND, notice_words._FRONT),
    ],
    standing._PLACE_ZH_HINT: [
        standing._PLACE_ZH,
        standing._PLACE_OF_DEED,
        standing._PLACE_OF_WORDS,
        standing._BARE_PLACE,
    ],
    meeting_words.SAID_HINT: [pattern for pattern, _, _ in meeting_words._SAID],
    people_words._SAID_HINT: [pattern for _, pattern in people_words._SAID],
}


def pairs() -> Iterator[tuple[Callable[[str], object], re.Pattern[str]]]:
    """X_HINT is the hint of the expression X, in every module."""
    for found in iter_modules(bot.understanding.__path__):
        module = import_module(f"bot.understanding.{found.name}")
        for name, value in vars(module).items():
            if name.endswith("_HINT") and value not in _OF_SEVERAL:
                yield value, getattr(module, name.removesuffix("_HINT"))
    for one, patterns in _OF_SEVERAL.items():
        yield from ((one, pattern) for pattern in patterns)


PAIRS = list(pairs())


@pytest.mark.parametrize(("may", "pattern"), PAIRS, ids=[pattern.pattern[:24] for _, pattern in PAIRS])
def test_what_an_expression_finds_in_the_corpus_its_hint_has_seen(
    may: Callable[[str], object], pattern: re.Pattern[str]
) -> None:
    assert [text for text in TEXTS if not may(text) and pattern.search(text)] == []


@pytest.mark.parametrize(("may", "pattern"), PAIRS, ids=[pattern.pattern[:24] for _, pattern in PAIRS])
def test_what_an_expression_could_find_its_hint_sees(may: Callable[[str], object], pattern: re.Pattern[str]) -> None:
    compiled = re.compile(pattern.pattern, pattern.flags)

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.from_regex(compiled))
    def find(text: str) -> None:
        assume(compiled.search(text))
        assert may(text)

    find()


def test_a_hint_sees_a_word_however_it_is_written() -> None:
    may = hint("室 notice")
    assert all(map(may, ("301會議室", "Send a NOTICE", "ＮＯＴＩＣＥ")))
    assert not may("明天开会")
