"""What people see of messages that did not arrive: the ledger in chat, and the notice to whoever sent them."""

from collections.abc import AsyncIterator, Sequence

import pytest
import pytest_asyncio

from bot.cards import Card
from bot.delivery import OnUnknown
from bot.engine.letters import PAUSE
from bot.errors import SendFailed
from bot.messages import Account, ChatRef, Outgoing, Sent
from bot.ports import UnitOfWork
from tests.flow.conversation import Office, Shown

BOOK = "明天下午3点到5点在301开校务会，请张伟、王芳参加"
REFUSED = SendFailed("blocked by the user", permanent=True, why="no_chat")


class Cut:
    """The local chat, but messages to some people's direct chats meet a fault."""

    exclusive = False
    sends_from_anywhere = True

    def __init__(self, office: Office) -> None:
        assert office.parts.sim is not None
        self._whole = office.parts.sim
        self.name, self.limits = self._whole.name, self._whole.limits
        self.on_unknown: OnUnknown = "retry"
        self.to: dict[str, SendFailed] = {}
        self.start, self.receive, self.close = self._whole.start, self._whole.receive, self._whole.close
        office.parts.adapters["sim"] = self

    async def send(self, message: Outgoing) -> Sent:
        if message.to.id in self.to:
            raise self.to[message.to.id]
        return await self._whole.send(message)

    def accounts(self) -> AsyncIterator[Sequence[Account]]:
        return self._whole.accounts()

    async def tags(self) -> None:
        return None

    async def look_up(self, message: Outgoing) -> Sent | None:
        return None


@pytest_asyncio.fixture
async def cut(office: Office) -> AsyncIterator[Cut]:
    yield Cut(office)


async def id_of(office: Office, name: str) -> str:
    return next(person["id"] for person in await office.people() if person["name"] == name)


async def nobody_sent(office: Office, *titles: str, to: str) -> None:
    """Messages on nobody's behalf, as reminders are."""
    now = office.clock.now()

    def add(uow: UnitOfWork) -> None:
        for title in titles:
            uow.outbox.add(Outgoing(f"reminder:{title}", ChatRef("sim", "direct", to), Card(title)), now)

    await office.parts.store.write(add)


async def titles(office: Office, who: str) -> list[str]:
    return [line.title for line in await office.direct(who)]


async def booked_in_vain(office: Office, cut: Cut, fault: SendFailed = REFUSED) -> Shown:
    """Zhang Wei cannot be reached; what Zhao Min, who invited him, is told."""
    cut.to["zhangwei"] = fault
    await office.says("赵敏", BOOK)
    await office.presses("赵敏", "确认")
    (told,) = await office.direct("赵敏")
    return told


async def test_who_sent_it_hears_what_did_not_arrive_and_why(office: Office, cut: Cut) -> None:
    told = await booked_in_vain(office, cut)
    assert told.title == "没有送达：请参会：校务会"
    assert (told.fact("发给"), told.fact("原因")) == ("张伟（单聊）", "那里没有这个会话，或小办不在里面")
    assert (told.fact("试过"), told.labels) == ("1 次", ["重新发送"])
    await office.waits(hours=3)
    assert await titles(office, "赵敏") == []
    assert await titles(office, "刘洋") == []


async def test_one_press_sends_it_again_and_the_notice_says_so(office: Office, cut: Cut) -> None:
    await booked_in_vain(office, cut)
    cut.to.clear()
    (after,) = await office.presses("赵敏", "重新发送", "direct")
    assert (after.title, after.labels, after.replaces is not None) == ("正在重新发送：请参会：校务会", [], True)
    (asked,) = await office.direct("张伟")
    assert asked.labels == ["参加", "请假", "替会"]


async def test_a_second_press_of_a_notice_does_nothing_twice(office: Office, cut: Cut) -> None:
    told = await booked_in_vain(office, cut)
    cut.to.clear()
    await office.presses("赵敏", "重新发送", "direct")
    action = told.card["buttons"][0]["action"]
    (refused,) = await office.presses_action("赵敏", action, told.message_id, told.chat)
    assert "已送达" in refused.title
    assert len(await office.direct("张伟")) == 1


