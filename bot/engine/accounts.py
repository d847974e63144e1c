"""What a platform says of its people, brought into the store; nobody is ever taken out of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.people import Person
from bot.domain.reminder import Reminder
from bot.knowing import KnownAccount
from bot.messages import Account, AccountChanged, ChatMembers, PlatformTag, TagChanged
from bot.ports import UnitOfWork

PROPOSED = "people.proposed"
"""The kind of reminder by which the desk asks the administrators whether two people are one."""

LONG_ENOUGH = timedelta(days=7)


def take_once(uow: UnitOfWork, event: AccountChanged | ChatMembers | TagChanged, now: datetime) -> None:
    """What a platform tells of one account, of who is in a chat, or of who is under a name."""
    if not uow.inbox.first_seen(event.platform, event.event_id, now):
        return
    if isinstance(event, AccountChanged):
        take_accounts(uow, [event.account], now)
    elif isinstance(event, TagChanged):
        uow.people.keep_platform_tag(event.platform, event.tag)
    else:
        _take_members(uow, event, now)


def _take_members(uow: UnitOfWork, event: ChatMembers, now: datetime) -> None:
    """Who is not known is a bot, or comes with the platform's next list."""
    chat = uow.chats.seen(event.chat, event.chat_name, now)
    known = uow.people.known(event.platform, {one.id for one in event.members})
    uow.chats.set_members(chat.id, {one.person_id for one in known.values() if one.is_active})


def take_tags(uow: UnitOfWork, platform: str, tags: Sequence[PlatformTag]) -> None:
    """All that the platform has."""
    for tag in tags:
        uow.people.keep_platform_tag(platform, tag)
    uow.people.drop_platform_tags(platform, {tag.id for tag in tags})


def take_accounts(uow: UnitOfWork, accounts: Sequence[Account], now: datetime) -> int:
    """Of one platform; how many of them were not known so."""
    if not accounts:
        return 0
    known = uow.people.known(accounts[0].ref.platform, {one.ref.id for one in accounts})
    new = [one for one in accounts if says_more(one, known.get(one.ref.id))]
    for one in new:
        _take(uow, one, now, is_known=one.ref.id in known)
    return len(new)


def says_more(account: Account, before: KnownAccount | None) -> bool:
    """An account that is not known and not in use any more is nobody's."""
    if before is None:
        return account.is_active
    return (
        account.is_active != before.is_active
        or account.ref.name not in {"", before.name}
        or account.email.lower() not in {"", before.email.lower()}
        or account.mobile not in {"", before.mobile}
    )


def _take(uow: UnitOfWork, account: Account, now: datetime, *, is_known: bool) -> None:
    if not is_known:
        uow.people.add_guest(account.ref)
    uow.people.note(account, now)
    person = uow.people.by_account(account.ref)
    if person is not None and account.is_active:
        _propose(uow, account, person, now)


def _propose(uow: UnitOfWork, account: Account, person: Person, now: datetime) -> None:
    """Whoever is only met and has the address or number of exactly one other person is perhaps that person."""
    if uow.bindings.is_listed(person.id):
        return
    alike = uow.bindings.alike(person.id, account.email, account.mobile)
    if len(alike) != 1:
        return
    by = "email" if uow.bindings.alike(person.id, account.email, "") else "mobile"
    proposal = uow.bindings.propose(alike[0], person.id, by, now)
    if proposal is not None:
        uow.reminders.plan([Reminder(PROPOSED, proposal.id, now, now + LONG_ENOUGH, about=person.name)])
