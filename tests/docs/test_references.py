"""What the documents point at is there: files, settings, commands, and the same page in the other language."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from bot.cli.commands import xiaoban
from config.loading import PREFIX, leaves
from config.settings import Settings
from tests.docs.reading import CODE, DOCUMENTS, HEADING, LINK, ROOT, blocks

SETTINGS = set(leaves(Settings))
NOT_SERVED = ("adapters.slack.", "adapters.dingtalk.", "adapters.wecom.")
TWINS = [
    (path, twin) for path in DOCUMENTS if (twin := path.with_suffix(".zh.md")).is_file() and path.stem != "CONTRIBUTING"
]
VARIABLE = re.compile(rf"\b{PREFIX}([A-Z][A-Z_]*[A-Z])\b")
EVERY = [pytest.param(path, id=path.name) for path in DOCUMENTS]


def without_blocks(text: str) -> str:
    for _info, body in blocks(text):
        text = text.replace(body, "")
    return text


def shell_lines(text: str) -> list[list[str]]:
    """The commands of a document's sh blocks, without what is set before them."""
    lines = [line for info, body in blocks(text) if info == "sh" for line in body.splitlines() if line.strip()]
    words = [shlex.split(line, comments=True) for line in lines]
    return [[word for word in line if not word.startswith(PREFIX)] for line in words]


def commands_named(text: str) -> list[list[str]]:
    """Every `xiaoban …` that the document names, in a block or in a sentence."""
    inline = [span.split() for span in CODE.findall(text) if span.startswith("xiaoban ")]
    return [line[1:] for line in [*shell_lines(text), *inline] if Path(line[0]).name == "xiaoban"]


@pytest.mark.parametrize("path", EVERY)
def test_local_links_lead_somewhere(path: Path) -> None:
    links = LINK.findall(without_blocks(path.read_text("utf-8")))
    local = [link.split("#")[0] for link in links if "://" not in link and not link.startswith("#")]
    assert [link for link in local if not (path.parent / link).exists()] == []


@pytest.mark.parametrize(("path", "twin"), TWINS, ids=lambda path: path.name)
def test_both_languages_have_the_same_shape(path: Path, twin: Path) -> None:
    ours, theirs = path.read_text("utf-8"), twin.read_text("utf-8")
    assert len(HEADING.findall(without_blocks(ours))) == len(HEADING.findall(without_blocks(theirs)))
    plain = [[body for info, body in blocks(text) if not info.startswith("chat ")] for text in (ours, theirs)]
    assert plain[0] == plain[1]


def test_every_page_is_there_in_both_languages() -> None:
    pages = {
        path.name for path in (ROOT / "docs").glob("*.md") if not path.name.startswith(("glossary", "understanding"))
    }
    assert {name for name in pages if not name.endswith(".zh.md")} == {name.replace(".zh.", ".") for name in pages}


@pytest.mark.parametrize("name", ["settings.md", "settings.zh.md"])
def test_the_settings_page_names_every_setting_in_use(name: str) -> None:
    rows = re.findall(r"^\| `([\w.]+)` \|", (ROOT / "docs" / name).read_text("utf-8"), re.M)
    assert sorted(rows) == sorted(leaf for leaf in SETTINGS if not leaf.startswith(NOT_SERVED))


@pytest.mark.parametrize("path", EVERY)
def test_every_variable_named_is_a_setting(path: Path) -> None:
    known = {leaf.upper().replace(".", "__") for leaf in SETTINGS}
    named = VARIABLE.findall(path.read_text("utf-8"))
    assert [name for name in named if name not in known and name.removesuffix("_FILE") not in known] == []


@pytest.mark.parametrize("path", EVERY)
def test_every_command_named_exists(path: Path) -> None:
    for line in commands_named(path.read_text("utf-8")):
        _check(line)


def _check(words: list[str]) -> None:
    """Sub-commands down to the last, then its options."""
    command: Any = get_command(xiaoban)
    for word in words:
        if word.startswith("-"):
            assert any(word in option.opts for option in command.params), f"no option {word}: {words}"
        elif getattr(command, "commands", None):
            assert word in command.commands, f"no command {word}: {words}"
            command = command.commands[word]


@pytest.mark.parametrize("path", EVERY)
def test_every_make_target_named_exists(path: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    text = path.read_text("utf-8")
    code = "\n".join([*CODE.findall(without_blocks(text)), *(body for _info, body in blocks(text))])
    named = re.findall(r"^make ([a-z]+)(?: [A-Z]+=\S+)*(?: +#.*)?$", code, re.M)
    assert [name for name in named if name not in targets] == []
