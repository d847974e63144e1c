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
    exporting,
    extending,
    importing,
    show,
    structure,
    texts,
    texts_deeds,
    texts_duty,
    texts_import,
    texts_time,
)
from handlers.supervision.desk import router
from handlers.supervision.duties import duty_router
from handlers.supervision.escalate import escalation_router

__all__ = [
    "assign", "chasing", "command", "deeds", "digest", "due", "duty", "duty_router", "escalate", "escalation_router",
    "exporting", "extending", "importing", "router", "show", "structure", "texts", "texts_deeds", "texts_duty",
    "texts_import", "texts_time",
]  # fmt: skip
