"""How two accounts come to be one person's: codes that were given, tries that failed, and what an admin is asked."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, or_, select, update

from bot.domain.people import Person
from bot.knowing import Code, Proposal, Tries
from bot.messages import UserRef
from bot.store import merging
from bot.store.people import MEANT, SqlPeople, raise_version
from bot.store.people_tables import binding_codes, binding_tries, proposals
from bot.store.schema import people
from bot.store.session import Session
from bot.store.statements import given, insert_into, word

CODE = ("person_id", "platform", "user_id", "salt", "digest", "expires_at")
_code = insert_into(binding_codes, *CODE)
GIVE = _code.on_conflict_do_update(index_elements=["person_id"], set_={one: _code.excluded[one] for one in CODE[1:]})
CODES = select(*(binding_codes.c[one] for one in CODE)).where(
    binding_codes.c.expires_at > given("now", binding_codes.c.expires_at)
)
TAKE = delete(binding_codes).where(
    binding_codes.c.person_id == given("person_id", binding_codes.c.person_id),
    binding_codes.c.digest == given("digest", binding_codes.c.digest),
)
PURGE = delete(binding_codes).where(binding_codes.c.expires_at <= given("now", binding_codes.c.expires_at))

OF = binding_tries.c.person_id == given("person_id", binding_tries.c.person_id)
TRIES = select(binding_tries.c.wrong, binding_tries.c.last_at).where(OF)
_try = insert_into(binding_tries, "person_id", "wrong", "last_at")
COUNT = _try.on_conflict_do_update(
    index_elements=["person_id"], set_={name: _try.excluded[name] for name in ("wrong", "last_at")}
)
FORGET = delete(binding_tries).where(OF)

PROPOSAL = ("person_id", "other_id", "by", "made_at", "state")
PROPOSALS = select(proposals.c.id, *(proposals.c[one] for one in PROPOSAL))
BY_ID = PROPOSALS.where(proposals.c.id == given("proposal_id", proposals.c.id))
OF_PAIR = PROPOSALS.where(
    proposals.c.other_id == given("other_id", proposals.c.other_id),
    proposals.c.person_id == given("person_id", proposals.c.person_id),
)
PROPOSE = insert_into(proposals, *PROPOSAL).returning(proposals.c.id)
SETTLE = (
    update(proposals)
    .where(proposals.c.id == given("proposal_id", proposals.c.id), proposals.c.state == word("open"))
    .values(state=given("new_state", proposals.c.state))
)
ALIKE = select(people.c.id).where(
    MEANT,
    people.c.id != given("other_id", people.c.id),
    or_(
        (people.c.email != word("")) & (func.lower(people.c.email) == given("email", people.c.email)),
        (people.c.mobile != word("")) & (people.c.mobile == given("mobile", people.c.mobile)),
    ),
)
LISTED = select(people.c.is_listed).where(people.c.id == given("person_id", people.c.id))


class SqlBindings:
    def __init__(self, session: Session) -> None:
        self._session = session
        self._people = SqlPeople(session)

    def give_code(self, code: Code) -> None:
        values: dict[str, Any] = {name: getattr(code, name) for name in CODE if name not in {"platform", "user_id"}}
        self._session.run(GIVE, platform=code.account.platform, user_id=code.account.id, **values)

    def codes(self, now: datetime) -> list[Code]:
        return [
            Code(person_id, UserRef(platform, user_id), salt, digest, expires_at)
            for person_id, platform, user_id, salt, digest, expires_at in self._session.rows(CODES, now=now)
        ]

    def take_code(self, code: Code) -> bool:
        return self._session.run(TAKE, person_id=code.person_id, digest=code.digest) > 0

    def purge(self, now: datetime) -> int:
        return self._session.run(PURGE, now=now)

    def tries(self, person_id: int) -> Tries | None:
        row = self._session.row(TRIES, person_id=person_id)
        return None if row is None else Tries(*row)

    def count_wrong(self, person_id: int, wrong: int, now: datetime) -> None:
        self._session.run(COUNT, person_id=person_id, wrong=wrong, last_at=now)

    def forget_tries(self, person_id: int) -> None:
        self._session.run(FORGET, person_id=person_id)

    def alike(self, other_id: int, email: str, mobile: str) -> list[int]:
        rows = self._session.rows(ALIKE, other_id=other_id, email=email.lower(), mobile=mobile)
        return [row[0] for row in rows]

    def is_listed(self, person_id: int) -> bool:
        row = self._session.row(LISTED, person_id=person_id)
        return bool(row and row[0])

    def propose(self, person_id: int, other_id: int, by: str, now: datetime) -> Proposal | None:
        if self._session.rows(OF_PAIR, person_id=person_id, other_id=other_id):
            return None
        made = Proposal(0, person_id, other_id, by, now)
        row = self._session.rows(PROPOSE, **{name: getattr(made, name) for name in PROPOSAL})[0]
        return Proposal(row[0], person_id, other_id, by, now)

    def proposal(self, proposal_id: int) -> Proposal | None:
        row = self._session.row(BY_ID, proposal_id=proposal_id)
        return None if row is None else Proposal(*row)

    def settle(self, proposal_id: int, state: str) -> bool:
        return self._session.run(SETTLE, proposal_id=proposal_id, new_state=state) > 0

    def merge(self, kept: int, gone: int) -> None:
        merging.merge(self._session, kept, gone)
        self._people.look_who_is_here(kept)
        raise_version(self._session)

    def part(self, account: UserRef) -> Person:
        return self._people.add_apart(account)
