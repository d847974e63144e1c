"""What the register needs of the store: many items at once, all of them page by page, files that wait for a yes."""

from dataclasses import replace

from bot.domain.appraisal import Done
from bot.domain.procedure import State
from bot.domain.supervision import SupervisionItem
from bot.ports import UnitOfWork
from bot.store import SqlStore
from tests.contract.store.test_items import DAY, item, kept
from tests.contract.store.things import HOUR, NOW, Office, furnish


def several(office: Office) -> list[SupervisionItem]:
    return [
        item(office, title="new"),
        item(office, number=7, title="seven", co_owners=(office.wei.id,)),
        item(office, year=2025, number=3, title="old"),
        item(office, title="newer"),
        item(office, number=7, part=2, title="part"),
        item(office, year=2025, title="old and new"),
    ]


async def test_many_are_added_at_once_and_those_without_a_number_come_after_those_with_one(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> list[SupervisionItem]:
        office = furnish(uow)
        uow.items.add(item(office))
        return uow.items.add_all(several(office))

    added = await store.write(work)
    assert [one.formal for one in added] == [
        "督〔2026〕8号", "督〔2026〕7号", "督〔2025〕3号", "督〔2026〕9号", "督〔2026〕7-2号", "督〔2025〕4号",
    ]  # fmt: skip
    assert await store.read(lambda uow: [uow.items.get(one.id) for one in added]) == added
    later = await store.write(lambda uow: uow.items.add(replace(added[0], id=0, number=0)))
    assert later.number == 10


async def test_none_at_once_is_none(store: SqlStore) -> None:
    assert await store.write(lambda uow: uow.items.add_all([])) == []
    assert await store.read(lambda uow: uow.items.all_numbered([])) == []


async def test_all_come_page_by_page_whatever_became_of_them(store: SqlStore) -> None:
    added = await kept(store, lambda office: [item(office, state=state) for state in State])

    def read(uow: UnitOfWork) -> list[list[SupervisionItem]]:
        pages, last = [], 0
        while page := uow.items.all_after(last, 4):
            pages.append(page)
            last = page[-1].id
        return pages

    pages = await store.read(read)
    assert [len(page) for page in pages] == [4, 4, 2]
    assert [one for page in pages for one in page] == added


async def test_items_of_some_numbers_of_every_year(store: SqlStore) -> None:
    added = await kept(store, several)
    found = await store.read(lambda uow: uow.items.all_numbered({3, 7}))
    assert found == [added[2], added[1], added[4]]


async def test_what_was_closed_in_a_time_comes_in_its_order(store: SqlStore) -> None:
    def make(office: Office) -> list[SupervisionItem]:
        ended = {"early": -1, "first": 0, "late": 5, "same": 3, "again": 3, "outside": 10}
        closed = [
            item(office, title=title, state=State.CLOSED, ended_at=NOW + days * DAY, unit=title, sent_back=days)
            for title, days in ended.items()
        ]
        return [*closed, item(office, state=State.WITHDRAWN, ended_at=NOW + DAY), item(office)]

    added = {one.title: one for one in await kept(store, make)}

    def read(uow: UnitOfWork) -> list[Done]:
        found, last = list[Done](), (NOW - HOUR, 0)
        while page := uow.items.done(NOW, NOW + 10 * DAY, last, 1):
            found += page
            last = (page[-1].ended_at, page[-1].id)
        return found

    found = await store.read(read)
    assert [one.unit for one in found] == ["first", "same", "again", "late"]
    first = added["first"]
    assert found[0] == Done(first.id, "first", first.due_at, None, NOW, 0)


async def test_one_deed_on_many_subjects_is_a_line_in_each_trail(store: SqlStore) -> None:
    def note(uow: UnitOfWork) -> None:
        uow.audit.note_each(None, "supervision.imported", [("item:1", {"name": "a"}), ("item:2", {"at": NOW})], NOW)
        uow.audit.note_each(None, "supervision.imported", [], NOW)

    await store.write(note)
    trails = await store.read(lambda uow: [uow.audit.trail(f"item:{key}") for key in (1, 2)])
    assert [[one.details for one in trail] for trail in trails] == [[{"name": "a"}], [{"at": NOW.isoformat()}]]


async def test_a_file_waits_until_it_is_dropped(store: SqlStore) -> None:
    content = bytes(range(256))
    await store.write(lambda uow: uow.files.keep("k", content, NOW))
    assert await store.read(lambda uow: (uow.files.get("k"), uow.files.get("none"))) == (content, None)
    await store.write(lambda uow: uow.files.drop("k"))
    assert await store.read(lambda uow: uow.files.get("k")) is None


async def test_a_file_that_nobody_asks_for_is_purged_with_the_old_ones(store: SqlStore) -> None:
    await store.write(lambda uow: uow.files.keep("k", b"1", NOW))
    await store.write(lambda uow: uow.outbox.purge_files(NOW + DAY))
    assert await store.read(lambda uow: uow.files.get("k")) is None
