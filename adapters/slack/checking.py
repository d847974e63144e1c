"""What `xiaoban check` tries of Slack's settings: the token, what it may do, the signing secret's shape, the socket."""

import re
from collections.abc import AsyncIterator, Mapping
from typing import TYPE_CHECKING, Any

from adapters.checking import Fault, Finding, Well
from adapters.http import Http
from adapters.slack.api import Api
from adapters.slack.faults import SlackFault
from bot.errors import SendFailed
from bot.ports import Clock

if TYPE_CHECKING:
    from config.platforms import SlackSettings

SCOPES: Mapping[str, str] = {
    "app_mentions:read": "hears the bot being mentioned in channels",
    "channels:history": "looks whether a message arrived before it is sent again",
    "channels:read": "knows what channels are called and who is in them",
    "chat:write": "sends messages",
    "commands": "takes /xiaoban",
    "files:read": "reads files that people send",
    "files:write": "sends lists as files",
    "groups:history": "looks for messages in private channels",
    "groups:read": "knows private channels and who is in them",
    "im:history": "hears direct messages",
    "im:write": "writes to people in private",
    "usergroups:read": "knows user groups as names for several people",
    "users:read": "knows people by name",
    "users:read.email": "recognises people by their e-mail address",
}
"""Every scope without which something does not work, and what that is."""

SECRET = re.compile(r"[0-9a-z]{32}")
WHERE = "under OAuth & Permissions, Bot Token Scopes, and install the app again"
NOBODY = "nobody@xiaoban.invalid"
PROBES: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "channels:read": ("conversations.list", {"limit": 1, "types": "public_channel"}),
    "chat:write": ("chat.update", {"channel": "C0", "ts": "1.1", "text": "."}),
    "files:read": ("files.info", {"file": "F0"}),
    "files:write": ("files.getUploadURLExternal", {"filename": "xiaoban.txt", "length": 1}),
    "groups:read": ("conversations.list", {"limit": 1, "types": "private_channel"}),
    "im:write": ("conversations.open", {"channel": "D0"}),
    "usergroups:read": ("usergroups.list", {}),
    "users:read": ("users.list", {"limit": 1}),
    "users:read.email": ("users.lookupByEmail", {"email": NOBODY}),
}
"""For each of these scopes a call that shows nothing to anybody and is refused first of all when it is missing."""


async def findings(settings: "SlackSettings", clock: Clock, *, alone: bool = True) -> AsyncIterator[Finding]:
    """`alone` is nothing to Slack, which allows several connections."""
    http = Http()
    try:
        token = settings.bot_token.get_secret_value() if settings.bot_token else ""
        async for finding in _token(Api(http, settings.api_base, token, clock)):
            yield finding
        if settings.signing_secret:
            yield _signing_secret(settings.signing_secret.get_secret_value())
        if settings.app_token:
            yield await _socket(Api(http, settings.api_base, settings.app_token.get_secret_value(), clock))
    finally:
        await http.close()


async def _token(api: Api) -> AsyncIterator[Finding]:
    try:
        found = await api.call("auth.test")
    except SendFailed as fault:
        yield Fault(f"adapters.slack.bot_token does not work ({fault.reason}): copy it from {WHERE}.")
        return
    yield Well(f"adapters.slack: speaks as {found.get('user')} in {found.get('team')}")
    missing, untold = (
        (SCOPES.keys() - api.scopes, []) if api.scopes else (await _probed(api), sorted(SCOPES.keys() - PROBES.keys()))
    )
    for scope in sorted(missing):
        yield Fault(f"adapters.slack: the scope {scope} is missing ({SCOPES[scope]}): add it {WHERE}.")
    if untold:
        yield Well(f"adapters.slack: only Slack's page can tell whether it has {', '.join(untold)}")
    elif not missing:
        yield Well("adapters.slack: has every scope that it needs")


async def _probed(api: Api) -> set[str]:
    """Where Slack does not say what the token may do, a few calls do."""
    missing = set[str]()
    for scope, (method, params) in PROBES.items():
        try:
            await api.call(method, **params)
        except SendFailed as fault:
            is_missing = isinstance(fault, SlackFault) and fault.code == "missing_scope"
            missing |= {scope} if is_missing else set()
    return missing


def _signing_secret(secret: str) -> Finding:
    """Only Slack knows whether it is the right one; a wrong kind of secret is the usual mistake."""
    if SECRET.fullmatch(secret):
        return Well("adapters.slack: the signing secret has the right shape")
    return Fault(
        "adapters.slack.signing_secret has not the 32 letters and digits of one: copy “Signing Secret” from Basic "
        "Information, App Credentials; it is neither the client secret nor the verification token."
    )


async def _socket(api: Api) -> Finding:
    """A connection is asked for and not opened, since Slack would give it somebody's message."""
    try:
        await api.call("apps.connections.open")
    except SendFailed as fault:
        return Fault(
            f"adapters.slack.app_token opens no socket ({fault.reason}): switch Socket Mode on, and make a token with "
            "connections:write under Basic Information, App-Level Tokens."
        )
    return Well("adapters.slack: a socket can be opened")
