"""People 人员: which accounts are whose, where they want to be told, and the tags by which several are called."""

from handlers.people import binding, proposals, tagging, texts
from handlers.people.desk import router

__all__ = ["binding", "proposals", "router", "tagging", "texts"]
