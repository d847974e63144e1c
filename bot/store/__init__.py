"""The only room that knows SQL."""

from bot.store.engine import SqlStore, open_peers, open_store
from bot.store.transcript import SqlTranscript
from bot.store.upgrade import current, upgrade

__all__ = ["SqlStore", "SqlTranscript", "current", "open_peers", "open_store", "upgrade"]
