"""Without a name: the whole database, the logs and the chats are the same whoever said what, and so lead to nobody."""

import json
from collections.abc import Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.pool import NullPool

from bot.store.address import address
from bot.store.columns import metadata
from tests.flow.conversation import Office, open_office

ASKED = """做个匿名问卷：工作环境
食堂满意度，很满意/一般/不满意
给办公条件打分
想去哪些地方，海边/山里/城里，可多选
每周加班几个小时
希望哪天团建
还有什么意见
周五下班前截止，发给教务处、财务处"""
WHO = ("liqiang", "wangwei", "chenjing", "huangting", "amy", "guolei", "linxia", "hejun")
SAID: tuple[tuple[str, ...], ...] = (
    ("很满意", "5", "1 3", "2", "12月1日", "暖气太热了alpha"),
    ("一般", "1", "2", "31", "12月2日", "真烦，累死beta"),
    ("不满意", "2", "1,2,3", "40", "12月3日", "好gamma"),
    ("不满意", "1", "城里", "7", "12月4日", "明天下午3点在301开会delta"),
    ("一般", "3", "3", "3", "12月7日", "<b>epsilon</b> @所有人"),
    ("很满意", "4", "1", "0", "12月8日", "不知道zeta"),
    ("很满意", "5", "2 3", "9", "12月9日", "算了吧eta不想说"),
    ("一般", "3", "1", "5", "12月10日", "王伟太忙theta"),
)
WORDS = [answers[-1] for answers in SAID]
ELSEWHERE = {"answer_boxes"}
"""Where answers may be, and nothing that leads to a person."""


class Secretly:
    """People who speak and press under events of known names, so that two courses can be compared."""

    def __init__(self, office: Office) -> None:
        self.office, self.count = office, 0

    def _event(self, who: str) -> str:
        self.count += 1
        return f"{who}-{self.count}"

    async def says(self, who: str, text: str) -> None:
        body = {"as": who, "chat": f"dm:{who}", "text": text, "event_id": self._event(who)}
        await self.office.post("messages", body)
        await self.office.parts.relay.run_until_idle()

    async def presses(self, who: str, label: str) -> None:
        shown, action = next(
            (line, button["action"])
            for line in reversed(await self.office.visible(f"dm:{who}"))
            for button in line.card["buttons"]
            if button["label"].startswith(label)
        )
        body = {"as": who, "chat": f"dm:{who}", "message_id": shown.message_id, "action": action}
        await self.office.post("presses", {**body, "event_id": self._event(who)})
        await self.office.parts.relay.run_until_idle()


def dumped(url: str, without: frozenset[str] | set[str] = frozenset()) -> dict[str, list[str]]:
    """Every row of every table as text, but for the one number that is drawn by lot, and for that of a line in the
    local chat: those of several chats race."""
    engine = create_engine(address(url).alchemy, poolclass=NullPool)
    with engine.connect() as connection:
        rows = {
            name: [
                json.dumps(
                    list(row)[name == "sim_lines" :], default=str, ensure_ascii=False
                )  # lines of several chats race
                for row in connection.execute(select(table))
                if row[0] != "people_version"  # drawn by lot
            ]
            for name, table in metadata.tables.items()
            if name not in without
        }
    engine.dispose()
    return rows


@asynccontextmanager
async def office_of(url: str) -> Any:
    async with open_office(url) as office:
        yield Secretly(office)


async def answered(url: str, said: Sequence[Sequence[str]]) -> dict[str, list[str]]:
    """The database after each of them has said theirs: by button, by a form's words, by typing what a button says."""
    async with office_of(url) as people:
        await people.says("zhaomin", ASKED)
        await people.presses("zhaomin", "发送")
        for who, (choice, rating, *words) in zip(WHO, said, strict=True):
            if who in {"liqiang", "amy"}:
                await people.says(who, choice)
            else:
                await people.presses(who, choice)
            await people.presses(who, rating)
            for one in words:
                await people.presses(who, "填写" if who != "amy" else "Answer")
                await people.says(who, one)
        assert await people.office.parts.store.read(lambda uow: uow.surveys.counts(1)) == (8, 8)
        return dumped(url)


