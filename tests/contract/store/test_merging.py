"""Two people who are one: whatever table refers to the one refers to the other from then on."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import JSON, Column, Table, select

from bot.domain.notice import Notice, Receipt
from bot.domain.people import Person, Role
from bot.domain.survey import Entry, Question, Survey
from bot.messages import UserRef
from bot.ports import UnitOfWork
from bot.store import SqlStore
from bot.store.columns import UtcDateTime, metadata
from bot.store.merging import BY_NUMBER_ALONE, IN_JSON, STAYS, references
from bot.store.schema import people
from bot.store.statements import insert_into
from tests.contract.store.things import GROUP, NOW, claim, mark, message, queue

KEPT, GONE = 11, 12
JSON_VALUES: dict[str, Any] = {
    "schedules.people": [GONE, 3, KEPT],
    "handovers.agreed": [GONE],
    **{
        key: {"people": [GONE], "but_people": [3], "roles": [], "units": ["教务处"]}
        for key in ("notices.audience", "notice_series.audience", "notice_templates.audience", "surveys.audience")
    },
    "pushes.lines": [{"person_id": GONE, "key": "k", "items": [GONE], "for_id": GONE}],
}


def refers(column: Column[Any]) -> bool:
    return any(key.column is people.c.id for key in column.foreign_keys)


def value_of(table: Table, column: Column[Any], person: int, ids: dict[str, int]) -> Any:
    """Something that fits; other tables' rows have the numbers in `ids`."""
    key = next(iter(column.foreign_keys), None)
    if key is not None:
        return person if key.column is people.c.id else ids[key.column.table.name]
    if column.name == "id":
        return ids[table.name]
    if isinstance(column.type, UtcDateTime):
        return NOW
    if isinstance(column.type, JSON):
        return JSON_VALUES.get(str(column), [])
    return {int: 1, str: "x", bytes: b"x"}[column.type.python_type]


def add_row(uow: Any, table: Table, person: int, ids: dict[str, int]) -> None:
    values = {column.name: value_of(table, column, person, ids) for column in table.columns}
    if "year" in values and "number" in values:
        values["number"] = ids[table.name]
    uow.session.run(insert_into(table, *values), **values)


def furnish(uow: Any) -> list[Table]:
    """Two people, and in every table that refers to people a row of one of them."""
    filled: list[Table] = []
    for person in (KEPT, GONE):
        values = {"id": person, "name": str(person), "role": "member"}
        uow.session.run(insert_into(people, *values), **values)
    ids: dict[str, int] = {}
    for table in metadata.sorted_tables:
        if table in (people,) or table.name in {"outbox", "parameters"}:
            continue
        ids[table.name] = 500 + len(ids)
        add_row(uow, table, GONE, ids)
        filled.append(table)
    return filled


def test_every_column_that_may_hold_a_person_is_known() -> None:
    named = {
        str(column)
        for table in metadata.sorted_tables
        for column in table.columns
        if column.name in {"actor_id", "merged_into", "approved_by", "asked_by"} or column.name.endswith("person_id")
    }
    by_key = {str(column) for column in references()}
    assert named - by_key == BY_NUMBER_ALONE | STAYS | {"items.merged_into"}
    assert {str(column) for column in IN_JSON} == set(JSON_VALUES)


async def test_no_table_refers_to_the_one_who_was_found_to_be_the_other(store: SqlStore) -> None:
    def merge(uow: UnitOfWork) -> None:
        furnish(uow)
        uow.bindings.merge(KEPT, GONE)

    def look(uow: Any) -> list[str]:
        return [
            str(column)
            for column in references()
            for row in uow.session.rows(select(column))
            if row[0] not in {KEPT, None}
        ]

    def kept(uow: Any) -> set[str]:
        return {column.table.name for column in references() if uow.session.rows(select(column))}

    await store.write(merge)
    assert await store.read(look) == []
    left_empty = {column.table.name for column in references()} - await store.read(kept)
    assert left_empty == {"dialogs"}, "only an open question is dropped"


