"""The desks: one module for each business, one line here."""

from handlers import delivery, digest, feedback, leave, meetings, notices, people, reminders, supervision
from handlers import help as help_desk

ROUTERS = (
    meetings.router, supervision.router, supervision.escalation_router, supervision.duty_router,
    supervision.push_router, supervision.signal_router, notices.router, notices.spread_router,
    notices.series_router, feedback.router, feedback.post_router, reminders.router, digest.router, leave.router,
    people.router, delivery.router, help_desk.router,
)  # fmt: skip
