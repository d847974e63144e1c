"""Names and places by where they stand: words between cues with the form of a name, chunks that end like a place."""

from collections.abc import Iterator, Sequence

from bot.understanding import people_en
from bot.understanding.annotate import Mark
from bot.understanding.folding import fold
from bot.understanding.hints import hint
from bot.understanding.names import TITLES
from bot.understanding.people_zh import NAME, SURNAMES, standing_names
from bot.understanding.places_en import english_places
from bot.understanding.places_zh import places, stands_open
from bot.understanding.regex import regex
from bot.understanding.tokens import COMMA, CUE, STOP, WORD, Token
from bot.understanding.wordlist import words

_TITLED = regex(
    rf"[{SURNAMES}]?[\u4e00-\u9fff]?[{SURNAMES}](?:副?(?:{TITLES}))|[老小大阿][{SURNAMES}]|阿[\u4e00-\u9fff]"
)
_NAMED = regex(rf"{NAME}")
_FAMILIAR = ("老", "小", "阿", "大")
_FAMILIAR_AT_END = regex(rf"(?<=[的给让找和跟与由请叫问])[老小阿大][{SURNAMES}]$|(?<=的)[A-Z][a-z]{{1,11}}(?=开?$)")
_BORDERS = frozenset({"T", "P", "R", "N", "E", "C", STOP, COMMA})
_AFTER_NAME = frozenset("你抽的约都也要去来做办把将给在这那和跟与、盯抓写改交报")
_ASKED = frozenset(words("assign lead nudge remind notice call_meeting look book meet with mine want collect hand"))
_ASKED_SURELY = _ASKED - {"book", "look", "meet", "mine"}
_DOES = frozenset(words("hold assign lead must todo free status overdue task_verb polite may nudge want agenda"))
_WILLS = frozenset(words("lead must polite may"))


def names_in(tokens: Sequence[Token], text: str) -> Iterator[Mark]:
    """Words that stand alone between cues and have the form of a name: 让|小王|一周内, give|Mallory|the list."""
    if not text.isascii():
        edges = frozenset(at for token in tokens if token.kind in _BORDERS for at in (token.start, token.end))
        for start, end in standing_names(text, edges):
            yield Mark("person", text[start:end], start, end, start)
    named = {place for place, token in enumerate(tokens) if token.kind == "P"}
    for place, token in enumerate(tokens):
        if token.kind != WORD and not (token.kind == CUE and _is_called_like_a_word(tokens, place, text)):
            continue
        before = tokens[place - 1] if place else None
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        if token.said[0].isascii():
            if _is_english_name(tokens, place, text) or _is_next_of(tokens, place, text, named):
                named.add(place)
                yield Mark(
                    "person",
                    text[token.start : token.end].removesuffix("'s"),
                    token.start,
                    token.end,
                    _led(tokens, place),
                )
        else:
            yield from _chinese_names(token, before, after, text)


def _is_called_like_a_word(tokens: Sequence[Token], place: int, text: str) -> bool:
    """ask|Mark|to: a cue with a capital, and a name."""
    token = tokens[place]
    if not place or not text[token.start].isupper() or not token.said.isalpha():
        return False
    asked = not _ASKED_SURELY.isdisjoint(tokens[place - 1].classes)
    return asked and place + 1 < len(tokens) and tokens[place + 1].said == "to"


def _chinese_names(token: Token, before: Token | None, after: Token | None, text: str) -> Iterator[Mark]:
    place, said = token.start, text[token.start : token.end]
    opens = before is None or before.kind != WORD
    familiar = _FAMILIAR_AT_END.search(said) if said[-2:-1] in _FAMILIAR or "的" in said else None
    known = familiar and (not familiar[0].isascii() or familiar[0].lower() in people_en.given_names())
    if familiar and known and familiar.start() > 0 and (after is None or after.kind != WORD):
        yield Mark("person", familiar[0], place + familiar.start(), place + familiar.end(), place + familiar.start())
        return
    asked = before is not None and before.kind == CUE and not _ASKED.isdisjoint(before.classes)
    while opens and place < token.end:
        titled = _TITLED.match(said, place - token.start)
        match = titled or _NAMED.match(said, place - token.start)
        if match is None:
            return
        end = token.start + match.end()
        closes = end == token.end or text[end] in _AFTER_NAME
        does = end == token.end and after is not None and after.kind == CUE and not _DOES.isdisjoint(after.classes)
        if not closes and not _NAMED.match(said, match.end()):
            return
        listed = _listed(before) or (end == token.end and _listed(after)) or _called(before, after, match[0])
        if not (titled or asked or does or listed):
            return
        yield Mark("person", match[0], place, end, place)
        place = end


