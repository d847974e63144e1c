"""Slack's error codes as the house knows failures: whether trying again can help, why, and the cure."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from bot.errors import SendFailed, Why

A_WHILE = timedelta(seconds=30)
MISSING_SCOPE = "missing_scope"


class SlackFault(SendFailed):
    """`code` is Slack's own word; `needed` the scope that is missing."""

    def __init__(self, reason: str, code: str, needed: str = "", **how: Any) -> None:
        super().__init__(reason, **how)
        self.code = code
        self.needed = needed


class Code(NamedTuple):
    why: Why
    permanent: bool
    cure: str = ""


_TOKEN = Code("not_allowed", False, "check the token in adapters.slack")
_NO_CHAT = Code("no_chat", True)
_REFUSED = Code("refused", True)
_OURS = Code("failed", False)

CODES: Mapping[str, Code] = {
    "channel_not_found": _NO_CHAT,
    "user_not_found": _NO_CHAT,
    "users_not_found": _NO_CHAT,
    "user_disabled": _NO_CHAT,
    "cannot_dm_bot": _NO_CHAT,
    "is_archived": Code("no_chat", True, "the channel is archived"),
    "not_in_channel": Code("no_chat", True, "invite the bot into the channel: /invite @xiaoban"),
    "restricted_action": Code("not_allowed", True, "a workspace setting forbids posting there"),
    "no_permission": Code("not_allowed", True),
    "ekm_access_denied": Code("not_allowed", True),
    "cant_update_message": Code("not_allowed", True),
    "edit_window_closed": Code("not_allowed", True, "the workspace allows no edits of old messages"),
    "messages_tab_disabled": Code("not_allowed", True, "switch the Messages tab on under App Home"),
    "team_access_not_granted": Code("not_allowed", False, "install the app in this workspace"),
    MISSING_SCOPE: Code("not_allowed", False),
    "token_revoked": _TOKEN,
    "token_expired": _TOKEN,
    "account_inactive": _TOKEN,
    "invalid_auth": _TOKEN,
    "not_authed": _TOKEN,
    "not_allowed_token_type": _TOKEN,
    "no_text": _REFUSED,
    "msg_too_long": _REFUSED,
    "msg_blocks_too_long": _REFUSED,
    "invalid_blocks": _REFUSED,
    "invalid_blocks_format": _REFUSED,
    "invalid_arguments": _REFUSED,
    "metadata_too_large": _REFUSED,
    "message_not_found": Code("refused", True, "the message was deleted"),
    "view_too_large": _REFUSED,
    "not_enabled": Code("not_allowed", True, "switch the Home tab on under App Home"),
    "message_limit_exceeded": Code("limited", False),
    "unknown_method": Code("failed", True, "check adapters.slack.api_base"),
    "service_unavailable": _OURS,
}

MAYBE_DONE = frozenset({"internal_error", "fatal_error", "request_timeout"})
"""Slack says of these that a part may have been done."""

LIMITED = frozenset({"ratelimited", "rate_limited"})


def fault_of(method: str, answer: Mapping[str, Any]) -> SlackFault:
    """The failure that an answer with `ok: false` stands for."""
    code, needed = str(answer.get("error") or "no error named"), str(answer.get("needed") or "")
    if code in LIMITED:
        return SlackFault(f"{method}: {code}", code, retry_after=A_WHILE, why="limited")
    if code in MAYBE_DONE:
        return SlackFault(f"{method}: {code}", code, unknown=True, why="failed")
    known = CODES.get(code) or (CODES["restricted_action"] if code.startswith("restricted_action") else _OURS)
    cure = f"add the scope {needed} and install the app again" if needed else known.cure
    reason = f"{method}: {code}" + (f" ({cure})" if cure else "")
    return SlackFault(reason, code, needed, permanent=known.permanent, why=known.why)
