"""Supervision 督查督办: who promised what, by when, who signed for it, who was chased, who closed it."""

from handlers.supervision import (
    assign,
    chasing,
    command,
    deeds,
    digest,
    due,
    duty,
    escalate,
    escalating,
    exporting,
    extending,
    handover,
    importing,
    lists,
    nudge,
    show,
    signals,
    structure,
    texts,
    texts_deeds,
    texts_duty,
    texts_import,
    texts_lists,
    texts_more,
    texts_signals,
    texts_time,
)
from handlers.supervision.desk import router
from handlers.supervision.duties import duty_router
from handlers.supervision.escalate import escalation_router
from handlers.supervision.pushing import push_router
from handlers.supervision.signals import signal_router

__all__ = [
    "assign", "chasing", "command", "deeds", "digest", "due", "duty", "duty_router", "escalate", "escalating",
    "escalation_router", "exporting", "extending", "handover", "importing", "lists", "nudge", "push_router",
    "router", "show", "signal_router", "signals", "structure", "texts", "texts_deeds", "texts_duty", "texts_import",
    "texts_lists", "texts_more", "texts_signals", "texts_time",
]  # fmt: skip
