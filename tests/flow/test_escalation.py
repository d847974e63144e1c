"""What becomes of items that are long overdue: slips, the head of the unit, and the proof that it arrived."""

from datetime import timedelta

from bot.domain.supervision import Slip
from tests.flow.conversation import Office
from tests.flow.ledger import accepts, assign, does, each_day, on, push, read, trail
from tests.flow.test_leave import takes
from tests.flow.test_supervision_time import FRIDAY, titles


async def test_slips_grow_and_the_head_hears_of_yellow_and_red(office: Office) -> None:
    item = await assign(office, "评估报告", FRIDAY)
    await accepts(office, "陈静", item)
    await office.goes_to(on("11-28 10:00"))
    said = titles(await each_day(office, "12-09 08:00", "陈静"))
    slips = {day: line for day, lines in said.items() for line in lines if "督办单" in line}
    assert slips == {
        "11-30": "🔵 蓝色督办单：督1 评估报告",
        "12-02": "🟡 黄色督办单：督1 评估报告",
        "12-08": "🔴 红色督办单：督1 评估报告",
    }
    assert len(said) == 7
    to_head = [line.title for line in await office.direct("李强") if "督办单" in line.title]
    assert to_head == ["🟡 黄色督办单：督1 评估报告", "🔴 红色督办单：督1 评估报告"]


async def test_a_slip_by_hand_is_the_least(office: Office) -> None:
    await accepts(office, "陈静", await assign(office, "评估报告", FRIDAY, slip=Slip.YELLOW))
    await office.goes_to(on("11-30 10:00"))
    assert (await office.direct("陈静"))[-1].title == "🟡 黄色督办单：督1 评估报告"


async def test_the_head_gets_one_card_a_day_with_all_that_is_late(office: Office) -> None:
    first = await assign(office, "评估报告", FRIDAY)
    second = await assign(office, "课表", "11-26 18:00", lead="黄婷")
    other = await assign(office, "处务", "11-26 18:00", lead="杨洋")
    for who, item in (("陈静", first), ("黄婷", second), ("杨洋", other)):
        await accepts(office, who, item)
    await office.goes_to(on("11-30 10:00"))
    assert not [line for line in await office.direct("李强") if "提级" in line.title]
    await office.goes_to(on("12-02 10:00"))
    cards = [line for line in await office.direct("李强") if "提级" in line.title]
    assert [card.title for card in cards] == ["提级督办：1 项逾期", "提级督办：2 项逾期"]
    assert cards[-1].card["body"].splitlines()[1:] == [
        "🔴 督2 课表 · 主办黄婷 · 逾期 4 个工作日", "🔴 督1 评估报告 · 主办陈静 · 逾期 3 个工作日",
    ]  # fmt: skip
    assert [line.title for line in await office.direct("周杰") if "提级" in line.title] == ["提级督办：1 项逾期"] * 2
    await does(office, "赵敏", first, lambda one, hand, now: one.closed(hand, "已完成", 0, now))
    await does(office, "赵敏", second, lambda one, hand, now: one.closed(hand, "已完成", 0, now))
    await office.goes_to(on("12-04 20:00"))
    assert not [line for line in await office.direct("李强") if "提级" in line.title]


async def test_an_escalation_leaves_proof_of_delivery(office: Office) -> None:
    item = await assign(office, "评估报告", FRIDAY)
    await accepts(office, "陈静", item)
    await office.goes_to(on("12-02 09:30"))
    (note,) = [one for one in await trail(office, item) if one.deed == "supervision.escalated"]
    kept = await push(office, 1)
    assert (kept.kind, kept.by_id, [line.items for line in kept.lines]) == ("escalation", None, [(item,)])
    assert kept.lines[0].key == note.details["sent"]
    assert kept.lines[0].person_id == note.details["head"]
    fates = await read(office, lambda uow: uow.outbox.fates([note.details["sent"]]))
    fate = fates[note.details["sent"]]
    assert (fate.state, fate.title) == ("sent", "提级督办：1 项逾期")
    assert fate.sent_at == on("12-02 09:05")
    (story,) = await office.says("赵敏", "督1", "direct")
    assert "12-02 09:05 小办提级报告李强（已送达 12-02 09:05）" in story.text
    assert "12-02 09:00 小办发黄色督办单" in story.text


async def test_an_absent_heads_deputy_gets_it_and_the_proof_says_so(office: Office) -> None:
    item = await assign(office, "评估报告", FRIDAY)
    await accepts(office, "陈静", item)
    await takes(office, "李强", "我下周请假，陈国华代")
    await office.direct("陈国华")
    await office.goes_to(on("12-02 09:30"))
    told = [line.title for line in await office.direct("陈国华")]
    assert "（代李强）提级督办：1 项逾期" in told
    (line,) = (await push(office, 1)).lines
    people = await read(office, lambda uow: {one.name: one.id for one in uow.people.all()})
    assert (line.person_id, line.for_id) == (people["陈国华"], people["李强"])


async def test_a_leaders_own_item_is_escalated_to_who_handed_it_over(office: Office) -> None:
    item = await assign(office, "评估报告", FRIDAY, lead="李强", by="陈国华")
    await accepts(office, "李强", item)
    await office.goes_to(on("12-02 09:30"))
    assert "提级督办：1 项逾期" in [line.title for line in await office.direct("陈国华")]
    assert not [line for line in await office.direct("李强") if "提级" in line.title]


async def test_an_outage_does_not_double_an_escalation(office: Office) -> None:
    await accepts(office, "陈静", await assign(office, "评估报告", FRIDAY))
    await office.goes_to(on("12-02 09:30"))
    await office.restarts(down=timedelta(days=2, hours=2))
    await office.restarts()
    await office.goes_to(on("12-04 20:00"))
    told = [line for line in await office.direct("李强") if "提级" in line.title]
    assert len(told) == 2  # of the 2nd, and the late one of the 4th
