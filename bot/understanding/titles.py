"""What a sentence is about: the words that are left when times, people, rooms and the words of the act are out."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from bot.understanding.deeds import without_doing
from bot.understanding.given_titles import VIEWS, digest_named, title_as_given
from bot.understanding.naming import is_generic, title_of
from bot.understanding.regex import regex
from bot.understanding.sentence import Sentence
from bot.understanding.tokens import COMMA, CUE, STOP, WORD, Token
from bot.understanding.wordlist import words

# Cues that may be part of a name when its words follow: team lunch, 进度汇报会.
_SOFT = frozenset(
    words(
        "audience opinion event progress status todo ledger results survey_noun notice_noun reminders_noun task_verb "
        "blocked lead want overdue agenda feel done ongoing notice submit close help myday collect meet"
    )
)
# What the act of a desk is said with is no part of what it is about.
_ACTS = {
    "meetings": frozenset(words("book hold meet want_room cancel unneeded move shift instead free done collect")),
    "supervision": frozenset(
        words("assign nudge extend done progress blocked ongoing status lead todo submit close want overdue")
    ),
    "notices": frozenset(words("notice audience")),
    "feedback": frozenset(words("collect suggest opinion results")),
    "reminders": frozenset(words("remind stop_remind audience here reminders_noun close meet pause resume")),
}
_ASIDE = frozenset(words("because told if_"))
_LABELS_OF_TITLE = frozenset(
    words("主题 议题 会议主题 会议名称 事由 内容 topic subject title what purpose 标题 会议内容")
)
_LABELS = frozenset(
    words("地点 时间 参会人 参会人员 参加人 参加人员 与会人员 where when who location venue time date place")
)
_MEETINGS = frozenset(
    words("meetings.book meetings.cancel meetings.move meetings.list meetings.free notices.circulate")
)
_BEFORE = frozenset(words("meetings.cancel meetings.move supervision.report supervision.close supervision.submit"))
_NONE: frozenset[str] = frozenset()


class Chunk(NamedTuple):
    """Words that stand together, the clause they stand in, and whether an act was named before them."""

    tokens: tuple[Token, ...]
    clause: int
    after: tuple[str, ...] = ()
    label: str = ""

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end


def find_title(sentence: Sentence, intent: str) -> str:
    """In the writer's words, without what only frames them; empty when nothing is left."""
    if intent in _BY_NUMBER and any(token.kind == "N" for token in sentence.tokens):
        return ""
    if intent.startswith("digest."):
        return digest_named(sentence.text)
    if intent.startswith(_NOWHERE) and any(token.kind == "R" for token in sentence.tokens):
        sentence = sentence._replace(tokens=_with_places(sentence))
    acts = _ACTS.get(intent.partition(".")[0], _NONE)
    title = title_as_given(sentence, intent) or _best(sentence, intent, acts) or _last_resort(sentence, intent)
    return _with_whom(sentence.text, title) if intent == "meetings.book" else title


_NOWHERE = ("supervision.", "feedback.")
"""Of what these desks keep, a place is a part: 302的空调漏水, 教室投影仪."""


def _with_places(sentence: Sentence) -> tuple[Token, ...]:
    """The tokens with each place as a word, without what leads to it."""
    starts = {mark.end: mark.start for mark in sentence.marked("room")}
    return tuple(
        token._replace(kind=WORD, start=starts.get(token.end, token.start)) if token.kind == "R" else token
        for token in sentence.tokens
    )


_TOGETHER = regex(
    r"(?:[和跟与同请约陪](?P<whom>[^\s,，。;；和跟与同请约陪\d]{1,8}?))?"
    r"(?P<what>吃个?(?:便|午|晚|早)?饭|喝个?(?:茶|咖啡|酒)|[通打]个?电话|见个?面|聚个?餐)"
)


def _with_whom(text: str, title: str) -> str:
    """和客户|吃饭: what is done with somebody who has no name is no title without it."""
    match = _TOGETHER.search(text)
    if match is None or (title and title != match["whom"]):
        return title
    return match[0] if title else match["what"]


def _last_resort(sentence: Sentence, intent: str) -> str:
    if intent == "supervision.assign" and (moved := _BA.search(sentence.text)):
        return moved[1]
    if intent == "meetings.book" and (met := _MET.search(sentence.text)):
        return "碰头" if met[0].startswith("碰") else met[0].strip()
    return _best(sentence, intent, _NONE) if intent in _NAMED_BY_ACT else ""


_BA = regex(r"(?:把|将)([\u4e00-\u9fff\w]{2,16}?)(?=[收交报发送弄做写整准填汇归办签印])")
"""把报名表收齐交上来: what something is done to."""

