"""The app's API judged by the community's client, which fetches tokens and reads messages in its own way."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from wechatpy.enterprise import WeChatClient, parse_message
from wechatpy.exceptions import WeChatClientException

from tests.platforms.wecom import xml
from tests.platforms.wecom.local import LocalWeCom
from tests.platforms.wecom.people import Person
from tests.platforms.wecom.receiver import Receiver
from tests.platforms.wecom.world import Talk


class Client(WeChatClient):  # type: ignore[misc]
    """Its address of gettoken is fixed, unlike all others."""

    def fetch_access_token(self) -> Any:
        asked = {"corpid": self.corp_id, "corpsecret": self.secret}
        return self._fetch_access_token(f"{self.API_BASE_URL}gettoken", asked)


@pytest.fixture
def client(wecom: LocalWeCom) -> Iterator[Any]:
    made = Client(wecom.app.corp_id, wecom.app.secret, timeout=20)
    made.API_BASE_URL = f"{wecom.address}/cgi-bin/"
    yield made
    made._http.close()


async def test_it_sends_and_looks_people_up(wecom: LocalWeCom, client: Any, wang: Person) -> None:
    agent = wecom.app.agent_id
    told = await asyncio.to_thread(client.message.send_text, agent, ["wangwei", "nobody"], "督办")
    assert (told["errcode"], told["invaliduser"]) == (0, "nobody")
    assert wang.last(wang.with_app).text == "督办"
    assert (await asyncio.to_thread(client.user.get, "wangwei"))["name"] == "王伟"
    found = await asyncio.to_thread(client.user.list, 1, True, 0, True)
    assert [each["userid"] for each in found] == ["lizhuren", "wangwei", "ZhaoMin"]
    assert [each["name"] for each in await asyncio.to_thread(client.department.get)] == ["办公室", "综合科"]
    assert wecom.tokens.asked == 1


async def test_it_fetches_a_token_that_has_ended_again(wecom: LocalWeCom, client: Any, wang: Person) -> None:
    await asyncio.to_thread(client.user.get, "wangwei")
    await wecom.pass_by(timedelta(hours=2))
    assert (await asyncio.to_thread(client.user.get, "wangwei"))["errcode"] == 0
    assert wecom.tokens.asked == 2


async def test_it_makes_groups(wecom: LocalWeCom, client: Any, li: Person) -> None:
    made = await asyncio.to_thread(client.appchat.create, "zhuanban", "专班", "lizhuren", ["lizhuren", "wangwei"])
    chat = made["chatid"]
    await asyncio.to_thread(client.appchat.send_text, chat, "开会")
    assert li.last(wecom.company.groups[chat]).text == "开会"


async def test_it_reads_refusals(wecom: LocalWeCom, client: Any, group: Talk) -> None:
    with pytest.raises(WeChatClientException) as caught:
        await asyncio.to_thread(client.appchat.send_text, group.id, "不行")
    assert caught.value.errcode == 86008


async def test_it_reads_what_the_app_is_told(wecom: LocalWeCom, receiver: Receiver, wang: Person) -> None:
    await wang.tells_app("明天")
    message: Any = parse_message(xml.written(receiver.told[0]))
    assert (message.type, message.source, message.content, message.agent) == ("text", "wangwei", "明天", 1000002)
    await wang.opens_app()
    event: Any = parse_message(xml.written(receiver.told[1]))
    assert (event.type, event.event) == ("event", "enter_agent")
