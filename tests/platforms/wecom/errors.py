"""The codes that WeCom answers with, in its own way of putting them; HTTP says 200 to all of them."""

from itertools import count
from typing import Any

WORDS = {
    -1: "system busy",
    0: "ok",
    40001: "invalid credential",
    40003: "invalid userid",
    40007: "invalid media_id",
    40008: "invalid message type",
    40009: "invalid image size",
    40013: "invalid corpid",
    40014: "invalid access_token",
    40029: "invalid oauth_code",
    40031: "invalid user list",
    40032: "invalid user list size",
    40033: "invalid request parameter, contains \\uxxxx",
    40035: "invalid parameter",
    40050: "chatid not exists",
    40056: "invalid agentid",
    40058: "invalid Request Parameter",
    40063: "some parameters are empty",
    41001: "access_token missing",
    41002: "corpid missing",
    41004: "secret missing",
    42001: "access_token expired",
    44004: "empty content",
    45002: "content size out of limit",
    45009: "api freq out of limit",
    45033: "api concurrent out of limit",
    48002: "api forbidden",
    48006: "api forbidden for long time no use",
    50001: "redirect_url unregisted",
    50003: "app is disabled",
    60011: "no privilege to access/modify contact/party/agent",
    60020: "not allow to access from your ip",
    60021: "no privilege of party",
    60111: "invalid string value of userid",
    60123: "department not found",
    81013: "user & party & tag all invalid",
    85002: "contains forbidden words",
    86001: "invalid chatid",
    86003: "chatid not exist",
    86004: "invalid chat name",
    86006: "invalid chat member count",
    86008: "chat was not created by this app",
    86207: "owner not in user list",
    86215: "chatid already exists",
    86216: "invalid chat member",
    93000: "invalid webhook url",
    93001: "not allowed to send to this chat",
    93004: "robot is disabled",
    93006: "invalid chatid",
    93008: "robot is not in the chat",
    93019: "invalid bot_id",
    301002: "no privilege of this agent",
    846605: "invalid req_id",
    846608: "stream message update expired",
    846609: "aibot websocket not subscribed",
    853000: "signature is incorrect, please check if the bot secret is correct",
}
_hints = count(1_764_000_000)


class Refused(Exception):
    """`more` goes into the answer beside the code."""

    def __init__(self, code: int, detail: str = "", **more: Any) -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail
        self.more = more


def answer(code: int, detail: str = "", **more: Any) -> dict[str, Any]:
    """The words carry a hint that changes, so nobody can decide by them."""
    words = WORDS.get(code, "error")
    if not code:
        return {"errcode": 0, "errmsg": words, **more}
    told = f"{words} ({detail})" if detail else words
    hint = f"hint: [{next(_hints)}], from ip: 127.0.0.1, more info at https://open.work.weixin.qq.com/devtool/query?e={code}"
    return {"errcode": code, "errmsg": f"{told}, {hint}", **more}
