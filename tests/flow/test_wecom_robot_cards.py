"""Every kind of card that the desks make, as WeCom's robot shows it: within its limits, and as it was agreed to look.

`XIAOBAN_WRITE_GOLDEN=1` writes down how they look now; the difference is then to be read.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from adapters.wecom.robot import render
from bot.cards import Card, FitWords, fit, from_json
from tests.flow.conversation import open_office
from tests.flow.test_slack_cards import _kind, played
from tests.platforms.wecom import cards
from tests.platforms.wecom.texts import ROBOT_BYTES, words
from tests.platforms.wecom.unknowns import Unknowns

GOLDEN = Path(__file__).with_name("wecom_robot_cards.json")
WORDS = FitWords("{numbers}", "…")
STRICT = Unknowns(over_advice="refuse")


def shown(card: Card, language: str = "zh") -> dict[str, Any]:
    """As a new message, and in the place of a card that was pressed."""
    fitted = fit(card, render.LIMITS, WORDS)
    new, changed = render.parts(fitted, (), language, "x-1"), render.changed(fitted, language, "x-1")
    return {
        "new": {"markdown": new.markdown, "card": new.card},
        "changed": {"markdown": changed.markdown, "card": changed.card},
    }


async def test_wecom_takes_every_card_of_every_desk(tmp_path: Path) -> None:
    async with open_office(f"sqlite:///{tmp_path}/house.db") as office:
        made = await played(office)
    kinds = {_kind(card): card for card in reversed(made)}
    assert len(kinds) > 30
    for card in made:
        for language in ("zh", "en"):
            assert_taken(shown(from_json(card), language))
    if os.environ.get("XIAOBAN_WRITE_GOLDEN"):
        written = [{"card": card, **shown(from_json(card))} for _, card in sorted(kinds.items())]
        GOLDEN.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n")


@pytest.mark.parametrize("kept", json.loads(GOLDEN.read_text()), ids=lambda kept: str(kept["card"]["title"]))
def test_each_kind_of_card_looks_as_agreed(kept: dict[str, Any]) -> None:
    """The cards are kept beside how they look, so that other words on them change nothing here."""
    assert shown(from_json(kept["card"])) == {"new": kept["new"], "changed": kept["changed"]}


def assert_taken(made: dict[str, Any]) -> None:
    """By the WeCom of this machine, where even what it advises against is refused."""
    for one in made.values():
        assert one["markdown"] or one["card"]
        if one["markdown"]:
            words({"content": one["markdown"]}, ROBOT_BYTES)
        if one["card"]:
            cards.check(one["card"], STRICT)
    assert made["changed"]["card"]