async def test_people_in_json_are_found_too(store: SqlStore) -> None:
    def merge(uow: UnitOfWork) -> None:
        furnish(uow)
        uow.bindings.merge(KEPT, GONE)

    def look(uow: Any) -> dict[str, Any]:
        return {str(column): uow.session.rows(select(column))[0][0] for column in IN_JSON}

    await store.write(merge)
    assert await store.read(look) == {
        "schedules.people": [KEPT, 3],
        "handovers.agreed": [KEPT],
        **{
            key: {"people": [KEPT], "but_people": [3], "roles": [], "units": ["教务处"]}
            for key in ("notices.audience", "notice_series.audience", "notice_templates.audience", "surveys.audience")
        },
        "pushes.lines": [{"person_id": KEPT, "key": "k", "items": [GONE], "for_id": KEPT}],
    }


async def test_where_both_have_a_row_one_is_left(store: SqlStore) -> None:
    def both(uow: Any) -> None:
        furnish(uow)
        ids = {table.name: 500 + place for place, table in enumerate(
            table for table in metadata.sorted_tables
            if table is not people and table.name not in {"outbox", "parameters"}
        )}  # fmt: skip
        for column in references():
            table = column.table
            assert isinstance(table, Table)
            if column.primary_key:
                add_row(uow, table, KEPT, ids)
        uow.bindings.merge(KEPT, GONE)

    def count(uow: Any) -> dict[str, int]:
        return {
            column.table.name: len(uow.session.rows(select(column))) for column in references() if column.primary_key
        }

    await store.write(both)
    counted = await store.read(count)
    assert set(counted.values()) == {1}
    assert {"receipts", "chat_members", "attendees", "co_owners", "tags"} <= set(counted)


async def test_the_accounts_of_both_are_one_persons_and_the_known_ones_come_first(store: SqlStore) -> None:
    def meet(uow: UnitOfWork) -> Person:
        wei = uow.people.save(Person(0, "张伟", "办公室", Role.SECRETARY), [UserRef("wecom", "w")])
        guest = uow.people.add_guest(UserRef("slack", "s", "Wei"))
        uow.bindings.merge(wei.id, guest.id)
        return wei

    before = await store.read(lambda uow: uow.people.version())
    wei = await store.write(meet)
    assert await store.read(lambda uow: uow.people.every_account(wei.id)) == [
        UserRef("wecom", "w"), UserRef("slack", "s", "Wei"),
    ]  # fmt: skip
    assert await store.read(lambda uow: uow.people.by_account(UserRef("slack", "s"))) == wei
    assert await store.read(lambda uow: uow.people.all()) == [wei]
    assert await store.read(lambda uow: uow.people.version()) > before


async def test_two_receipts_of_one_notice_are_one_with_the_facts_of_both(store: SqlStore) -> None:
    later = NOW + timedelta(hours=1)

    def send(uow: UnitOfWork) -> tuple[Receipt | None, Notice | None]:
        wei = uow.people.save(Person(0, "张伟", "办公室"), [UserRef("sim", "w")])
        guest = uow.people.add_guest(UserRef("slack", "s"))
        chat = uow.chats.seen(GROUP, "校务群", NOW)
        notice = uow.notices.add(Notice(0, "停电", "停电", wei.id, chat.id, "zh", NOW, people=2))
        uow.notices.address(notice.id, 1, [wei.id, guest.id])
        uow.notices.save_receipt(Receipt(notice.id, guest.id, chased=1).answered(1, "3", later))
        uow.bindings.merge(wei.id, guest.id)
        return uow.notices.receipt(notice.id, wei.id), uow.notices.get(notice.id)

    receipt, notice = await store.write(send)
    assert receipt
    assert notice
    assert (receipt.answer, receipt.acked_version, receipt.answered_at, receipt.chased) == ("3", 1, later, 1)
    assert notice.people == 1