async def test_when_it_fails_again_the_sender_hears_of_it_again(office: Office, cut: Cut) -> None:
    await booked_in_vain(office, cut)
    await office.waits(minutes=1)
    shown = await office.presses("赵敏", "重新发送", "direct")
    assert sorted(line.title for line in shown) == ["正在重新发送：请参会：校务会", "没有送达：请参会：校务会"]


async def test_a_notice_that_fails_itself_tells_nobody(office: Office, cut: Cut) -> None:
    cut.to["zhaomin"] = REFUSED
    cut.to["zhangwei"] = REFUSED
    await office.says("赵敏", BOOK)
    await office.presses("赵敏", "确认")
    await office.waits(hours=3)
    lines = await office.parts.store.read(lambda uow: uow.outbox.lines(["dead"], 100))
    assert sorted(line.key.startswith("delivery:") for line in lines) == [False, True]
    assert await office.parts.store.read(lambda uow: uow.outbox.untold(10)) == []
    assert await titles(office, "刘洋") == []


async def test_what_nobody_sent_is_told_to_those_who_keep_the_office(office: Office, cut: Cut) -> None:
    cut.to["zhangwei"] = REFUSED
    await nobody_sent(office, "会议提醒", to="zhangwei")
    for keeper in ("刘洋", "赵敏", "王芳"):
        assert await titles(office, keeper) == ["没有送达：会议提醒"]
    assert await titles(office, "李强") == []


async def test_several_within_an_hour_become_one_card(office: Office, cut: Cut) -> None:
    cut.to["zhangwei"] = REFUSED
    await nobody_sent(office, "一", to="zhangwei")
    assert await titles(office, "刘洋") == ["没有送达：一"]
    await nobody_sent(office, "二", "三", to="zhangwei")
    assert await titles(office, "刘洋") == []
    office.clock.set(office.clock.now() + PAUSE)
    await office.parts.relay.letters.tell()
    (card,) = await office.direct("刘洋")
    assert card.title == "有 2 条消息没有送达"
    assert card.card["body"].splitlines()[:2] == [
        f"{title} → 张伟（单聊）：那里没有这个会话，或小办不在里面" for title in ("二", "三")
    ]


async def test_many_lost_messages_of_one_sender_become_one_card(office: Office, cut: Cut) -> None:
    invited = ("张伟", "王芳", "李敏", "李强", "刘洋")
    for name in invited:
        cut.to[await id_of(office, name)] = REFUSED
    await office.says("赵敏", f"明天下午3点到5点在301开校务会，请{'、'.join(invited)}参加")
    await office.presses("赵敏", "确认")
    (told,) = await office.direct("赵敏")
    assert (told.title, told.labels) == ("有 5 条消息没有送达", ["全部重新发送"])
    assert len(told.card["body"].splitlines()) == 5
    cut.to.clear()
    (done,) = await office.presses("赵敏", "全部", "direct")
    assert (done.title, done.labels) == ("正在重新发送 5 条消息。", [])
    for name in invited:
        assert len(await office.direct(name)) == 1


async def test_someone_who_cannot_be_reached_is_spoken_for_by_the_keepers(office: Office, cut: Cut) -> None:
    cut.to["limin"] = REFUSED
    await office.says("李敏", "明天有什么会", "direct")
    assert [title.startswith("没有送达：") for title in await titles(office, "刘洋")] == [True]


async def test_a_notice_is_in_the_readers_language(office: Office, cut: Cut) -> None:
    await office.says("赵敏", "speak English", "direct")
    told = await booked_in_vain(office, cut)
    assert told.title == "Not delivered: 请参会：校务会"
    assert told.labels == ["Send again"]


async def test_a_message_of_which_nobody_knows_waits_for_a_persons_word(office: Office, cut: Cut) -> None:
    cut.on_unknown = "ask"
    told = await booked_in_vain(office, cut, SendFailed("no answer", unknown=True))
    assert told.title == "不知道送到没有：请参会：校务会"
    assert told.fact("原因") == "发出后没有回音"
    assert told.labels == ["重新发送", "已经收到"]
    (after,) = await office.presses("赵敏", "已经收到", "direct")
    assert after.title == "已记下，对方收到了：请参会：校务会"
    assert (await office.says("赵敏", "投递记录", "direct"))[0].fact("结果不明") == "0"


