"""What is to be done, where its place in the sentence leaves no doubt: 督办：核对库存, 把外教合同翻译好."""

import re

from bot.understanding.deeds import without_doing
from bot.understanding.folding import fold
from bot.understanding.item_fields import name_at
from bot.understanding.regex import regex
from bot.understanding.sentence import Context, unaddressed
from bot.understanding.times import find_times

_HEAD = regex(
    r"(?:请|新增|新建|新加|登记|发起)*(?:督办|交办|立项|任务|事项|督办事项|工作任务|待办(?:事项)?|新任务)\s*[:\uff1a]\s*"
)
_CLAUSE = regex(r"[^,;。!\n]+")
_LEADS_IN = regex(r"[请让由把将给安派叫要对]|主办|协办|牵头|责任|负责|来源|时限|截止|标准")
_VERBS = (
    "翻译|核对|核实|核|检修|维修|修复|修订|修改|修|搬|打印|印|安装|装|更换|换|清理|清点|打扫|校对|审核|审|采购|买|"
    "测试|部署|排查|查|更新"
)
_DONE_TO = regex(
    r"(?:把|将)(?P<thing>[^,;。!\n]{2,20}?)"
    rf"(?P<verb>{_VERBS})(?:完成|一遍|一下|好|完|掉|出来|上|了|吧)+(?=\s*(?:[,;。!\n]|$))"
)
_OF_WHICH = regex(
    r"(?:牵头|负责)(?:做好?|开展|组织|完成)(?P<thing>[^,;。!\n]{3,20})|"
    r"(?:处理|解决)(?:一下|好)?(?P<trouble>[^,;。!\n]{3,20}的问题)"
)
_LED = regex(
    r"(?:^|[,;\n、]\s*)(?:(?:主办|牵头|承办|责任|负责)(?:人|单位|部门)?[是为由:]*\s*[\u4e00-\u9fff\w]{2,4}|"
    r"[\u4e00-\u9fff\w]{2,4}(?:主办|牵头|承办|负责))$"
)
_ORDERS = regex(r"^(?:报|交)(?:一[份个下]|份)(?=.{2})")
_LEAST, _MOST = 3, 40


def title_by_place(text: str, context: Context) -> str:
    """Empty where the sentence is not built so."""
    said = unaddressed(text, context)
    low = fold(said).translate({ord("\uff0c"): ",", ord("\uff1b"): ";"})
    return _headed(said, low, context) or _done_to(said, low, context)


def _headed(said: str, low: str, context: Context) -> str:
    """The clause behind the colon, when nobody and no time stands in it."""
    head = _HEAD.match(low)
    clause = _CLAUSE.match(_lined(said, low), head.end()) if head else None
    if clause is None or _LEADS_IN.match(low, clause.start()):
        return ""
    return _fit(without_doing(said[clause.start() : clause.end()].strip()), context)


def _lined(said: str, low: str) -> str:
    return "".join("\n" if a == "\n" else b for a, b in zip(said, low, strict=True))


def _done_to(said: str, low: str, context: Context) -> str:
    if match := _DONE_TO.search(low):
        verb, thing = (said[match.start(name) : match.end(name)] for name in ("verb", "thing"))
        return _fit(f"{verb}{thing}", context)
    match = _OF_WHICH.search(low)
    name = "" if match is None else "thing" if match["thing"] else "trouble"
    return _fit(said[match.start(name) : match.end(name)].strip(), context) if match else ""


def _fit(title: str, context: Context) -> str:
    known = (*context.people, *context.mentions, *context.units)
    if not _LEAST <= len(title) <= _MOST or any(name in title for name in known if name):
        return ""
    timed = find_times(title, context.now, zone=context.zone, calendar=context.calendar)
    return "" if timed else title


def without_lead(title: str) -> str:
    """新食堂招标，吴昊主办 → 新食堂招标; empty when it names the lead alone."""
    low = fold(title)
    led = _LED.search(low)
    return _ORDERS.sub("", title[: led.start()] if led else title).strip(" \n,，、;；")


_MYSELF = regex(
    r"(?:请|麻烦)?(?:给|帮)?(?:我?自己)(?!的)|由我(?!们|校|院|处|部)(?:来|自己)?(?:主办|负责|牵头|办)?|我(?:来|负责|会)(?!们)"
    r"|(?:i'll|i will|i must|i have to|note to self)(?![a-z])|.*\bfor myself(?![a-z])"
)
_I = regex(r"我\s*(?=[\u4e00-\u9fff\d])")


def is_mine(text: str, context: Context) -> bool:
    """我周五前写完总结, I'll send the list by Friday: whoever says it will do it."""
    said = unaddressed(text, context)
    low = fold(said)
    if _MYSELF.match(low):
        return True
    mine = _I.match(low)
    if mine is None:
        return False
    found = find_times(said, context.now, zone=context.zone, calendar=context.calendar)
    return any(moment.span[0] == mine.end() for moment in found)


_ALSO = re.compile(r"\s*(?:[、,，/&]|和|与|及|以及|跟|and\b)\s*|\s*(?=[@＠])")


def several_in_front(text: str, context: Context) -> tuple[str, ...]:
    """陈静和黄婷下周二前…, @陈静 @黄婷 …: people of the office who are told together; empty for one alone."""
    said = unaddressed(text, context).lstrip()
    known = {*context.people, *context.mentions}
    names: list[str] = []
    at = len(said) - len(re.sub(r"^(?:请|让|麻烦|叫|由|安排)", "", said))
    while (found := name_at(said, at, context)) and found[0] in known:
        names.append(found[0])
        also = _ALSO.match(said, found[1])
        if also is None:
            break
        at = also.end()
    return tuple(dict.fromkeys(names)) if len(names) > 1 else ()
