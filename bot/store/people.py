"""Who the office knows, and by which accounts."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from secrets import randbelow
from typing import Any

from sqlalchemy import and_, bindparam, func, null, select, update
from sqlalchemy import cast as sql_cast
from sqlalchemy.types import BigInteger, String

from bot.domain.people import Person, Role
from bot.knowing import KnownAccount
from bot.messages import Account, PlatformTag, UserRef
from bot.store.notice_tables import receipts
from bot.store.people_tables import units
from bot.store.schema import accounts, parameters, people
from bot.store.session import Row, Session
from bot.store.statements import given, insert_into, number, one_of, word
from bot.store.tags import drop_platform_tags, every_tag, keep_platform_tag, tag_people, untag_people

VERSION = "people_version"

PERSON = (people.c.id, people.c.name, people.c.unit, people.c.role, people.c.language)
BY_ACCOUNT = (
    select(*PERSON)
    .join(accounts, accounts.c.person_id == people.c.id)
    .where(
        accounts.c.platform == given("platform", accounts.c.platform),
        accounts.c.user_id == given("user_id", accounts.c.user_id),
    )
)
BY_IDS = select(*PERSON).where(one_of(people.c.id, "ids"))
MEANT = and_(people.c.left_at.is_(None), people.c.merged_into.is_(None))
"""Who is here, and nobody else under another number."""

ALL = select(*PERSON).where(MEANT).order_by(people.c.id)
LEADERS = ALL.where(people.c.unit == given("unit", people.c.unit), people.c.role == word(Role.LEADER.value))

ADD_PERSON = insert_into(people, "name", "unit", "role", "language", "is_listed").returning(people.c.id)
SAVE_PERSON = (
    update(people)
    .where(people.c.id == given("person_id", people.c.id))
    .values(
        name=given("new_name", people.c.name),
        unit=given("new_unit", people.c.unit),
        role=given("new_role", people.c.role),
        language=given("new_language", people.c.language),
        is_listed=number(1),
    )
)
DROP_PERSON = people.delete().where(people.c.id == given("person_id", people.c.id))
SAVE_CONTACT = {
    name: update(people)
    .where(people.c.id == given("person_id", people.c.id))
    .values({name: given("value", people.c[name])})
    for name in ("email", "mobile")
}

_account = insert_into(accounts, "platform", "user_id", "person_id", "name", "rank")
ADD_ACCOUNT = _account.on_conflict_do_nothing()
SAVE_ACCOUNT = _account.on_conflict_do_update(
    index_elements=["platform", "user_id"],
    set_={name: _account.excluded[name] for name in ("person_id", "name", "rank")},
)
ACCOUNT = (accounts.c.platform, accounts.c.user_id, accounts.c.name)
IS_ACTIVE = accounts.c.is_active == number(1)
ACCOUNTS = (
    select(accounts.c.person_id, *ACCOUNT, people.c.prefers)
    .join(people, people.c.id == accounts.c.person_id)
    .where(one_of(accounts.c.person_id, "ids"), IS_ACTIVE)
    .order_by(accounts.c.person_id, accounts.c.rank, accounts.c.platform, accounts.c.user_id)
)
IS_THAT = and_(
    accounts.c.platform == given("platform", accounts.c.platform),
    accounts.c.user_id == given("user_id", accounts.c.user_id),
)
THERE = accounts.c.platform == given("platform", accounts.c.platform)
ON = (
    select(accounts.c.person_id, *ACCOUNT)
    .where(THERE, IS_ACTIVE)
    .order_by(accounts.c.person_id, accounts.c.rank, accounts.c.user_id)
)
KNOWN = (
    select(
        accounts.c.user_id, accounts.c.person_id, accounts.c.name, accounts.c.is_active, people.c.email, people.c.mobile
    )
    .join(people, people.c.id == accounts.c.person_id)
    .where(THERE, one_of(accounts.c.user_id, "ids"))
)
NOTE_ACCOUNT = (
    update(accounts)
    .where(IS_THAT)
    .values(name=given("new_name", accounts.c.name), is_active=given("active", accounts.c.is_active))
)
IS_PERSON = people.c.id == given("person_id", people.c.id)
APPOINT = update(people).where(IS_PERSON).values(role=given("new_role", people.c.role))
NOTE_NAME = (
    update(people)
    .where(IS_PERSON, (people.c.is_listed == number(0)) | (people.c.name == given("user_id", people.c.name)))
    .values(name=given("new_name", people.c.name))
)
NOTE_CONTACT = {
    name: update(people)
    .where(IS_PERSON, (people.c.is_listed == number(0)) | (people.c[name] == word("")))
    .values({name: given("value", people.c[name])})
    for name in ("email", "mobile")
}
MARK_LISTED = update(accounts).where(THERE, one_of(accounts.c.user_id, "ids")).values(
    listed_at=given("at", accounts.c.listed_at)
)  # fmt: skip
UNLISTED = select(accounts.c.user_id).where(
    THERE, IS_ACTIVE, accounts.c.listed_at < given("since", accounts.c.listed_at)
)
EVER_LISTED = select(func.count()).where(THERE, IS_ACTIVE, accounts.c.listed_at.is_not(None))
ACTIVE = select(func.count(), func.coalesce(func.sum(accounts.c.is_active), number(0))).where(
    accounts.c.person_id == given("person_id", accounts.c.person_id)
)
LEAVE = update(people).where(IS_PERSON, people.c.left_at.is_(None)).values(left_at=given("now", people.c.left_at))
COME_BACK = update(people).where(IS_PERSON, people.c.left_at.is_not(None)).values(left_at=null())
OF_PERSON = receipts.c.person_id == given("person_id", receipts.c.person_id)
IS_GONE = receipts.c.is_gone == number(1)
OWE_NO_MORE = (
    update(receipts)
    .where(OF_PERSON, receipts.c.answered_at.is_(None), receipts.c.is_gone == number(0))
    .values(is_gone=number(1))
)
OWE_AGAIN = update(receipts).where(OF_PERSON, IS_GONE).values(is_gone=number(0))
PREFER = update(people).where(IS_PERSON).values(prefers=given("new_platform", people.c.prefers))
MOVE_ACCOUNT = (
    update(accounts).where(IS_THAT).values(person_id=given("new_person", accounts.c.person_id), rank=number(0))
)

UNITS = select(units.c.name, units.c.parent)
_unit = insert_into(units, "name", "parent")
SAVE_UNIT = _unit.on_conflict_do_update(index_elements=["name"], set_={"parent": _unit.excluded.parent})

GET_VERSION = select(parameters.c.value).where(parameters.c.name == word(VERSION))
_first = insert_into(parameters, "name", "value")
RAISE_VERSION = _first.on_conflict_do_update(
    index_elements=["name"],
    set_={"value": sql_cast(sql_cast(parameters.c.value, BigInteger) + bindparam("step", type_=BigInteger()), String)},
)


def raise_version(session: Session) -> None:
    """Every snapshot is old from now on; a step of chance keeps apart what was undone and what came instead."""
    session.run(RAISE_VERSION, name=VERSION, value="1", step=1 + randbelow(2**31))


class SqlPeople:
    def __init__(self, session: Session) -> None:
        self._session = session

    def version(self) -> int:
        row = self._session.row(GET_VERSION)
        return 0 if row is None else int(row[0])

    def by_account(self, account: UserRef) -> Person | None:
        row = self._session.row(BY_ACCOUNT, platform=account.platform, user_id=account.id)
        return None if row is None else _person(row)

    def add_guest(self, account: UserRef) -> Person:
        guest = self._insert(Person(0, account.name or account.id, role=Role.MEMBER), is_listed=False)
        if self._session.run(ADD_ACCOUNT, **_account_row(account, guest.id, 0)):
            raise_version(self._session)
            return guest
        self._session.run(DROP_PERSON, person_id=guest.id)  # another replica met the same stranger first
        known = self.by_account(account)
        if known is None:
            raise LookupError(f"account without a person: {account}")
        return known

    def get(self, person_id: int) -> Person:
        return self.named([person_id])[person_id]

    def named(self, person_ids: Collection[int]) -> dict[int, Person]:
        return {row[0]: _person(row) for row in self._session.rows(BY_IDS, ids=person_ids)}

    def all(self) -> list[Person]:
        return [_person(row) for row in self._session.rows(ALL)]

    def leaders(self, unit: str) -> list[Person]:
        return [_person(row) for row in self._session.rows(LEADERS, unit=unit)]

    def account(self, person_id: int, platform: str = "") -> UserRef | None:
        return self.accounts([person_id], platform).get(person_id)

    def accounts(self, person_ids: Collection[int], platform: str = "") -> dict[int, UserRef]:
        found: dict[int, tuple[int, UserRef]] = {}
        for person_id, *account, prefers in self._session.rows(ACCOUNTS, ids=person_ids):
            ref = UserRef(*account)
            wish = 0 if ref.platform == prefers else 1 if ref.platform == platform else 2
            if person_id not in found or wish < found[person_id][0]:
                found[person_id] = wish, ref
        return {person_id: ref for person_id, (_, ref) in found.items()}

    def every_account(self, person_id: int) -> list[UserRef]:
        return [UserRef(*account) for _, *account, _ in self._session.rows(ACCOUNTS, ids=[person_id])]

    def on(self, platform: str) -> dict[int, UserRef]:
        rows = self._session.rows(ON, platform=platform)
        return {person_id: UserRef(*account) for person_id, *account in reversed(rows)}

    def save(self, person: Person, accounts: Iterable[UserRef] = (), **contact: str) -> Person:
        """Accounts are kept in the order given, the preferred one first; those not named stay as they are."""
        stored = self._update(person) if person.id else self._insert(person)
        self._session.run_many(SAVE_ACCOUNT, [_account_row(ref, stored.id, rank) for rank, ref in enumerate(accounts)])
        for name, value in contact.items():
            self._session.run(SAVE_CONTACT[name], person_id=stored.id, value=value)
        raise_version(self._session)
        return stored

    def appoint(self, person_id: int, role: Role) -> None:
        self._session.run(APPOINT, person_id=person_id, new_role=role.value)
        raise_version(self._session)

    def prefer(self, person_id: int, platform: str) -> None:
        self._session.run(PREFER, person_id=person_id, new_platform=platform)
        raise_version(self._session)

    def known(self, platform: str, user_ids: Collection[str]) -> dict[str, KnownAccount]:
        rows = self._session.rows(KNOWN, platform=platform, ids=sorted(user_ids))
        return {
            user: KnownAccount(person_id, name, bool(is_active), email, mobile)
            for user, person_id, name, is_active, email, mobile in rows
        }

    def note(self, account: Account, now: datetime) -> None:
        ref = account.ref
        known = self.known(ref.platform, [ref.id])[ref.id]
        name, person_id = ref.name or known.name, known.person_id
        self._session.run(
            NOTE_ACCOUNT, platform=ref.platform, user_id=ref.id, new_name=name, active=int(account.is_active)
        )
        if ref.name and ref.name != known.name:
            self._session.run(NOTE_NAME, person_id=person_id, new_name=ref.name, user_id=ref.id)
        for what, value in (("email", account.email), ("mobile", account.mobile)):
            if value:
                self._session.run(NOTE_CONTACT[what], person_id=person_id, value=value)
        self.look_who_is_here(person_id, now)
        raise_version(self._session)

    def look_who_is_here(self, person_id: int, now: datetime | None = None) -> None:
        """By the accounts that are active; someone who never had one is here. Without a time nobody leaves."""
        count, active = self._session.rows(ACTIVE, person_id=person_id)[0]
        if active and self._session.run(COME_BACK, person_id=person_id):
            self._session.run(OWE_AGAIN, person_id=person_id)
        elif count and not active and now and self._session.run(LEAVE, person_id=person_id, now=now):
            self._session.run(OWE_NO_MORE, person_id=person_id)

    def mark_listed(self, platform: str, user_ids: Collection[str], at: datetime) -> None:
        self._session.run(MARK_LISTED, platform=platform, ids=sorted(user_ids), at=at)

    def unlisted(self, platform: str, since: datetime) -> tuple[list[str], int]:
        gone = [row[0] for row in self._session.rows(UNLISTED, platform=platform, since=since)]
        return gone, self._session.rows(EVER_LISTED, platform=platform)[0][0]

    def add_apart(self, account: UserRef) -> Person:
        """A new person, whose account it is from now on."""
        alone = self._insert(Person(0, account.name or account.id, role=Role.MEMBER), is_listed=False)
        self._session.run(MOVE_ACCOUNT, platform=account.platform, user_id=account.id, new_person=alone.id)
        raise_version(self._session)
        return alone

    def units(self) -> dict[str, str]:
        return dict(self._session.rows(UNITS))

    def save_unit(self, name: str, parent: str) -> None:
        self._session.run(SAVE_UNIT, name=name, parent=parent)
        raise_version(self._session)

    def tags(self) -> dict[str, list[int]]:
        return every_tag(self._session)

    def tag(self, tag: str, person_ids: Sequence[int]) -> int:
        raise_version(self._session)
        return tag_people(self._session, tag, person_ids)

    def untag(self, tag: str, person_ids: Sequence[int]) -> int:
        raise_version(self._session)
        return untag_people(self._session, tag, person_ids)

    def keep_platform_tag(self, platform: str, tag: PlatformTag) -> bool:
        is_new = keep_platform_tag(self._session, platform, tag)
        if is_new:
            raise_version(self._session)
        return is_new

    def drop_platform_tags(self, platform: str, but: Collection[str]) -> None:
        if drop_platform_tags(self._session, platform, but):
            raise_version(self._session)

    def _insert(self, person: Person, *, is_listed: bool = True) -> Person:
        row = self._session.rows(
            ADD_PERSON,
            name=person.name,
            unit=person.unit,
            role=person.role.value,
            language=person.language,
            is_listed=int(is_listed),
        )[0]
        return Person(row[0], person.name, person.unit, person.role, person.language)

    def _update(self, person: Person) -> Person:
        self._session.run(
            SAVE_PERSON,
            person_id=person.id,
            new_name=person.name,
            new_unit=person.unit,
            new_role=person.role.value,
            new_language=person.language,
        )
        return person


def _person(row: Row) -> Person:
    person_id, name, unit, role, language = row
    return Person(person_id, name, unit, Role(role), language)


def _account_row(account: UserRef, person_id: int, rank: int) -> dict[str, Any]:
    return {
        "platform": account.platform,
        "user_id": account.id,
        "person_id": person_id,
        "name": account.name,
        "rank": rank,
    }
