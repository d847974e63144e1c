"""WeCom's error codes as the house knows failures: whether trying again can help, and the cure in two languages."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from bot.errors import SendFailed, Why

MINUTE = timedelta(minutes=1)
A_MOMENT = timedelta(seconds=2)
A_FEW_MINUTES = timedelta(minutes=3)
UNTIL_SOMEBODY_ACTS = timedelta(minutes=10)
"""What only the settings or the console can mend is tried again this often and no more: wrong secrets are counted."""

OK = 0
NO_TOKEN = frozenset({40014, 42001})
BUSY = frozenset({-1, 6000})
CONTENT = frozenset({40008, 40033, 40035, 40058, 40063, 44004, 45002})
"""The message's shape was refused; in another shape it may go."""

_IP = re.compile(r"from ip: *([0-9a-fA-F.:]{3,45})")


class WeComFault(SendFailed):
    """`code` is WeCom's errcode; its own words change and are never decided by.

    `again` is how long the same call need not be tried; what is only limited waits as long, and what the settings or
    the console must mend may go another way meanwhile.
    """

    def __init__(self, reason: str, code: int, again: timedelta | None = None, **how: Any) -> None:
        super().__init__(reason, **how)
        self.code = code
        self.again = again

    def later(self, left: timedelta) -> "WeComFault":
        """The same while it lasts."""
        wait = left if self.retry_after is not None else None
        return WeComFault(self.reason, self.code, left, why=self.why, permanent=self.permanent, retry_after=wait)


class Code(NamedTuple):
    """`again` is when to try again at the earliest; without it the house's own pauses hold."""

    why: Why
    permanent: bool
    zh: str
    en: str
    again: timedelta | None = None


def _settings(zh: str, en: str, again: timedelta = UNTIL_SOMEBODY_ACTS) -> Code:
    return Code("not_allowed", False, zh, en, again)


def _right(zh: str, en: str) -> Code:
    return Code("not_allowed", True, zh, en)


def _nobody(zh: str, en: str) -> Code:
    return Code("no_chat", True, zh, en)


def _shape(zh: str, en: str) -> Code:
    return Code("refused", True, zh, en)


_SECRET = _settings(
    "应用的 secret 不对，或应用已停用：请在管理后台该应用页面重新复制到 adapters.wecom.secret",
    "the app's secret is wrong or the app is stopped: copy it again into adapters.wecom.secret",
)
_CORP = _settings(
    "企业ID不对：请把“我的企业”页底部的企业ID填入 adapters.wecom.corp_id",
    "the company's id is wrong: copy it from the foot of “My company” into adapters.wecom.corp_id",
)
_AGENT = _settings(
    "AgentId 与 secret 不是同一个应用：请核对 adapters.wecom.agent_id",
    "agent_id and secret are not of one app: check adapters.wecom.agent_id",
)
_STOPPED = _right("应用已停用：请在管理后台启用", "the app is disabled: enable it in the console")
_RANGE = _right(
    "不在应用的可见范围内：请在管理后台把该成员或部门加入应用可见范围（建群需根部门可见）",
    "outside the app's visible range: add the member or department in the console (groups need the whole company)",
)
_CHAT_ID = _nobody("没有这个群：群ID区分大小写，须原样填写", "no such chat: its id must be kept letter for letter")
_HELLO = _nobody(
    "机器人还不能在这个会话发言：请先在那里 @它 说一句话", "the robot may not write there yet: mention it there once"
)