def _listed(beside: Token | None) -> bool:
    """A name among names: 江涛、方芳."""
    return beside is not None and (beside.said in {"、", "和", "与", "及"} or beside.kind == "P")


def _called(before: Token | None, after: Token | None, name: str) -> bool:
    """陈志远，…  罗婷：… at the very beginning."""
    return before is None and after is not None and (after.said in ":：" or (after.said in ",，" and len(name) > 2))


def _is_next_of(tokens: Sequence[Token], place: int, text: str, named: set[int]) -> bool:
    """Priya and|Luca: a capital after a name and the word that joins them."""
    token = tokens[place]
    joined = place - 2 in named and tokens[place - 1].said in {"and", "&", ","}
    return joined and text[token.start].isupper() and token.said.isalpha() and token.said not in people_en.NOT_NAMES


def _is_english_name(tokens: Sequence[Token], place: int, text: str) -> bool:
    token = tokens[place]
    raw, low = text[token.start : token.end].removesuffix("'s"), token.said.removesuffix("'s")
    given = low in people_en.given_names()
    if low in people_en.NOT_NAMES or not low.isalpha() or len(low) < 2:
        return False
    if not given and not (raw[0].isupper() and not raw.isupper()):
        return False
    before = tokens[place - 1] if place else None
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    led = before is not None and (
        (before.kind == CUE and not (_ASKED if given else _ASKED_SURELY).isdisjoint(before.classes))
        or (before.kind == WORD and before.said in _LEADS)
    )
    does = after is not None and (
        (after.kind == CUE and not _DOES.isdisjoint(after.classes)) or (after.kind == WORD and after.said in _ACTS)
    )
    opens = before is None or before.kind in {STOP, COMMA}
    named = after is not None and after.kind == COMMA and after.said in ",:"
    if token.said.endswith("'s"):
        return given and after is not None and not _OWNED.isdisjoint(after.classes)
    acts = after is not None and after.said == "to" and "task_verb" in _classes(tokens, place + 2)
    wills = after is not None and not _WILLS.isdisjoint(after.classes)
    if given:
        return led or does or opens or after is None
    return (
        (led and (does or (before is not None and before.said in _SURE)))
        or (opens and (wills or acts))
        or (opens and named and place == 0)
    )


def _classes(tokens: Sequence[Token], place: int) -> tuple[str, ...]:
    return tokens[place].classes if place < len(tokens) else ()


_OWNED = frozenset(words("todo agenda overdue ledger free"))
_LEADS = frozenset(words("does to from with by for give and n w"))
_SURE = frozenset(words("nudge chase remind assign owner from give by ping ask tell with"))
_ACTS = frozenset(words("will to can is has and"))


def _led(tokens: Sequence[Token], place: int) -> int:
    """Where the little word before a name begins that goes with it."""
    before = tokens[place - 1] if place else None
    return before.start if before is not None and before.kind == WORD and before.said in _LEADS else tokens[place].start


_PLACE_END = (
    r"(?:会议室|会议厅|指挥中心|报告厅|多功能厅|教室|办公室|接待室|活动室|培训室|实验室|阅览室|休息室|洽谈室|"
    r"会客室|机房|礼堂|食堂|餐厅|大厅|展厅|"
    r"操场|球场|广场|停车场|体育场|体育馆|图书馆|展馆|场馆|球馆|会馆|中心|空间|大楼|校门口|门口|车间|工地|仓库|"
    r"酒店|宾馆|饭店|公园|园区|基地|"
    r"琴房|健身房|舞蹈房|茶水间|面试间|洽谈间|工作间|包间|库房|咖啡吧|书吧|咖啡厅|咖啡馆|角落|工位|主席台|"
    r"田径场|赛场|考场|会场|体育中心|门厅|会所|剧院|影院|大堂|现场|讲堂|门卫室|值班室|控制室|监控室|调度室|"
    r"诊室|病房|护士站|工作室|党群服务中心|"
    r"[\u4e00-\u9fff\dA-Za-z](?:楼|(?<!科)(?<!处)室|厅|馆|亭|号楼)|[\d一二三四五六七八九十]层|[A-Za-z\d]座|"
    r"[A-Za-z\d东南西北]区)"
)
_PLACE_ZH = regex(
    rf"(?:在|于|到|去|来|把|将|用|借|地点[:：]?)?(?P<room>(?:[\u4e00-\u9fffA-Za-z\d-]{{0,10}}?{_PLACE_END})"
    r"(?:\s?[A-Z]\d?-\d+|\s?[A-Z][A-Za-z]+|\s?[A-Za-z]?\d{0,4}(?:-\d+)?[A-Za-z]?(?:[室区座厅]|号楼?)?|"
    r"[东南西北中][侧区厅门]?|[一二三四五六七八九十\d]+[层楼号][\u4e00-\u9fff]{0,4})?)"
)
_PLACE_ZH_HINT = hint(
    "在 室 厅 中心 堂 房 场 馆 楼 园 区 吧 院 站 亭 层 座 门口 车间 水间 试间 谈间 作间 包间 空间 工地 基地 库 店 角落 "
    "工位 主席台 所"
)
_PLACE_OF_DEED = regex(
    rf"(?:在|于|到|"
    rf"去)(?P<room>[\u4e00-\u9fffA-Za-z\d]{{0,8}}?{_PLACE_END}[A-Za-z]?\d{{0,4}})(?=[开召举搞办碰聊谈进集做组上现])"
)
_PLACE_OF_WORDS = regex(r"在(?P<room>[\u4e00-\u9fff]{1,8}(?:旁边的?[\u4e00-\u9fff]{1,4}|[区间角院舍站所棚廊]))")
_BARE_PLACE = regex(rf"(?:在|于|到|去)?(?P<room>[A-Za-z\d]{{0,4}}{_PLACE_END}[A-Za-z\d]?)")
_NO_PLACE = regex(
    r"哪|[\s关开个间哪这那订要找空一几两的]*(?:会议室|教室|房间|办公室)$|.*(?:消毒|维修|改造|建设|使用|管理|"
    r"招标|装修|检查|升级|整改|调查|满意|意见|测评|项目|采购|搬迁)|[省市县区]厅|"
    r"[一二三四五六七八九十\d]+[层区]$|.{0,2}各|.*(?:[订定约找换借]|人的)(?:一?[个间下了])?(?:会议室|教室|房间)$"
)