_BY_NUMBER = frozenset(words("supervision.report supervision.close supervision.submit supervision.extend"))
_NAMED_BY_ACT = frozenset(
    words("notices.circulate supervision.assign")
)  # 发布放假通知: the notice itself is what it is about


def _best(sentence: Sentence, intent: str, acts: frozenset[str]) -> str:
    aside = _asides(sentence.tokens) | (_requests(sentence.tokens) if intent in _REPORTING else set())
    best, most = "", -1.0
    for place, chunk in enumerate(chunks(sentence.tokens, acts)):
        said = title_of(sentence.text[chunk.start : chunk.end])
        said = without_doing(said) if intent == "supervision.assign" else said
        said = VIEWS.sub("", said) if intent == "feedback.collect" else said
        said = _TOLD.sub("", said) if intent in _TELLING and said.isascii() else said
        said = _without_predicate(said) if intent in _ABOUT else said
        if intent in _WITH_UNITS and chunk.after and (unit := _UNIT.fullmatch(said)):
            said = unit["what"] or ""
        if not said or is_generic(said):
            continue
        worth = _worth(chunk, said, intent) - 1.5 * (chunk.clause in aside)
        worth -= 2.0 * (intent in _TELLING and sentence.text.endswith(_ALL, 0, chunk.start))
        worth += 1.0 * (intent == "supervision.assign" and bool(_HANDED_ON.match(sentence.text, chunk.end)))
        worth -= 1.2 * (intent in _REPORTING and place > 0 and bool(_LACKING.search(sentence.text, 0, chunk.start)))
        worth -= 2.0 * (said.startswith(_ALL) and "assign" in chunk.after)
        worth -= _LATER.get(intent, 0.0) * place
        if worth > most:
            best, most = said, worth
    return best


_UNIT = regex(r"[\u4e00-\u9fff]{1,4}(?:[处部科办室组系院]|中心|公司|学院)(?P<what>碰头|见面|面谈|座谈|对接|沟通)?")
"""约教务处|碰头: with whom, not what about."""
_WITH_UNITS = frozenset(words("meetings.book supervision.assign"))
_LACKING = regex(r"(?:还有|有|还?差|还?缺|[只就]差|等)[一两几]?[个些点]?\s*$")
"""抽奖程序还有个|bug: what is still wrong with it."""
_HANDED_ON = regex(r"\s*(?:就|都)?(?:分配?|交|派|转|安排|布置|指派)给(?!我)")

_TELLING = frozenset(words("notices.circulate feedback.collect"))
_TOLD = regex(
    r"^(?:the |all |our )?(?:[a-z]+ )?(?:team|staff|department|dept|crew|group|managers|leads|folks|guys|people)"
    r"(?: that| about)? (?=[a-z]+ [a-z]+)",
    re.IGNORECASE,
)
"""tell the warehouse team|stock count starts: who is told."""
_ALL = ("各", "全体", "所有")
"""通知各|楼层: who is told, not what."""

_REPORTING = frozenset(words("supervision.report supervision.submit supervision.close"))

_LATER = {"notices.circulate": 0.25, "supervision.report": 0.4, "supervision.submit": 0.4} | dict.fromkeys(
    words("supervision.extend supervision.close supervision.list supervision.nudge supervision.assign"), 0.1
)
"""How much less a chunk is worth for each that stands before it."""
_ABOUT = frozenset(
    words(
        "supervision.report supervision.submit supervision.extend supervision.close supervision.nudge "
        "supervision.list meetings.move meetings.cancel"
    )
)
_PREDICATE = regex(
    r"(?<=[^\s]{2})(?:已经?|都(?!市)|还[没未要差在是有]|没[有做写弄办填交收]|刚[刚才]?|正在?|"
    r"[写做填弄改跑盘排收查核测审走拖换装修报谈录印发进卡][到了完好过]|离截止|赶不|来不及|"
    r"太[早晚多紧长急赶]|撞[了上课车]|这边|那边|目前|现在|到底|怎么|以后别|那个时间|拖|完成[了度]|能不能|"
    r"[弄办做搞写谈跑查改]得|是不是|可以|想|要求?延|申请|这(?:学期|[周次期回]|个[月季]|阵子)).*$"
)


def _without_predicate(said: str) -> str:
    """自评报告初稿|写到第四章: what it is, not what became of it."""
    if said.isascii():
        return _STATED.sub("", _PART_DONE.sub("", said)) or said
    return _PREDICATE.sub("", said) or said


_STATED = regex(r"(?<=\w{2}) (?:is|are|was|were|will|won't|has|needs?|should|can't)(?: .*)?$", re.IGNORECASE)
"""safety briefing|is going to be 8: what it is, not what is said of it."""


