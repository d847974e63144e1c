"""The register's columns: how offices call them, and the words that stand in them."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from bot.domain.procedure import State
from bot.domain.supervision import Source, Urgency
from bot.understanding.regex import regex

V = TypeVar("V", bound=StrEnum)


def _words(text: str) -> tuple[str, ...]:
    """Between blanks; a blank of their own is written as _."""
    return tuple(word.replace("_", " ") for word in text.split())


COLUMNS: Mapping[str, tuple[str, ...]] = {
    "number": _words("编号 督办编号 督办号 事项编号 任务编号 文号 number no id"),
    "title": _words(
        "事项 督办事项 事项名称 督办事项名称 工作任务 任务 内容 任务名称 任务内容 督办内容 工作内容 工作事项 "
        "交办事项 重点任务 重点工作 主要任务 item title task"
    ),
    "source": _words("来源 任务来源 事项来源 交办来源 督办来源 立项依据 来源依据 source"),
    "standard": _words("办理标准 标准 要求 办理要求 工作要求 完成标准 办结标准 目标要求 工作目标 目标 standard"),
    "lead": _words("主办 主办人 责任人 牵头人 负责人 承办人 主责人 主要责任人 第一责任人 经办人 lead owner"),
    "co_owners": _words("协办 协办人 协办人员 配合人 协助人 co-owners"),
    "unit": _words(
        "责任单位 主办单位 牵头单位 承办单位 责任部门 主办部门 牵头部门 承办部门 责任处室 单位 部门 unit department"
    ),
    "supervisor": _words("督办人 督查人 交办人 交办领导 督办领导 supervisor"),
    "due": _words(
        "时限 办结时限 完成时限 办理时限 截止时间 截止日期 完成期限 办理期限 到期时间 要求完成时间 计划完成时间 "
        "完成时间 完成日期 due deadline"
    ),
    "urgency": _words("缓急 缓急程度 紧急程度 优先级 urgency"),
    "state": _words("状态 办理状态 完成状态 事项状态 进度状态 state status"),
    "progress": _words("进展 办理情况 进展情况 落实情况 完成情况 工作进展 办理进展 最新进展 目前进展 progress"),
    "assigned": _words("立项时间 立项日期 交办时间 交办日期 下达时间 登记时间 登记日期 assigned"),
    "accepted": _words("签收时间 签收日期 accepted"),
    "ended": _words("办结时间 办结日期 实际完成时间 实际办结时间 销号时间 closed"),
    "origin": _words("出处 原话 批示 批示内容 交办原文 origin"),
}
"""For each column its names, of which the first is the one that is written."""

NEEDED = ("title", "lead", "due")
TIMES = ("due", "assigned", "accepted", "ended")
RUNNING = frozenset({"序号", "#", "行号"})
"""Counts the rows of that sheet and says nothing of the items."""

STATES: Mapping[State, tuple[str, ...]] = {
    State.ASSIGNED: _words("待签收 未签收 待接收 已交办 未启动 未开始 to_be_signed_for"),
    State.REFUSED: _words("已退回 退回 given_back"),
    State.ACCEPTED: _words("已签收 已接收 signed_for"),
    State.IN_PROGRESS: _words(
        "办理中 在办 进行中 推进中 正在办理 落实中 未办结 未完成 部分完成 正常 正常推进 逾期 已逾期 超期 滞后 "
        "in_progress open"
    ),
    State.SUBMITTED: _words("已报办结 申请办结 待办结 待审核 待验收 closing_asked_for"),
    State.IN_REVIEW: _words("待审定 waits_for_a_leader's_word"),
    State.SUSPENDED: _words("已中止 中止 暂停 已暂停 暂缓 挂起"),
    State.CLOSED: _words("已办结 办结 已完成 完成 已销号 销号 完结 结项 已结项 done"),
    State.WITHDRAWN: _words("已撤回 撤回 已取消 取消 作废 已撤销 撤销 终止 已终止 cancelled"),
    State.MERGED: _words("已并入 并入 已合并 合并"),
}
SOURCES: Mapping[Source, tuple[str, ...]] = {
    Source.SUPERIOR: _words("上级部署 上级 上级交办 上级文件 上级要求 from_above"),
    Source.MEETING: _words("会议决定 会议 会议议定 会议部署 会议纪要 a_meeting's_decision"),
    Source.DIRECTIVE: _words("领导批示 批示 领导交办 领导指示 a_leader's_directive"),
    Source.PLAN: _words("工作计划 计划 工作要点 年度计划 年度任务 the_work_plan"),
    Source.OTHER: _words("其他 其它"),
}
URGENCIES: Mapping[Urgency, tuple[str, ...]] = {
    Urgency.NORMAL: _words("平件 普通 一般 正常 平急 中 低"),
    Urgency.URGENT: _words("加急 紧急 急 急件 高"),
    Urgency.FLASH: _words("特急 特急件 非常紧急"),
}
"""For each value its words, of which the first is the one that is written; those of code are understood, too."""

_NEEDLESS = regex(r"[\s*＊:：]|[（(].*?[)）]")


def headers() -> tuple[str, ...]:
    """The header row that is written."""
    return tuple(names[0] for names in COLUMNS.values())


def found_in(cells: Sequence[str]) -> dict[str, int]:
    """Which column stands where in a row, if the row is a header; the first of two of the same kind counts."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        name = NAMES.get(bare(cell))
        if name is not None:
            found.setdefault(name, place)
    return found


def bare(header: str) -> str:
    """Without blanks, marks and notes in brackets: `完成时限（必填）*`."""
    return _NEEDLESS.sub("", header).casefold()


NAMES = {bare(alias): name for name, aliases in COLUMNS.items() for alias in aliases}


def value_of(said: str, words: Mapping[V, tuple[str, ...]]) -> V | None:
    """The value that a word stands for."""
    wanted = said.casefold().strip()
    return next((value for value, known in words.items() if wanted in known or wanted == value.value), None)
