"""Lists of the ledger that are said in nothing but filters: 教务处逾期的事项, 本周到期, overdue items of 教务处."""

import re
from collections.abc import Iterator
from datetime import timedelta

from bot.understanding.folding import fold
from bot.understanding.item_fields import is_unit, name_at
from bot.understanding.moments import Moment
from bot.understanding.regex import regex
from bot.understanding.sentence import Context
from bot.understanding.slots import Slots, take_due
from bot.understanding.times import find_times

_FILTERS: tuple[tuple[str, str, str], ...] = (
    ("lamp", "red", r"逾期|超期|过期|红灯|亮红灯|overdue|past due|late|red(?: lamps?)?"),
    ("lamp", "yellow", r"(?:亮)?黄灯|临期|(?:快要?|即将|将要?)到期|yellow(?: lamps?)?|due soon|nearly due"),
    ("lamp", "green", r"(?:亮)?绿灯|green(?: lamps?)?"),
    (
        "state",
        "open",
        r"未办结|未完成|没完成|没办[完结]|未销号|还?没办|在手|open|unfinished|not (?:closed|done|finished)",
    ),
    (
        "state",
        "assigned",
        r"未签收|待签收|(?:还|尚)?[没未]有?签收|not (?:yet )?(?:accepted|signed(?: for)?)|unaccepted|unsigned",
    ),
    ("state", "refused", r"(?:被)?退回|(?:被)?拒签|refused|sent back|returned|declined"),
    ("state", "submitted", r"待(?:审核)?办结|(?:已)?报办结|待审核|申请办结|submitted|waiting to be closed|for closing"),
    ("state", "stuck", r"停滞|卡住|没动静|没进展|无进展|不动|stuck|stalled|without progress"),
    ("state", "in_progress", r"在办|办理中|正在办理|进行中|推进中|in progress|ongoing|under way"),
    ("state", "accepted", r"已签收|accepted|signed for"),
    ("state", "suspended", r"(?:已)?(?:中止|暂停|挂起)|suspended|on hold|paused"),
    ("state", "closed", r"(?:已)?(?:办结|销号|结案)|closed"),
    ("state", "withdrawn", r"(?:已)?(?:撤回|撤销|作废)|withdrawn|cancell?ed"),
    ("source", "superior", r"上级(?:部署|交办|督办|来文|要求)?|from (?:above|superiors|the ministry)"),
    ("source", "meeting", r"会议?(?:上)?(?:决定|议定|定)|from (?:the )?meetings?|decided (?:at|in) (?:the )?meetings?"),
    ("source", "directive", r"(?:领导)?批示(?:件)?|领导交办|(?:from )?directives?"),
    ("source", "plan", r"(?:工作|年度)计划|工作要点|from (?:the )?(?:work |annual )?plan"),
    (
        "given",
        "",
        r"(?:由)?我(?:督办|交办|布置|安排|派)(?:出去|下去)?的?|(?:that )?i (?:watch|assigned|handed out|supervise)",
    ),
    ("mine", "", r"我(?:名下|负责|主办|承办|手上|手头)?的?|my|mine|i (?:own|lead)"),
)
_FILTER = tuple((slot, value, regex(said)) for slot, value, said in _FILTERS)
_WITHIN = tuple((slot, value, regex(rf"(?<![a-z])(?:{said})(?![a-z])")) for slot, value, said in _FILTERS if value)
_NOUN = regex(
    r"督办(?:台账|清单|事项|件)|督查(?:台账|事项|件)|台账|台帐|事项(?:台账|清单|列表)?|"
    r"(?:supervision )?items?\b|(?:supervision )?ledger\b|everything(?= (?:that'?s |that is )?due)"
)
_GLUE = regex(
    r"(?:的|了|和|有哪些|都有哪些|有什么|哪些|是|需|要|一共|全部|所有|列表|情况|看看|看一下|看下|查看|查一下|查询|查|看|列出|列一下|列|显示|请|帮我|把|给我|出来|一下|"
    r"[\s,，?？。!！、]|(?:show|list|see|give|me|all|the|of|for|by|from|in|on|at|what|what's|which|is|are|that|which|with|owned|please|"
    r"those|still|yet|due|and|do|i|have|'s)(?![a-z]))+"
)
_DUE = regex(r"(?:要|将)?(?:到期|截止|办结期限|该办结|应办结)|(?:is |are )?due(?![a-z])")


def read_list(said: str, low: str, context: Context, *, among: bool = False) -> Slots | None:
    """The slots of a list that is asked for in nothing but filters; None when there is a word that is none.

    With `among` a bare filter is enough: the sentence has said already what is to be done with those.
    """
    taken = Taken(said, low, context)
    at = 0
    while at < len(low):
        step = taken.step(at)
        if step <= at:
            return None
        at = step
    return taken.slots_if_whole(among)


