"""What the documents tell people to say is said, and what they promise as an answer is what comes."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from bot.cli.parsing import make_reader
from tests.docs.reading import DOCUMENTS, Line, Sentence, Step, steps
from tests.flow.conversation import MONDAY, SHANGHAI, Office, open_office

SPOKEN = {path: spoken for path in DOCUMENTS if (spoken := steps(path.read_text("utf-8")))}
NEVER_MIND = "算了"
LEFTOVER = re.compile(r"[，,。；;]")


@dataclass(slots=True)
class Reader:
    """Reads a document aloud in the demonstration office; `heard` is what the bot wrote since somebody last spoke."""

    office: Office
    heard: dict[str, str] = field(default_factory=dict)

    async def take(self, step: Step) -> None:
        if isinstance(step, datetime):
            await self.office.goes_to(step.replace(tzinfo=SHANGHAI))
        elif isinstance(step, Sentence):
            await self._try(step)
        elif step.is_promise:
            await self._expect(step)
        else:
            await self._say(step)

    async def _say(self, line: Line) -> None:
        self.heard.clear()
        act = self.office.presses if line.words.startswith("[") else self.office.says
        shown = await act(line.who, line.words.strip("[]"), line.chat)
        self.heard[line.to if line.chat == "direct" else line.chat] = "\n".join(one.text for one in shown)

    async def _expect(self, promise: Line) -> None:
        where = promise.to or promise.chat
        news = await (self.office.direct(promise.to) if promise.to else self.office.news(promise.chat))
        self.heard[where] = "\n".join([self.heard.get(where, ""), *(one.text for one in news)])
        assert promise.words in self.heard[where]

    async def _try(self, sentence: Sentence) -> None:
        """It is understood as promised and answered with more than what can be said."""
        read = make_reader(None, MONDAY.isoformat(), "").read(sentence.words)
        assert read["intent"], f"not understood: {sentence.words}"
        assert read["intent"].startswith(sentence.intent), f"{sentence.words} is understood as {read['intent']}"
        assert not LEFTOVER.search(read["slots"]["title"] or ""), f"a title with leftovers: {sentence.words}"
        shown = await self.office.says(sentence.who, sentence.words, sentence.chat)
        assert shown, f"not answered: {sentence.words}"
        await self.office.says(sentence.who, NEVER_MIND, sentence.chat)


@pytest.mark.parametrize("path", SPOKEN, ids=lambda path: path.name)
async def test_what_can_be_said_works(path: Path, tmp_path: Path) -> None:
    async with open_office(f"sqlite:///{tmp_path / 'office.db'}") as office:
        reader = Reader(office)
        for step in SPOKEN[path]:
            await reader.take(step)


def test_every_document_that_teaches_is_read_aloud() -> None:
    assert {path.name for path in SPOKEN} >= {"README.md", "README.zh.md", "meetings.md", "meetings.zh.md"}