def places_in(tokens: Sequence[Token], text: str) -> Iterator[Mark]:
    """Chunks that are nothing but a place: 门卫室, 教学楼A区, ', Pluto', 'the 4th floor lounge'."""
    if not text.isascii():
        edges = frozenset(at for t in tokens if t.kind in _BORDERS - {"R"} for at in (t.start, t.end))
        for head, start, end in places(text, edges):
            yield Mark("room", text[start:end], start, end, head)
    for first, last in _chunks(tokens, text) if _PLACE_ZH_HINT(text) else ():
        start, end = tokens[first].start, tokens[last].end
        if text[start:end].isascii() or "meet" in tokens[first].classes:  # 聊聊|实习基地
            continue
        start = _behind_meeting(tokens, first, last) or start
        said = fold(text[start:end])
        match = _PLACE_ZH.fullmatch(said) or _PLACE_OF_DEED.match(said) or _PLACE_OF_WORDS.fullmatch(said)
        if match and not _NO_PLACE.match(said) and stands_open(text, tokens[last].end):
            at, stop = start + match.start("room"), start + match.end("room")
            yield Mark("room", text[at:stop], at, stop, start)
        elif match is None:
            yield from _leading_place(tokens[first : last + 1], text)
    if text.upper() != text.lower():
        yield from english_places(tokens, text)


_ROOMLY = frozenset("室间厅馆中角吧")


def _behind_meeting(tokens: Sequence[Token], first: int, last: int) -> int:
    """家长会|阶梯教室: where the place begins when a meeting stands before it; a 洽谈|室 is one word."""
    for place in range(last - 1, first - 1, -1):
        if "meeting" in tokens[place].classes and tokens[place + 1].said[0] not in _ROOMLY:
            return tokens[place].end
    return 0


_DONE_TO_PLACES = frozenset(words("招标 检查 验收 调研 巡查 评比 采购 考核 测评"))


def _leading_place(chunk: Sequence[Token], text: str) -> Iterator[Mark]:
    """球馆|团建: the first word of the chunk is a place."""
    token = chunk[0]
    match = _BARE_PLACE.fullmatch(text[token.start : token.end]) if token.kind == WORD and len(chunk) > 1 else None
    if (
        match
        and "meeting" in chunk[1].classes
        and chunk[1].said not in _DONE_TO_PLACES
        and not _NO_PLACE.match(match["room"])
    ):
        yield Mark("room", match["room"], token.start + match.start("room"), token.end, token.start)


_PART_OF_PLACE = frozenset(
    words("meet event audience opinion lead task_verb ledger ongoing survey_noun notice_noun results")
)


def _chunks(tokens: Sequence[Token], text: str) -> Iterator[tuple[int, int]]:
    """Words and nouns without so much as a space between them."""
    first = -1
    for place, token in enumerate(tokens):
        inside = token.kind == WORD or (token.kind == CUE and (token.noun or _PART_OF_PLACE.issuperset(token.classes)))
        if first >= 0 and (not inside or tokens[place - 1].end != token.start):
            yield first, place - 1
            first = -1
        if inside and first < 0:
            first = place
    if first >= 0:
        yield first, len(tokens) - 1
