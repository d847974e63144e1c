"""What a sentence changes of a draft that was read back: 不对，是后天, 改成302, add Amy, make it 4pm."""

import re
from datetime import date, datetime

from bot.understanding.assent import LONGEST_ANSWER, is_never_mind, is_no, is_yes
from bot.understanding.draft_names import NOT_A_TITLE, names_in
from bot.understanding.draft_times import Known, due_in, keep_length, times_with
from bot.understanding.item_corrections import item_change
from bot.understanding.moments import Moment
from bot.understanding.naming import is_generic, title_of
from bot.understanding.normalise import clean
from bot.understanding.notice_changes import is_notice_draft, notice_change
from bot.understanding.regex import regex
from bot.understanding.rooms import rooms
from bot.understanding.sentence import Context, is_foreign
from bot.understanding.slots import Slots, SlotValue, room_as_said
from bot.understanding.survey_text import is_survey_draft, survey_change
from bot.understanding.times import find_times

_CORRECTS = regex(
    (
        r"^(?:不对|不是|错了|不|搞错了|弄错了|更正|改一下|修改一下|修改|有误|等等|no|"
        r"nope|wrong|not quite|actually|sorry|wait|correction|oops)[\s,，。.:：!！、]*(?:是|"
        r"应该是|应该|要|改成|改为|it's|it is|it should be|should be|make it|i mean|"
        r"i meant)?[\s,，:：]*|^(?:把)?(?:时间|会议室|地点|房间|标题|主题|名称|名字|"
        r"人员|参会人|会议名|日期)?(?:改成|改为|改到|换成|换到|改在|换|挪到|推迟到|提前到|"
        r"调整到|调整为|应该是|应该|应为|定在|定到)|^(?:make it|change it to|change "
        r"to|change (?:the )?(?:time|room|title|date|place|name|chair) to|move it to|"
        r"switch (?:it )?to|let's make it|set it to|it should be|should be|use|make "
        r"that|rather|instead)\b[\s,:]*"
    ),
    re.IGNORECASE,
)


_ADD = regex(
    (
        r"(?:再)?(?:加上|加一下|加|叫上|带上|还有|添加|添上|增加|请|算上|补上|再请|\badd\b|"
        r"\binclude\b|\binvite\b|\balso invite\b|\bplus\b)\s*"
    ),
    re.IGNORECASE,
)


_REMOVE = regex(
    (
        r"(?:去掉|减掉|删掉|删除|不要|移除|取消|划掉|不请|不叫|剔除|除掉|\bremove\b|"
        r"\bdrop\b|\bwithout\b|\bexclude\b|\btake out\b|\bdelete\b|\bnot\b|\bleave out\b)\s*"
    ),
    re.IGNORECASE,
)


_TITLED = regex(
    (
        r"(?:标题|主题|名称|名字|会议名称?|会议主题|叫做|就叫|叫|title|name|call it|"
        r"subject)\s*(?:改成|改为|换成|是|为|应该是|to|is|as|:|：|改一下)?\s*[:：]?\s*(?P<title>[^,，。\n]{1"
        r",60})$"
    ),
    re.IGNORECASE,
)


_ROOMED = regex(
    (
        r"(?:会议室|地点|房间|场地|\broom\b|\bplace\b|\bvenue\b)\s*(?:改成|改为|换成|"
        r"换到|改到|在|是|为|用|to|is|:|：)+\s*(?P<room>[^,，。\n]{1,30})$"
    ),
    re.IGNORECASE,
)


_CHAIRED = regex(
    (
        r"(?:主持人|主持|召集人|chair|host)\s*(?:改成|改为|换成|是|为|to|is|:|：)*\s*(?P<chair>[\w.@·]{1,20}?)"
        r"(?:主持|来主持)?$|(?:改由|换成|由|让|请)(?P<chair2>[\u4e00-\u9fff]{2,4})(?:来)?主持"
    ),
    re.IGNORECASE,
)


_DENIED = regex(r"^(?:不对|不是|错了|更正|no|wrong|sorry|actually)[\s,，。.:：!！、]*", re.IGNORECASE)


def is_correction(text: str) -> bool:
    """Does it say by itself that something is to be changed, and into what? 名称改为…, make it …"""
    said = clean(text)
    return len(said) <= LONGEST_ANSWER and (_CORRECTS.match(said) is not None or bool(_named_change(said)))


