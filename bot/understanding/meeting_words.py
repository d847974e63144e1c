"""Questions about who comes to a meeting: 教学例会都有谁参加, 校务会谁还没回, who's coming to the budget review.

All of them mean one thing as they stand, where what they name is called like a meeting.
"""

import re

from bot.understanding.hints import hint
from bot.understanding.ledger import Whole
from bot.understanding.regex import regex
from bot.understanding.sentence import Context, unaddressed

WHO = "meetings.who"
"""The intent that is found here alone."""

_POLITE = r"(?:请|麻烦|帮我|帮忙|看看|看下|看一下|查一下|查下|问一下|\s)*"
_WHICH = r"(?:谁|哪些人|哪几个人|哪几位|哪位|几个人|多少人|几个|几位|几人)"
_COME = r"(?:来?参加|参会|出席|到会|来|去)"
_LEFT = r"(?:没有?|未)(?:回复|回应|答复|表态|确认|回执|回)"
_ASKING = r"[啊呢呀的吗\s?？。]*"
_TITLE = r"(?P<title>[^，,。?？]{2,30}?)"
_MEETING = regex(r"会|培训|讲座|论坛|沙龙|答辩|评审|面试|座谈|研讨")
_NO_MEETING = regex(r"通知|督\s*\d|督办|问卷|调查|notice|survey|poll|item", re.IGNORECASE)

_SAID: tuple[tuple[re.Pattern[str], bool, bool], ...] = tuple(
    (regex(pattern, re.IGNORECASE), is_missing, is_chased)
    for pattern, is_missing, is_chased in (
        (rf"{_POLITE}(?:催|提醒)(?:一?下|催)?{_TITLE}(?:还)?{_LEFT}的(?:人|同事|老师)?{_ASKING}", True, True),
        (rf"{_POLITE}{_TITLE}的?(?:还)?(?:有)?{_WHICH}(?:还)?{_LEFT}{_ASKING}", True, False),
        (rf"{_POLITE}(?:还有)?{_WHICH}(?:还)?{_LEFT}{_TITLE}{_ASKING}", True, False),
        (rf"{_POLITE}{_TITLE}的?(?:都|一共|总共)?(?:有)?{_WHICH}(?:要|会|能|确认)?{_COME}{_ASKING}", False, False),
        (rf"{_POLITE}(?:都有?|有)?{_WHICH}(?:要|会|能|确认)?{_COME}{_TITLE}{_ASKING}", False, False),
        (rf"{_POLITE}{_TITLE}的?(?:参[会加]|到会|出席)?(?:名单|回执|答复|人员)(?:情况)?{_ASKING}", False, False),
        (
            r"(?:please )?(?:nudge|chase|remind) (?:those|everyone|people|whoever) who (?:has not|hasn't|have not|"
            r"haven't) (?:replied|answered|responded)(?: yet)? to (?:the )?(?P<title>.{2,40}?)(?: yet)?[?.!\s]*",
            True, True,
        ),
        (
            r"who (?:has not|hasn't|have not|haven't|still has to) (?:yet )?(?:replied|answered|responded|rsvp'?e?d|"
            r"reply|answer)(?: yet)?(?: to| for)? (?:the )?(?P<title>.{2,40}?)(?: yet)?[?.!\s]*", True, False,
        ),
        (
            r"who(?:'s| is| all is| will be|'ll be)? (?:coming|going|attending|invited|come|attend)(?: to| for)? "
            r"(?:the )?(?P<title>.{2,40}?)(?: yet)?[?.!\s]*", False, False,
        ),
        (
            r"(?:show (?:me )?)?(?:the )?(?:attendees|guest list|rsvps?) (?:of|for|to) "
            r"(?:the )?(?P<title>.{2,40}?)(?: yet)?[?.!\s]*", False, False,
        ),
    )
)  # fmt: skip

SAID_HINT = hint("谁 哪些人 哪几 哪位 几个 几位 几人 多少人 回 答复 表态 确认 名单 人员 who attendees guest rsvp")


def read_meeting(text: str, context: Context) -> Whole | None:
    """None for whatever asks for nothing of a meeting's answers."""
    if not SAID_HINT(text):
        return None
    said = unaddressed(text, context).strip()
    if _NO_MEETING.search(said):
        return None
    for pattern, is_missing, is_chased in _SAID:
        match = pattern.fullmatch(said)
        if match is not None and (said.isascii() or _is_english(pattern) or _MEETING.search(match["title"])):
            return Whole(WHO, {"title": match["title"].strip(), "missing": is_missing, "chase": is_chased})
    return None


def _is_english(pattern: re.Pattern[str]) -> bool:
    """教学例会 may be asked about in English, too, and needs no word for a meeting then."""
    return pattern.pattern.startswith(("(?:please", "who", "(?:show"))
