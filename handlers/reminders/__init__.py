"""Reminders 提醒: on request, once or again and again, for oneself, for others or for a group."""

from handlers.reminders import change, digest, look, say, set, texts
from handlers.reminders.desk import router

__all__ = ["change", "digest", "look", "router", "say", "set", "texts"]
