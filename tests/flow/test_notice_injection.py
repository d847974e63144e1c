"""Whatever somebody writes into a title, a text, a name, a choice or an answer is text, wherever it is shown."""

from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO

import pytest
from openpyxl import load_workbook

from bot.cards import tame
from bot.messages import UserRef
from bot.ports import UnitOfWork
from tests.flow.conversation import Office
from tests.flow.test_notice_receipts import confirmed, facts, file_of, sends

EVIL = {
    "script": "<script>alert(1)</script>",
    "image": '"><img src=x onerror=alert(1)>',
    "comment": "<!-- --></td></tr></table>",
    "markdown": "**粗** [点我](http://evil.example) `x` # 题",
    "mention": "@所有人 <@all> <!channel> @everyone",
    "template": "{title} {0} {number!r} %s %(x)s ${x}",
    "formula": '=HYPERLINK("http://evil.example","点我")',
    "plus": "+1+1",
    "minus": "-2+3",
    "at": "@SUM(A1:A9)",
    "override": "文件\u202egnp.exe\u2066\u2067x",
    "controls": "甲\x07乙\x1b[31m丙\x85丁",
    "entity": "&lt;b&gt; &#0; &amp;",
    "long": "长" * 300,
}
TAGS = {"html", "head", "meta", "title", "style", "body", "h1", "p", "dl", "dt", "dd", "table", "thead", "tbody", "tr",
        "th", "td", "bdi"}  # fmt: skip


class Tags(HTMLParser):
    """What a browser would take for markup, and the words between."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_comment(self, data: str) -> None:
        self.tags.add(f"comment {data}")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


async def renames(office: Office, name: str) -> None:
    def work(uow: UnitOfWork) -> None:
        person = uow.people.by_account(UserRef("sim", "liqiang"))
        assert person is not None
        uow.people.save(replace(person, name=name))

    await office.parts.store.write(work)


@pytest.mark.parametrize("evil", EVIL.values(), ids=EVIL)
async def test_it_does_nothing_in_cards_lists_and_files(office: Office, evil: str) -> None:
    harmless = tame(evil)
    await renames(office, evil)
    await sends(office, f"请看{evil}，请回复意见", "教务处")
    card = (await office.direct("liqiang"))[-1]
    assert f"请看{harmless}"[:200] in card.text
    await office.says("liqiang", "通知1 回复：" + evil, "direct")
    shown = await facts(office)
    assert "（1）：" in shown.text
    assert harmless[:29] in shown.text
    back = (await office.says("赵敏", "通知1 谁回了", "direct"))[-1]
    assert harmless[:29] in back.text
    listed = (await office.says("赵敏", "通知列表", "direct"))[-1]
    assert "通知1" in listed.text
    for line in (card, shown, back, listed):
        assert not {"\u202e", "\u2066", "\x07", "\x1b"} & set(line.text)
    await office.says("赵敏", "通知1 签收单", "direct")
    sheet = load_workbook(BytesIO(await file_of(office, "zhaomin", "xlsx"))).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert harmless.strip() in {str(cell.value) for cell in cells}
    page = Tags()
    page.feed((await file_of(office, "zhaomin", "html")).decode())
    assert page.tags <= TAGS
    assert page.attributes <= {"lang", "charset", "http-equiv", "content", "dir"}
    assert harmless.strip() in page.words
    await confirmed(office, f"更正通知1：再看{evil}")
    assert f"再看{harmless}"[:200] in (await office.direct("liqiang"))[-1].text
    await confirmed(office, "撤回通知1")
    assert not {"\u202e", "\x07"} & set((await office.direct("liqiang"))[-1].text)


@pytest.mark.parametrize("evil", [one for one in EVIL.values() if not set("/|;") & set(one) and len(one) < 99])
async def test_a_choice_is_a_label_and_nothing_else(office: Office, evil: str) -> None:
    await sends(office, f"时间请选择：周三/{evil}", "李强")
    card = (await office.direct("李强"))[-1]
    assert card.labels == ["周三", tame(evil).strip()]
    await office.presses("李强", tame(evil).strip(), "direct")
    assert "（1）：李强" in (await facts(office)).text
