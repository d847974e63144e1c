"""Processes die, the platform answers badly: everything is sent, and twice only where nobody could know better."""

from pathlib import Path
from random import randrange

import pytest

from tests.chaos.course import SHORT, run
from tests.chaos.verdict import faults, told


@pytest.mark.chaos
async def test_nothing_is_lost_and_nothing_doubled_without_need(
    database: str, database_url: str, tmp_path: Path
) -> None:
    outcome = await run(randrange(1_000_000), SHORT[database], database_url, tmp_path)
    report = told(outcome)
    print(report)
    assert faults(outcome) == [], f"repeat with: make chaos SEED={outcome.seed}\n{report}"
