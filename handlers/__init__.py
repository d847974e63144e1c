"""The desks: one module for each business, one line here."""

from handlers import help as help_desk
from handlers import meetings

ROUTERS = (meetings.router, help_desk.router)
