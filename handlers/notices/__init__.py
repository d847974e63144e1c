"""Notices 上情下达: to whom they go, and honest receipts: sent, seen, acknowledged, answered are four facts."""

from handlers.notices import (
    archive,
    change,
    chase,
    digest,
    joining,
    planned,
    progress,
    receipts,
    recurring,
    replying,
    seen,
    sending,
    sheet,
    templates,
    texts,
    texts_in_time,
    texts_shelf,
    write,
)
from handlers.notices.desk import router
from handlers.notices.sending import spread_router
from handlers.notices.series import series_router

__all__ = [
    "archive", "change", "chase", "digest", "joining", "planned", "progress", "receipts", "recurring", "replying",
    "router", "seen", "sending", "series_router", "sheet", "spread_router", "templates", "texts", "texts_in_time",
    "texts_shelf", "write",
]  # fmt: skip
