"""What `xiaoban check` tries of WeCom's settings: each way's keys and rights, without a word to anybody."""

import re
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from adapters.checking import Fault, Finding, Well
from adapters.http import Http
from adapters.wecom.api import Api, Tokens
from adapters.wecom.composing import APP_PATH, ROBOT_PATH, plain
from adapters.wecom.faults import CONTENT, WeComFault, errcode, fault_of
from adapters.wecom.robot.line import Line
from bot.errors import SendFailed
from bot.ports import Clock

if TYPE_CHECKING:
    from pydantic import SecretStr

    from config.platforms import WeComSettings

TOKEN = re.compile(r"[!-~]{1,32}")
NOBODY = "xiaoban-nobody"
NOBODY_THERE = frozenset({81013, 40003, 40031, 60111})
UNKNOWN_KIND = 40008
PROBE = {
    "msgtype": "template_card",
    "template_card": {
        "card_type": "button_interaction",
        "main_title": {"title": "xiaoban check"},
        "task_id": "xiaoban-check",
        "button_list": [{"text": "OK", "key": "ok", "style": 1}],
    },
}
"""A card to somebody who is not there: WeCom looks at everything else first."""

WHERE = "in the console, the app's page"
SET = "where the URL is set"


async def findings(settings: "WeComSettings", clock: Clock, *, alone: bool = True) -> AsyncIterator[Finding]:
    """`alone`: no process of this house holds the robot's connection, which would be taken from it."""
    http = Http()
    try:
        if settings.bot_id:
            yield await _robot(http, settings, alone=alone)
        if settings.aibot_token:
            yield _door("aibot_token", ROBOT_PATH, settings.aibot_token)
        if settings.corp_id:
            yield _door("token", APP_PATH, settings.token)
            async for finding in _app(http, settings, clock):
                yield finding
        for chat, url in settings.webhooks.items():
            yield await _webhook(http, chat, url.get_secret_value())
    finally:
        await http.close()


async def _robot(http: Http, settings: "WeComSettings", *, alone: bool) -> Finding:
    """The newest connection is the one that counts, so none is opened beside a house that runs."""
    if not alone:
        return Well("adapters.wecom: the robot's connection is held by the house that runs; it is not tried here")
    line = Line(http, settings.ws_url, settings.bot_id or "", plain(settings.bot_secret))
    line.start()
    try:
        await line.ready()
    except SendFailed as fault:
        if line.state == "refused":
            return Fault(
                "adapters.wecom.bot_id or bot_secret is wrong, or the robot is in URL mode: choose the long connection "
                "in the robot's API settings, and copy Bot ID and Secret from there."
            )
        return Fault(
            f"adapters.wecom: the robot's gateway {settings.ws_url} does not answer ({fault.reason}): let this machine "
            "open connections to it."
        )
    finally:
        await line.close()
    return Well("adapters.wecom: the robot is known to its gateway")


def _door(token: str, path: str, given: "SecretStr | None") -> Finding:
    """Only WeCom knows whether it is the right one: it tries it, and its key, when the URL is saved."""
    if not TOKEN.fullmatch(plain(given)):
        return Fault(f"adapters.wecom.{token} is none: it has up to 32 letters and digits; copy it from {SET}.")
    return Well(f"adapters.wecom: {token} has the right shape; the URL to set ends with {path}")


async def _app(http: Http, settings: "WeComSettings", clock: Clock) -> AsyncIterator[Finding]:
    tokens = Tokens(http, settings.api_base, settings.corp_id or "", plain(settings.secret), clock)
    api = Api(http, settings.api_base, tokens, clock)
    try:
        await tokens.get()
    except SendFailed as fault:
        yield Fault(f"adapters.wecom: the app gets no token: {fault.reason}.")
        return
    yield Well("adapters.wecom: the app gets its token")
    yield await _sends(api, settings.agent_id or 0)
    yield await _reads_people(api)
    yield await _has_groups(api)


async def _sends(api: Api, agent_id: int) -> Finding:
    try:
        await api.post("message/send", {"touser": NOBODY, "agentid": agent_id, **PROBE})
    except WeComFault as fault:
        if fault.code in NOBODY_THERE:
            return Well("adapters.wecom: the app may send cards")
        if fault.code in CONTENT:
            return Fault(
                f"adapters.wecom: the app may send no cards with buttons ({fault.code}): set its URL {WHERE}, under "
                "receiving messages (接收消息), while the house runs; then try again."
            )
        return Fault(f"adapters.wecom: the app cannot send: {fault.reason}.")
    except SendFailed as fault:
        return Fault(f"adapters.wecom: the app cannot send: {fault.reason}.")
    return Well("adapters.wecom: the app may send cards")


async def _reads_people(api: Api) -> Finding:
    try:
        listed = await api.get("department/list")
        seen = len(listed.get("department") or ())
        if seen:
            await api.get("user/simplelist", department_id=listed["department"][0]["id"], fetch_child=0)
    except SendFailed as fault:
        return Fault(f"adapters.wecom: the app cannot read who is there: {fault.reason}.")
    if not seen:
        return Fault(f"adapters.wecom: the app sees nobody: widen its visible range (可见范围) {WHERE}.")
    return Well(f"adapters.wecom: the app sees {seen} departments")


async def _has_groups(api: Api) -> Finding:
    """Groups of its own are for those who want them, so a missing right is no fault."""
    try:
        await api.get("appchat/get", chatid="xiaobancheck")
    except WeComFault as fault:
        if fault.why != "no_chat":
            return Well(f"adapters.wecom: no groups made by the app: {fault.reason}")
    except SendFailed as fault:
        return Fault(f"adapters.wecom: appchat/get: {fault.reason}.")
    return Well("adapters.wecom: the app may have groups of its own")


async def _webhook(http: Http, chat: str, url: str) -> Finding:
    """A message of a kind that there is not: it is refused after the address is known, and shown to nobody."""
    name = f"adapters.wecom.webhooks: {chat}"
    if not parse_qs(urlsplit(url).query).get("key"):
        return Fault(f"{name} has no key in its address: copy the whole address from the group's settings.")
    try:
        told = (await http.call("POST", url, json={"msgtype": "xiaoban"})).json()
    except SendFailed as fault:
        return Fault(f"{name} does not answer ({fault.reason}): let this machine open connections to it.")
    if errcode(told if isinstance(told, dict) else {"errcode": -1}) == UNKNOWN_KIND:
        return Well(f"{name} is known")
    return Fault(f"{name}: {fault_of('webhook/send', told if isinstance(told, dict) else {'errcode': -1}).reason}.")
