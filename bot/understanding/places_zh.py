"""Places in Chinese, found from their last word backwards: 图书馆|报告厅, 地点会客室, 3教|205."""

import re
from collections.abc import Iterator

from bot.understanding.hints import hint
from bot.understanding.regex import regex

_ENDS = (
    r"会议室|会议厅|指挥中心|报告厅|多功能厅|教室|办公室|接待室|活动室|培训室|实验室|阅览室|休息室|洽谈室|"
    r"会客室|会客厅|贵宾[室厅]|值班室|传达室|调度室|"
    r"控制室|监控室|配电室|谈话室|心理室|咨询室|医务室|校医室|门卫室|资料室|档案室|评标室|开标室|录播室|"
    r"演播[室厅]|直播[间室]|会议间|面试间|洽谈间|静思间|"
    r"茶水间|工作间|包间|玻璃房|阳光房|板房|琴房|机房|健身房|舞蹈房|礼堂|讲堂|宴会厅|路演厅|接待厅|展厅|餐厅|"
    r"大厅|门厅|前厅|[\u4e00-\u9fff]{1,2}厅(?!长|局)|"
    r"护士站|体育馆|图书馆|展馆|球馆|文化馆|操场|球场|田径场|体育场|停车场|赛场|考场|会场|小广场|报告堂|食堂|"
    r"车间|工地|仓库|会所|酒店|宾馆|"
    r"休息区|会议区|接待区|办公区|沙发区|洽谈区|讨论区|咖啡角|读书角|天台|二楼平台|露台|学术中心|活动中心|"
    r"会议中心|交流中心|服务中心|体育中心|"
    r"阶梯教室|培训教室|工作室|大会堂|会堂|剧场|剧院|影院|主席台|看板|样板间|诊室|示教室|圆桌|学堂"
)
_TAIL = (
    r"(?:\s?[A-Z][a-z]{2,}|[A-Za-z\d]{1,3}(?![A-Za-z\d:点号月日楼层]|\s?[个人份点])|"
    r"[一二三四五六七八九十](?:号|室|厅)?(?=[，,。、;；\s]|$)|"
    r"[一二三四五六七八九十\d]{1,2}[楼层](?:平台|大厅|圆桌|包间|会议室|现场)?|[东南西北中][侧区厅门]|门口|前厅|"
    r"前|旁边?|门前)?"
)
_PLACE = regex(rf"(?:{_ENDS}){_TAIL}")
_NUMBERED = regex(
    r"(?:楼|(?<=[一二三四五六七八九十\d])[教栋号]楼?|[A-Za-z]座|大活|学院|(?<=[\u4e00-\u9fff]{2})办|"
    r"层)[A-Za-z]?-?\d{2,4}(?:会议室|教室|室)?"
    r"(?![\d:：点号月日年%人元份])"
)
_LEAD = regex(
    r".*(?:在|到|去|于|(?:用|借用?|占用?|订|定|约|抢|锁|预[订定约]|book)(?:一?下|了|一?个|一?间)?|把|将|至|"
    r"[改换挪移调](?:[成为到至在去回])?|回|"
    r"地点(?:[是为:：]|改[成为到在])?|[就还方]是|改?为|就|还|都|所以|协调|随便|老地方|找间?|麻烦|进|来|从|安排|"
    r"预留|留出?|申请|使用|释放|解除对|取消掉?|"
    r"退掉|退|选|放|给我|那个|这个|个|[一那这哪两找]间|的|你|我们?(?!司|校|院|部|处)|咱们?|有|说|转|起|日|天|"
    r"每|一下)",
    re.IGNORECASE,
)
_BODY = regex(r"[\u4e00-\u9fffA-Za-z\d]{0,10}$")
_GOES_ON = regex(
    r"\s*(?:[,，。;；:：、|｜/！!？?()（）~～\-—–\s@]|$|[开召举搞办碰聊谈进集做组上见讲]|用|被|有|谁|空|能|可|"
    r"的?会|不用|不要|那|明|今|后天|周|下|本|这|\d|"
    r"的(?=空|预[订定约]|占用)|是否|从|没|太|跟|单独|占|订|留|给|过|快速|讨论|面试|面谈|参加|领|取|等|吧|预订|"
    r"预定|现场|来|借|释放|取消|退(?!休)|换(?!届)|改(?![造革建善装扩名])|还)"
)
_NO_PLACE = regex(
    r"^(?:[\s一二两三四五六七八九十几\d个间些各每哪那这某整空]|什么|能|可|大家|全体|小型|临时)*(?:会议室|教室|"
    r"办公室|会场|车间|食堂|仓库|工地|酒店|宾馆|餐厅|机房|实验室|考场|赛场|看板|圆桌|前厅)$|"
    r"^(?:各|哪|几|某|每|什么)|(?:的|能|坐|人|投影)(?:会议室|教室)$|消毒|维修|改造|建设|使用|管理|招标|装修|"
    r"检查|升级|整改|调查|满意|意见|测评|项目|采购|搬迁|[省市县区]厅|"
    r"[开讨评审学谈讲会]会|公室主任"
)
_DEED_BEFORE = regex(
    r".*(?:会(?!议|客|场|展|所|堂)|[训试辩审评谈聚课赛练践礼节饮餐]|仪式|活动(?!中心|室|区)|座谈|汇报|演练|"
    r"用)(?=[\u4e00-\u9fffA-Za-z\d]{2})"
)


