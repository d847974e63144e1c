"""Surveys and suggestions as they are said: 做个问卷：…, poll: …, 匿名建议：…, and what is done to one by number."""

import re

from bot.understanding.folding import fold
from bot.understanding.ledger import Whole
from bot.understanding.regex import regex
from bot.understanding.sentence import Context, unaddressed
from bot.understanding.slots import Slots
from bot.understanding.survey_text import closing_in

COLLECT, SUGGEST = "feedback.collect", "feedback.suggest"
_THING = r"(?:调查问卷|问卷调查|满意度调查|民意调查|民意测验|意见征集|意见征求|问卷|投票|调查|调研|征集)"
_HEAD = regex(
    rf"(?:请|帮我|帮忙|麻烦|我要|我想|来)*(?:发起|发布|发出|发|做|建|搞|弄|开)?(?:一下|[一两]?[个份项次下])?"
    rf"(?P<secret>匿名|不记名|实名|记名)?的?{_THING}\s*[:：]\s*(?P<text>.+)"
    r"|(?:please )?(?:start|make|run|create|open|do|put up)?\s*(?:an? |a quick )?(?P<secret_en>anonymous |named )?"
    r"(?:poll|survey|questionnaire|vote)\s*[:：]\s*(?P<text_en>.+)",
    re.IGNORECASE | re.DOTALL,
)
_GATHER = regex(
    r"(?:请|帮我|帮忙|麻烦|我要|我想)*(?:匿名)?(?:收集|征集|征求|搜集|听取)(?:一下|下)?[^,，。;；:：\n]{0,30}"
    r"(?:意见|建议|看法|想法|反馈|满意度)"
    r"[^\n]*?(?:截止|截至|匿名|实名|记名|发给|发送给)[^\n]*",
    re.IGNORECASE,
)
_SUGGEST = regex(
    r"(?:我有|我提|我想提|提|有|我要提)?\s*[一几]?[个条点]?\s*(?P<secret>匿名|不记名)?(?:的)?(?:提)?"
    r"(?:意见箱|建议箱|建议|意见)\s*[:：]\s*(?P<text>.+)"
    r"|(?:i have |i've got |here is |here's )?(?:an? |my )?(?P<secret_en>anonymous )?(?:suggestion|idea|suggestion box)"
    r"(?: for (?:the )?(?:office|box))?\s*[:：]\s*(?P<text_en>.+)",
    re.IGNORECASE | re.DOTALL,
)
_LISTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "feedback.list",
        regex(
            rf"(?:看|查看|我的|有哪些|所有|全部)?(?:的)?(?:{_THING})(?:列表|清单|一览|目录)|我的(?:问卷|投票)"
            r"|(?:list |show |my |open )*(?:surveys|polls)(?: list)?|(?:survey|poll) list",
            re.IGNORECASE,
        ),
    ),
    (
        "feedback.suggestions",
        regex(
            r"(?:看|查看|所有|全部)?(?:的)?(?:意见|建议)(?:列表|清单|一览|箱)"
            r"|(?:list |show |the )*suggestions(?: list| box)?",
            re.IGNORECASE,
        ),
    ),
)
_NUMBER = r"(?:问卷|投票|调查|征集|survey|poll)\s*(?:#|第|no\.? ?|number )?\s*(?P<number>\d{1,9})\s*(?:号)?"
_NUMBERED = regex(_NUMBER, re.IGNORECASE)
_ABOUT = r"(?:的|了|吧|一下|请|please|now|for|of|in|to|the)"
_OWING = r"(?:没|未|没有|还没|还没有)(?:填|答|投|回|交|作答|填写|回复|投票)(?:写|复|票)?"
_DEEDS: tuple[tuple[str, str, str], ...] = (
    ("results", r"(?:看|查看)?(?:投票|调查|统计|汇总|填写)?(?:结果|汇总|统计|得票|情况)(?:怎么样|如何)?",
     r"(?:show |see )?(?:the )?(?:results?|tally|outcome)"),
    ("missing", rf"(?:还有)?(?:谁|哪些人|哪几个|哪个)?(?:还)?{_OWING}(?:的|的人|的名单|名单)?",
     r"who (?:has not|hasn't|have not|haven't)(?: yet)? (?:answered|voted|replied|responded|filled(?: it)?(?: in)?)"
     r"(?: yet)?|missing|roster|who is missing"),
    ("chase", rf"(?:催|催办|催促|提醒)(?:一?[下催])?(?:还)?(?:{_OWING})?(?:的人|的)?",
     r"(?:chase|remind|nudge)(?: those who (?:haven't|have not) (?:answered|voted))?"),
    ("end", r"(?:提前)?(?:结束|截止|关闭|停止|关掉)(?:投票|填写|收集)?", r"(?:end|close|stop|finish)(?: it)?"),
    ("publish", r"(?:公布|公开|发布)(?:一下)?(?:投票|调查)?(?:结果)?", r"(?:publish|share|announce)(?: results?)?"),
    ("export", r"(?:导出|下载)(?:结果|答复|表格|明细)?\s*(?P<ending>xlsx|csv|json)?",
     r"(?:export|download)(?: results?)?(?: as)?\s*(?P<ending_en>xlsx|csv|json)?"),
    ("withdraw", r"撤回|撤销|作废|取消", r"withdraw|cancel|recall"),
    ("fill", r"(?:我要|我来)?(?:填写|填|作答|答|投票|修改答案|改答案|重填)",
     r"fill(?: in)?|answer|vote|change my answer"),
)  # fmt: skip
_BARE: tuple[tuple[str, str], ...] = (
    ("chase", rf"(?:催|提醒)(?:一?[下催])?(?:还)?{_OWING}(?:问卷|投票)?(?:的人|的)?"
     r"|chase those who (?:haven't|have not) answered"),
    ("publish", r"公布(?:问卷|投票|调查)?结果|publish (?:the )?(?:survey |poll )?results?"),
    ("end", r"(?:提前)?(?:结束|关闭|截止)(?:问卷|投票)|(?:end|close) (?:the )?(?:survey|poll)"),
    ("results", r"(?:看|查看)?(?:问卷|投票|调查)结果|(?:survey|poll) results?"),
    ("missing", r"(?:问卷|投票)(?:还有)?(?:谁|哪些人)(?:还)?没(?:填|答|投)|谁(?:还)?没(?:填|投票|填问卷)"),
    ("export", r"导出(?:问卷|投票)(?:结果)?|export (?:the )?(?:survey|poll)(?: results)?"),
)  # fmt: skip
NUMBERED = frozenset(
    {f"feedback.{deed}" for deed, _, _ in _DEEDS}
    | {"feedback.show", "feedback.answer", "feedback.extend", "feedback.suggestions"}
)
"""What is found here alone."""

