"""The desks: one module for each business, one line here."""

from handlers import delivery, meetings
from handlers import help as help_desk

ROUTERS = (meetings.router, delivery.router, help_desk.router)
