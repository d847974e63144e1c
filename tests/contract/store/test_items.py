"""The supervision ledger as it is kept: numbers, filters, parts, trails; and that its lists are found by index."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from benchmarks.matters import fill
from bot.domain.duty import Duty
from bot.domain.procedure import State
from bot.domain.schedule import Rule
from bot.domain.signal import Level, Signal
from bot.domain.supervision import Extension, Origin, Slip, Source, SupervisionItem, Urgency
from bot.ports import UnitOfWork
from bot.store import SqlStore, open_store
from bot.store.items import AFTER, DONE, IDS_OF_YEAR, LAST_OF_DUTY, NUMBERED, OF_DUTY, OF_YEAR, PARTS, SAID
from bot.store.items_wanted import counting, finding, params_of
from bot.store.session import Statement
from bot.supervising import Counted, Handover, Push, PushLine, Wanted
from tests.contract.store.things import HOUR, NOW, Office, furnish

DAY = timedelta(days=1)


def item(office: Office, **more: Any) -> SupervisionItem:
    values: dict[str, Any] = {
        "id": 0, "year": 2026, "number": 0, "title": "年度总结", "due_at": NOW + 3 * DAY,
        "supervisor_id": office.wei.id, "lead_id": office.fang.id, "unit": "教务处",
        "chat_id": office.chat.id, "language": "zh",
        "origin": Origin("督办年度总结", "张伟", "校务群", NOW), "assigned_at": NOW, "moved_at": NOW,
        "first_due_at": NOW + 3 * DAY,
    }  # fmt: skip
    return SupervisionItem(**{**values, **more})


async def kept(store: SqlStore, make: Callable[[Office], list[SupervisionItem]]) -> list[SupervisionItem]:
    return await store.write(lambda uow: [uow.items.add(one) for one in make(furnish(uow))])


async def test_an_item_is_kept_as_it_was(store: SqlStore) -> None:
    def make(office: Office) -> list[SupervisionItem]:
        full = item(
            office, standard="通过评审", source=Source.DIRECTIVE, source_words="李主任批示", urgency=Urgency.FLASH,
            co_owners=(office.wei.id,), state=State.SUSPENDED, resumes_as=State.IN_PROGRESS, accepted_at=NOW,
            submitted_at=NOW, progress="初稿", report="FREQ=WEEKLY;BYDAY=FR", clock=True, slip=Slip.RED,
            extension=Extension(NOW + 9 * DAY, "缺数据", NOW), extended=2, sent_back=1, version=7,
        )  # fmt: skip
        return [full, item(office)]

    full, plain = await kept(store, make)
    assert [full.number, plain.number] == [1, 2]
    assert await store.read(lambda uow: uow.items.get(full.id)) == full
    assert await store.read(lambda uow: uow.items.named([full.id, plain.id])) == {full.id: full, plain.id: plain}
    after = replace(plain, co_owners=full.co_owners, state=State.ACCEPTED, accepted_at=NOW)
    await store.write(lambda uow: uow.items.save(after))
    assert await store.read(lambda uow: uow.items.get(plain.id)) == after
    assert await store.read(lambda uow: uow.items.get(99)) is None


async def test_each_year_counts_anew_and_keeps_above_numbers_that_were_given(store: SqlStore) -> None:
    def make(office: Office) -> list[SupervisionItem]:
        one = item(office)
        return [
            one,
            replace(one, year=2027),
            replace(one, number=40),
            one,
            replace(one, number=40, part=1, parent_id=3),
        ]

    items = await kept(store, make)
    assert [(one.year, one.number, one.part) for one in items] == [
        (2026, 1, 0), (2027, 1, 0), (2026, 40, 0), (2026, 41, 0), (2026, 40, 1),
    ]  # fmt: skip
    newest, older, part = await store.read(
        lambda uow: (uow.items.numbered(1), uow.items.numbered(1, year=2026), uow.items.numbered(40, 1))
    )
    assert (newest, older, part) == (items[1], items[0], items[4])
    assert await store.read(lambda uow: uow.items.numbered(77)) is None


async def test_parts_and_what_is_open_of_them(store: SqlStore) -> None:
    (whole,) = await kept(store, lambda office: [item(office)])

    def split(uow: UnitOfWork) -> tuple[SupervisionItem, ...]:
        part = replace(whole, id=0, parent_id=whole.id)
        closed = replace(part, part=2, state=State.CLOSED, ended_at=NOW)
        return uow.items.add(replace(part, part=1)), uow.items.add(closed)

    parts = await store.write(split)
    assert await store.read(lambda uow: uow.items.parts(whole.id)) == list(parts)
    assert await store.read(lambda uow: uow.items.open_parts(whole.id)) == 1


def looked(wanted: Wanted, uow: UnitOfWork) -> tuple[list[SupervisionItem], Counted]:
    return uow.items.found(wanted, 10), uow.items.counted(wanted, NOW, NOW + DAY)


async def test_conditions_find_what_they_say(store: SqlStore) -> None:
    def make(office: Office) -> list[SupervisionItem]:
        one = item(office)
        return [
            replace(one, title="100%完成_方案", due_at=NOW - DAY, source=Source.MEETING),
            replace(one, title="值班表", lead_id=office.wei.id, unit="办公室", co_owners=(office.fang.id,)),
            replace(
                one, title="消防演练", lead_id=office.wei.id, unit="办公室", state=State.ACCEPTED, moved_at=NOW - DAY
            ),
            replace(one, title="旧事", state=State.CLOSED, ended_at=NOW - HOUR),
        ]

    late, helped, office_only, over = await kept(store, make)
    fang, wei = late.lead_id, helped.lead_id
    for wanted, expected in {
        Wanted(): [late, helped, office_only],
        Wanted(which="over"): [over],
        Wanted(which="any"): [over, office_only, helped, late],
        Wanted(people=(fang,)): [late, helped],
        Wanted(leads=(fang,)): [late],
        Wanted(people=(fang,), which="over"): [over],
        Wanted(supervisor=wei): [late, helped, office_only],
        Wanted(supervisors=(wei, 999)): [late, helped, office_only],
        Wanted(supervisors=(fang,)): [],
        Wanted(unit="办公室"): [helped, office_only],
        Wanted(states=(State.ACCEPTED,)): [office_only],
        Wanted(source=Source.MEETING): [late],
        Wanted(chat_id=late.chat_id, due_until=NOW): [late],
        Wanted(due_from=NOW): [helped, office_only],
        Wanted(which="over", ended_from=NOW - 2 * HOUR, ended_until=NOW): [over],
        Wanted(which="over", ended_from=NOW): [],
        Wanted(moved_before=NOW): [office_only],
        Wanted(pressing=(NOW, NOW - 2 * DAY)): [late, helped],
        Wanted(pressing=(NOW, NOW), states=(State.ACCEPTED,)): [office_only],
        Wanted(pressing=(NOW, NOW - 2 * DAY), states=(State.ACCEPTED,)): [],
        Wanted(title="0%完成_"): [late],
        Wanted(title="0_完"): [],
        Wanted(seen_by=(fang, "教务处")): [late, helped],
        Wanted(seen_by=(fang, "")): [late, helped],
        Wanted(seen_by=(999, "办公室")): [helped, office_only],
        Wanted(seen_by=(999, "")): [],
    }.items():
        found, counted = await store.read(partial(looked, wanted))
        assert (found, counted.total) == (expected, len(expected)), wanted
    page = await store.read(lambda uow: uow.items.found(Wanted(), 1, 1))
    assert page == [helped]
    assert (await store.read(lambda uow: uow.items.counted(Wanted(), NOW, NOW + 9 * DAY))).between == 2


async def test_what_somebody_helps_with_is_found_among_what_is_open_and_among_what_is_over(store: SqlStore) -> None:
    (one,) = await kept(store, lambda office: [item(office, co_owners=(office.wei.id,), lead_id=office.fang.id)])
    wei = Wanted(people=one.co_owners)

    def saved(item: SupervisionItem, uow: UnitOfWork) -> None:
        uow.items.save(item)

    def found(uow: UnitOfWork) -> tuple[list[SupervisionItem], list[SupervisionItem]]:
        return uow.items.found(wei, 10), uow.items.found(replace(wei, which="over"), 10)

    over = replace(one, state=State.CLOSED, ended_at=NOW)
    for after, expected in ((one, ([one], [])), (over, ([], [over])), (one, ([one], []))):
        await store.write(partial(saved, after))
        assert await store.read(found) == expected


async def test_the_same_sentence_is_known_again(store: SqlStore) -> None:
    (one,) = await kept(store, lambda office: [item(office)])
    said = one.origin
    assert await store.read(lambda uow: uow.items.said(said.text, said.by, NOW - HOUR)) == one
    assert await store.read(lambda uow: uow.items.said(said.text, said.by, NOW + HOUR)) is None
    assert await store.read(lambda uow: uow.items.said(said.text, "王芳", NOW - HOUR)) is None


async def test_a_duty_has_one_item_a_period(store: SqlStore) -> None:
    def make(uow: UnitOfWork) -> tuple[Duty, SupervisionItem]:
        office = furnish(uow)
        rule = Rule(datetime.fromisoformat("2026-11-25T18:00"), "Asia/Shanghai", "FREQ=MONTHLY;BYMONTHDAY=25", "moved")
        duty = Duty(0, "经费月报", office.fang.id, office.wei.id, "财务处", office.chat.id, "zh", rule, lead_days=3)
        stored = uow.duties.add(duty)
        return stored, uow.items.add(item(office, duty_id=stored.id, period="2026-11"))

    duty, made = await store.write(make)
    assert await store.read(lambda uow: uow.duties.get(duty.id)) == duty
    assert await store.read(lambda uow: (uow.duties.of(duty.lead_id), uow.duties.all())) == ([duty], [duty])
    assert await store.read(lambda uow: uow.items.of_duty(duty.id, "2026-11")) == made
    assert await store.read(lambda uow: uow.items.of_duty(duty.id, "2026-12")) is None
    assert await store.read(lambda uow: uow.items.last_of_duty(duty.id)) == made
    with pytest.raises(Exception, match=r"(?i)unique"):
        await store.write(lambda uow: uow.items.add(replace(made, id=0, number=0)))


async def test_signals_handovers_and_pushes_are_kept(store: SqlStore) -> None:
    def make(uow: UnitOfWork) -> tuple[Signal, Handover, Push]:
        office = furnish(uow)
        who, where = office.wei.id, office.chat.id
        signal = uow.signals.add(Signal(0, "食堂价格上涨", who, where, NOW, NOW + DAY))
        handover = uow.handovers.add(Handover(0, who, office.fang.id, who, where, NOW, agreed=(who,)))
        lines = (PushLine(who, "push:1", (1, 2)), PushLine(office.fang.id, "", (3,), for_id=who))
        return signal, handover, uow.pushes.add(Push(0, "nudge", NOW, lines, who, where, "zh"))

    signal, handover, push = await store.write(make)
    assert await store.read(lambda uow: uow.signals.watched(5)) == [signal]
    await store.write(lambda uow: uow.signals.save(replace(signal, level=Level.HIGH, ended_at=NOW)))
    assert await store.read(lambda uow: uow.signals.watched(5)) == []
    assert await store.read(lambda uow: uow.handovers.get(handover.id)) == handover
    assert await store.read(lambda uow: uow.pushes.get(push.id)) == push
    done = replace(handover, state="done", ended_at=NOW, agreed=(handover.from_id, handover.heir_id))
    await store.write(lambda uow: uow.handovers.save(done))
    assert await store.read(lambda uow: uow.handovers.get(handover.id)) == done


async def test_a_trail_is_told_in_order(store: SqlStore) -> None:
    def note(uow: UnitOfWork) -> None:
        for subject, deed in (("item:1", "assigned"), ("item:11", "accepted"), ("item:1", "closed")):
            uow.audit.note(None, f"supervision.{deed}", subject, NOW, words="好", until=NOW)

    await store.write(note)
    trail = await store.read(lambda uow: uow.audit.trail("item:1"))
    assert [(one.deed, one.details["words"]) for one in trail] == [
        ("supervision.assigned", "好"),
        ("supervision.closed", "好"),
    ]


HOT = {
    "all open": Wanted(),
    "what is mine": Wanted(people=(7,)),
    "what I may see": Wanted(seen_by=(7, "单位3")),
    "of a unit": Wanted(unit="单位3"),
    "late of a unit": Wanted(unit="单位3", due_until=NOW),
    "of a supervisor": Wanted(supervisor=7),
    "what presses people": Wanted(people=(7, 8), pressing=(NOW, NOW - DAY)),
    "of supervisors": Wanted(supervisors=(7, 8)),
    "of a chat, due soon": Wanted(chat_id=1, due_until=NOW),
    "due soon": Wanted(due_until=NOW),
    "closed lately": Wanted(which="over", ended_from=NOW - DAY, ended_until=NOW),
    "closed lately of a unit": Wanted(which="over", unit="单位3", ended_from=NOW - DAY),
    "closed of mine": Wanted(which="over", people=(7,)),
}
SINGLE: dict[str, tuple[Statement, dict[str, Any]]] = {
    "by number": (NUMBERED, {"year": 2026, "number": 5, "part": 0}),
    "parts": (PARTS, {"parent_id": 5}),
    "the same words": (SAID, {"by": "x", "since": NOW, "text": "y"}),
    "of a duty": (OF_DUTY, {"duty_id": 1, "period": "2026-11"}),
    "the last of a duty": (LAST_OF_DUTY, {"duty_id": 1}),
    "of some numbers": (OF_YEAR, {"year": 2026, "numbers": [5, 6]}),
    "ids of some numbers": (IDS_OF_YEAR, {"year": 2026, "numbers": [5, 6]}),
    "the next page of all": (AFTER, {"after": 5000, "most": 100}),
    "closed in a month": (
        DONE,
        {"until": NOW, "after": NOW - 30 * DAY, "after_id": 0, "most": 100, "state": "closed"},
    ),
}


def statements() -> dict[str, tuple[Statement, dict[str, Any]]]:
    found = dict(SINGLE)
    for name, wanted in HOT.items():
        params = params_of(wanted)
        shape = frozenset(params)
        found[name] = finding(wanted.which, shape), {**params, "most": 10, "skipped": 0}
        if name != "all open":
            found[f"{name}, counted"] = counting(wanted.which, shape), {**params, "first": NOW, "second": NOW}
    return found


async def test_the_hot_lists_are_found_by_index(database_url: str) -> None:
    """On a ledger of some thousand items no plan reads the whole table."""
    fill(database_url, people=200, still_open=1_000, closed=9_000)
    store = open_store(database_url)
    explain = "EXPLAIN QUERY PLAN " if database_url.startswith("sqlite") else "EXPLAIN "

    def plan(statement: Statement, params: dict[str, Any], uow: Any) -> str:
        session = uow.session
        text = session._text(statement)
        session._cursor.execute(explain + text.sql, text.values(params))
        return "\n".join(str(row[-1]) for row in session._cursor.fetchall())

    try:
        for name, (statement, params) in statements().items():
            told = await store.read(partial(plan, statement, params))
            full = [line for line in told.splitlines() if _reads_all(line)]
            assert not full, f"{name}: {told}"
    finally:
        await store.close()


def _reads_all(line: str) -> bool:
    """SQLite says SCAN, with an index where it goes along one; PostgreSQL says Seq Scan."""
    if "Seq Scan on" in line:
        return "items" in line or "co_owners" in line
    return line.strip().startswith(("SCAN items", "SCAN mine", "SCAN co_owners")) and "INDEX" not in line
