"""Ledgers that are sent to the bot and asked of it, and the appraisal of the units."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from bot.domain.lamps import USUAL
from bot.domain.procedure import State
from bot.domain.supervision import Extension, Origin, Source, SupervisionItem, Urgency
from bot.ports import HttpRequest, UnitOfWork
from handlers.supervision import importing
from tests.flow.conversation import MONDAY, SHANGHAI, Office, Shown

HEADER = "编号,事项,主办,协办,时限,状态,备注"
LEDGER = f"""实验学院督办台账,,,,,,
{HEADER}
督〔2025〕7号,修订学籍办法,陈静,黄婷、徐萌,2025年6月30日,已完成,甲
督〔2026〕3号,实验室安全检查,王伟（学生处）,,2026/12/5,办理中,
3-1,检查化学楼,徐萌,,12月1日,待签收,
,新生宿舍调配,何军,,2026-12-11 12:00,,
"""


async def sends(office: Office, content: str | bytes, name: str = "台账.csv", who: str = "赵敏") -> Shown:
    raw = content.encode() if isinstance(content, str) else content
    return (await office.sends_file(who, name, raw, "direct"))[-1]


async def agrees(office: Office, who: str = "赵敏") -> Shown:
    return (await office.says(who, "确认", "direct"))[-1]


async def all_items(office: Office) -> dict[str, SupervisionItem]:
    found = await office.parts.store.read(lambda uow: uow.items.all_after(0, 1000))
    return {one.formal: one for one in found}


async def exported(office: Office, who: str = "赵敏") -> bytes:
    """The file on the card that answers."""
    (card,) = await office.says(who, "导出台账", "direct")
    number = (await office.history(card.chat))[-1]["file"]["id"]
    assert office.parts.sim is not None
    query = {"as": who}
    return (await office.parts.sim.receive(HttpRequest("GET", f"/sim/api/files/{number}", query, {}, b""))).body


async def test_a_ledger_is_read_back_and_kept_after_a_yes(office: Office) -> None:
    card = await sends(office, LEDGER)
    assert [card.fact(label) for label in ("行数", "新增", "更改", "不变")] == ["4", "4", "0", "0"]
    assert "督7 修订学籍办法 · 陈静 · 2025年6月30日（周一）18:00 · 已办结" in card.text
    assert "新编号 新生宿舍调配" in card.text
    assert "没有用到的列：备注" in card.text
    assert await all_items(office) == {}
    done = await agrees(office)
    assert done.title == "已导入台账：新增 4 项，更改 0 项"
    items = await all_items(office)
    assert sorted(items) == ["督〔2025〕7号", "督〔2026〕3-1号", "督〔2026〕3号", "督〔2026〕4号"]
    old, whole, part, new = (
        items[one] for one in ("督〔2025〕7号", "督〔2026〕3号", "督〔2026〕3-1号", "督〔2026〕4号")
    )
    assert (old.state, old.ended_at, len(old.co_owners)) == (State.CLOSED, old.due_at, 2)
    assert (whole.state, whole.unit, whole.due_at) == (
        State.IN_PROGRESS, "学生处", datetime(2026, 12, 5, 18, tzinfo=SHANGHAI),
    )  # fmt: skip
    assert (part.parent_id, part.state) == (whole.id, State.ASSIGNED)
    assert (new.due_at, new.state) == (datetime(2026, 12, 11, 12, tzinfo=SHANGHAI), State.IN_PROGRESS)


async def test_no_cards_are_sent_but_open_items_are_reminded_of_and_their_story_says_where_they_came_from(
    office: Office,
) -> None:
    await sends(office, LEDGER)
    await agrees(office)
    for who in ("陈静", "徐萌", "何军"):
        assert await office.direct(who) == []
    items = await all_items(office)
    planned = await office.parts.store.read(
        lambda uow: {name: uow.reminders.of("supervision.due", one.id) for name, one in items.items()}
    )
    assert {name for name, reminders in planned.items() if not reminders} == {"督〔2025〕7号"}
    (note,) = await office.parts.store.read(lambda uow: uow.audit.trail(f"item:{items['督〔2026〕4号'].id}"))
    assert (note.deed, note.details["name"]) == ("supervision.imported", "台账.csv")


async def test_faults_are_told_row_by_row_and_nothing_is_kept(office: Office) -> None:
    rows = [
        HEADER, ",甲,王伟,,12月5日,,", ",乙,教务处,,12月5日,,", ",丙,陈静、黄婷,,12月5日,,", ",丁,陈静,陈静,12月5日,,",
        ",戊,陈静,,长期,,", "x9,己,陈静,,12月5日,,", "5,庚,陈静,,12月5日,,", "5,辛,陈静,,12月5日,,",
        "9-2,壬,陈静,,12月5日,,",
        f",{'长' * 10_000},陈静,,12月5日,,", ",癸,,,12月5日,,", ",子,陈静,,12月5日,半办结,",
    ]  # fmt: skip
    card = await sends(office, "\n".join(rows))
    assert card.title == "「台账.csv」有 11 处要改，什么也没有导入"
    for line in (
        "第 2 行：有几位「王伟」", "第 3 行：「教务处」是单位", "第 4 行：主办写了陈静、黄婷",
        "第 5 行：主办不用再写成协办",
        "第 6 行：时限「长期」看不懂",
        "第 7 行：编号「x9」看不懂", "第 9 行：编号和第 8 行重复",
        "第 10 行：是分项，但没有督〔2026〕9号",
        "第 11 行：事项有 10000 个字", "第 12 行：没有写主办", "还有 1 处",
    ):  # fmt: skip
        assert line in card.text
    assert await all_items(office) == {}


async def test_only_those_in_charge_bring_ledgers_and_take_them(office: Office) -> None:
    assert (await sends(office, LEDGER, who="何军")).title.startswith("导入台账由文秘、领导或管理员来做")
    (card,) = await office.says("何军", "导出台账", "direct")
    assert card.title.startswith("导出台账和考核由文秘")


async def test_a_row_changes_only_what_is_theirs_to_amend(office: Office) -> None:
    """A leader closes what he handed over and nothing else; a secretary not what she leads herself."""
    rows = "督〔2026〕1号,评估,陈静,,12月5日,办理中,\n督〔2026〕2号,总结,王芳,,12月5日,办理中,"
    await sends(office, f"{HEADER}\n{rows}")
    await agrees(office)
    closed = f"{HEADER}\n{rows}".replace("办理中", "已办结")
    assert [line for line in (await sends(office, closed, who="李敏")).text.splitlines() if "由督办人改" in line] == [
        "第 2 行：督1由督办人改，文秘和管理员也能改自己主办以外的；请去掉这一行的改动。",
        "第 3 行：督2由督办人改，文秘和管理员也能改自己主办以外的；请去掉这一行的改动。",
    ]
    refused = (await sends(office, closed, who="王芳")).text
    assert "督2由督办人改" in refused
    assert "督1由督办人改" not in refused
    assert (await sends(office, f"{HEADER}\n{rows}", who="李敏")).text.startswith("「台账.csv」")
    assert {item.state for item in (await all_items(office)).values()} == {State.IN_PROGRESS}


async def test_never_mind_keeps_nothing_and_a_changed_mind_sends_it_again(office: Office) -> None:
    await sends(office, LEDGER)
    await office.says("赵敏", "算了", "direct")
    assert await all_items(office) == {}
    await sends(office, LEDGER)
    await agrees(office)
    assert len(await all_items(office)) == 4


async def test_what_was_changed_meanwhile_is_judged_anew(office: Office) -> None:
    await sends(office, LEDGER)
    await sends(office, f"{HEADER}\n督〔2026〕3号,别的事,陈静,,12月9日,,", who="李敏")
    await agrees(office, "李敏")
    done = await agrees(office)
    assert done.title == "已导入台账：新增 3 项，更改 1 项"
    assert (await all_items(office))["督〔2026〕3号"].title == "实验室安全检查"


async def test_a_file_without_numbers_that_came_before_is_pointed_out(office: Office) -> None:
    rows = "事项,主办,时限\n甲,陈静,2026-12-05\n乙,陈静,2026-12-05"
    assert "没有编号" not in (await sends(office, rows)).text
    await agrees(office)
    assert "1 行没有编号，和正在办的事项同名、同主办、同时限" in (await sends(office, rows.replace("乙", "丙"))).text


async def test_too_many_rows_for_the_chat_go_to_the_server(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "MOST_ROWS", 3)
    assert "xiaoban import items" in (await sends(office, LEDGER)).title


async def test_a_row_with_a_known_number_changes_that_item_and_its_story_says_what(office: Office) -> None:
    await sends(office, LEDGER)
    await agrees(office)
    card = await sends(office, "编号,事项,主办,时限,状态\n督3,实验室安全检查,李强,2026-12-08,已办结")
    assert (card.fact("新增"), card.fact("更改")) == ("0", "1")
    assert "主办：王伟（学生处） → 李强；时限：2026-12-05 18:00 → 2026-12-08；状态：办理中 → 已办结" in card.text
    await agrees(office)
    item = (await all_items(office))["督〔2026〕3号"]
    assert (item.state, item.unit, item.ended_at) == (State.CLOSED, "教务处", MONDAY)
    notes = await office.parts.store.read(lambda uow: uow.audit.trail(f"item:{item.id}"))
    assert "状态：办理中 → 已办结" in str(notes[-1].details["words"])


NASTY = (
    "=1+1",
    "+86 电话",
    "-减号",
    "@某人",
    "'=已有撇号",
    "''@两个",
    "多行\n第二行",
    'a,b;c\t"d"',
    "‘＝’",
    "＝全角",
    "'",
    "1e5",
    "2026-12-05",
    "015",
)


def variety(people: Sequence[int], chat_id: int) -> list[SupervisionItem]:
    """An item in every state, with everything that can stand in its cells."""
    made: list[SupervisionItem] = []
    for place, state in enumerate(State):
        words = NASTY[place % len(NASTY)]
        base = MONDAY + timedelta(seconds=37 * place, microseconds=5)
        made.append(
            SupervisionItem(
                id=0, year=2025 + place % 2, number=0, title=words, due_at=base + timedelta(days=place - 4),
                supervisor_id=people[place % len(people)], lead_id=people[(place + 1) % len(people)],
                unit=("", "教务处")[place % 2], chat_id=chat_id, language="zh",
                origin=Origin(NASTY[-place - 1], "某人", "群", base), assigned_at=base - timedelta(days=30),
                moved_at=base, first_due_at=base, standard=NASTY[(place + 3) % len(NASTY)],
                source=list(Source)[place % 5], source_words=("", "领导批示：他说", "校长=1")[place % 3],
                urgency=list(Urgency)[place % 3], state=state, progress=NASTY[(place + 5) % len(NASTY)],
                co_owners=tuple(people[(place + 2) % len(people) :][:3]) if place % 2 else (),
                accepted_at=base - timedelta(days=3) if place % 2 else None,
                ended_at=base - timedelta(days=1) if state.is_over else None, extended=2, sent_back=1,
                extension=Extension(base + timedelta(days=30), "忙", base) if state is State.IN_PROGRESS else None,
            )
        )  # fmt: skip
    at_midnight = made[2].due_at.replace(hour=0, minute=0, second=0, microsecond=0)
    made[2] = replace(made[2], due_at=at_midnight)
    return made


async def has_everything(office: Office) -> None:
    def work(uow: UnitOfWork) -> None:
        people = [one.id for one in uow.people.all()]
        chat = uow.chats.all()[0]
        stored = [uow.items.add(replace(one, co_owners=tuple(p for p in one.co_owners if p != one.lead_id)))
                  for one in variety(people, chat.id)]  # fmt: skip
        for part in (1, 2):
            uow.items.add(replace(stored[3], part=part, parent_id=stored[3].id))

    await office.parts.store.write(work)


@pytest.mark.parametrize("ending", ["xlsx", "csv", "json"])
async def test_what_was_taken_out_comes_back_without_change(office: Office, ending: str) -> None:
    await has_everything(office)
    before = await all_items(office)
    if ending == "xlsx":
        content = await exported(office)
    else:
        content = written(await rows_of(office), ending)
    card = await sends(office, content, f"台账.{ending}")
    assert card.title == f"「台账.{ending}」里的 {len(before)} 项和现在的台账一样，没有要导入的。"
    assert await all_items(office) == before


async def rows_of(office: Office) -> list[dict[str, str]]:
    from bot.register.people import People
    from bot.register.rows import row_of

    def work(uow: UnitOfWork) -> list[dict[str, str]]:
        people = People(uow.people.all())
        return [row_of(one, people, office.parts.core.house.terms) for one in uow.items.all_after(0, 1000)]

    return await office.parts.store.read(work)


def written(rows: list[dict[str, str]], ending: str) -> bytes:
    from bot.register.writing import WRITERS

    target = BytesIO()
    WRITERS[ending](rows, target)
    return target.getvalue()


async def test_the_exported_workbook_is_a_ledger_as_offices_have_it(office: Office) -> None:
    await has_everything(office)
    sheet: Any = load_workbook(BytesIO(await exported(office))).worksheets[0]
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("督办台账", "A2", f"A1:P{sheet.max_row}")
    header = [cell.value for cell in sheet[1]]
    assert header[:3] == ["编号", "事项", "来源"]
    assert [cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []
    due = {row[0].value: row[header.index("时限")] for row in sheet.iter_rows(min_row=2)}
    times = [cell for cell in due.values() if isinstance(cell.value, datetime)]
    assert len(times) == len(due) - 1
    assert {cell.number_format for cell in times} == {"yyyy-mm-dd hh:mm"}


async def test_the_export_has_what_is_open_and_what_was_over_this_year(office: Office) -> None:
    await sends(office, LEDGER.replace("2025年6月30日", "2024年6月30日"))
    await agrees(office)
    (card,) = await office.says("赵敏", "导出台账", "direct")
    assert (card.fact("未办结"), card.fact("已结束")) == ("3", "0")


async def test_in_a_group_the_ledger_goes_to_whoever_asked_for_it_alone(office: Office) -> None:
    await sends(office, LEDGER)
    await agrees(office)
    (told,) = await office.says("赵敏", "@小办 导出台账")
    assert (told.title, (await office.history(told.chat))[-1]["file"]) == ("台账已发到你和我的单聊。", None)
    (card,) = await office.direct("赵敏")
    assert card.title == "督办台账，共 3 项"


async def test_a_ledger_is_sent_in_a_group_by_naming_the_bot(office: Office) -> None:
    shown = await office.sends_file("赵敏", "台账.csv", LEDGER.encode(), text="@小办")
    assert shown[-1].title == "导入台账：台账.csv"
    done = (await office.says("赵敏", "@小办 确认"))[-1]
    assert done.title == "已导入台账：新增 4 项，更改 0 项"


async def test_an_empty_ledger_says_so(office: Office) -> None:
    (card,) = await office.says("赵敏", "导出台账", "direct")
    assert card.title == "台账里还没有事项，没有可导出的。"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 12, day, hour, minute, tzinfo=SHANGHAI)


def as_in_a_cell(when: datetime) -> datetime:
    return when.replace(tzinfo=None)


def merged() -> bytes:
    book, content = Workbook(), BytesIO()
    cover, sheet = book.worksheets[0], book.create_sheet("2026")
    cover.append(["说明"])
    sheet.append(["某某大学督办台账"])
    sheet.merge_cells("A1:F1")
    sheet.append(["序号", "工作任务", "责任单位", "责任人", "完成时限", "办理情况"])
    sheet.append([1, "排课", "教务处", "王伟", 46361, "已开始"])
    sheet.append([2, "选课", None, None, as_in_a_cell(at(7, 0)), None])
    sheet.append([])
    sheet.append([3, "考务", None, None, as_in_a_cell(at(8, 15, 30)), None])
    sheet.merge_cells("C3:C6")
    sheet.merge_cells("D3:D6")
    book.save(content)
    return content.getvalue()


async def test_a_workbook_with_a_cover_a_title_merged_cells_and_serial_dates(office: Office) -> None:
    card = await sends(office, merged(), "2026.xlsx")
    assert (card.fact("行数"), card.fact("新增")) == ("3", "3")
    assert "没有用到的列" not in card.text
    await agrees(office)
    items = list((await all_items(office)).values())
    people = {one.id: one for one in await office.parts.store.read(lambda uow: uow.people.all())}
    assert {(people[one.lead_id].name, people[one.lead_id].unit) for one in items} == {("王伟", "教务处")}
    wanted = [at(5, 18), at(7, 18), at(8, 15, 30)]
    assert [one.due_at for one in items] == wanted


async def test_a_formula_that_was_never_worked_out_is_a_fault_of_its_row(office: Office) -> None:
    book, content = Workbook(), BytesIO()
    book.worksheets[0].append(["事项", "主办", "时限"])
    book.worksheets[0].append(["甲", "陈静", "=TODAY()+3"])
    book.save(content)
    card = await sends(office, content.getvalue(), "a.xlsx")
    assert "第 2 行：时限是公式，没有算出的值" in card.text


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.xlsx", b"PK\x03\x04 nothing", "「a.xlsx」读不了"),
        ("a.csv", b"\xff\xfe\x00\xd8", "「a.csv」读不了"),
        ("a.json", b"{", "「a.json」读不了"),
        ("a.csv", b"", "前十行里没有找到表头"),
        ("a.csv", "事项,主办\n甲,陈静".encode(), "缺少时限这几列"),
    ],
)  # fmt: skip
async def test_a_file_that_is_no_ledger_says_what_to_do(office: Office, name: str, content: bytes, told: str) -> None:
    card = await sends(office, content or b" ", name)
    assert told in card.text


async def test_the_appraisal_is_off_until_it_is_set(office: Office) -> None:
    (card,) = await office.says("赵敏", "单位考核", "direct")
    assert "supervision.appraisal = true" in card.title


async def test_units_are_appraised_and_never_persons(office: Office) -> None:
    rows = [
        "编号,事项,主办,时限,办结时间", "1,甲,陈静,2026-11-06,2026-11-06 17:00",
        "2,乙,黄婷,2026-11-06,2026-11-10 09:00",
        "3,丙,徐萌,2026-10-09,2026-10-08", "4,丁,徐萌,2025-10-09,2025-10-08",
    ]  # fmt: skip
    await sends(office, "\n".join(rows))
    await agrees(office)
    turn_on(office)
    (card,) = await office.says("赵敏", "单位考核", "direct")
    assert card.fact("教务处") == "办结 2 项，按时 50%，退回 0 次，逾期平均 2 个工作日"
    assert card.fact("学生处") == "办结 1 项，按时 100%，退回 0 次，逾期平均 0 个工作日"
    assert "陈静" not in card.text
    assert card.title == "各单位办理情况：1月1日（周四） 到 11月23日（周一）"
    (month,) = await office.says("赵敏", "10月各单位考核", "direct")
    assert month.title == "各单位办理情况：10月1日（周四） 到 10月31日（周六）"
    assert [label for label, _ in month.card["facts"]] == ["学生处"]
    (refused,) = await office.says("何军", "单位考核", "direct")
    assert refused.title.startswith("导出台账和考核由")


def turn_on(office: Office) -> None:
    """As the setting would."""
    house = office.parts.core.house
    office.parts.dispatcher._house = replace(house, rules=replace(USUAL, appraisal=True))
