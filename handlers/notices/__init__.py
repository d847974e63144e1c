"""Notices 上情下达: to whom they go, and honest receipts: sent, seen, acknowledged, answered are four facts."""

from handlers.notices import change, chase, digest, progress, receipts, replying, sending, texts, write
from handlers.notices.desk import router
from handlers.notices.sending import spread_router

__all__ = [
    "change",
    "chase",
    "digest",
    "progress",
    "receipts",
    "replying",
    "router",
    "sending",
    "spread_router",
    "texts",
    "write",
]
