"""What things are called: a title without what only frames it, and words that name nothing in particular."""

import re

from bot.understanding.hints import hint
from bot.understanding.regex import regex
from bot.understanding.wordlist import words

_TITLE_FRONT = (
    r"(?:[\s,，、:：;；。.\-—|@的地个次场下吧是为把将请要去来]|一个|一次|一场|一下|了(?!解)|"
    r"关于|主题[是为]|内容(?:是|为)?|我的|我们的|我们|你俩|你们|咱们|咱|大家|各位|事项[:：]?|"
    r"(?:(?:meeting |conference )?room (?:for|to)|the|a|an|my|our|for|about|"
    r"to|on|of|regarding|re|that|called|titled|and|with|please|"
    r"at|in|can|could|would|will)\b\s*)+"
)
_TITLE_FRAME = (
    r"(?:bring|start|give|share|set|take|make|discuss|talk about|go over|schedule|create)\s+(?:the|a|an|our|my)\s+|"
    r"\b(?:is|are|was|were) (?:the |my |our )|(?:meeting|call|chat|mtg) (?:about|on|regarding|to discuss|re) |"
    r"申请[把将]?|举行|进行|发[个一]下?|关于|(?<![核校比面应反绝相派针])对(?=.{2})(?![接账话口外内])|会议 "
)
_AT_FRONT = regex(_TITLE_FRONT, re.IGNORECASE)
_FRAMED = regex(_TITLE_FRAME, re.IGNORECASE)
_FRAMED_HINT = hint(
    "bring start give share set take make discuss talk go schedule create is are was were "
    "meeting call chat mtg 申请 举行 进行 发 关于 对 会议"
)
_TITLE_HEAD = regex(f"^{_TITLE_FRONT}|{_TITLE_FRAME}", re.IGNORECASE)

_TITLE_TAIL = regex(
    (
        r"(?:[\s,，、:：;；。.!！~～\-—|>@→的吧了]|(?<=[\u4e00-\u9fff]{2})[这那](?:[条项份块边]|"
        r"[个件](?:事[儿情]?|活儿?)?|事[儿情]?|活儿?)?|\(\s*\)|一下|开始|准时开始|准时|举行|召开|的事|"
        r"大概|大约|全部|由|都|目前|暂时|暂|已经|现在|临时|(?<=.{3})分|完成度?\d*|(?<![整修更批])改去?|(?<=.{3})(?<![报签迟送收达找周])[到至]|换|以后|固定|"
        r"的事情|事宜|会议室|[,， ]*(?:给我|发我|发给我|交给我|报给我|发给大家)|please|"
        r"\s(?:w/?|to|for|on|at|with|and|in|of|by|from|the|please|starts|starting|ends|closes|closing|is|are|"
        r"be|will|start|begins|until|till|due|has been|have been|session at))+$"
    ),
    re.IGNORECASE,
)

_TAIL_ENDS = frozenset("的吧了这那条项份块边个件事儿情活下始时行开概约全部由都前暂经在分成度改去到至换后定宜室我家")
_TAIL_WORDS = frozenset(
    words(
        "w to for on at with and in of by from the please starts starting ends closes closing is are "
        "be will start begins until till due been at"
    )
)
_COMMAS = "，,、 \n\t\r\f\v\u3000"
_QUOTED = regex(r"[“\"「『《]([^”\"」』》]{1,60})[”\"」』》]")

_STOPWORDS = frozenset(
    words(
        "be is are was were the a an to for of on in at it this that with and or by from some any my our your "
        "me us you we i they them his her their as so if do does did have has had will would can could please "
        "if new about into up out off"
    )
)
_GENERIC = frozenset(
    {
        "会",
        "会后",
        "腾讯会议",
        "钉钉会议",
        "飞书会议",
        "匿名",
        "匿名的",
        "专题",
        "找个",
        "找间",
        "要个",
        "专门",
        "临时",
        "same day",
        "the same day",
        "会前",
        "手上",
        "手头",
        "手里",
        "名下",
        "那边",
        "这边",
        "最近",
        "panel",
        "attendees",
        "participants",
        "mtg",
        "a mtg",
        "new meeting",
        "my",
        "all my meetings",
        "all meetings",
        "my meetings",
        "时间",
        "会议时间",
        "开会时间",
        "日期",
        "地点",
        "会议室",
        "time",
        "the time",
        "date",
        "the date",
        "room",
        "the room",
        "我会",
        "我的会",
        "订",
        "订的",
        "预订",
        "预定",
        "预约",
        "会议",
        "个会",
        "开会",
        "meeting",
        "a meeting",
        "it",
        "the meeting",
        "this",
        "that",
        "一个会",
        "的会",
        "这个会",
        "那个会",
        "bookings",
        "booking",
        "reservation",
        "事",
        "任务",
        "消息",
        "条消息",
        "一条消息",
        "一起",
        "一块",
        "老师",
        "同事",
        "大家",
        "领导",
        "参训人员",
        "书面",
        "提醒",
        "message",
        "messages",
        "the message",
        "my message",
        "reminder",
        "the reminder",
        "my reminder",
    }
)

