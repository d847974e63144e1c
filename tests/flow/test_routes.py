"""Which way a message went stands on the ledger; what only a person can put right is told to administrators once."""

import asyncio
from datetime import timedelta

import pytest

from bot.cli.ledger import list_lines
from bot.domain.people import Person, Role
from bot.engine.dispatch import Dispatcher
from bot.messages import ChatRef, NeedsAttention, Outgoing, Route, Sent, UserRef, What
from bot.ports import UnitOfWork
from bot.store import SqlStore
from tests.flow.conversation import Office
from tests.flow.platform import Carrying, Platform, message
from tests.flow.test_delivery import Cut

BY_WEBHOOK = Route("webhook", "calls", "robot: nobody has written there")


class Several(Platform):
    """A platform with several ways."""

    async def send(self, message: Outgoing) -> Sent:
        return Sent((await super().send(message)).message_id, BY_WEBHOOK)


async def test_the_ledger_keeps_the_way_and_why(store: SqlStore) -> None:
    here = Carrying(store, {"wecom": Several("wecom"), "slack": Platform("slack")})
    await here.queue(message("a", platform="wecom"), message("b", platform="slack"))
    await here.carry()
    ledger = await here.ledger()
    assert (ledger["a"].route, ledger["b"].route) == (BY_WEBHOOK, None)
    assert (ledger["a"].message_id, ledger["b"].message_id) == ("A", "B")


@pytest.mark.parametrize("route", [BY_WEBHOOK, Route("robot", "asked_there"), Route("app", "person", "a/b")])
def test_a_route_is_kept_as_it_was(route: Route) -> None:
    assert Route.unpack(route.pack()) == route


async def test_keepers_read_it_in_words(office: Office) -> None:
    cut = Cut(office)
    whole = cut.send

    async def send(message: Outgoing) -> Sent:
        return Sent((await whole(message)).message_id, BY_WEBHOOK)

    cut.send = send  # type: ignore[method-assign]
    await office.says("赵敏", "@小办 今天有什么会")
    (one,) = await office.says("赵敏", "投递记录 1", "direct")
    assert one.fact("途径") == "群消息推送，要能 @ 到人 (robot: nobody has written there)"


async def test_the_terminal_shows_it(
    store: SqlStore, database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    here = Carrying(store, {"wecom": Several("wecom")})
    await here.queue(message("a", platform="wecom"))
    await here.carry()
    monkeypatch.setenv("XIAOBAN_DATABASE_URL", database_url)
    await asyncio.to_thread(list_lines, None, every=True, limit=5)
    assert "by webhook/calls/robot: nobody has written there" in capsys.readouterr().out


def furnish(uow: UnitOfWork) -> None:
    uow.people.save(Person(0, "刘洋", role=Role.ADMIN), [UserRef("wecom", "liuyang"), UserRef("slack", "U1")])
    uow.people.save(Person(0, "Amy", role=Role.ADMIN, language="en"), [UserRef("wecom", "amy")])
    uow.people.save(Person(0, "赵敏", role=Role.SECRETARY), [UserRef("wecom", "zhaomin")])


TOLD = {
    "hello_group": ("企业微信还不让小办往wrA群发消息", "WeCom does not let me write to the group wrA yet"),
    "hello_person": ("企业微信还不让小办给赵敏（单聊）发消息", "WeCom does not let me write to 赵敏, in private yet"),
    "kicked": (
        "别处用同一个机器人连上了企业微信，小办的连接被断开",
        "Another program has taken my connection to WeCom",
    ),
    "asleep": ("企业微信要停用小办的应用", "WeCom is about to suspend my app"),
}
ABOUT = {"hello_group": ChatRef("wecom", "group", "wrA"), "hello_person": ChatRef("wecom", "direct", "zhaomin")}


@pytest.mark.parametrize("what", sorted(TOLD))
async def test_what_only_a_person_can_mend_is_told_once_and_elsewhere(store: SqlStore, what: What) -> None:
    await store.write(furnish)
    here = Carrying(store, {"wecom": Platform("wecom"), "slack": Platform("slack")})
    dispatcher = Dispatcher(here.core, here.relay.wake)
    for later in (0, 1):
        at = here.clock.now() + timedelta(minutes=later)
        await dispatcher(NeedsAttention(f"{what}:x", "wecom", what, at, ABOUT.get(what)))
    await here.carry()
    told = [(line.lane, line.title) for line in (await here.ledger()).values()]
    assert told == [("slack/direct/U1", TOLD[what][0]), ("wecom/direct/amy", TOLD[what][1])]