async def test_a_card_that_was_sent_before_is_found_under_the_persons_number(store: SqlStore) -> None:
    def send(uow: UnitOfWork) -> tuple[int, int, int]:
        wei = uow.people.save(Person(0, "张伟", "办公室"), [UserRef("sim", "w")])
        guest = uow.people.add_guest(UserRef("slack", "s"))
        chat = uow.chats.seen(GROUP, "校务群", NOW)
        notice = uow.notices.add(Notice(0, "停电", "停电", wei.id, chat.id, "zh", NOW, people=1))
        uow.notices.address(notice.id, 1, [guest.id])
        return notice.id, wei.id, guest.id

    notice, wei, guest = await store.write(send)
    await queue(store, message(f"notice:{notice}:v1:{guest}", UserRef("slack", "s").direct()))
    await mark(store, (await claim(store))[0])
    await store.write(lambda uow: uow.bindings.merge(wei, guest))
    found = await store.read(lambda uow: uow.outbox.find(f"notice:{notice}:v1:{wei}"))
    assert found is not None
    assert found.to == UserRef("slack", "s").direct()
    reached = await store.read(lambda uow: uow.receipts.reached(notice, f"notice:{notice}:v1:", frozenset()))
    assert [(one.state, one.people) for one in reached] == [("sent", 1)]


async def test_an_account_can_be_set_apart_again(store: SqlStore) -> None:
    account = UserRef("slack", "s", "Wei")

    def bind(uow: UnitOfWork) -> Person:
        wei = uow.people.save(Person(0, "张伟", "办公室", Role.LEADER), [UserRef("sim", "w")])
        uow.bindings.merge(wei.id, uow.people.add_guest(account).id)
        return wei

    wei = await store.write(bind)
    apart = await store.write(lambda uow: uow.bindings.part(account))
    assert apart.id != wei.id
    assert (apart.role, apart.unit) == (Role.MEMBER, "")
    assert await store.read(lambda uow: uow.people.by_account(account)) == apart
    assert await store.read(lambda uow: uow.people.every_account(wei.id)) == [UserRef("sim", "w")]
    assert {one.name for one in await store.read(lambda uow: uow.people.all())} == {"张伟", "Wei"}


@pytest.mark.parametrize("name", ["email", "mobile"])
async def test_a_contact_of_the_other_fills_a_gap_and_changes_nothing_else(store: SqlStore, name: str) -> None:
    def bind(uow: UnitOfWork) -> list[str]:
        wei = uow.people.save(Person(0, "张伟"), [UserRef("sim", "w")], **{name: "kept"})
        fang = uow.people.save(Person(0, "王芳"), [UserRef("sim", "f")])
        for one in (wei, fang):
            guest = uow.people.save(Person(0, "guest"), [UserRef("slack", str(one.id))], **{name: "other"})
            uow.bindings.merge(one.id, guest.id)
        known = uow.people.known("sim", ["w", "f"])
        return [getattr(known["w"], name), getattr(known["f"], name)]

    assert await store.write(bind) == ["kept", "other"]


async def test_whoever_has_answered_under_either_account_answers_no_second_time(store: SqlStore) -> None:
    def answer(uow: UnitOfWork) -> Entry | None:
        wei = uow.people.save(Person(0, "张伟", "办公室"), [UserRef("sim", "w")])
        guest = uow.people.add_guest(UserRef("slack", "s"))
        chat = uow.chats.seen(GROUP, "校务群", NOW)
        asked = Survey(0, "食堂", wei.id, chat.id, "zh", NOW, NOW + timedelta(days=1), (Question("食堂"),))
        survey = uow.surveys.add(replace(asked, is_anonymous=True))
        uow.surveys.ask(survey.id, [wei.id, guest.id])
        uow.surveys.save_entry(Entry(survey.id, guest.id, 1, True, "2026-11-23"))
        uow.bindings.merge(wei.id, guest.id)
        return uow.surveys.entry(survey.id, wei.id)

    entry = await store.write(answer)
    assert entry
    assert (entry.progress, entry.is_done, entry.day) == (1, True, "2026-11-23")
