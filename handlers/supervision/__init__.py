"""Supervision 督查督办: who promised what, by when, who signed for it, who was chased, who closed it."""

from handlers.supervision import assign, command, deeds, extending, show, structure, texts, texts_deeds
from handlers.supervision.desk import router

__all__ = ["assign", "command", "deeds", "extending", "router", "show", "structure", "texts", "texts_deeds"]