_PART_DONE = regex(
    r"(?<=\w) (?:(?:is|are|now|at|about|around|roughly|nearly|almost) )*"
    r"(?:\d{1,3}|half(?:way)?|(?:a|one|two) thirds?|(?:a|three) quarters?)(?: (?:through|way))?$",
    re.IGNORECASE,
)
"""audit about two thirds: how far it is."""


def chunks(tokens: Sequence[Token], acts: frozenset[str]) -> Iterator[Chunk]:
    """Runs of words and nouns, with the cue before them and the label they stand under; a cue of an act ends a run."""
    held: list[Token] = []
    clause, label = 0, ""
    after: tuple[str, ...] = ()
    for token, follows in pairwise([*tokens, _END, _END]):
        if (
            _joins(token, follows, acts)
            or (held and _is_inside(held[-1], token, follows, acts))
            or (held and _goes_on(token, held[-1], acts))
            or (held and _ends_name(token, held[-1], follows, acts))
            or (held and token.said in _POINTING and token.start == held[-1].end and follows.noun)
            or (held and token.said == "&" and follows.kind in {WORD, CUE})
        ):
            held.append(token)
            continue
        if held and (first := _named_by(token, held[-1])):
            held.append(first)
        if held:
            yield Chunk(tuple(held), clause, after, label)
            held = []
        if token.kind == STOP or token.said in ",，":
            clause, label = clause + 1, ""
        if token.kind == CUE:
            after = token.classes
            label = token.said if "call_meeting" in token.classes and _heads(token, follows) else ""


def _named_by(token: Token, last: Token) -> Token | None:
    """coffee|chat with: the first word of what is done ends a name."""
    word, _, rest = token.said.partition(" ")
    named = rest == "with" and "meet" in token.classes and last.said.isascii() and last.said not in _LEADS | _FUNCTION
    return token._replace(end=token.start + len(word), said=word, noun=True) if named else None


def _heads(token: Token, follows: Token) -> bool:
    """地点：, Topic: and 地点|报告厅, but not the venue for."""
    return follows.said in ":：" or not token.said.isascii() or token.said.endswith("is")


def _is_inside(last: Token, token: Token, follows: Token, acts: frozenset[str]) -> bool:
    """office|move|quotes: a Latin cue between two words of a name."""
    latin = token.kind == CUE and token.said.isalpha() and last.said.isascii() and follows.said.isascii()
    if latin and last.said in _ARTICLES and "done" in token.classes and follows.kind == WORD:
        return True
    if token.said.isascii() and acts.isdisjoint(token.classes) and _ends_called(token, last, follows):
        return True
    content = (
        last.kind in {WORD, CUE} and last.said not in _LEADS | _FUNCTION and follows.said not in _LEADS | _FUNCTION
    )
    return latin and content and (follows.kind == WORD or (follows.kind == CUE and follows.noun))


_CALLED_ALIKE = frozenset(words("close remind nudge extend"))


def _ends_called(token: Token, last: Token, follows: Token) -> bool:
    """the|alarm|test, budget|sign off|tomorrow: what is done elsewhere, and here a part of what something is called."""
    if _CALLED_ALIKE.isdisjoint(token.classes) or token.said.endswith(("ed", "s")):
        return False
    if last.said in _ARTICLES:
        return follows.noun or follows.kind not in {WORD, CUE}
    return last.noun and follows.kind not in {WORD, CUE} and token.start - last.end == 1


def _goes_on(token: Token, last: Token, acts: frozenset[str]) -> bool:
    """launch|plan, inventory|check, 预算|调整: the last word of a name that may be an act elsewhere."""
    if not token.said.isascii() and token.kind == CUE and not token.noun:
        return token.start == last.end and "move" in token.classes and acts.isdisjoint(token.classes)
    if token.said == "move" and last.kind == WORD and last.said not in _LEADS and acts.isdisjoint(token.classes):
        return True
    near = (
        token.kind == CUE and token.start - last.end <= 1 and last.said not in _LEADS and "meeting" not in last.classes
    )
    return near and (
        token.noun or (token.said.isalpha() and token.said.isascii() and not _TAILS.isdisjoint(token.classes))
    )


def _ends_name(token: Token, last: Token, follows: Token, acts: frozenset[str]) -> bool:
    """课题|申报, 会场|布置, 教务|碰头: a verb closes a name when nothing follows that it could be done to."""
    if token.kind != CUE or token.said not in _NOMINAL or token.start != last.end or last.said in _NO_NAME_BEFORE:
        return False
    if follows.kind not in {WORD, CUE} or follows.start > token.end or follows.said in _POINTING:
        return True
    if follows.said[0] == "的":  # 值班|安排|的意见
        return acts is not _ACTS["meetings"]
    return follows.kind == CUE and not (acts | _STATES).isdisjoint(follows.classes)