async def test_the_ledger_shows_what_was_sent_and_what_was_not(office: Office, cut: Cut) -> None:
    await booked_in_vain(office, cut)
    (log,) = await office.says("赵敏", "投递记录", "direct")
    assert (log.title, log.fact("没送达"), log.fact("等待发送")) == ("投递记录", "1", "0")
    assert log.labels == ["重新发送"]
    lines = log.card["body"].splitlines()
    assert len(lines) <= 10
    (failed,) = [line for line in lines if "没送达" in line]
    assert "张伟（单聊） · 请参会：校务会 · 那里没有这个会话" in failed
    assert "11月23日（周一）10:00" in failed


async def test_the_ledger_takes_words_that_choose(office: Office, cut: Cut) -> None:
    await booked_in_vain(office, cut)
    for said in ("没送达的", "投递记录 没送达的", "看一下没送达的消息"):
        (log,) = await office.says("赵敏", said, "direct")
        assert log.title == "没送达的消息"
        assert len(log.card["body"].splitlines()) == 1
    (log,) = await office.says("刘洋", "show me the failed messages", "direct")
    assert log.title == "Messages that were not delivered"
    (log,) = await office.says("刘洋", "等待发送的消息", "direct")
    assert log.card["body"] == "没有这样的消息。"


async def test_the_ledger_tells_all_of_one_message(office: Office, cut: Cut) -> None:
    await booked_in_vain(office, cut)
    (log,) = await office.says("刘洋", "没送达的", "direct")
    number = log.card["body"].split()[0]
    (one,) = await office.says("刘洋", f"投递记录 {number}", "direct")
    assert one.title == f"{number} 请参会：校务会"
    assert one.fact("技术原因") == "blocked by the user"
    assert one.fact("排入") == one.fact("结束") == "11月23日（周一）10:00"
    assert one.labels == ["重新发送"]
    (none,) = await office.says("刘洋", "投递记录 999", "direct")
    assert "没有第 999 条" in none.title


async def test_several_lost_ones_each_have_a_button_and_all_have_one(office: Office, cut: Cut) -> None:
    cut.to["zhangwei"] = REFUSED
    await nobody_sent(office, "一", "二", to="zhangwei")
    await office.direct("刘洋")
    (log,) = await office.says("刘洋", "没送达的", "direct")
    first, second, every = log.labels
    assert first.startswith("重新发送 #")
    assert second.startswith("重新发送 #")
    assert every == "全部重新发送（2 条）"
    cut.to.clear()
    (done,) = await office.presses("刘洋", "全部", "direct")
    assert done.title == "正在重新发送 2 条消息。"
    assert sorted(await titles(office, "张伟")) == ["一", "二"]
    (nothing,) = await office.presses_action("刘洋", "delivery.retry_all:0", log.message_id, log.chat)
    assert "没有可重新发送的消息" in nothing.title


@pytest.mark.parametrize("said", ["投递记录", "没送达的", "delivery log"])
async def test_others_are_told_whom_to_ask(office: Office, said: str) -> None:
    (refused,) = await office.says("李强", said, "direct")
    assert "赵敏" in refused.title


async def test_others_cannot_decide_by_a_forged_press(office: Office, cut: Cut) -> None:
    told = await booked_in_vain(office, cut)
    action = told.card["buttons"][0]["action"]
    (shown,) = await office.says("李强", "帮助", "direct")
    cut.to.clear()
    for forged in (action, action.replace("retry", "arrived"), "delivery.retry_all:0"):
        (refused,) = await office.presses_action("李强", forged, shown.message_id, shown.chat)
        assert "文秘和管理员" in refused.title
    assert await office.direct("张伟") == []


async def test_in_a_group_the_ledger_is_shown_only_when_the_bot_is_asked(office: Office) -> None:
    assert await office.says("刘洋", "没送达的") == []
    assert [card.title for card in await office.says("刘洋", "@小办 投递记录")] == ["投递记录"]
