"""Notices 上情下达: to whom they go, and honest receipts: sent, seen, acknowledged, answered are four facts."""

from handlers.notices import change, chase, digest, joining, receipts, replying, seen, sending, sheet, texts, write
from handlers.notices.desk import router
from handlers.notices.sending import spread_router

__all__ = [
    "change", "chase", "digest", "joining", "receipts", "replying", "router", "seen", "sending", "sheet",
    "spread_router", "texts", "write",
]  # fmt: skip
