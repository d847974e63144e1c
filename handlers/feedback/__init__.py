"""Feedback 意见征集: surveys whose answers lead back to nobody where that was promised, and the suggestion box."""

from handlers.feedback import (
    answering,
    closing,
    collecting,
    digest,
    exporting,
    results,
    roster,
    sending,
    suggesting,
    texts,
    texts_more,
)
from handlers.feedback.desk import post_router, router

__all__ = [
    "answering", "closing", "collecting", "digest", "exporting", "post_router", "results", "roster", "router",
    "sending", "suggesting", "texts", "texts_more",
]  # fmt: skip
