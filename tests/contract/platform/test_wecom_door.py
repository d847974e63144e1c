"""The app's door: only what WeCom seals for this app gets in, and everything else has one and the same answer."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from wechatpy.enterprise.crypto import WeChatCrypto
from xmltodict import parse

from bot.messages import AccountChanged, ButtonPressed, TextReceived, UserRef
from bot.ports import HttpRequest, HttpResponse
from tests.contract.platform.wecom_house import ASKING, YES, House, open_company, open_house, to
from tests.platforms.wecom import xml
from tests.platforms.wecom.crypt import Signed
from tests.platforms.wecom.hostile import xml_bodies
from tests.platforms.wecom.local import MORNING, LocalWeCom
from tests.platforms.wecom.outbound import Attempt
from tests.platforms.wecom.people import Person
from tests.platforms.wecom.world import Json

FORGERIES = LocalWeCom().app.envelope.forgeries("<xml/>", MORNING)
REFUSED = (403, b"not from WeCom")


@pytest_asyncio.fixture
async def wecom() -> AsyncIterator[LocalWeCom]:
    async with open_company() as made:
        yield made


@pytest_asyncio.fixture
async def house(wecom: LocalWeCom) -> AsyncIterator[House]:
    async with open_house(wecom) as made:
        yield made


@pytest.fixture
def wang(wecom: LocalWeCom) -> Person:
    return wecom.named("王伟")


def told(house: House, **fields: object) -> str:
    inner: Json = {"ToUserName": house.wecom.app.corp_id, "FromUserName": "wangwei", "CreateTime": 1772413200}
    return xml.written(inner | {"MsgType": "text", "Content": "今日", "MsgId": 7203, "AgentID": 1000002} | fields)


async def brought(house: House, signed: Signed, body: bytes | None = None) -> tuple[int, bytes]:
    attempt: Attempt = await house.wecom.callbacks.raw(signed, body)
    return attempt.status, attempt.body


async def test_the_address_is_verified(wecom: LocalWeCom, house: House) -> None:
    assert await wecom.callbacks.verify()
    assert await wecom.callbacks.verify("+/=" * 30)


async def test_words_are_heard_once_however_often_they_are_brought(house: House, wang: Person) -> None:
    house.wecom.caller.repeats = 1
    assert (await wang.tells_app("明天下午3点开校务会")).received
    first, again = house.heard
    assert isinstance(first, TextReceived)
    assert first == again
    assert (first.text, first.addressed, first.envelope.at) == ("明天下午3点开校务会", True, MORNING)
    assert first.envelope.sender == UserRef("wecom", "wangwei", "王伟")
    assert first.envelope.chat == UserRef("wecom", "wangwei").direct()


@pytest.mark.parametrize("same_nonce", [True, False])
async def test_what_the_store_cannot_take_comes_again(house: House, wang: Person, same_nonce: bool) -> None:
    house.wecom.unknowns.retries_keep_nonce, house.busy = same_nonce, True
    delivery = await wang.tells_app("今日")
    assert [attempt.status for attempt in delivery.attempts] == [503] * 3
    house.busy = False
    assert (await wang.tells_app("今日")).received
    assert len(house.heard) == 1


@pytest.mark.parametrize("what", FORGERIES)
async def test_forgeries_have_one_answer(house: House, what: str) -> None:
    assert await brought(house, house.wecom.app.envelope.forgeries(told(house), MORNING)[what]) == REFUSED
    assert house.heard == []


@pytest.mark.parametrize("what", xml_bodies(""))
async def test_hostile_bodies_have_the_same_answer(house: House, what: str) -> None:
    signed = house.wecom.app.envelope.sealed(told(house), MORNING)
    assert await brought(house, signed, xml_bodies(signed.encrypt)[what]) == REFUSED
    assert house.heard == []


@pytest.mark.parametrize("inner", ["", "no XML", "<xml>", '<!DOCTYPE x [<!ENTITY a "b">]><xml>&a;</xml>', "<xml/>" * 2])
async def test_so_has_what_is_sealed_and_is_no_message(house: House, inner: str) -> None:
    assert await brought(house, house.wecom.app.envelope.sealed(inner, MORNING)) == REFUSED


@pytest.mark.parametrize("lacking", [{"MsgId": ""}, {"FromUserName": ""}, {"CreateTime": "soon"}])
async def test_so_has_a_message_that_lacks_what_it_must_have(house: House, lacking: dict[str, str]) -> None:
    assert await brought(house, house.wecom.app.envelope.sealed(told(house, **lacking), MORNING)) == REFUSED


async def test_a_replay_is_let_in_only_as_often_as_wecom_delivers(house: House) -> None:
    signed = house.wecom.app.envelope.sealed(told(house), MORNING)
    answers = [await brought(house, signed) for _ in range(5)]
    assert [status for status, _ in answers] == [200, 200, 200, 403, 403]
    assert len({event.envelope.event_id for event in house.heard if isinstance(event, TextReceived)}) == 1
    other = house.wecom.app.envelope.sealed(told(house, MsgId=7204), MORNING, signed.nonce)
    assert await brought(house, other) == REFUSED


async def test_another_company_and_another_app_are_not_heard(house: House) -> None:
    stranger = replace(house.wecom.app.envelope, receiver="wwstranger")
    assert await brought(house, stranger.sealed(told(house), MORNING)) == REFUSED
    other = house.wecom.app.envelope.sealed(told(house, AgentID=1000003), MORNING)
    assert await brought(house, other) == (200, b"")
    assert house.heard == []


@pytest.mark.parametrize("query", [{}, {"echostr": "x"}, {"msg_signature": "x", "timestamp": "1", "nonce": "1"}])
async def test_a_look_without_a_seal_is_refused(house: House, query: dict[str, str]) -> None:
    answer = await house.callbacks.receive(HttpRequest("GET", "/hooks/wecom/app", query, {}, b""))
    assert (answer.status, answer.body) == REFUSED


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
async def test_other_methods_are_not_known(house: House, method: str) -> None:
    answer: HttpResponse = await house.callbacks.receive(HttpRequest(method, "/hooks/wecom/app", {}, {}, b""))
    assert answer.status == 405


async def test_a_press_brings_its_card_and_who_pressed(house: House, wang: Person) -> None:
    sent = await house.app.send(to("wangwei", ASKING))
    card = wang.last(wang.with_app)
    await wang.presses(card, YES.pack())
    await house.wecom.pass_by(timedelta(seconds=1))
    await wang.presses(card, YES.pack())
    first, second = house.heard
    assert isinstance(first, ButtonPressed)
    assert isinstance(second, ButtonPressed)
    assert first.message_id == second.message_id == sent.message_id
    assert first.envelope.thread.startswith(f"{sent.message_id}/response-code-")
    assert first.envelope.event_id != second.envelope.event_id
    assert first.envelope.sender.name == "王伟"


async def test_who_joins_and_who_leaves(wecom: LocalWeCom, house: House) -> None:
    chen = await wecom.joins("chenguohua", "陈国华", 2)
    joined, subscribed = house.heard
    assert isinstance(joined, AccountChanged)
    assert isinstance(subscribed, AccountChanged)
    assert (joined.account.ref, joined.account.is_active) == (UserRef("wecom", "chenguohua", "陈国华"), True)
    assert subscribed.account.ref == joined.account.ref
    await wecom.leaves(chen)
    gone = house.heard[-1]
    assert isinstance(gone, AccountChanged)
    assert (gone.account.ref.id, gone.account.is_active) == ("chenguohua", False)


async def test_who_is_called_by_another_id_leaves_the_old_one(wecom: LocalWeCom, house: House) -> None:
    await wecom.callbacks.contact_changed("update_user", UserID="wangwei", NewUserID="wang.wei", Name="王伟")
    now, before = (event.account for event in house.heard if isinstance(event, AccountChanged))
    assert (now.ref.id, now.is_active, before.ref.id, before.is_active) == ("wang.wei", True, "wangwei", False)


async def test_a_member_whose_status_says_so_has_left(wecom: LocalWeCom, house: House) -> None:
    await wecom.callbacks.contact_changed("update_user", UserID="wangwei", Status="5")
    (gone,) = house.heard
    assert isinstance(gone, AccountChanged)
    assert not gone.account.is_active


async def test_contacts_are_told_of_in_anybodys_name(wecom: LocalWeCom, house: House) -> None:
    await wecom.callbacks.contact_changed("delete_user", UserID="wangwei", AgentID=2000002)
    assert len(house.heard) == 1


async def test_wechatpy_is_heard_and_reads_what_is_answered(house: House) -> None:
    app = house.wecom.app
    theirs = WeChatCrypto(app.token, app.aes_key, app.corp_id)
    inner = told(house, MsgType="image", MediaId="m")
    stamp, nonce = str(int(MORNING.timestamp())), "7f3a"
    sealed = theirs.encrypt_message(inner, nonce, stamp)
    outer = parse(sealed)["xml"]
    query = {"msg_signature": outer["MsgSignature"], "timestamp": stamp, "nonce": nonce}
    answer = await house.callbacks.receive(HttpRequest("POST", "/hooks/wecom/app", query, {}, sealed.encode()))
    reply = parse(answer.body)["xml"]
    shown = theirs.decrypt_message(answer.body.decode(), reply["MsgSignature"], reply["TimeStamp"], reply["Nonce"])
    assert parse(shown)["xml"]["Content"].startswith("我只看得懂文字")
    assert parse(shown)["xml"]["ToUserName"] == "wangwei"


@pytest.mark.parametrize("event", ["enter_agent", "unsubscribe", "LOCATION", "view", "open_approval_change", "new_one"])
async def test_what_is_nothing_to_the_house_is_taken(wecom: LocalWeCom, house: House, wang: Person, event: str) -> None:
    assert (await wecom.callbacks.event(wang.member, event, EventKey="")).received
    assert house.heard == []


@pytest.mark.parametrize("event", ["low_active_alert", "close_inactive_agent"])
async def test_an_app_that_wecom_will_suspend_is_spoken_of(
    house: House, wang: Person, event: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert (await house.wecom.callbacks.event(wang.member, event)).received
    assert any("wecom.app_" in record.getMessage() for record in caplog.records)


async def test_the_apps_menu_speaks_for_a_member(house: House, wang: Person) -> None:
    await house.wecom.callbacks.event(wang.member, "click", EventKey="今日安排")
    (event,) = house.heard
    assert isinstance(event, TextReceived)
    assert (event.text, event.envelope.chat.id) == ("今日安排", "wangwei")


@pytest.mark.parametrize("kind", ["image", "voice", "video", "location", "link"])
async def test_what_holds_no_words_is_answered_at_once(house: House, wang: Person, kind: str) -> None:
    inner = house.wecom.callbacks.inner(wang.member, kind, MediaId="m", MsgId=7204)
    assert (await house.wecom.callbacks.deliver(wang.member, inner)).received
    assert house.wecom.callbacks.faults == []
    assert wang.last(wang.with_app).text.startswith("我只看得懂文字")
    assert house.heard == []


async def test_a_name_that_nobody_tells_is_no_hindrance(house: House, wang: Person) -> None:
    house.wecom.app.trusted = False
    assert (await wang.tells_app("今日")).received
    (event,) = house.heard
    assert isinstance(event, TextReceived)
    assert event.envelope.sender == UserRef("wecom", "wangwei")


async def test_a_clock_far_away_lets_nobody_in(house: House, caplog: pytest.LogCaptureFixture) -> None:
    """Whoever runs the house is told by the log."""
    signed = house.wecom.app.envelope.sealed(told(house), datetime(2026, 1, 1, tzinfo=UTC))
    assert await brought(house, signed) == REFUSED
    assert any("wecom.refused" in record.getMessage() for record in caplog.records)
