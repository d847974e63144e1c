"""What is said of an item beside its title: 协办李强, 标准：通过专家评审, 每周五汇报, 会议决定, 特急, 1-3-7-10.

Each stands under its label or in a clause of its own; what is found is cut out, and the rest is read without it.
"""

import re
from collections.abc import Callable, Iterator

from bot.understanding.folding import fold
from bot.understanding.people_zh import NAME
from bot.understanding.regex import regex
from bot.understanding.sentence import Context
from bot.understanding.times import find_times
from bot.understanding.wordlist import words

Fields = dict[str, str | tuple[str, ...]]
Cut = tuple[int, int, Fields]

_START = r"(?:^|(?<=[,;。.!:、\n(\[ ])|(?<=[\u4e00-\u9fff]\)))\s*"
_END = r"(?=\s*(?:[,;。.!、\n)\]]|$))"
_SAID_END = r"(?=\s*(?:[,;。.!、:\n)\]]|$))"
_TO = r"\s*(?:(?:改|换|变更|调整|修改|设)[为成到]|is now|changed? to|should be|is|are|to|as|[是为有=:])*\s*"
LABELS = (
    r"\s*(?:协办|主办|牵头|责任人|负责人|承办|来源|缓急|标题|标准|办结时限|完成时限|时限|截止|期限|理由|原因|因为|请|"
    r"每[^,;。]{1,6}(?:汇报|报告)|加急|特急|急件|co-?(?:owner|lead)|owner|lead\b|due\b|deadline|reports?\b|source|because|reason|"
    r"urgent|standard)"
)
_STANDARD = regex(
    rf"{_START}(?:(?:验收|办结|完成|考核)?标准|(?:具体|工作)?要求|standard|"
    rf"acceptance(?: criteria)?|(?:change |set )?the standard)"
    rf"\s*(?:(?:(?:改|变更|调整|修改)[为成]|is now|changed? to|to)\s*:?|[是为]?\s*:|(?<=[标准求])[是为](?!什么))"
    rf"\s*(?=\S)"
)
_STANDARD_ENDS = regex(rf"[。;\n]|,(?={LABELS})| (?=加急|特急|急件|协办|主办|时限|来源)|\.(?=\s|$)|$")
_TITLE = regex(
    rf"{_START}(?:(?:事项)?(?:标题|名称|题目)|事项|(?:change |set )?(?:the )?title|rename(?: it)?){_TO}(?=\S)"
)
_TITLE_AFTER = regex(r"(?:[为成到:]|\bto|\bis|\bas)\s*$")
_LEVELS = (
    ("flash", r"特急|特提|flash|top urgent|most urgent"),
    ("urgent", r"加急|急件|紧急|urgent"),
    ("normal", r"平件|普通|一般|常规|平急|normal|routine"),
)
_LEVEL = "|".join(said for _, said in _LEVELS)
_LEVELLED = regex(
    rf"{_START}(?:(?:缓急(?:程度)?|紧急程度|等级|级别|(?:change |set )?(?:the )?(?:priority|level|urgency)){_TO}|"
    rf"(?:改|转|升|降|调)[为成到]|(?:make(?: it)?|mark(?: it)?(?: as)?)\s)\s*(?P<level>{_LEVEL})(?:件)?"
)
_LEVEL_ALONE = regex(rf"(?P<open>[(\[]\s?)?{_START}(?P<level>{_LEVEL})(?:件|办理|事项)?(?(open)\s?[)\]]|{_END})")
_LEVEL_WITHIN = regex(r"(?P<level>特急|加急|急件|\burgent(?:ly)?\b|(?<![着不紧焦危应火])急(?=[!。 ]*$))")
_LED_BY = r"(?:(?:根据|按照?|据|依据|落实|经|来自|出自|从|from|per|by|as)\s?(?:the )?)?"
_SOURCES = (
    (
        "meeting",
        r"[\u4e00-\u9fff\d ]{0,14}?(?:会议?上?|办公会|例会|常委会|党委会|纪要)(?:研究)?(?:决定|"
        r"议定|确定|定|部署|要求|布置|明确)"
        r"(?:的|事项)?|decided (?:at|in|by) [^,;.]{2,30}|(?:the )(?:\w+ ){0,2}meeting(?: of [\w ]{3,12})?",
    ),
    (
        "directive",
        r"[\u4e00-\u9fff]{0,8}(?:批示|批办)(?:件|要求|精神|的)?|领导(?:交办|指示)(?:的|事项)?|"
        r"directive (?:from|of|by) [\w .]{2,30}|(?:the )?[\w .]{2,20}'s (?:directive|instruction)s?",
    ),
    (
        "superior",
        r"上级(?:部门|单位|机关)?(?:部署|交办|要求|通知|文件|督办|安排|下达|来文)?(?:的|事项|精神)?|"
        r"(?:国务院|教育部|财政部|省|市|区)[\u4e00-\u9fff]{0,8}(?:部署|交办|来文)(?:的|事项)?|above|the ministry",
    ),
    (
        "plan",
        r"[\u4e00-\u9fff\d]{0,8}(?:工作计划|工作要点|年度计划|重点工作)(?:任务|事项|安排)?|"
        r"(?:the )?(?:work|annual|year) ?plan",
    ),
)
_KINDS = (
    ("meeting", regex(r"会|纪要|meeting")),
    ("directive", regex(r"批|领导|指示|directive|instruction")),
    ("superior", regex(r"上级|省|市|部|国|superior|above|ministry")),
    ("plan", regex(r"计划|要点|重点|plan")),
)
_SOURCED = regex(
    rf"{_START}(?:(?:事项)?来源|(?:change |set )?(?:the )?source){_TO}(?P<words>[^,;。\n]{{1,40}}?)\s*(?=[,;。\n]|$)"
)
_SOURCE_ALONE = regex("|".join(rf"{_START}{_LED_BY}(?P<{kind}>{said}){_SAID_END}" for kind, said in _SOURCES))
_CO_OWNERS = regex(
    rf"{_START}(?:(?:增?加上?|增设|新增)?协办(?:人员?|单位|部门|处室)?(?:改[为成]|换[为成]|调整为|再?加上?|增加|[是为有:])*\s*|"
    rf"(?:add |new |change )?(?:the )?co-?(?:owner|lead)s?{_TO})(?=\S)"
)
_HELPED = regex(r",?\s*\b(?:with|assisted by|helped by|supported by)\s+(?=\S)")
_HELPING = regex(r"\s*(?:helping(?: out)?|to help|assisting|as co-?(?:owner|lead)s?|in support)\b")
_ASSISTS = regex(rf"(?:来)?(?:协办|配合|协助){_END}")
_REPORTS = regex(
    r"\s*(?:,\s*|(?<=[\u4e00-\u9fff]))?(?:(?:汇报|报告)(?:周期|频率|频次)?(?:改为|为|:)?\s?)?"
    r"(?P<every>(?:每|按)[^,;。:\n报前送交]{1,9}?|双周|隔周)(?:要|需|须|至少)?(?:汇报|报告|反馈|更新|通报|报)"
    r"(?:[一1两2三]次|一下)?(?:工作)?(?:进展|进度)?(?:情况)?(?:[一1]次)?"
    + _END
    + r"|,?\s*(?:and |with )?(?:a )?(?:progress )?(?:reports?|reporting|report back|updates?)"
    r"(?: (?:on )?(?:it|progress))? "
    r"(?P<often>(?:every|each) [a-z0-9 ]{2,24}?|daily|weekly|monthly|fortnightly|biweekly)"
    + _END
    + r"|\s*汇报(?:周期|频率|频次)?(?:改[为成]|为|:)\s*(?P<so>每[^,;。\n]{1,9})"
    + _END
)
_PRESET = regex(
    r"(?:[,;。]\s*)?(?:按照?|用|走|采用|with |"
    r"on )?\s?(?:the )?1[-、/]3[-、/]7[-、/]10(?:\s?(?:时钟|节奏|督办(?=\s*(?:[,;。]|$))|规则|机制|提醒|方式|"
    r"clock|rhythm))*"
)
_SLIP = regex(
    r"(?:[,;。]\s*)?(?:发|下发|开|用|按)?(?:一?[张份])?(?P<zh>蓝|黄|红)[色牌]?(?:督办单|"
    r"督查单|督办)|,?\s?(?:with an? |as an? |on an? )?(?P<en>blue|yellow|red) (?:slip|card)"
)
COLOURS = {"蓝": "blue", "黄": "yellow", "红": "red"}
_LEAD = regex(
    r"(?:(?:主办|牵头|承办)(?:人员?|单位|部门|处室)?|责任(?:人|单位|部门)|负责人)(?:改[为成]|[是为由:])*\s*(?=\S)|"
    r"\b(?:owners?|leads?|assignees?)\s*(?:is|are|[:=])\s*(?=\S)|\b(?:owned|led) by (?=\S)"
)
_LEADS = regex(r"\s?(?:来)?(?:主办|牵头|负责|承办|(?:to |will )?(?:lead|own)s?\b)")
_SEPARATOR = regex(r"\s*(?:[、,，/&]|和|与|及|以及|跟|and\b)\s*")
_LATIN = r"[A-Z][a-zA-Z0-9\u00c0-\u024f'_.-]*"
_LATIN_NAME = regex(rf"{_LATIN}(?: (?!Co\b|By\b|Due\b){_LATIN}){{0,2}}")
_ZH_NAME = re.compile(NAME)
_UNIT = regex(
    r"(?:(?![给个的把将请由和与拉是督])[\u4e00-\u9fff]){1,8}?(?:处室|处|科|部|办公室|室|中心|学院|办|局|委|组|系|馆|站|院)(?![\u4e00-\u9fff])"
)
_NOT_A_NAME = regex(r"每[周月天日]|标准|时限|协办|主办")