_NAMED = regex(
    r"(?:会议)?(?:(?:地点|场地)(?:改?[是为在到:：])?|(?<!老)地方(?:改?[是为在到:：]))\s*"
    r"(?P<label>[A-Za-z][\w ]{1,15}|(?!不变|待定|另|照旧|随|"
    r"你|由|还|就|改|定|在|是)[\u4e00-\u9fff]{2,8})"
    r"(?=[,，。;；\s|｜]|$)|(?P<latin>(?<![A-Za-z])[A-Z][A-Za-z]+)\s?(?:会议室|那间|室)|"
    r"(?:^|(?<=[把给,，]))(?P<that>(?![这那哪上最])[\u4e00-\u9fff]{2,4})那间|"
    r"(?<=[,，])\s*(?:去|到|在)(?P<there>(?![吃看开买拿取接送谈聊参听会时])[\u4e00-\u9fff]{2,4})$"
)
"""What its label or its kind makes a place, whatever it is called."""

_NAMED_HINT = hint("地 室 间 去 到 在")
_PLACE_HINT = hint("室 厅 心 房 间 堂 站 馆 场 地 库 所 店 区 角 台 院 板 桌")
_NUMBERED_HINT = hint("楼 教 栋 号 座 活 院 办 层")


def places(text: str, edges: frozenset[int]) -> Iterator[tuple[int, int, int]]:
    """Head with the little word before it, start and end."""
    for match in _NAMED.finditer(text) if _NAMED_HINT(text) else ():
        said = next(name for name, value in match.groupdict().items() if value)
        if not any(match.start(said) < at < match.end(said) for at in edges):
            yield match.start(), match.start(said), match.end(said)
    for pattern in (*([_PLACE] if _PLACE_HINT(text) else ()), *([_NUMBERED] if _NUMBERED_HINT(text) else ())):
        for match in _behind_edges(pattern, text, edges):
            if not (_GOES_ON.match(text, match.end()) or match.end() in edges):
                continue
            head, start = _beginning(text, match.start(), match.end(), edges)
            if not _NO_PLACE.search(text[start : match.end()]):
                yield head, start, match.end()


def _behind_edges(pattern: re.Pattern[str], text: str, edges: frozenset[int]) -> Iterator[re.Match[str]]:
    """周五|蓝厅: a place does not begin inside of what was marked before."""
    for match in pattern.finditer(text):
        cut = max((at for at in range(match.start() + 1, match.end()) if at in edges), default=0)
        if found := pattern.match(text, cut) if cut else match:
            yield found


def stands_open(text: str, end: int) -> bool:
    """A place is over here, and no longer word goes on: 食堂 of 食堂菜单 is none."""
    return end >= len(text) or not "\u4e00" <= text[end] <= "\u9fff" or bool(_GOES_ON.match(text, end))


def _beginning(text: str, first: int, end: int, edges: frozenset[int]) -> tuple[int, int]:
    """Back to a mark, a stop or a word that leads to a place."""
    floor = max((at for at in edges if first - 10 <= at <= first), default=max(0, first - 10))
    body = _BODY.search(text, floor, first)
    start = body.start() if body else first
    if led := _LEAD.match(text, start, first):
        start = led.end()
    if after := _DEED_BEFORE.match(text, start, first + 2):
        start = min(after.end(), first)
    head = start
    if led and led.end() == start:
        little = regex(r"(?:在|到|去|于|用|借|地点[是为:：]?)$").search(text, floor, start)
        head = little.start() if little else start
    return head, start