def correct(text: str, known: Known, context: Context) -> dict[str, SlotValue] | None:
    """What a sentence changes of a draft that was read back; None when it is no correction."""
    said = clean(text)
    if not said or len(said) > LONGEST_ANSWER or is_foreign(said) or is_yes(said) or is_never_mind(said):
        return None
    if is_survey_draft(known) or is_notice_draft(known):
        return (survey_change if is_survey_draft(known) else notice_change)(said, known, context) or None
    if "lead" in known and (changed := item_change(_DENIED.sub("", said), known, context)):
        return changed
    named = _named_change(said)
    if named:
        return named
    marked = _CORRECTS.match(said)
    rest = said[marked.end() :].strip() if marked and marked.end() else said
    changed = _people_changed(rest, known, context)
    moments = find_times(rest, context.now, zone=context.zone, calendar=context.calendar)
    changed |= _times_changed(moments, known)
    if not changed.get("people"):
        changed |= _room_changed(rest, moments, context, bool(marked))
    if (
        not changed
        and marked
        and rest
        and len(rest) <= 24
        and not NOT_A_TITLE.search(rest)
        and not is_no(rest)
        and "title" in known
    ):
        title = title_of(rest)
        changed = {"title": title} if title and not is_generic(title) else {}
    if not marked and changed and not _is_short_change(said, moments, changed):
        return None
    return changed or None


def is_plain_change(text: str, known: Known, context: Context) -> bool:
    """Whether it plainly changes the notice or survey that was read back, whatever else it might be by itself."""
    said = clean(text)
    if is_survey_draft(known):
        return len(said) <= LONGEST_ANSWER and bool(survey_change(said, known, context))
    return is_notice_draft(known) and len(said) <= LONGEST_ANSWER and bool(notice_change(said, known, context))


def _named_change(said: str) -> Slots | None:
    for pattern, slot in ((_CHAIRED, "chair"), (_ROOMED, "room"), (_TITLED, "title")):
        match = pattern.search(said)
        if match and match.start() <= 6:
            value = next((g for g in match.groups() if g), "")
            clean_value = title_of(value) if slot == "title" else room_as_said(value).lstrip("@").strip()
            if clean_value:
                return {slot: clean_value}
    return None


def _times_changed(moments: list[Moment], known: Known) -> Slots:
    if not moments:
        return {}
    if "due" in known and "start" not in known:
        return due_in(moments)
    changed = times_with(moments, known)
    start, old = changed.get("start"), known.get("start")
    if (
        isinstance(start, date)
        and not isinstance(start, datetime)
        and isinstance(old, datetime)
        and "part" not in changed
    ):
        changed["start"] = old.replace(year=start.year, month=start.month, day=start.day)
        keep_length(changed, known)
    return changed


def _room_changed(said: str, moments: list[Moment], context: Context, marked: bool) -> Slots:
    found = rooms(said, context.rooms, [m.span for m in moments])
    if found:
        return {"room": room_as_said(found[0].value)}
    bare = re.fullmatch(r"(?:在|到|去)?\s*([A-Za-z]?\d{2,4}[A-Za-z]?)(?:吧|室)?", said)
    return {"room": bare[1]} if bare and marked else {}


def _people_changed(said: str, known: Known, context: Context) -> Slots:
    old = known.get("people", ())
    have = list(old) if isinstance(old, tuple) else []
    remove, add = _REMOVE.match(said), _ADD.match(said)
    if not remove and not add:
        return {}
    match = remove or add
    tail = said[match.end() :] if match else said
    names = names_in(f"请{tail}", context) or names_in(tail, context) or _listed(tail)
    if not names:
        return {}
    if remove:
        return {"people": tuple(n for n in have if not any(_same_person(n, gone) for gone in names))}
    return {"people": tuple(dict.fromkeys([*have, *names]))}


def _listed(said: str) -> list[str]:
    names = [
        n.strip().lstrip("@")
        for n in re.split(
            r"[、,，和与及;；]|\band\b|&", re.sub(r"(?:吧|一起|参加|也来|too|as well|please)+\s*$", "", said)
        )
        if n.strip()
    ]
    return (
        [n for n in names if len(n) <= 12 and not re.search(r"\d|会议室|room", n)]
        if all(len(n) <= 12 for n in names)
        else []
    )


def _same_person(one: str, other: str) -> bool:
    return one.casefold().lstrip("@") == other.casefold() or (len(other) > 1 and one.endswith(other))


def _is_short_change(said: str, moments: list[Moment], changed: Slots) -> bool:
    """Without 改成 or the like only what is nothing but the new value is a correction: 后天下午4点."""
    if "people" in changed:
        return len(said) <= 40
    covered = sum(m.span[1] - m.span[0] for m in moments)
    room = changed.get("room")
    return covered + (len(room) if isinstance(room, str) else 0) + 4 >= len(said)
