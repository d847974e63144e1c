"""What a start on SQLite may import: all else waits until somebody needs it."""

import subprocess
import sys

import pytest

LATER = (
    "alembic", "dateparser", "jinja2", "mako", "openpyxl", "prometheus_client", "psycopg", "pypinyin", "rapidfuzz",
    "regex", "rich", "sqlalchemy.dialects.postgresql", "sqlalchemy.orm", "structlog",
)  # fmt: skip
START = """
import asyncio, os, signal, sys
from bot import app
from bot.cli.given import demo_settings

def look(_address):
    print("imported:", *sorted(set(sys.argv[2:]) & set(sys.modules)))
    os.kill(os.getpid(), signal.SIGTERM)

asyncio.run(app.serve(demo_settings(port=0, database_url=sys.argv[1]), look))
"""


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_nothing_heavy_is_imported_before_it_is_needed(database_url: str) -> None:
    run = subprocess.run(
        [sys.executable, "-c", START, database_url, *LATER], check=False, capture_output=True, text=True, timeout=60
    )
    assert (run.stdout, run.stderr) == ("imported:\n", "")
