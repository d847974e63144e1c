"""A WeCom of one's own on this machine: one address for the API, the webhooks and the robot's gateway."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

from bot.engine.clock import MovableClock
from tests.platforms.timers import Timers
from tests.platforms.wecom.app import App, Tokens
from tests.platforms.wecom.appchat import Appchat
from tests.platforms.wecom.bell import Bell
from tests.platforms.wecom.callbacks import AppCallbacks
from tests.platforms.wecom.contacts import Contacts
from tests.platforms.wecom.door import Door
from tests.platforms.wecom.faults import Faults
from tests.platforms.wecom.files import Files
from tests.platforms.wecom.gateway import Gateway
from tests.platforms.wecom.messages import Messages
from tests.platforms.wecom.outbound import Caller, Delivery
from tests.platforms.wecom.people import Person
from tests.platforms.wecom.replies import Replies
from tests.platforms.wecom.robot import Callback, Identity, Robot
from tests.platforms.wecom.robot_url import RobotByUrl
from tests.platforms.wecom.unknowns import Unknowns
from tests.platforms.wecom.uploads import Uploads
from tests.platforms.wecom.webhooks import Webhook, Webhooks
from tests.platforms.wecom.world import Company, Talk

MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # a Monday, 09:00 in Shanghai
BIGGEST_BODY = 32 * 1024 * 1024


class LocalWeCom:
    def __init__(self, clock: MovableClock | None = None, unknowns: Unknowns | None = None) -> None:
        self.clock = clock or MovableClock(base=lambda: MORNING)
        self.timers = Timers(self.clock)
        self.unknowns = unknowns or Unknowns()
        self.faults = Faults()
        self.bell = Bell()
        self.caller = Caller(self.timers)
        self.app = App()
        self.apps = [self.app]
        self.company = Company(self.clock, self.app.corp_id)
        self._open_api()
        self._wake_robot()
        self.address = ""

    def _open_api(self) -> None:
        self.tokens = Tokens(self.clock, self.company, self.apps, self.unknowns)
        self.door = Door(self.tokens, self.faults, self.timers, self.unknowns, self.bell)
        self.messages = Messages(self.clock, self.company, self.unknowns)
        self.appchat = Appchat(self.clock, self.company, self.unknowns)
        self.contacts = Contacts(self.company, self.unknowns)
        self.webhooks = Webhooks(self.clock, self.company, self.unknowns)
        self.callbacks = AppCallbacks(self.app, self.company, self.messages, self.caller, self.unknowns)
        self.door.add(
            "gettoken",
            lambda ask: self.tokens.give(ask.query.get("corpid", ""), ask.query.get("corpsecret", "")),
            method="GET",
            open=True,
        )
        for part in (self.messages, self.appchat, self.contacts, self.webhooks):
            part.add_to(self.door)

    def _wake_robot(self) -> None:
        self.robot = Robot(self.company, self.unknowns, Identity())
        self.replies = Replies(self.robot)
        self.uploads = Uploads(self.replies)
        self.files = Files(self.clock, self.robot.me)
        self.gateway = Gateway(self.replies, self.uploads, self.faults, self.timers, self.bell)
        self.gateway.trusted = lambda: self.app.trusted
        self.by_url = RobotByUrl(self.robot, self.replies, self.caller, self.timers, self.bell)
        self.by_url.add_to(self.door)
        self.robot.carry = self._carry

    async def _carry(self, callback: Callback) -> None:
        await (self.by_url if self.robot.me.by_url else self.gateway).carry(callback)

    @property
    def ws_url(self) -> str:
        return self.address.replace("http://", "ws://")

    def webhook_url(self, hook: Webhook) -> str:
        return f"{self.address}/cgi-bin/webhook/send?key={hook.key}"

    @asynccontextmanager
    async def running(self, port: int = 0) -> AsyncIterator["LocalWeCom"]:
        """On loopback; with 0 the machine chooses the port."""
        server = web.Application(client_max_size=BIGGEST_BODY)
        server.router.add_get("/", self.gateway.handle)
        server.router.add_get("/files/{number}", self.files.handle)
        server.router.add_route("*", "/cgi-bin/{path:.+}", self.door.handle)
        runner = web.AppRunner(server, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", port)
        await site.start()
        self.address = self.by_url.address = self.files.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield self
        finally:
            await self.caller.close()
            for line in list(self.gateway.lines):
                line.cut()
            await runner.cleanup()

    async def use_url_mode(self, callback_url: str) -> bool:
        """As the console does it: the URL must answer, and the long connection ends."""
        self.robot.me.callback_url = callback_url
        if not await self.by_url.verify():
            return False
        self.robot.me.by_url = True
        await self.gateway.close(1000)
        return True

    # People

    def person(self, userid: str, name: str, *departments: int, **more: Any) -> Person:
        return Person(self, self.company.add_member(userid, name, *departments, **more))

    def named(self, name: str) -> Person:
        return next(Person(self, each) for each in self.company.members.values() if each.name == name)

    async def joins(self, userid: str, name: str, *departments: int, **more: Any) -> Person:
        """And the app is told, by change_contact and by subscribe."""
        person = self.person(userid, name, *departments, **more)
        where = ",".join(map(str, person.member.departments))
        await self.callbacks.contact_changed("create_user", UserID=userid, Name=name, Department=where)
        await self.callbacks.event(person.member, "subscribe", EventKey="")
        return person

    async def leaves(self, person: Person) -> Delivery:
        person.member.active = False
        for talk in self.company.groups.values():
            talk.members = [each for each in talk.members if each != person.id]
        return await self.callbacks.contact_changed("delete_user", UserID=person.id)

    def group(self, name: str, *people: Person, **more: Any) -> Talk:
        return self.company.add_group(name, *(each.id for each in people), **more)

    async def pass_by(self, length: timedelta) -> None:
        await self.timers.pass_by(length)
        self.bell.ring()
