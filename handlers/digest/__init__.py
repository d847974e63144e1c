"""Digests 早报: what the day holds, on demand and at set times; and what is going to be posted."""

from handlers.digest import coming, home, say, subscribe, texts, today
from handlers.digest.desk import router

__all__ = ["coming", "home", "router", "say", "subscribe", "texts", "today"]
