"""Brings the people, rooms and chats of the office file into the store, at every start; nothing is ever taken out."""

from datetime import datetime

from bot.domain.meeting import Room
from bot.domain.people import Person, Role
from bot.engine.accounts import take_accounts
from bot.messages import Account, ChatRef, UserRef
from bot.ports import UnitOfWork
from config.office import Office, OfficeChat, OfficePerson

LOCAL = "sim"
"""The platform under whose name an office file's own ids are kept."""


def merge_office(uow: UnitOfWork, office: Office, admins: tuple[str, ...], now: datetime) -> None:
    """After this the store knows everyone and everything in the file, and the settings' administrators are such."""
    _merge_units(uow, office)
    for person in office.people:
        _merge_person(uow, person)
    known = {room.name: room for room in uow.rooms.all()}
    for room in office.rooms:
        before = known.get(room.name)
        wanted = Room(before.id if before else 0, room.name, room.seats, room.equipment, room.location)
        if wanted != before:
            uow.rooms.save(wanted)
    for chat in office.chats:
        _merge_chat(uow, chat, now)
    for account in admins:
        _appoint(uow, account)
    by_platform: dict[str, list[Account]] = {}
    for one in office.accounts:
        account_there = Account(UserRef(one.platform, one.id, one.name), one.email, one.mobile)
        by_platform.setdefault(one.platform, []).append(account_there)
    for accounts in by_platform.values():
        take_accounts(uow, accounts, now)


def _merge_units(uow: UnitOfWork, office: Office) -> None:
    known = uow.people.units()
    for unit in office.units:
        if known.get(unit.name) != unit.parent:
            uow.people.save_unit(unit.name, unit.parent)


def _merge_person(uow: UnitOfWork, given: OfficePerson) -> None:
    before = uow.people.by_account(UserRef(LOCAL, given.id))
    accounts = {"wecom": given.wecom, "dingtalk": given.dingtalk, "slack": given.slack, LOCAL: given.id}
    language = given.language or (before.language if before else "")
    wanted = Person(before.id if before else 0, given.name, given.unit, Role(given.role), language)
    refs = [UserRef(platform, user, given.name) for platform, user in accounts.items() if user]
    known = set() if before is None else {ref for ref in refs if uow.people.by_account(ref) == before}
    if wanted != before or len(known) < len(refs):
        uow.people.save(wanted, refs, email=given.email, mobile=given.mobile)


def _merge_chat(uow: UnitOfWork, given: OfficeChat, now: datetime) -> None:
    chat = uow.chats.seen(ChatRef(given.platform, "group", given.id), given.name, now)
    people = (uow.people.by_account(UserRef(LOCAL, member)) for member in given.members)
    uow.chats.set_members(chat.id, [person.id for person in people if person])
    if given.language and not chat.language:
        uow.chats.set_language(chat.id, given.language)


def _appoint(uow: UnitOfWork, account: str) -> None:
    platform, _, user = account.partition(":")
    ref = UserRef(platform, user, user)
    person = uow.people.by_account(ref) or uow.people.add_guest(ref)
    if person.role is not Role.ADMIN:
        uow.people.appoint(person.id, Role.ADMIN)