def only_filters(title: str, context: Context) -> bool:
    """Whether a title has no word in it that could be searched for."""
    taken, at = Taken(title, fold(title), context), 0
    while at < len(title):
        step = taken.step(at)
        if step <= at:
            return False
        at = step
    return True


def filters_in(text: str, low: str) -> Slots:
    """The filters that a sentence of any kind names."""
    slots: Slots = {}
    for slot, value, pattern in _WITHIN:
        if slot not in slots and pattern.search(low):
            slots[slot] = value
    if re.search(r"我的|我名下|我负责|(?<![a-z])my(?![a-z])", low):
        slots["mine"] = 1
    return slots


class Taken:
    """What a sentence of filters has given so far."""

    def __init__(self, said: str, low: str, context: Context) -> None:
        self.said, self.low, self.context = said, low, context
        found = find_times(said, context.now, zone=context.zone, calendar=context.calendar)
        self.moments = [m for m in found if m.kind not in {"set", "duration"} and (m.start or m.end)]
        self.slots: Slots = {}
        self.people: list[str] = []
        self.named = self.due = self.lists = False

    def step(self, at: int) -> int:
        """Where the word that begins there ends; `at` itself when it is no word of a list."""
        return next((end for end in self._ends(at) if end > at), at)

    def _ends(self, at: int) -> Iterator[int]:
        for moment in self.moments:
            if moment.span[0] == at:
                yield self._when(moment)
        noun = _NOUN.match(self.low, at)
        if noun:
            self.named = True
            yield noun.end()
        yield self._who(at)
        yield self._filtered(at)
        if (due := _DUE.match(self.low, at)) is not None:
            self.due = True
            yield due.end()
        following = min((m.span[0] for m in self.moments if m.span[0] > at), default=len(self.low))
        if (glue := _GLUE.match(self.low, at, following)) is not None:
            self.lists = self.lists or "的" in glue[0]
            yield glue.end()

    def _when(self, moment: Moment) -> int:
        start, end = moment.start, moment.end
        if start is not None and "start" not in self.slots:
            self.slots["start"] = start.date()
            self.slots["end"] = end.date() if end and end.date() > start.date() else start.date() + timedelta(days=1)
        behind = _DUE.match(self.low, moment.span[1]) or _DUE.search(moment.text)
        self.due = self.due or behind is not None or moment.kind == "deadline"
        if moment.kind == "deadline":
            self._until(moment)
        return moment.span[1]

    def _until(self, moment: Moment) -> None:
        """本周到期 was read as a deadline: the week it ends."""
        said = re.sub(r"到期|截止|\b(?:due|is|are|that)\b", "", moment.text).strip()
        context = self.context
        found = find_times(said, context.now, zone=context.zone, calendar=context.calendar)
        first = next((m for m in found if m.start and m.end and m.kind != "deadline"), None)
        if first and first.start and first.end:
            self.slots["start"], self.slots["end"] = first.start.date(), first.end.date()

    def _who(self, at: int) -> int:
        found = name_at(self.said, at, self.context)
        if found is None or found[0] in {"会议", "上级"} or (found[0].isascii() and not self._is_known(found[0])):
            return at
        name, end = found
        if is_unit(name, self.context):
            self.slots["unit"] = name
        else:
            self.people.append(name)
        return end

    def _is_known(self, name: str) -> bool:
        return name in self.context.people or name in self.context.mentions or name in self.context.units

    def _filtered(self, at: int) -> int:
        for slot, value, pattern in _FILTER:
            match = pattern.match(self.low, at)
            if match and not (match[0][-1].isascii() and self.low[match.end() : match.end() + 1].isalpha()):
                self.slots.setdefault(slot, value or 1)
                return match.end()
        return at

    def slots_if_whole(self, among: bool) -> Slots | None:
        """Something is listed: by its noun, by what is due, or by a lamp or a state with 的."""
        lists = {"lamp", "state"} & set(self.slots) and (self.lists or among)
        lists = (
            lists
            or (among and "unit" in self.slots)
            or ("given" in self.slots and self.low.rstrip("?。!吗").endswith("的"))
        )
        if not (self.named or (self.due and self.moments) or lists):
            return None
        slots = dict(self.slots)
        if self.due and self.moments:
            context = self.context
            take_due(
                find_times(self.said, context.now, zone=context.zone, calendar=context.calendar),
                slots,
                True,
                context.now,
            )
        return slots | ({"people": tuple(self.people)} if self.people else {})
