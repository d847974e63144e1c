"""Supervision 督查督办: who promised what, by when, who signed for it, who was chased, who closed it."""

from handlers.supervision import (
    assign,
    command,
    deeds,
    escalating,
    extending,
    handover,
    lists,
    nudge,
    show,
    structure,
    texts,
    texts_deeds,
    texts_lists,
    texts_more,
)
from handlers.supervision.desk import router
from handlers.supervision.pushing import push_router

__all__ = [
    "assign", "command", "deeds", "escalating", "extending", "handover", "lists", "nudge", "push_router", "router",
    "show", "structure", "texts", "texts_deeds", "texts_lists", "texts_more",
]  # fmt: skip
