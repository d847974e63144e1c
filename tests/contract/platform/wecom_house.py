"""WeCom's app with all its parts, against the WeCom of this machine; what it hears is written down."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from adapters.http import Http
from adapters.wecom.api import Api, Tokens
from adapters.wecom.app import App
from adapters.wecom.appchat import Appchat
from adapters.wecom.callbacks import Callbacks
from adapters.wecom.crypt import Crypt
from adapters.wecom.people import People
from adapters.wecom.webhook import Webhook
from bot.cards import Action, Button, Card
from bot.errors import TryAgain
from bot.messages import ChatRef, InboundEvent, Outgoing, UserRef
from tests.platforms.wecom.doors import open_door
from tests.platforms.wecom.local import LocalWeCom

YES, NO = Action("dialog.yes", 1), Action("dialog.no", 1)
ASKING = Card(
    "督办年度总结？", (("时限", "11月27日（周五）18:00"),), "", (Button("确认", YES, "primary"), Button("取消", NO))
)
SAYING = Card("督1 年度总结", (("状态", "办理中"),), "初稿写完了")
LINE = Card("好，这件事不办了。")


@dataclass
class House:
    """`busy` makes the store take nothing."""

    wecom: LocalWeCom
    http: Http
    api: Api
    app: App
    appchat: Appchat
    people: People
    callbacks: Callbacks
    heard: list[InboundEvent] = field(default_factory=list)
    busy: bool = False

    async def take(self, event: InboundEvent) -> None:
        if self.busy:
            raise TryAgain
        self.heard.append(event)

    def webhook(self, **urls: str) -> Webhook:
        return Webhook(self.http, urls, self.wecom.clock)


async def no_sleep(_seconds: float) -> None:
    """What would be waited for is of no matter here."""


def to(user: str, card: Card = LINE, key: str = "k1", **more: Any) -> Outgoing:
    return Outgoing(key, UserRef("wecom", user).direct(), card, **more)


def into(chat: str, card: Card = LINE, key: str = "k1", **more: Any) -> Outgoing:
    return Outgoing(key, ChatRef("wecom", "group", chat), card, **more)


def api_of(wecom: LocalWeCom, http: Http, secret: str = "", corp_id: str = "") -> Api:
    corp_id, secret = corp_id or wecom.app.corp_id, secret or wecom.app.secret
    return Api(http, wecom.address, Tokens(http, wecom.address, corp_id, secret, wecom.clock), wecom.clock, no_sleep)


@asynccontextmanager
async def open_house(wecom: LocalWeCom) -> AsyncIterator[House]:
    """Its door is set up at the local WeCom."""
    http = Http()
    api, envelope = api_of(wecom, http), wecom.app
    app, people = App(api, wecom.app.agent_id, wecom.clock), People(api, wecom.clock)
    crypt = Crypt(envelope.token, envelope.aes_key, envelope.corp_id, wecom.clock)
    callbacks = Callbacks(crypt, wecom.app.agent_id, people, app.keep)
    house = House(wecom, http, api, app, Appchat(api, wecom.clock), people, callbacks)
    callbacks.dispatch = house.take
    try:
        async with open_door(callbacks.receive, "/hooks/wecom/app") as wecom.app.callback_url:
            yield house
    finally:
        await http.close()


@asynccontextmanager
async def open_company() -> AsyncIterator[LocalWeCom]:
    async with LocalWeCom().running() as made:
        made.company.add_department(2, "综合科")
        made.person("lizhuren", "李主任", 1, position="主任", mobile="13800000001")
        made.person("wangwei", "王伟", 2)
        made.person("ZhaoMin", "赵敏", 2)
        yield made