def folded_lines(text: str) -> str:
    """Folded, with its line breaks."""
    low = fold(text)
    return low if "\n" not in text else "".join("\n" if a == "\n" else b for a, b in zip(text, low, strict=True))


def is_unit(name: str, context: Context) -> bool:
    """Of this office, or called as units are."""
    known = {*context.people, *context.mentions}
    return name in context.units or (name not in known and bool(_UNIT.fullmatch(name)))


def names_at(text: str, at: int, context: Context) -> tuple[list[str], int]:
    """The people and units listed from there on, as they are written, and where the list ends."""
    names: list[str] = []
    end = at
    while found := name_at(text, at, context):
        name, end = found
        names.append(name)
        separator = _SEPARATOR.match(text, end)
        if separator is None:
            break
        at = separator.end()
    return names, end


def name_at(text: str, at: int, context: Context) -> tuple[str, int] | None:
    """One name, and where it ends."""
    begin = at + (text[at : at + 1] in "@＠" and at < len(text))
    known = [one for one in (*context.mentions, *context.people, *context.units) if one and text.startswith(one, begin)]
    if known:
        name = max(known, key=len)
        return _of_unit(text, name, begin + len(name), context)
    if _NOT_A_NAME.match(text, begin):
        return None
    for pattern in (_UNIT, _ZH_NAME, _LATIN_NAME):
        match = pattern.match(text, begin)
        if match:
            name = match[0].rstrip(".'-")
            return name, begin + len(name)
    if begin > at and (label := re.compile(r"[\w.·-]{1,24}").match(text, begin)):
        return label[0], label.end()
    return None


