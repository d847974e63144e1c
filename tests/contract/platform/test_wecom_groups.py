"""Groups of the app's own and group webhooks: who is called, how much goes, and what WeCom refuses."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
import pytest_asyncio

from adapters.wecom.webhook import Webhook
from bot.cards import Card
from bot.errors import SendFailed
from bot.messages import OutFile, Outgoing, UserRef
from tests.contract.platform.wecom_house import ASKING, LINE, SAYING, House, into, open_company, open_house, to
from tests.platforms.wecom.faults import Fault
from tests.platforms.wecom.local import LocalWeCom
from tests.platforms.wecom.pace import MINUTE
from tests.platforms.wecom.webhooks import Webhook as Hook
from tests.platforms.wecom.world import Talk

WANG, STRANGER = UserRef("wecom", "wangwei", "王伟"), UserRef("slack", "U1", "Amy")
LONG = Card("材料", body="\n".join(f"第{number}条：材料要在周五前交到综合科，过期不候。" for number in range(150)))


@pytest_asyncio.fixture
async def wecom() -> AsyncIterator[LocalWeCom]:
    async with open_company() as made:
        yield made


@pytest_asyncio.fixture
async def house(wecom: LocalWeCom) -> AsyncIterator[House]:
    async with open_house(wecom) as made:
        yield made


@pytest.fixture
def talk(wecom: LocalWeCom) -> Talk:
    return wecom.group("综合科群", *(wecom.named(name) for name in ("李主任", "王伟")))


@pytest.fixture
def hook(wecom: LocalWeCom, talk: Talk) -> Hook:
    return wecom.webhooks.add(talk)


@pytest.fixture
def webhook(house: House, hook: Hook) -> Webhook:
    return house.webhook(综合科群=house.wecom.webhook_url(hook))


@pytest_asyncio.fixture
async def own(house: House) -> Talk:
    """A group that the app has made."""
    chat = await house.appchat.create("专班", ["lizhuren", "wangwei"], owner="lizhuren", chat_id="zhuanban")
    return house.wecom.company.groups[chat]


async def failing(way: Webhook | House, message: Outgoing) -> SendFailed:
    with pytest.raises(SendFailed) as failed:
        await (way if isinstance(way, Webhook) else way.appchat).send(message)
    return failed.value


def hooked(card: Card, key: str = "k1", **more: object) -> Outgoing:
    return into("综合科群", card, key, **more)


async def test_a_webhook_calls_members_by_id(webhook: Webhook, talk: Talk) -> None:
    await webhook.send(hooked(SAYING, mentions=(WANG, STRANGER)))
    (line,) = talk.lines
    assert line.mentioned == ["wangwei"]
    assert line.text == "<@wangwei> @Amy\n**督1 年度总结**\n> 状态：办理中\n初稿写完了"


async def test_a_webhook_calls_by_number_and_everybody(webhook: Webhook, talk: Talk) -> None:
    await webhook.send(hooked(SAYING, mentions=(UserRef("wecom", "13800000001", "李主任"), WANG)))
    await webhook.send(hooked(LINE, "k2", mentions=(UserRef("wecom", "@all", "全体"),)))
    called = [(line.msgtype, line.mentioned) for line in talk.lines]
    assert called == [("text", ["lizhuren"]), ("markdown", ["wangwei"]), ("text", ["@all"]), ("text", [])]


async def test_what_people_wrote_calls_nobody(webhook: Webhook, house: House, talk: Talk, own: Talk) -> None:
    wicked = Card("<@wangwei>", (("<@all>", "x<@lizhuren>"),), "<@wangwei>\n# 大\n> 引\n[点](http://evil.example)")
    await webhook.send(hooked(wicked))
    await house.appchat.send(into(own.id, wicked))
    await house.appchat.send(into(own.id, Card("<@wangwei> 请看"), "k2"))
    for line in (*talk.lines, *own.lines):
        assert line.mentioned == []
        assert "](http://evil.example)" not in line.text.replace("[http://evil.example](http://evil.example)", "")
        assert "\n# " not in line.text


async def test_a_question_sends_people_where_they_can_answer(webhook: Webhook, talk: Talk) -> None:
    await webhook.send(hooked(ASKING))
    assert talk.lines[0].text.endswith("（请在与小办的单聊中办理）")
    await webhook.send(hooked(ASKING, "k2", language="en"))
    assert talk.lines[1].text.endswith("(please answer in a direct chat with the bot)")


async def test_much_text_goes_in_pieces(webhook: Webhook, house: House, talk: Talk, own: Talk) -> None:
    await webhook.send(hooked(LONG, mentions=(WANG,)))
    await house.appchat.send(into(own.id, LONG, mentions=(WANG,)))
    for lines, most in ((talk.lines, 4096), (own.lines, 2048)):
        assert len(lines) > 1
        assert max(len(line.text.encode()) for line in lines) <= most
        assert lines[0].mentioned == ["wangwei"]
        assert all(f"第{number}条：" in "\n".join(line.text for line in lines) for number in range(150))


async def test_a_piece_that_went_is_not_sent_again(webhook: Webhook, house: House, talk: Talk, own: Talk) -> None:
    house.wecom.webhooks.pace.limits[MINUTE], house.wecom.unknowns.appchat_person_times_an_hour = 1, 2
    for way, message in ((webhook, hooked(LONG)), (house, into(own.id, LONG))):
        assert (await failing(way, message)).why == "limited"
    house.wecom.webhooks.pace.limits[MINUTE], house.wecom.unknowns.appchat_person_times_an_hour = 20, 1000
    await house.wecom.pass_by(timedelta(hours=1))
    await webhook.send(hooked(LONG))
    await house.appchat.send(into(own.id, LONG))
    for lines in (talk.lines, own.lines):
        texts = [line.text for line in lines]
        assert len(texts) == len(set(texts)) > 1


async def test_twenty_a_minute(wecom: LocalWeCom, webhook: Webhook, talk: Talk) -> None:
    for number in range(20):
        await webhook.send(hooked(LINE, f"k{number}"))
    fault = await failing(webhook, hooked(LINE, "k20"))
    assert fault.why == "limited"
    assert fault.retry_after is not None
    await wecom.pass_by(fault.retry_after)
    await webhook.send(hooked(LINE, "k20"))
    assert len(talk.lines) == 21
    assert wecom.door.answers["webhook/send", 45009] == 0


async def test_two_hundred_a_minute_in_groups_of_ones_own(wecom: LocalWeCom, house: House, own: Talk) -> None:
    for number in range(200):
        await house.appchat.send(into(own.id, LINE, f"k{number}"))
    fault = await failing(house, into(own.id, LINE, "k200"))
    assert fault.why == "limited"
    assert fault.retry_after is not None
    await wecom.pass_by(fault.retry_after)
    await house.appchat.send(into(own.id, LINE, "k200"))
    assert wecom.appchat.unseen == set()


async def test_a_webhook_that_is_gone_says_so_without_its_address(
    wecom: LocalWeCom, webhook: Webhook, hook: Hook
) -> None:
    hook.disabled = True
    disabled = await failing(webhook, hooked(LINE))
    del wecom.webhooks.held[hook.key]
    gone = await failing(webhook, hooked(LINE, "k2"))
    assert [fault.permanent for fault in (disabled, gone)] == [True, True]
    assert "adapters.wecom.webhooks" in gone.reason
    assert all(hook.key not in fault.reason for fault in (disabled, gone))


@pytest.mark.parametrize("fault", [Fault("status", 502), Fault("reset"), Fault("refuse", -1)], ids=lambda one: one.kind)
async def test_no_fault_on_the_way_tells_the_address(
    webhook: Webhook, hook: Hook, fault: Fault, wecom: LocalWeCom, caplog: pytest.LogCaptureFixture
) -> None:
    wecom.faults.always("webhook/send", fault)
    failed = await failing(webhook, hooked(LINE))
    assert not failed.permanent
    assert hook.key not in failed.reason + caplog.text


async def test_files(webhook: Webhook, house: House, talk: Talk, own: Talk) -> None:
    file = OutFile("督办台账.xlsx", b"PK\x03\x04 rows")
    await webhook.send(hooked(LINE, file=file))
    await house.appchat.send(into(own.id, LINE, file=file))
    for held, lines in ((house.wecom.webhooks.media, talk.lines), (house.wecom.messages.media, own.lines)):
        assert [line.msgtype for line in lines] == ["file", "text"]
        assert held[lines[0].content["media_id"]] == ("督办台账.xlsx", b"PK\x03\x04 rows")


async def test_what_they_do_not_do_is_said(webhook: Webhook, house: House) -> None:
    for way, message in ((webhook, hooked(LINE)), (house.appchat, into("zhuanban"))):
        assert way.refuses(message) == ""
        assert way.refuses(replace(message, replaces="k0")) != ""
        assert way.refuses(to("wangwei")) != ""
    assert webhook.refuses(into("another group")) != ""
    assert (await failing(webhook, to("wangwei"))).permanent
    assert (await failing(house, to("wangwei"))).permanent


@pytest.mark.parametrize(("code", "words"), [(40050, "区分大小写"), (86008, "不是本应用创建"), (60011, "根部门")])
async def test_a_group_that_is_not_the_apps(house: House, talk: Talk, code: int, words: str) -> None:
    chat = {40050: "nobody", 86008: talk.id, 60011: talk.id}[code]
    house.wecom.app.sees_all = code != 60011
    fault = await failing(house, into(chat))
    assert fault.permanent
    assert words in fault.reason
