"""For whom something is sent, and how long before a meeting: 提醒本群, 校务会前15分钟, 10 minutes before the sync."""

import re
from datetime import timedelta

from bot.understanding.moments import Moment
from bot.understanding.naming import is_generic, title_of
from bot.understanding.regex import regex
from bot.understanding.sentence import Sentence

ME, GROUP = "me", "group"
_TOLD = (
    r"(?:提醒|叫|喊|通知|告诉|发|推|推送|报|催|敲|戳|来|订|开通|设|remind|tell|ping|alert|nudge|send|subscribe|"
    r"sign|notify|wake|message|give|show)"
)
_HERE = regex(
    r"本群|这个?群|咱们?群|我们群|群里|群内|[到在向]群|"
    r"\b(?:in |to )?(?:this|the) (?:group|channel|chat)\b|\b(?:post|send|deliver|put|push|digest|back|"
    r"brief(?:ing)?) (?:.{0,40} )?(?:in )?here\b|"
    r"\bhere\b(?= (?:each|every|at|on|in|daily|weekly)\b)",
    re.IGNORECASE,
)
_ALL = regex(
    rf"{_TOLD}(?:一下|下|给|到|个|一声)*(?:我们|咱们|大家|各位|全体|所有人|全员|大伙|同学们|各(?:班|部门|处室|"
    rf"科室|单位|学院))|给(?:我们|咱们|大家|各位|全体|所有人)|"
    r"@(?:所有人|all|everyone|here|channel)|"
    rf"\b{_TOLD}(?:ing)? (?:us|everyone|everybody|all|the (?:whole )?team|the group|people|staff|folks)\b",
    re.IGNORECASE,
)
_ME = regex(
    rf"{_TOLD}(?:一下|下|给|到|个|一声)*(?:我(?!们)|俺|自己)|给我(?!们)|我(?:要|想)(?:订|收|看)|"
    rf"\b{_TOLD}(?:ing)? me\b|\b(?:to|for) me\b|\bmy (?:alarm|reminder)",
    re.IGNORECASE,
)


def audience(text: str) -> str:
    """Me or the group, where plain words say so; empty otherwise."""
    if _HERE.search(text) or _ALL.search(text):
        return GROUP
    return ME if _ME.search(text) else ""


_BEFORE_ZH = regex(r"(?P<what>[^\s,，。;；:：、?？!！]{0,16}?)(?:开始|召开|正式)?(?:之前|前|提前|提早)(?:的)?$")
_NOT_IN_IT = regex(
    r"^.*(?:提醒|叫|通知|改成|改为|改到|换成)(?:我们?|大家|一下)?|^(?:请|麻烦|帮我|记得|在|于|每次?)+|的$|"
    r"(?:提前|提早)$"
)
_ONLY_BEFORE = regex(r"[\s的在]*(?:前|之前|提前|开始前|before|ahead of)?\s*(?:the|my|our)?\s*", re.IGNORECASE)


def names_only(title: str, meeting: str) -> bool:
    """校务会前, before the review: the meeting, and nothing to be done."""
    return meeting in title and bool(_ONLY_BEFORE.fullmatch(title.replace(meeting, "")))


_AFTER_EN = regex(
    r"^\s*(?:before|ahead of|prior to|in advance of)\s+(?:the |my |our |each |every )?(?P<what>[\w' -]{2,40}?)?"
    r"(?=\s+(?:remind|tell|ping|alert|notify|at|on|to)\b|[,.;!?]|$)|^\s*(?:in advance|early|ahead|beforehand)\b",
    re.IGNORECASE,
)


def lead_time(sentence: Sentence) -> tuple[timedelta, str] | None:
    """How long before, and before what, where a meeting is named."""
    for moment in sentence.moments:
        if moment.kind == "duration" and moment.duration and (what := _before_what(sentence, moment)) is not None:
            return moment.duration, "" if is_generic(what) else what
    return None


def _before_what(sentence: Sentence, moment: Moment) -> str | None:
    start, end = moment.span
    begin = max((r.moment.span[1] for r in sentence.readings if r.moment.span[1] <= start), default=0)
    if match := _BEFORE_ZH.search(sentence.text, begin, start):
        return title_of(_NOT_IN_IT.sub("", match["what"]))
    if match := _AFTER_EN.match(sentence.text[end:]):
        return title_of(match["what"] or "")
    return None
