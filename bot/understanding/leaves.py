"""Who is away, who stands in, and what for: 王芳这周出差，由张伟代."""

import re

from bot.understanding.annotate import Mark
from bot.understanding.regex import regex
from bot.understanding.sentence import Sentence

_BEFORE_DEPUTY = regex(
    r"(?:由|找|请|让|联系|问|代理人?(?:是|为|[:：])?|代班(?:是|[:：])?|替班(?:是|[:：])?|AB角(?:是|为|[:：])?|"
    r"交给|委托|换成|deputy(?: is|:)?|"
    r"\b(?:to|by|with|ask|go to|contact|deputy|cover:?))\s*$",
    re.IGNORECASE,
)
_AFTER_DEPUTY = regex(
    r"\s*(?:来|先|暂时?|全权)?(?:代|替|顶|接替|负责|帮我|接手|盯)|\s+(?:will |is |'s )?(?:cover|stand|fill|"
    r"takes? over|has my|decides|deputis|my deputy|as (?:my )?deputy)",
    re.IGNORECASE,
)
_DEPUTY_EN = regex(
    r"(?P<a>\b[A-Z][\w-]+(?: [A-Z][\w-]+)?)(?= (?:will cover|is covering|covers?\b|stands? in|is standing|"
    r"fills? in|takes? over|decides|has my|is my deputy|as (?:my )?deputy|deputis))|"
    r"(?:deputy(?: is| to|:)?|cover:|covered by|ask|(?:go|talk) to|contact) (?P<b>[A-Z][\w-]+(?: [A-Z][\w-]+)?)"
)
_KIND = regex(
    r"年休?假|病假|事假|产假|陪产假|婚假|丧假|公假|育儿假|探亲假|陪护假|出差|培训|调休|补休|"
    r"\b(?:annual|sick|parental|maternity|paternity|study|unpaid) leave\b|\bbusiness trip\b|\bvacation\b|"
    r"\boff sick\b",
    re.IGNORECASE,
)


def leave_slots(sentence: Sentence) -> dict[str, str | tuple[str, ...]]:
    """`people` and `standin` are the deputies, `absent` is who is away if not the writer, `title` the kind of leave."""
    text = sentence.text
    named = sentence.marked("person")
    deputies = [m.value for m in named if _stands_in(text, m)]
    found = [match["a"] or match["b"] for match in _DEPUTY_EN.finditer(text)]
    deputies += [one for one in found if not any(one in known or known in one for known in deputies)]
    absent = [m.value for m in named if m.value not in deputies and not any(m.value in one for one in found)]
    kind = _KIND.search(text)
    deputies = list(dict.fromkeys(one if not (whole := _whole(one, found)) else whole for one in deputies))
    return {
        "people": tuple(deputies),
        "standin": deputies[0] if deputies else "",
        "absent": absent[0] if absent else "",
        "title": kind[0] if kind else "",
    }


def _whole(said: str, found: list[str]) -> str:
    """Zhang, where Zhang Wei was said."""
    return next((one for one in found if said in one.split()), "")


def _stands_in(text: str, mark: Mark) -> bool:
    return bool(_BEFORE_DEPUTY.search(text, max(0, mark.start - 16), mark.start) or _AFTER_DEPUTY.match(text, mark.end))
