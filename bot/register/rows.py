"""An item as a row of the register."""

from datetime import datetime, time
from typing import Any

from bot.domain.lamps import Terms
from bot.domain.supervision import Source, SupervisionItem
from bot.register.columns import COLUMNS, SOURCES, STATES, TIMES, URGENCIES, value_of
from bot.register.neutral import plain
from bot.register.people import People

BETWEEN = "、"
MINUTES = "%Y-%m-%d %H:%M"


def row_of(item: SupervisionItem, people: People, terms: Terms) -> dict[str, str]:
    """Every column's words; times as the office's wall clock shows them, to the minute."""
    times = (item.due_at, item.assigned_at, item.accepted_at, item.ended_at)
    words = {
        "number": item.formal,
        "title": item.title,
        "source": _source(item),
        "standard": item.standard,
        "lead": people.written(item.lead_id),
        "co_owners": BETWEEN.join(people.written(one) for one in item.co_owners),
        "unit": item.unit,
        "supervisor": people.written(item.supervisor_id),
        "urgency": URGENCIES[item.urgency][0],
        "state": STATES[item.state][0],
        "progress": item.progress,
        "origin": item.origin.text,
    }
    written = {name: plain(text) for name, text in words.items()}
    written |= {name: _wall(at, terms) for name, at in zip(TIMES, times, strict=True)}
    return {name: written[name] for name in COLUMNS}


def as_cells(row: dict[str, str]) -> dict[str, Any]:
    """The same with its times as times; midnight stays words, since a time at midnight is a day to a spreadsheet."""
    times = {name: datetime.strptime(row[name], MINUTES) for name in TIMES if row[name]}  # noqa: DTZ007 - wall time
    return row | {name: at for name, at in times.items() if at.time() != time()}


def _wall(at: datetime | None, terms: Terms) -> str:
    return at.astimezone(terms.zone).strftime(MINUTES) if at else ""


def _source(item: SupervisionItem) -> str:
    """`领导批示：李校长11月3日批示`; the kind alone, or the words alone where they cannot be taken for a kind."""
    kind, words = SOURCES[item.source][0], item.source_words
    if not words:
        return "" if item.source is Source.OTHER else kind
    head = words.replace("：", ":", 1).partition(":")[0]
    if item.source is Source.OTHER and value_of(head, SOURCES) is None:
        return words
    return f"{kind}：{words}"
