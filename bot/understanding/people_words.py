"""What is said of accounts and tags: 绑定, 绑定 482913, 解绑 张伟 slack, 以后用钉钉通知我, 标签 党员：张伟、李强.

All of these mean one thing as they stand, and only when they are said to the bot.
"""

import re
from collections.abc import Iterator

from bot.understanding.hints import hint
from bot.understanding.ledger import Whole
from bot.understanding.regex import regex
from bot.understanding.sentence import Context, unaddressed

PLATFORMS = {
    "slack": "slack", "钉钉": "dingtalk", "dingtalk": "dingtalk", "企业微信": "wecom", "企微": "wecom",
    "wecom": "wecom", "wechat work": "wecom", "第二个网页聊天": "sim2", "第二个网页": "sim2",
    "the second web chat": "sim2", "second web chat": "sim2", "网页聊天": "sim", "网页": "sim",
    "the web chat": "sim", "web chat": "sim",
}  # fmt: skip
_ON = "|".join(map(re.escape, PLATFORMS))
_ENDS = " 。.!！?？~～"


def _whole(pattern: str) -> re.Pattern[str]:
    return regex(pattern, re.IGNORECASE)


_SAID: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("code", _whole(r"(?:我要|请)?绑定(?:一下)?(?:我的)?(?:账号|帐号|平台)?|(?:please )?bind(?: my)? accounts?|bind")),
    ("bind", _whole(r"绑定(?:码|验证码)?\s*[:：]?\s*(?P<code>\d{3,10})|bind(?: code)?\s*:?\s*(?P<code_en>\d{3,10})")),
    ("unbind", _whole(
        rf"(?:解绑|解除绑定)\s*(?P<who>[^\s:：]{{1,40}}?)??\s*的?\s*(?P<platform>{_ON})\s*(?:账号|帐号)?"
        rf"|unbind\s+(?:(?P<who_en>.{{1,40}}?)(?:'s)?\s+(?:from\s+)?)?(?P<platform_en>{_ON})(?:\s+account)?"
    )),
    ("mine", _whole(r"(?:查看|看看)?我的?(?:平台)?(?:账号|帐号|账户)(?:有哪些|列表)?|(?:show |list )?my accounts?")),
    ("prefer", _whole(
        rf"(?:请)?(?:以后|今后)?(?:都)?(?:改)?(?:用|通过|在)\s*(?P<platform>{_ON})\s*上?(?:来)?(?:通知|联系|提醒|告诉|找|发给)我(?:吧|就行)?"
        rf"|(?:please )?(?:notify|tell|reach|message|remind|contact) me (?:on|by|via|in|through) (?P<platform_en>{_ON})"
        r"(?: from now on)?"
    )),
    ("anywhere", _whole(r"(?:以后)?(?:用|在)?(?:哪里?|哪个平台|哪儿)通知我都行|notify me (?:anywhere|wherever)")),
    ("untag", _whole(
        r"(?:去掉|取消|删除|移除)标签\s*[:：]?\s*(?P<tag>[^\s:：]{1,20})\s*[:：]\s*(?P<names>.{1,400})"
        r"|untag\s+(?P<tag_en>[^:：]{1,20}?)\s*[:：]\s*(?P<names_en>.{1,400})"
    )),
    ("tag", _whole(
        r"(?:加|打|设)?标签\s*(?P<tag>[^\s:：]{1,20})\s*[:：]\s*(?P<names>.{1,400})"
        r"|tag\s+(?P<tag_en>[^:：]{1,20}?)\s*[:：]\s*(?P<names_en>.{1,400})"
    )),
    ("tags", _whole(
        r"(?:查看|列出)?(?:有哪些|所有|全部)?标签(?:有哪些|列表)?|(?:show |list )?(?:the |all )?tags"
        r"|(?:谁有)?标签\s+(?P<tag>[^\s:：]{1,20})(?:的人|有谁|有哪些人)?|who has tag (?P<tag_en>.{1,20})"
    )),
)  # fmt: skip
_SAID_HINT = hint(
    "绑 账 帐 标签 bind account tag 通知我 联系我 提醒我 告诉我 找我 发给我 notify tell reach message remind contact"
)
PEOPLE = frozenset(f"people.{what}" for what, _ in _SAID)
"""The intents that are found here alone."""

_BETWEEN = regex(r"\s*(?:[、,，/;；]|和|及|以及|与|\band\b|&)\s*", re.IGNORECASE)


def read_people(text: str, context: Context) -> Whole | None:
    """None for whatever speaks of neither accounts nor tags."""
    if not _SAID_HINT(text):
        return None
    said = unaddressed(text, context).strip().strip(_ENDS)
    for what, pattern in _SAID:
        match = pattern.fullmatch(said)
        if match is not None:
            return Whole(f"people.{what}", dict(_slots(match)))
    return None


def _slots(match: re.Match[str]) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    for name, value in match.groupdict().items():
        if not value:
            continue
        plain = name.removesuffix("_en")
        if plain == "names":
            yield plain, tuple(part for one in _BETWEEN.split(value) if (part := one.strip(" @的")))
        else:
            yield plain, PLATFORMS[value.lower()] if plain == "platform" else value.strip()
