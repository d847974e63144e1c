"""Settings of this deployment and the people, rooms and chats of its office."""

from config.faults import SettingsError
from config.settings import Settings, load_settings

__all__ = ["Settings", "SettingsError", "load_settings"]
