"""The methods of the Web API; importing a module registers what is in it."""

from tests.platforms.slack.api import chat, connections, conversations, files, people, views
from tests.platforms.slack.api.calls import METHODS, Call, Method, Refused

__all__ = ["METHODS", "Call", "Method", "Refused", "chat", "connections", "conversations", "files", "people", "views"]