_POINTING = frozenset(words("那个 这个"))  # 登录页那个bug
_MET = regex(r"碰个?[头面]|碰一下头|面谈|约谈|座谈|谈心|谈话|\b(?:sync(?:[- ]up)?|catch[- ]up|huddle)\b", re.IGNORECASE)
_STATES = frozenset(words("not_done ongoing blocked progress done status move cancel"))
_NOMINAL = frozenset(
    words(
        "处理 落实 办理 对接 布置 督办 督查 分配 登记 碰头 面谈 讨论 沟通 交流 座谈 对齐 约谈 研究 统计 汇总 盘点 "
        "申报 填报 整理 准备 核对 检查 更新 修改 修订 "
        "制定 梳理 整改 采购 核实 打印 上线 部署 测试 排查 复核 审核 审批 归档 移交 安装 调试 清点 翻译 校对 验收 "
        "发布 报销 排版 打扫 轮训 培训班 研修班 训练营 "
        "研讨班 学习班 参观 催收 缴费 评分表 打分表 评价表 编制 编写 起草 查房 巡查 招标 开标 评标 维护 检修 升级 "
        "消毒 调整 值班 回访 维修 建设 改造 使用情况 安排"
    )
)
_NO_NAME_BEFORE = frozenset(words("请 要 再 先 去 来 把 需要 尽快"))
_TAILS = frozenset(words("help look task_verb event agenda ledger todo survey_noun notice_noun"))
_ARTICLES = frozenset(words("the a an my our your this that"))
_LEADS = frozenset(words("the a an to for of on in and my our by with"))
_FUNCTION = frozenset(
    words("is are was were be been it this that from at until till his her their its your please and or as than")
)
_END = Token(STOP, 0, 0, "")


def _joins(token: Token, follows: Token, acts: frozenset[str]) -> bool:
    """Words and nouns do; a soft cue only when such a one comes next."""
    if token.kind == WORD:
        return True
    if token.kind != CUE or not (token.noun or not _SOFT.isdisjoint(token.classes)):
        return False
    if "meeting" in token.classes or not acts.isdisjoint(token.classes):
        return "meeting" in token.classes
    if "plain" in token.classes or ("event" in token.classes and acts is _ACTS["notices"]):
        return True
    return token.noun or follows.kind == WORD or (follows.kind == CUE and (follows.noun or follows.said in _NOMINAL))


def _asides(tokens: Iterable[Token]) -> set[int]:
    """The clauses that give a reason or tell of something else."""
    found, clause = set(), 0
    for token in tokens:
        if token.kind == STOP or (token.kind == COMMA and token.said in ",，"):
            clause += 1
        elif token.kind == CUE and not _ASIDE.isdisjoint(token.classes):
            found.add(clause)
    return found


def _requests(tokens: Iterable[Token]) -> set[int]:
    """信访件已回复，|请领导审核: the clauses in which somebody is asked for something."""
    found, clause = set(), 0
    for token in tokens:
        if token.kind == STOP or (token.kind == COMMA and token.said in ",，"):
            clause += 1
        elif clause and token.said[0] in "请烦" and token.kind in {CUE, "P"}:
            found.add(clause)
    return found


def _worth(chunk: Chunk, said: str, intent: str) -> float:
    """How likely it is what the sentence is about."""
    classes = {name for token in chunk.tokens for name in token.classes}
    size = len(said) if not said.isascii() else len(said.split()) * 2
    worth = 0.5 + min(size, 12) / 12 + 0.8 * (chunk.tokens[0].said[0] in "把将" and not said.isascii())
    if intent in _MEETINGS and "meeting" in classes:
        worth += 1.5 + 0.5 * ("meeting" in chunk.tokens[-1].classes)
    if intent.startswith(("supervision", "reminders")) and classes & {"thing", "task_verb"}:
        worth += 1.0 - 1.5 * (len(chunk.tokens) == 1 and "task_verb" in classes and not said.isascii())
    if all(token.kind == CUE and not token.noun for token in chunk.tokens):
        worth -= 0.7
    if chunk.label:
        worth += 3 if chunk.label in _LABELS_OF_TITLE else -3 if chunk.label in _LABELS else 0
    if "meet" in chunk.after and intent.startswith("meetings"):
        worth += 0.8
    if said[0] in "跟和与在给向" and not said.isascii():
        worth -= 0.8
    if intent in _BEFORE:
        worth += 0.4 * (not chunk.after)
    elif chunk.after:
        worth += 0.3
    return worth
