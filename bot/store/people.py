"""Who the office knows, and by which accounts."""

from collections.abc import Collection, Iterable
from secrets import randbelow
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy import cast as sql_cast
from sqlalchemy.types import BigInteger, String

from bot.domain.people import Person, Role
from bot.messages import UserRef
from bot.store.schema import accounts, parameters, people
from bot.store.session import Row, Session
from bot.store.statements import given, insert_into, one_of, word

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
ALL = select(*PERSON).order_by(people.c.id)
LEADERS = ALL.where(people.c.unit == given("unit", people.c.unit), people.c.role == word(Role.LEADER.value))

ADD_PERSON = insert_into(people, "name", "unit", "role", "language").returning(people.c.id)
SAVE_PERSON = (
    update(people)
    .where(people.c.id == given("person_id", people.c.id))
    .values(
        name=given("new_name", people.c.name),
        unit=given("new_unit", people.c.unit),
        role=given("new_role", people.c.role),
        language=given("new_language", people.c.language),
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
ACCOUNTS = (
    select(accounts.c.person_id, accounts.c.platform, accounts.c.user_id, accounts.c.name)
    .where(one_of(accounts.c.person_id, "ids"))
    .order_by(accounts.c.person_id, accounts.c.rank, accounts.c.platform, accounts.c.user_id)
)

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
        guest = self._insert(Person(0, account.name or account.id, role=Role.MEMBER))
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
        found: dict[int, UserRef] = {}
        for person_id, *account in self._session.rows(ACCOUNTS, ids=person_ids):
            ref = UserRef(*account)
            if person_id not in found or (ref.platform == platform != found[person_id].platform):
                found[person_id] = ref
        return found

    def save(self, person: Person, accounts: Iterable[UserRef] = (), **contact: str) -> Person:
        """Accounts are kept in the order given, the preferred one first; those not named stay as they are."""
        stored = self._update(person) if person.id else self._insert(person)
        self._session.run_many(SAVE_ACCOUNT, [_account_row(ref, stored.id, rank) for rank, ref in enumerate(accounts)])
        for name, value in contact.items():
            self._session.run(SAVE_CONTACT[name], person_id=stored.id, value=value)
        raise_version(self._session)
        return stored

    def _insert(self, person: Person) -> Person:
        row = self._session.rows(
            ADD_PERSON, name=person.name, unit=person.unit, role=person.role.value, language=person.language
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
