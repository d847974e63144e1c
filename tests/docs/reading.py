"""The documents' own marks: conversations, sentences to say, code blocks, links.

A block ```chat CHAT is a conversation. `Name: words` is said there; `Name: [Label]` presses a button; with `(direct)`
behind the name it happens in that person's chat with the bot. `xiaoban: …` must occur in what the bot then wrote there,
`xiaoban (to Name): …` in Name's direct chat. `--- 2026-11-24 09:45 ---` moves the clock.

After `<!-- say INTENT in CHAT as NAME -->`, INTENT being optional, the code spans of the list that follows are said;
each must be understood and answered.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
BOT = {"小办", "xiaoban"}

BLOCK = re.compile(r"^```(?P<info>[^\n]*)\n(?P<body>.*?)^```$", re.S | re.M)
CODE = re.compile(r"`([^`\n]+)`")
HEADING = re.compile(r"^#{1,6} .+$", re.M)
LINK = re.compile(r"\]\(([^)\s]+)\)")
LIST = re.compile(r"^<!-- say (?P<intent>[\w.]*) ?in (?P<chat>\w+) as (?P<who>\S+) -->\n(?P<body>(?:[-|].*\n)+)", re.M)
LINE = re.compile(r"(?P<who>[^:：（(]+?) ?(?:[（(](?P<aside>[^）)]+)[）)])?[:：] ?(?P<words>.+)")
CLOCK = re.compile(r"--- (?P<at>\d{4}-\d\d-\d\d \d\d:\d\d) ---")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a conversation; `chat` is `direct` in someone's chat with the bot."""

    who: str
    chat: str
    words: str
    to: str = ""

    @property
    def is_promise(self) -> bool:
        return self.who in BOT


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words that a list says can be said."""

    who: str
    chat: str
    words: str
    intent: str


Step = Line | Sentence | datetime


def blocks(text: str) -> list[tuple[str, str]]:
    """Info string and body of each fenced block."""
    return [(match["info"], match["body"]) for match in BLOCK.finditer(text)]


def steps(text: str) -> list[Step]:
    """All that is said in a document, from top to bottom."""
    found: list[tuple[int, Step]] = []
    for match in BLOCK.finditer(text):
        if match["info"].startswith("chat "):
            found += [(match.start(), step) for step in _lines(match["body"], match["info"].split()[1])]
    for match in LIST.finditer(text):
        found += [(match.start(), step) for step in _sentences(match)]
    return [step for _, step in sorted(found, key=lambda one: one[0])]


def _lines(body: str, chat: str) -> Iterator[Step]:
    for text in body.splitlines():
        if moved := CLOCK.fullmatch(text):
            yield datetime.fromisoformat(moved["at"])
            continue
        line = LINE.fullmatch(text)
        assert line, f"this is no line of a conversation: {text}"
        whose = re.sub(r"^(?:给|to )", "", line["aside"] or "")
        if line["who"] in BOT:
            yield Line(line["who"], "direct" if whose else chat, line["words"], whose)
        else:
            yield Line(line["who"], "direct" if whose else chat, line["words"], line["who"])


def _sentences(match: re.Match[str]) -> Iterator[Sentence]:
    for entry in match["body"].splitlines():
        said = re.split(r"`[:：]", entry)[0] + "`" if re.search(r"`[:：]", entry) else entry
        for words in CODE.findall(said):
            yield Sentence(match["who"], match["chat"], words, match["intent"])
