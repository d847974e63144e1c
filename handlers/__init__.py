"""The desks: one module for each business, one line here."""

from handlers import digest, meetings, reminders
from handlers import help as help_desk

ROUTERS = (meetings.router, reminders.router, digest.router, help_desk.router)