def _of_unit(text: str, name: str, end: int, context: Context) -> tuple[str, int]:
    """财务处|何军: the person, where one stands right behind a unit."""
    people = (*context.mentions, *context.people) if name in context.units else ()
    behind = [one for one in people if one and text.startswith(one, end)]
    person = max(behind, key=len, default="")
    return (person, end + len(person)) if person else (name, end)


def take_fields(text: str, context: Context) -> tuple[Fields, str]:
    """What is said of the item, and the text without it."""
    fields: Fields = {}
    low = folded_lines(text)
    for find, hints in _FINDERS:
        cut = find(text, low, context) if any(map(low.__contains__, hints)) else None
        if cut is not None:
            start, end, found = cut
            fields = {**found, **fields}
            text = _without(text, start, end)
            low = folded_lines(text)
    return fields, text


def _without(text: str, start: int, end: int) -> str:
    """One mark where two would meet."""
    left, right = text[:start].rstrip(), text[end:].lstrip(" ")
    if not left:
        right = right.lstrip(":： ")
    if not right.strip(" ,，;；。.、"):
        return left.rstrip(" ,，;；、(（[")
    if left[-1:] in "，,;；、(（[" and right[:1] in "，,;；、)）]":
        right = right[1:]
    return left + (" " if left[-1:].isascii() and right[:1].isascii() and right[:1].isalnum() else "") + right


def standard_in(text: str, low: str, _context: Context) -> Cut | None:
    match = _STANDARD.search(low)
    if match is None:
        return None
    ends = _STANDARD_ENDS.search(low, match.end())
    end = ends.start() if ends else len(low)
    value = text[match.end() : end].strip(" ,，")
    return (match.start(), end, {"standard": value}) if value else None


def _co_owners_in(text: str, low: str, context: Context) -> Cut | None:
    for match in _CO_OWNERS.finditer(low):
        names, end = names_at(text, match.end(), context)
        if names:
            return match.start(), end, {"co_owners": tuple(dict.fromkeys(names))}
    for match in _HELPED.finditer(low):
        names, end = names_at(text, match.end(), context)
        if names and (helping := _HELPING.match(low, end)):
            return match.start(), helping.end(), {"co_owners": tuple(dict.fromkeys(names))}
    return _assisting(text, low, context)


def _assisting(text: str, low: str, context: Context) -> Cut | None:
    """李强、林霞协办: the names first."""
    assists = _ASSISTS.search(low)
    if assists is None:
        return None
    begin = max(low.rfind(mark, 0, assists.start()) for mark in ",;。:") + 1
    begin += len(text[begin:]) - len(text[begin:].lstrip())
    begin += text.startswith("由", begin)
    names, end = names_at(text, begin, context)
    if names and not text[end : assists.start()].strip():
        return begin, assists.end(), {"co_owners": tuple(dict.fromkeys(names))}
    return None


