"""What a sentence is about where it says so: in title marks, behind a label, as what is to be done or told."""

import re

from bot.understanding.deeds import find_deed, find_message
from bot.understanding.naming import title_of
from bot.understanding.regex import regex
from bot.understanding.sentence import Sentence
from bot.understanding.wordlist import words

VIEWS = re.compile(r"(?<=.{2})的?(?:意见(?:和?建议)?|看法|建议|想法|反馈|评价|满意度)$")


def title_as_given(sentence: Sentence, intent: str) -> str:
    """Where it is said what it is called, what is to be done, or what is told."""
    latin = sentence.text.isascii()
    if not latin and (named := _NAMED.search(sentence.text)):
        return named[1] or named[2]
    if intent == "feedback.suggest" and (suggested := (_SUGGESTED if latin else _POINTED_OUT).search(sentence.text)):
        return title_of(suggested["what"]) if latin else suggested["what"].strip()
    if intent == "feedback.collect" and not latin and (subject := _SUBJECT.search(sentence.text)):
        return title_of(subject["what"] or subject["view"] or subject["choice"])
    if intent == "notices.circulate" and (passed := _PASSED_ON.search(sentence.text)):
        return title_of(passed["what"])
    if intent in _DEEDS and (deed := find_deed(sentence, intent)):
        return deed
    message = find_message(sentence, intent) if intent in _MESSAGES and not latin else ""
    return VIEWS.sub("", message) if intent == "feedback.collect" else message


_SUBJECT = regex(
    r"就(?P<what>[\u4e00-\u9fff\w]{2,24}?)的?(?:事[宜情])?(?:向\S{1,8}?)?(?:提(?!升|高|前|供|案)|征求|征集|收集|听取|谈|说|"
    r"发表|反馈|投票|表决|填)|"
    r"对(?P<view>[\u4e00-\u9fff\w]{2,20}?)(?:怎么看|(?:有什么|有何|有啥)(?:看法|意见|建议|想法))|"
    r"(?P<choice>[\u4e00-\u9fff\w]{2,20}还是[\u4e00-\u9fff\w]{1,16})"
)
"""就新作息时间表提提意见, 大家对延时服务怎么看, 团建爬山还是烧烤."""


_SUGGESTED = regex(
    r"\b(?:suggest(?:ion)?|propos(?:e|al)|recommend|idea)\b(?: for [\w ]{3,16}(?=:)| that| is| to)?\s*[:\-]?\s*"
    r"(?P<what>[^.!?;\n]{4,60}?)(?:,? (?:please|just a suggestion|thanks))?\s*(?:$|[.!?;\n])",
    re.IGNORECASE,
)
"""I'd like to suggest|later opening hours on Fridays: all of it."""

_POINTED_OUT = regex(r"(?:意见|建议|问题|情况)\s*[:：,，]\s*(?P<what>[^。！!？?；;\n]{4,60}?)\s*[。！!？?；;]?\s*$")
"""给学院提点意见：|休息室的空调该修了: all of it."""

_PASSED_ON = regex(
    r"(?:把|将)(?P<what>[\u4e00-\u9fff\w]{2,20}?)(?:转发|群发|下发|发布|公布|传达|发|转)(?:一下)?(?:给|到|至|出去|下去)"
)
"""把放假安排转发给各教研室."""

_NAMED = regex(
    r"《([^《》]{2,30})》|(?:主题|题目|名称|议题|事由|内容|标题)(?:就?[叫是为写]|"
    r"[:：])*[“\"「]([^”\"」]{2,24})[”\"」]"
)
_DIGEST = regex(
    r"(?:每[日天周月])?(?:[早晨日晚周月]报|简报|汇总)|(?:(?:daily|weekly|monthly|morning|evening) )?(?:digest|"
    r"summary|brief(?:ing)?|overview)\b",
    re.IGNORECASE,
)


def digest_named(text: str) -> str:
    """Which one is meant: 早报, the weekly digest."""
    match = _DIGEST.search(text)
    return match[0] if match else ""


_MESSAGES = frozenset(words("notices.circulate feedback.collect feedback.suggest supervision.assign"))
_DEEDS = frozenset(
    words("supervision.assign reminders.set reminders.move reminders.cancel reminders.pause reminders.resume")
)