_SAID = regex(r"(?:(?:答复|回答|答案|选|答|投|answer|vote)\s*[:：]?|[:：])\s*(?P<words>.+)", re.IGNORECASE | re.DOTALL)
_WHOLE = regex(r"发给|发送给|截止|\bclos(?:es|ing)\b|\bto (?:everyone|all)\b", re.IGNORECASE)
_SECRET = frozenset({"匿名", "不记名", "anonymous"})


def read_survey(text: str, context: Context) -> Whole | None:
    """None for whatever is neither a survey or a suggestion to be made nor a word about a survey by its number."""
    said = unaddressed(text, context).strip()
    bare = fold(said).strip(" 。.!！?？")
    for intent, pattern in _LISTS:
        if pattern.fullmatch(bare):
            return Whole(intent, {})
    if (found := _suggested(said) or _begun(said)) is not None:
        return found
    return _numbered(said, context) or _newest(bare)


def is_whole(said: str) -> bool:
    """To whom it goes, or when it ends, is said with it: nobody tells that to people."""
    return _WHOLE.search(said) is not None


def _begun(said: str) -> Whole | None:
    head = _HEAD.fullmatch(said)
    if head is not None:
        secret = (head["secret"] or head["secret_en"] or "").strip()
        return Whole(COLLECT, {"text": " ".join(filter(None, (head["text"] or head["text_en"],))), "secrecy": secret})
    return Whole(COLLECT, {"text": said}) if _GATHER.fullmatch(said) else None


def _suggested(said: str) -> Whole | None:
    match = _SUGGEST.fullmatch(said)
    if match is None:
        return None
    secret = (match["secret"] or match["secret_en"] or "").strip().casefold()
    return Whole(SUGGEST, {"text": (match["text"] or match["text_en"]).strip(), "secret": int(bool(secret))})


def _numbered(said: str, context: Context) -> Whole | None:
    match = _NUMBERED.search(said)
    if match is None or match.start() > 30:
        return None
    slots: Slots = {"number": int(match["number"])}
    before, behind = said[: match.start()].strip(), said[match.end() :].strip()
    if not before and (answered := _SAID.fullmatch(behind)) is not None and not _deed(answered["words"]):
        return Whole("feedback.answer", {**slots, "words": answered["words"].strip()})
    rest = re.sub(rf"^{_ABOUT}+|{_ABOUT}+$", "", f"{before} {behind.lstrip(':：,， ')}".strip(), flags=re.IGNORECASE)
    if not rest.strip():
        return Whole("feedback.show", slots)
    if (moved := _EXTENDED.fullmatch(rest.strip())) is not None:
        due = closing_in(f"{moved['when'] or moved['when_en']}截止", context)
        return Whole("feedback.extend", {**slots, "due": due}) if due else None
    found = _deed(rest)
    return found and Whole(found.intent, {**slots, **found.slots})


_EXTENDED = regex(
    r"(?:延期|延长|推迟|顺延|截止(?:时间|日期)?(?:改|延|推迟|提前)|改)(?:到|至|为|成)\s*(?P<when>.+)"
    r"|(?:extend(?:ed)?|move(?:d)?|reopen)?\s*(?:it )?(?:to|until|closes|closing)\s+(?P<when_en>.+)",
    re.IGNORECASE,
)


def _deed(rest: str) -> Whole | None:
    low = re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", fold(rest).strip(" 。.!！?？了"))
    for deed, zh, en in _DEEDS:
        match = re.fullmatch(rf"(?:{zh})|(?:{en})(?: (?:of|for|in|from|to))?", low, re.IGNORECASE)
        if match:
            ending = next((value for name, value in match.groupdict().items() if value), "")
            return Whole(f"feedback.{deed}", {"ending": ending} if ending else {})
    return None


def _newest(bare: str) -> Whole | None:
    """Without a number the newest is meant."""
    deed = next((deed for deed, pattern in _BARE if re.fullmatch(pattern, bare, re.IGNORECASE)), "")
    return Whole(f"feedback.{deed}", {}) if deed else None
