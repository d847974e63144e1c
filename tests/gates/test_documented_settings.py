"""The settings page, in both languages, has a row for each setting and for nothing else."""

import re
from pathlib import Path

import pytest

from config import Settings
from config.loading import leaves

DOCS = Path(__file__).parents[2] / "docs"
ROW = re.compile(r"^\| `([a-z_.]+)` \|", re.MULTILINE)
NOT_SERVED_YET = ("adapters.slack.", "adapters.dingtalk.", "adapters.wecom.")
"""Their settings are named in the example file alone."""


@pytest.mark.parametrize("page", ["settings.md", "settings.zh.md"])
def test_the_page_has_a_row_for_each_setting(page: str) -> None:
    rows = ROW.findall((DOCS / page).read_text(encoding="utf-8"))
    wanted = [name for name in leaves(Settings) if not name.startswith(NOT_SERVED_YET)]
    assert sorted(rows) == sorted(wanted)
