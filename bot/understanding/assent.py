"""Yes, no, never mind, and the number of a choice, as people type them."""

import re

from bot.understanding.normalise import clean
from bot.understanding.regex import regex
from bot.understanding.wordlist import words

_YES = regex(
    r"(?:确认|确定|是|是的|对|对的|好|好的|好啊|好呀|可以|行|行的|没问题|没错|嗯|"
    r"嗯嗯|同意|ok|okay|k|yes|y|yep|yeah|yup|sure|confirm|confirmed|correct|right|"
    r"yes please|yes pls|ok please|好，谢谢|"
    r"that's right|go ahead|sounds good|looks good|do it|please do|fine|great|perfect|"
    r"👌|👍|就这样|就这么定|就这么办|定了|发吧|发送|发出|发出去|订吧|send|send it)(?:吧|了|啊|呀|的|哦|哈)?"
)
_AND_YES = regex(r"[\s,，、]+")
_MOST_YES = 3


_NO = regex(
    r"(?:不|不是|不对|不行|不要|不用|不可以|不确认|否|no|nope|nah|n|not really|wrong|"
    r"不好|不同意|don't|do not)(?:了|的|吧|啊|哦)?"
)


_NEVER_MIND = regex(
    r"(?:算了|取消|不用了|不订了|不办了|不开了|不需要了|没事了|没事|放弃|退出|作罢|"
    r"不弄了|不要了|先不|先不了|以后再说|cancel|cancel it|cancel that|never mind|"
    r"nevermind|nvm|forget it|forget about it|stop|abort|quit|drop it|skip it|no "
    r"thanks|no thank you)(?:吧|了|啊|哦|就这样|谢谢)?"
)


_THANKS = regex(
    r"(?:好的?[,，\s]*)?(?:谢谢|多谢|感谢|谢了|辛苦了|thanks|thank you|thx|ty|cheers)"
    r"(?:你|您|小办|啦|了|哈|so much|a lot|xiaoban|\s|,|，)*"
)


_ENDS = regex(r"^[\s,，。.!！~～]+|[\s,，。.!！~～]+$")


_ROUND = (
    {c: i for i, c in enumerate("①②③④⑤⑥⑦⑧⑨", 1)}
    | {c: i for i, c in enumerate("❶❷❸❹❺❻❼❽❾", 1)}
    | {c: i for i, c in enumerate("⑴⑵⑶⑷⑸⑹⑺⑻⑼", 1)}
)


_WORDS = {c: i for i, c in enumerate("一二三四五六七八九", 1)} | {
    w: i for i, w in enumerate(words("first second third fourth fifth sixth seventh eighth ninth"), 1)
}


_WORDS |= {w: i for i, w in enumerate(words("one two three four five six seven eight nine"), 1)} | {"两": 2}


_CHOICE = regex(
    r"(?:选|选择|我选|要|就|the\s+|option\s+|number\s+|no\.?\s*|choose\s+|pick\s+)*(?:第)?\s*(?P<n>\d|"
    r"[一二三四五六七八九两]|first|second|third|fourth|fifth|sixth|seventh|eighth|"
    r"ninth|one|two|three|four|five|six|seven|eight|nine)\ufe0f?\u20e3?\s*(?:个|"
    r"项|种|条|st|nd|rd|th|one|\.|、|吧|就)*"
)


_KEYCAP = regex(r"[\ufe0f\u20e3]")


LONGEST_ANSWER = 300


def is_thanks(text: str) -> bool:
    return _whole(_THANKS, text)


def is_yes(text: str) -> bool:
    """Also one yes after another: 嗯 可以, ok yes."""
    if _whole(_YES, text):
        return True
    said = [word for word in _AND_YES.split(clean(text)) if word]
    return 1 < len(said) <= _MOST_YES and all(_whole(_YES, word) for word in said)


def is_no(text: str) -> bool:
    return _whole(_NO, text)


def is_never_mind(text: str) -> bool:
    return _whole(_NEVER_MIND, text)


def _whole(pattern: re.Pattern[str], text: str) -> bool:
    said = _ENDS.sub("", clean(text[:60])).casefold()
    return len(text) <= LONGEST_ANSWER and pattern.fullmatch(said) is not None


def choice_number(text: str) -> int | None:
    """1, １, ①, 第一个, the second one: which of the numbered choices."""
    said = _ENDS.sub("", clean(text[:40])).casefold()
    if said in _ROUND:
        return _ROUND[said]
    match = _CHOICE.fullmatch(_KEYCAP.sub("", said)) if len(text) <= LONGEST_ANSWER else None
    if match is None:
        return None
    number = int(match["n"]) if match["n"].isdigit() else _WORDS[match["n"]]
    return number or None