CODES: Mapping[int, Code] = {
    **dict.fromkeys(BUSY, Code("failed", False, "企业微信繁忙，稍后自动重试", "WeCom is busy; it is tried again")),
    45009: Code("limited", False, "调用太频繁，已暂停一会儿", "called too often; it rests for a while", MINUTE),
    45033: Code("limited", False, "并发过多，马上重试", "too many calls at once; tried again in a moment", A_MOMENT),
    **dict.fromkeys(
        NO_TOKEN, Code("failed", False, "access_token 已失效，会重新获取", "the token has ended; a new one is fetched")
    ),
    **dict.fromkeys((40001, 41001, 41004, 40091), _SECRET),
    **dict.fromkeys((40013, 41002), _CORP),
    **dict.fromkeys((40056, 301002), _AGENT),
    60020: _settings(
        "本机出口地址{ip}不在企业可信IP里：请在该应用的“企业可信IP”中添加，约一分钟后生效",
        "this machine's address{ip} is not trusted: add it under the app's trusted IPs; it takes about a minute",
        A_FEW_MINUTES,
    ),
    48002: _right("应用没有此接口权限：请在管理后台为应用开通", "the app may not call this: grant it in the console"),
    48006: _right(
        "接口因长期未用被收回：请在管理后台重新开通",
        "the right was withdrawn after disuse: grant it again in the console",
    ),
    50001: _right(
        "域名未登记：请在应用中配置可信域名", "the domain is not registered: add it as the app's trusted domain"
    ),
    50003: _STOPPED,
    **dict.fromkeys((60011, 60021, 301021), _RANGE),
    **dict.fromkeys(
        (81013, 40003, 40031, 60111, 82001),
        _nobody(
            "收件人不在企业微信或不在应用可见范围内：请核对账号或扩大可见范围",
            "the receiver is not in WeCom or not in the app's visible range: check the account or widen the range",
        ),
    ),
    40032: _shape("一次收件人超过 1000 人", "more than 1000 receivers at once"),
    **dict.fromkeys((40050, 86001, 86003, 93006), _CHAT_ID),
    86008: _nobody("这个群不是本应用创建的", "this group was not made by this app"),
    **dict.fromkeys(
        (86004, 86006, 86207), _shape("群的名称、人数或群主不对", "the group's name, size or owner is wrong")
    ),
    86215: _shape("群ID已被占用", "a group of this id exists"),
    86216: _nobody("群里有企业外或已离职的成员", "somebody in the group is not in the company"),
    86217: _nobody("群里没有成员可以收到消息", "nobody in the group can receive"),
    93000: _nobody(
        "群消息推送地址已失效或已被移除：请在群里重新添加并更新 adapters.wecom.webhooks",
        "the group's webhook is gone: add a new one in the group and set adapters.wecom.webhooks",
    ),
    93004: _nobody(
        "群消息推送已被停用：请群主在群里启用", "the group's webhook is disabled: its owner can enable it in the group"
    ),
    **dict.fromkeys((93001, 93008), _HELLO),
    40007: Code("failed", False, "素材已过期，会重新上传", "the uploaded file has ended; it is uploaded again"),
    85002: _shape(
        "内容含有被禁止的词语：请改写后重发", "forbidden words in it: write it differently and send it again"
    ),
    **dict.fromkeys(CONTENT, _shape("内容或格式不被接受", "its content or shape is not taken")),
}

UNKNOWN_CODE = Code("failed", False, "请按错误码查企业微信文档", "look the code up in WeCom's documents")


def fault_of(what: str, answer: Mapping[str, Any]) -> WeComFault:
    """The failure that an answer with another errcode than 0 stands for."""
    code = errcode(answer)
    known = CODES.get(code, UNKNOWN_CODE)
    found = _IP.search(str(answer.get("errmsg") or ""))
    words = f"{known.zh} · {known.en}".replace("{ip}", f" {found[1]} " if found else "")
    reason = f"{what}: {code} ({words})"
    wait = known.again if known.why == "limited" else None
    return WeComFault(reason, code, known.again, why=known.why, permanent=known.permanent, retry_after=wait)


def is_refused(fault: SendFailed) -> bool:
    """As it is: by a code of the content, or by one that nobody knows, since few of them are written down."""
    return isinstance(fault, WeComFault) and (fault.code in CONTENT or fault.code not in CODES)


def errcode(answer: Mapping[str, Any]) -> int:
    """0 where none is named; something that is no number is no good answer."""
    code = answer.get("errcode", OK)
    return code if isinstance(code, int) else -1
