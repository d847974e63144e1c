"""A supervision item for tables: handed over on a Monday morning by person 1 to person 2, due that Friday."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.lamps import Rules, Terms
from bot.domain.supervision import Origin, SupervisionItem
from bot.engine.holidays import work_calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
TERMS = Terms(work_calendar(), SHANGHAI, Rules())


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    """`11-23 10:00` of 2026, or with its year."""
    return datetime.fromisoformat(text if text[4] == "-" else f"2026-{text}").replace(tzinfo=zone)


def item(
    assigned: str = "11-23 10:00", due: str = "11-27 18:00", zone: ZoneInfo = SHANGHAI, **more: Any
) -> SupervisionItem:
    handed_over, due_at = at(assigned, zone), at(due, zone)
    values: dict[str, Any] = {
        "id": 5, "year": 2026, "number": 15, "title": "评估报告", "due_at": due_at, "supervisor_id": 1, "lead_id": 2,
        "unit": "教务处", "chat_id": 1, "language": "zh", "origin": Origin("", "", "", handed_over),
        "assigned_at": handed_over, "moved_at": handed_over, "first_due_at": due_at,
    }  # fmt: skip
    return SupervisionItem(**{**values, **more})