_CHANGE = regex(r"[的]?(?:时间)?(?:改到|改成|改为|改在|推迟到|推迟至|提前到|延期到|延期至|定于|定在|调整为|调整到)")

_CHANGE_HINT = hint("改 推 提 延 定 调")

_THIS_ONE = regex(r"(?<=[\u4e00-\u9fff]{2})[这那]件?事[儿情]?(?=.)")
"""资产盘点这事|教务处: what was called by its name is not described further."""

_OPENING = regex(r"^开(?=(?!工|学|题|标|幕|放|发|会|业|展|户|票|支|源|车|播|园|班|局|门|设).{2,})")

_INNER = regex(r"^.{1,8}?(?<![公展召离打分放张])(?:召开|开(?:一?[个次场]|(?![工学题标幕放发会业展])(?=.{1,8}会$)))")


_PHRASAL = regex(r"(?:log|dial|check|clock|sign|call|phone|tune) (?:in|on)", re.IGNORECASE)
"""Here the little word is no frame."""


def title_of(said: str) -> str:
    """In the words of the writer, without what only frames them."""
    if _PHRASAL.fullmatch(said.strip()):
        return said.strip()
    if _CHANGE_HINT(said):
        said = _CHANGE.split(said)[0] or said
    if "事" in said:
        said = _THIS_ONE.split(said)[0] or said
    quoted = _QUOTED.search(said)
    if quoted and len(quoted[1]) * 2 >= len(said.strip()) - 4:
        said = quoted[1]
    for _ in range(3):
        shorter = _without_tail(_without_head(said))
        if shorter == said or not shorter:
            break
        said = shorter
    said = said.strip(_COMMAS)
    if "开" in said:
        said = _OPENING.sub("", _INNER.sub("", said))
    if _ONLY_GLUE.fullmatch(said):
        return ""
    if _ONLY_COUNTED.fullmatch(said):
        return ""
    return _unbracketed(said.strip()).strip("“”\"「」『』《》'") if said else ""


def _without_head(said: str) -> str:
    """What frames a title stands at its beginning; only some of it may stand within."""
    if _FRAMED_HINT(said):
        return _TITLE_HEAD.sub("", said)
    front = _AT_FRONT.match(said)
    return said[front.end() :] if front else said


def _TITLE_TAIL_HINT(said: str) -> bool:
    """By its last character, or its last word."""
    last = said[-1:]
    if not last.isalpha():
        return True
    if not last.isascii():
        return last in _TAIL_ENDS
    return said.rsplit(maxsplit=1)[-1].lower() in _TAIL_WORDS or said[-6:].lower() == "please"


def _without_tail(said: str) -> str:
    return _TITLE_TAIL.sub("", said) if _TITLE_TAIL_HINT(said) else said


def _unbracketed(said: str) -> str:
    """Without a bracket at its ends that has no other half."""
    if said[:1] in ")]}）】" or (said[:1] in "([{（【" and not any(closing in said for closing in ")]}）】")):
        said = said[1:]
    if said[-1:] in "([{（【" or (said[-1:] in ")]}）】" and not any(opening in said for opening in "([{（【")):
        said = said[:-1]
    return said.strip()


_ONLY_GLUE = regex(r"(?:to|for|on|at|with|until|by|from|of|in|and)", re.IGNORECASE)

_ONLY_COUNTED = regex(
    r"(?:个|一个|一下|下|一|场|次|一次|#?\s?\d{1,6}|#?\d{1,6}\s?(?:号|项|条)?(?:事项|"
    r"任务|督办)|(?:item|task|no\.?)\s?#?\d{1,6}|"
    r"\d{1,4}\s?个?人(?:的(?:会议室|教室|房间|地方))?|"
    r"\d{1,4} (?:people|persons|pax|attendees|participants|guests|of us))"
)

_BOOKED = regex(
    "我的?会议?|[这那]个会议?|会议室由|(?:刚才|刚刚|之前|上午|下午|昨天|今天|我)?(?:预?订|约|预?定)的(?:会议?|会议室)"
)


def is_generic(title: str) -> bool:
    low = title.casefold().strip()
    if len(low) == 1 and not low.isdigit():
        return True
    return low in _GENERIC or _STOPWORDS.issuperset(low.split()) or bool(_BOOKED.fullmatch(title))
