"""What a platform says of its people, brought into the store; nobody is ever taken out of it."""

from datetime import datetime

from bot.messages import Account, AccountChanged
from bot.ports import UnitOfWork


def take_account_once(uow: UnitOfWork, event: AccountChanged, now: datetime) -> None:
    if uow.inbox.first_seen(event.account.ref.platform, event.event_id, now):
        take_account(uow, event.account)


def take_account(uow: UnitOfWork, account: Account) -> None:
    """One who is not known becomes a person; of a known one the contact is kept up to date."""
    person = uow.people.by_account(account.ref) or uow.people.add_guest(account.ref)
    if account.email:
        uow.people.save(person, email=account.email)
    if account.mobile:
        uow.people.save(person, mobile=account.mobile)
