"""The parts of the adapter that the settings set up, each built from plain values."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from adapters.http import Http
from adapters.wecom.api import Api, Tokens
from adapters.wecom.app import App
from adapters.wecom.appchat import Appchat
from adapters.wecom.callbacks import Callbacks
from adapters.wecom.crypt import Crypt, NotGenuine
from adapters.wecom.people import People
from adapters.wecom.robot import Robot, RobotByUrl
from adapters.wecom.ways import APP, ROBOT_URL, Way
from adapters.wecom.webhook import Webhook
from bot.ports import Clock, Dispatch, HttpRequest, HttpResponse

if TYPE_CHECKING:
    from pydantic import SecretStr

    from config.platforms import WeComSettings

APP_PATH, ROBOT_PATH = "/hooks/wecom/app", "/hooks/wecom/aibot"
THE_ROBOTS_OWN = ""
"""Whom an envelope for a robot of the company's own is addressed to."""

Sleep = Callable[[float], Awaitable[None]]


class Door(Protocol):
    """Takes requests; what it hears it dispatches."""

    dispatch: Dispatch

    async def receive(self, request: HttpRequest) -> HttpResponse: ...


@dataclass(frozen=True, slots=True)
class Parts:
    """`doors` by their paths, each with the name of its way; `robot` is the one that holds a connection."""

    http: Http
    ways: Mapping[str, Way]
    doors: Mapping[str, tuple[str, Door]]
    robot: Robot | None = None
    people: People | None = None


def compose(settings: "WeComSettings", clock: Clock, sleep: Sleep) -> Parts:
    http = Http()
    ways: dict[str, Way] = {}
    doors: dict[str, tuple[str, Door]] = {}
    robot = people = None
    if settings.bot_id:
        robot = Robot(
            http, settings.ws_url, settings.bot_id, plain(settings.bot_secret), clock, sleep, (settings.bot_name,)
        )
        ways[robot.name] = robot
    if settings.aibot_token:
        by_url = _by_url(http, settings, clock, sleep)
        ways[by_url.name], doors[ROBOT_PATH] = by_url, (ROBOT_URL, by_url)
    if settings.corp_id:
        api = _api(http, settings, clock, sleep)
        people, app = People(api, clock), App(api, settings.agent_id or 0, clock)
        ways[app.name], ways[Appchat.name] = app, Appchat(api, clock)
        crypt = Crypt(plain(settings.token), plain(settings.aes_key), settings.corp_id, clock)
        doors[APP_PATH] = (APP, Callbacks(crypt, settings.agent_id or 0, people, app.keep))
    if settings.webhooks:
        urls = {chat: url.get_secret_value() for chat, url in settings.webhooks.items()}
        ways[Webhook.name] = Webhook(http, urls, clock)
    return Parts(http, ways, doors, robot, people)


def _by_url(http: Http, settings: "WeComSettings", clock: Clock, sleep: Sleep) -> RobotByUrl:
    key = plain(settings.aibot_aes_key)
    crypt = Crypt(plain(settings.aibot_token), key, THE_ROBOTS_OWN, clock)
    return RobotByUrl(http, crypt, clock, sleep, (settings.bot_name,), not_genuine=NotGenuine, aes_key=key)


def _api(http: Http, settings: "WeComSettings", clock: Clock, sleep: Sleep) -> Api:
    tokens = Tokens(http, settings.api_base, settings.corp_id or "", plain(settings.secret), clock)
    return Api(http, settings.api_base, tokens, clock, sleep)


def plain(given: "SecretStr | None") -> str:
    return given.get_secret_value() if given else ""