def _reports_in(text: str, low: str, context: Context) -> Cut | None:
    for match in _REPORTS.finditer(low):
        group = next(name for name in ("every", "often", "so") if match[name])
        said = text[match.start(group) : match.end(group)]
        moments = find_times(_SHORT_WAYS.get(said, said), context.now, zone=context.zone, calendar=context.calendar)
        rule = next((m.rrule for m in moments if m.rrule), None)
        if rule:
            return match.start(), match.end(), {"report": rule}
    return None


_SHORT_WAYS = {"按周": "每周", "按月": "每月", "按日": "每天", "按季度": "每季度", "双周": "每两周", "隔周": "每两周"}


def _level_in(text: str, low: str, _context: Context) -> Cut | None:
    match = _LEVELLED.search(low) or _LEVEL_ALONE.search(low)
    if match:
        return match.start(), match.end(), {"level": _level(match["level"])}
    within = _LEVEL_WITHIN.search(low)
    return (0, 0, {"level": _level(within["level"])}) if within else None


def _level(said: str) -> str:
    return next((level for level, words in _LEVELS if re.search(words, said)), "urgent")


def _source_in(text: str, low: str, _context: Context) -> Cut | None:
    labelled = _SOURCED.search(low)
    if labelled:
        words = text[labelled.start("words") : labelled.end("words")]
        return labelled.start(), labelled.end(), {"source": source_of(words), "source_words": words}
    alone = _SOURCE_ALONE.search(low)
    if alone is None:
        return None
    kind = next(kind for kind, _ in _SOURCES if alone[kind])
    words = text[alone.start(kind) : alone.end(kind)].strip()
    return alone.start(), alone.end(), {"source": kind, "source_words": words}


def source_of(words: str) -> str:
    """Which kind of source the words name."""
    low = fold(words)
    return next((kind for kind, pattern in _KINDS if pattern.search(low)), "other")


def _preset_in(text: str, low: str, _context: Context) -> Cut | None:
    clock = _PRESET.search(low)
    if clock:
        return clock.start(), clock.end(), {"preset": "clock"}
    slip = _SLIP.search(low)
    if slip is None:
        return None
    colour = COLOURS.get(slip["zh"] or "", slip["en"] or "")
    keeps = slip.end() - 2 if slip["zh"] and slip.start() < 3 else slip.end()  # 黄色督办单：…: it is still handed over
    return slip.start(), keeps, {"preset": colour}


_FINDERS: tuple[tuple[Callable[[str, str, Context], Cut | None], list[str]], ...] = (
    (standard_in, words("标准 要求 standard acceptance")),
    (_co_owners_in, words("协办 配合 协助 co-o co-l coowner colead help assist supported")),
    (_reports_in, words("汇报 报告 反馈 更新 通报 周报 报进 report update")),
    (_preset_in, words("7-1 7/1 7、1 蓝 黄 红 blue yellow red")),
    (_level_in, words("急 平件 普通 一般 常规 urgent flash normal routine")),
    (
        _source_in,
        words(
            "来源 决定 议定 确定 上定 部署 布置 明确 批示 批办 领导 上级 来文 计划 要点 重点 "
            "source decided directive instruction meeting above ministry plan"
        ),
    ),
)
"""Each with words of which one stands there when there is something to find."""


_LEADING_HINTS = words("主办 牵头 承办 责 lead own assignee led")


def leads_in(text: str, context: Context) -> list[str]:
    """Those who come with a lead's word: 主办王芳, 由李强牵头, owner: Amy."""
    low = folded_lines(text)
    if not any(map(low.__contains__, _LEADING_HINTS)):
        return []
    found = [name for match in _LEAD.finditer(low) for name in names_at(text, match.end(), context)[0]]
    return list(dict.fromkeys(found or _leading(text, low, context)))


def _leading(text: str, low: str, context: Context) -> Iterator[str]:
    """李强牵头, Amy leads: the name first."""
    known = (*context.mentions, *context.people, *context.units)
    for match in _LEADS.finditer(low):
        yield from (one for one in known if one and text.endswith(one, 0, match.start()))


def title_in(text: str, low: str, _context: Context) -> Cut | None:
    """标题改为…, only where something is amended."""
    match = _TITLE.search(low)
    if match is None or not _TITLE_AFTER.search(low, match.start(), match.end()):
        return None
    ends = _STANDARD_ENDS.search(low, match.end())
    end = ends.start() if ends else len(low)
    value = text[match.end() : end].strip(' ,，“”"《》')
    return (match.start(), end, {"title": value}) if value else None