@pytest.fixture
def two_urls(database: str, request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    if database == "sqlite":
        yield f"sqlite:///{tmp_path / 'one.db'}", f"sqlite:///{tmp_path / 'two.db'}"
        return
    server = request.getfixturevalue("postgres")
    names = server.create(), server.create()
    yield tuple(map(server.address, names))
    for name in names:
        server.drop(name)


async def test_the_database_is_the_same_whoever_said_what(
    two_urls: tuple[str, str], caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    one = await answered(two_urls[0], SAID)
    other = await answered(two_urls[1], (*SAID[3:], *SAID[:3]))
    assert one.keys() == other.keys()
    for table in one:
        assert sorted(one[table]) == sorted(other[table]), table
    box = json.loads(one["answer_boxes"][0])
    assert len(box) == 2
    assert all(part == sorted(part) for part in box[1])
    assert sorted(WORDS) == box[1][-1]
    everything = "\n".join(line for table, lines in one.items() if table not in ELSEWHERE for line in lines)
    written = caplog.text + "".join(capfd.readouterr())
    for words in WORDS:
        assert words not in everything
        assert words not in written


async def test_nothing_is_shown_before_the_end_and_below_five(office: Office) -> None:
    people = Secretly(office)
    await people.says("zhaomin", "做个问卷：食堂满意度，很满意/不满意，匿名，随时可看票数，周五下班前截止，发给教务处")
    assert "5 份" in (await office.visible("dm:zhaomin"))[-1].text
    await people.presses("zhaomin", "发送")
    for who in ("liqiang", "chenjing", "huangting", "wangwei"):
        await people.presses(who, "很满意")
        assert "已记下，谢谢。" in (await office.visible(f"dm:{who}"))[-1].text
    open_card = (await office.says("zhaomin", "问卷1结果", "dm:zhaomin"))[-1]
    assert open_card.fact("已填") == "4 / 5"
    assert "很满意 4" not in open_card.text
    once = (await office.says("liqiang", "问卷1：不满意", "dm:liqiang"))[-1]
    assert "答过的题不能再答" in once.text
    await people.says("zhaomin", "结束问卷1")
    closed = (await office.visible("dm:zhaomin"))[-1]
    assert "不到 5 份答复，不显示结果" in closed.text
    for words in ("公布问卷1结果", "导出问卷1", "问卷1结果"):
        assert "不到 5 份" in (await office.says("zhaomin", words, "dm:zhaomin"))[-1].text


async def test_five_are_shown_and_their_order_says_nothing(office: Office) -> None:
    people = Secretly(office)
    await people.says("zhaomin", "做个匿名问卷：有什么意见，周五下班前截止，发给教务处")
    await people.presses("zhaomin", "发送")
    for who, words in zip(("wangwei", "liqiang", "chenjing", "huangting"), "丁甲丙乙", strict=True):
        await people.says(who, f"问卷1：{words}")
    await people.says("amy", "survey 1: 戊")
    await office.waits(days=4, hours=9)
    card = next(one for one in await office.visible("dm:zhaomin") if one.title.startswith("结果"))
    assert [line for line in card.card["body"].split("\n") if line.startswith("·")] == sorted(
        f"· {one}" for one in "甲乙丙丁戊"
    )
    told = (await office.says("zhaomin", "导出问卷1 json", "dm:zhaomin"))[-1]
    assert "5 行" in told.title


async def test_what_cannot_be_read_is_forgotten_too(office: Office) -> None:
    people = Secretly(office)
    await people.says("zhaomin", "做个匿名问卷：每周加班几个小时，周五下班前截止，发给教务处")
    await people.presses("zhaomin", "发送")
    await people.presses("liqiang", "填写")
    await people.says("liqiang", "很多很多omega")
    assert "请回复一个数字" in (await office.visible("dm:liqiang"))[-1].text
    await people.says("liqiang", "30")
    assert await office.parts.store.read(lambda uow: uow.surveys.box(1, 1)) == [["30"]]
    await people.says("zhaomin", "结束问卷1")
    await people.says("liqiang", "问卷1：太晚了psi")
    rows = dumped(office.settings.database_url)
    assert "omega" not in str(rows)
    assert "psi" not in str(rows)


async def test_a_suggestion_without_a_name_comes_in_the_morning_with_the_others(two_urls: tuple[str, str]) -> None:
    async def course(url: str, texts: Sequence[str]) -> dict[str, list[str]]:
        async with office_of(url) as people:
            await people.says("wuhao", "我有个建议：食堂加一个窗口")
            for who, text in zip(("liqiang", "amy", "guolei"), texts, strict=True):
                await people.says(who, f"匿名建议：{text}")
            before = dumped(url)
            assert not any(text in str(before[table]) for table in before if table not in ELSEWHERE for text in texts)
            await people.office.waits(days=1)
            (handed,) = [one for one in await people.office.visible("dm:zhaomin") if "匿名建议" in one.title]
            assert sorted(line.split(". ")[1] for line in handed.card["body"].split("\n")) == sorted(texts)
            named, *secret = await people.office.parts.store.read(lambda uow: uow.suggestions.newest(10)[::-1])
            assert (named.text, named.author_id is None) == ("食堂加一个窗口", False)
            assert {one.author_id for one in secret} == {None}
            assert {one.day for one in secret} == {"2026-11-24"}
            return before

    texts = ["会太多", "灯太暗", "车位不够"]
    one = await course(two_urls[0], texts)
    other = await course(two_urls[1], [*texts[1:], texts[0]])
    for table in one:
        assert sorted(one[table]) == sorted(other[table]), table


async def test_in_a_group_a_suggestion_is_not_without_a_name(office: Office) -> None:
    (told,) = await office.says("李强", "@小办 匿名建议：会太多了")
    assert "单聊" in told.text
    assert await office.parts.store.read(lambda uow: uow.surveys.box(0, 0)) == []


async def test_in_a_group_a_button_tells_nobody_and_a_typed_word_is_no_answer(office: Office) -> None:
    await office.says("赵敏", "@小办 匿名投票：午餐吃什么，米饭/面条，本群，明天11点截止")
    await office.presses("赵敏", "发送")
    for words in ("@小办 2", "@小办 面条", "@小办 问卷1：面条"):
        assert "单聊" in (await office.says("李强", words))[-1].text
    assert await office.parts.store.read(lambda uow: uow.surveys.box(1, 1)) == [[]]
    await office.presses("李强", "面条")
    assert await office.parts.store.read(lambda uow: uow.surveys.box(1, 1)) == [["面条"]]
    assert "面条" not in str([line.card for line in await office.visible("dm:liqiang")])
