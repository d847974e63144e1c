"""The desks: one module for each business, one line here."""

from handlers import help as help_desk
from handlers import meetings, reminders

ROUTERS = (meetings.router, reminders.router, help_desk.router)
