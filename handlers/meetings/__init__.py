"""Meetings 办会: book, move, cancel, look, answer."""

from handlers.meetings import book, cancel, comers, digest, free, look, move, rsvp, soon, texts
from handlers.meetings.desk import router

__all__ = ["book", "cancel", "comers", "digest", "free", "look", "move", "router", "rsvp", "soon", "texts"]
