"""An administrator whom only the settings name, by an account: the platform says later what they are called."""

from dataclasses import replace

from bot.domain.people import Role
from bot.engine.accounts import take_accounts
from bot.engine.directory import merge_office
from bot.messages import Account, UserRef
from bot.ports import UnitOfWork
from bot.store import SqlStore
from config.office import Office
from tests.contract.store.things import NOW

CHIEF = UserRef("wecom", "lizhuren", "李主任")


async def test_the_platform_names_whom_the_settings_appoint(store: SqlStore) -> None:
    def begin(uow: UnitOfWork) -> None:
        merge_office(uow, Office(), ("wecom:lizhuren",), NOW)
        take_accounts(uow, [Account(CHIEF)], NOW)
        merge_office(uow, Office(), ("wecom:lizhuren",), NOW)

    await store.write(begin)
    person = await store.read(lambda uow: uow.people.by_account(CHIEF))
    assert person is not None
    assert (person.name, person.role) == ("李主任", Role.ADMIN)
    assert not await store.read(lambda uow: uow.bindings.is_listed(person.id))


async def test_a_name_in_the_office_s_own_list_stands(store: SqlStore) -> None:
    def begin(uow: UnitOfWork) -> None:
        met = uow.people.add_guest(CHIEF)
        uow.people.save(replace(met, name="李建国"))
        take_accounts(uow, [Account(replace(CHIEF, name="老李"))], NOW)

    await store.write(begin)
    person = await store.read(lambda uow: uow.people.by_account(CHIEF))
    assert person is not None
    assert person.name == "李建国"
