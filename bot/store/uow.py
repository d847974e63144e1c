"""One connection's repositories; they keep nothing, so one set serves every unit of work of that connection."""

from bot.store.audit import SqlAudit, SqlParameters
from bot.store.beside_items import SqlDuties, SqlHandovers, SqlPushes, SqlSignals
from bot.store.bindings import SqlBindings
from bot.store.chats import SqlChats, SqlDialogs
from bot.store.files import SqlFiles
from bot.store.inbox import SqlInbox
from bot.store.items import SqlItems
from bot.store.meetings import SqlMeetings, SqlRooms
from bot.store.notice_shelf import SqlShelf
from bot.store.notices import SqlNotices
from bot.store.outbox import SqlOutbox
from bot.store.people import SqlPeople
from bot.store.receipts import SqlReceipts
from bot.store.reminders import SqlReminders
from bot.store.schedules import SqlLeaves, SqlSchedules
from bot.store.session import Session
from bot.store.surveys import SqlSuggestions, SqlSurveys


class SqlUnitOfWork:
    __slots__ = (
        "audit", "bindings", "chats", "dialogs", "duties", "files", "handovers", "inbox", "items", "leaves", "meetings",
        "notices", "outbox", "parameters", "people", "pushes", "receipts", "reminders", "rooms", "schedules", "session",
        "shelf",
        "signals", "suggestions", "surveys",
    )  # fmt: skip

    def __init__(self, session: Session) -> None:
        self.session = session
        self.inbox = SqlInbox(session)
        self.outbox = SqlOutbox(session)
        self.people = SqlPeople(session)
        self.bindings = SqlBindings(session)
        self.chats = SqlChats(session)
        self.dialogs = SqlDialogs(session)
        self.rooms = SqlRooms(session)
        self.meetings = SqlMeetings(session)
        self.reminders = SqlReminders(session)
        self.schedules = SqlSchedules(session)
        self.leaves = SqlLeaves(session)
        self.audit = SqlAudit(session)
        self.files = SqlFiles(session)
        self.parameters = SqlParameters(session)
        self.items = SqlItems(session)
        self.duties = SqlDuties(session)
        self.signals = SqlSignals(session)
        self.handovers = SqlHandovers(session)
        self.pushes = SqlPushes(session)
        self.notices = SqlNotices(session)
        self.receipts = SqlReceipts(session)
        self.shelf = SqlShelf(session)
        self.surveys = SqlSurveys(session)
        self.suggestions = SqlSuggestions(session)
