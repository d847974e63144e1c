"""Words said in an open dialog: the answer to the one question, a correction, yes, no, never mind, a number."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from bot.understanding.annotate import Mark, people, rooms
from bot.understanding.moments import Moment
from bot.understanding.normalise import clean
from bot.understanding.sentence import Context, is_foreign, take_apart
from bot.understanding.slots import Slots, SlotValue, is_generic, room_as_said, title_of, value_of
from bot.understanding.times import find_times
from bot.understanding.wordlist import words

Known = Mapping[str, SlotValue]
_YES = re.compile(
    r"(?:确认|确定|是|是的|对|对的|好|好的|好啊|好呀|可以|行|行的|没问题|没错|嗯|"
    r"嗯嗯|同意|ok|okay|k|yes|y|yep|yeah|yup|sure|confirm|confirmed|correct|right|"
    r"that's right|go ahead|sounds good|looks good|do it|please do|fine|great|perfect|"
    r"👌|👍|就这样|就这么定|就这么办|定了|发吧|订吧)(?:吧|了|啊|呀|的|哦|哈)?"
)
_NO = re.compile(
    r"(?:不|不是|不对|不行|不要|不用|不可以|不确认|否|no|nope|nah|n|not really|wrong|"
    r"不好|不同意|don't|do not)(?:了|的|吧|啊|哦)?"
)
_NEVER_MIND = re.compile(
    r"(?:算了|取消|不用了|不订了|不办了|不开了|不需要了|没事了|没事|放弃|退出|作罢|"
    r"不弄了|不要了|先不|先不了|以后再说|cancel|cancel it|cancel that|never mind|"
    r"nevermind|nvm|forget it|forget about it|stop|abort|quit|drop it|skip it|no "
    r"thanks|no thank you)(?:吧|了|啊|哦|就这样|谢谢)?"
)
_ENDS = re.compile(r"^[\s,，。.!！~～]+|[\s,，。.!！~～]+$")
_ROUND = (
    {c: i for i, c in enumerate("①②③④⑤⑥⑦⑧⑨", 1)}
    | {c: i for i, c in enumerate("❶❷❸❹❺❻❼❽❾", 1)}
    | {c: i for i, c in enumerate("⑴⑵⑶⑷⑸⑹⑺⑻⑼", 1)}
)
_WORDS = {c: i for i, c in enumerate("一二三四五六七八九", 1)} | {
    w: i for i, w in enumerate(words("first second third fourth fifth sixth seventh eighth ninth"), 1)
}
_WORDS |= {w: i for i, w in enumerate(words("one two three four five six seven eight nine"), 1)} | {"两": 2}
_CHOICE = re.compile(
    r"(?:选|选择|我选|要|就|the\s+|option\s+|number\s+|no\.?\s*|choose\s+|pick\s+)*(?:第)?\s*(?P<n>\d|"
    r"[一二三四五六七八九两]|first|second|third|fourth|fifth|sixth|seventh|eighth|"
    r"ninth|one|two|three|four|five|six|seven|eight|nine)\ufe0f?\u20e3?\s*(?:个|"
    r"项|号|种|条|st|nd|rd|th|one|\.|、|吧|就)*"
)
_KEYCAP = re.compile(r"[\ufe0f\u20e3]")
_CORRECTS = re.compile(
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
_ADD = re.compile(
    (
        r"(?:再)?(?:加上|加一下|加|叫上|带上|还有|添加|添上|增加|请|算上|补上|再请|\badd\b|"
        r"\binclude\b|\binvite\b|\balso invite\b|\bplus\b)\s*"
    ),
    re.IGNORECASE,
)
_REMOVE = re.compile(
    (
        r"(?:去掉|减掉|删掉|删除|不要|移除|取消|划掉|不请|不叫|剔除|除掉|\bremove\b|"
        r"\bdrop\b|\bwithout\b|\bexclude\b|\btake out\b|\bdelete\b|\bnot\b|\bleave out\b)\s*"
    ),
    re.IGNORECASE,
)
_TITLED = re.compile(
    (
        r"(?:标题|主题|名称|名字|会议名称?|会议主题|叫做|就叫|叫|title|name|call it|"
        r"subject)\s*(?:改成|改为|换成|是|为|应该是|to|is|as|:|：|改一下)?\s*[:：]?\s*(?P<title>[^,，。\n]{1"
        r",60})$"
    ),
    re.IGNORECASE,
)
_ROOMED = re.compile(
    (
        r"(?:会议室|地点|房间|场地|\broom\b|\bplace\b|\bvenue\b)\s*(?:改成|改为|换成|"
        r"换到|改到|在|是|为|用|to|is|:|：)+\s*(?P<room>[^,，。\n]{1,30})$"
    ),
    re.IGNORECASE,
)
_CHAIRED = re.compile(
    (
        r"(?:主持人|主持|召集人|chair|host)\s*(?:改成|改为|换成|是|为|to|is|:|：)*\s*(?P<chair>[\w.@·]{1,20}?)"
        r"(?:主持|来主持)?$|(?:改由|换成|由|让|请)(?P<chair2>[\u4e00-\u9fff]{2,4})(?:来)?主持"
    ),
    re.IGNORECASE,
)
_NO_ROOM = frozenset(
    {
        "不用会议室",
        "不需要会议室",
        "线上",
        "不用",
        "不需要",
        "无",
        "没有",
        "no room",
        "none",
        "online",
        "随便",
        "都行",
        "任意",
        "any",
    }
)
_NOT_A_TITLE = re.compile(r"[?？]\s*$|^(?:什么|为什么|怎么|谁|哪|你|why|what|who|how|where|when)\b", re.IGNORECASE)
_LONGEST_ANSWER, _LONGEST_TITLE = 300, 80


def is_yes(text: str) -> bool:
    return _whole(_YES, text)


def is_no(text: str) -> bool:
    return _whole(_NO, text)


def is_never_mind(text: str) -> bool:
    return _whole(_NEVER_MIND, text)


def _whole(pattern: re.Pattern[str], text: str) -> bool:
    said = _ENDS.sub("", clean(text[:60])).casefold()
    return len(text) <= _LONGEST_ANSWER and pattern.fullmatch(said) is not None


def choice_number(text: str) -> int | None:
    """1, １, ①, 第一个, the second one: which of the numbered choices."""
    said = _ENDS.sub("", clean(text[:40])).casefold()
    if said in _ROUND:
        return _ROUND[said]
    match = _CHOICE.fullmatch(_KEYCAP.sub("", said)) if len(text) <= _LONGEST_ANSWER else None
    if match is None:
        return None
    number = int(match["n"]) if match["n"].isdigit() else _WORDS[match["n"]]
    return number or None


def fill(slot: str, text: str, known: Known, context: Context) -> dict[str, SlotValue] | None:
    """The slots that an answer to the question for `slot` gives, the asked one among them; None when it is none."""
    said = clean(text)
    if not said or len(said) > _LONGEST_ANSWER or is_foreign(said):
        return None
    read = _READERS.get(slot, _words)
    found = read(slot, said, known, context)
    return found if found and slot in found else _near_answer(slot, found)


def _near_answer(slot: str, found: Slots | None) -> Slots | None:
    """A part of the day, or the rest of a start, is an answer to the question when."""
    if found and slot in {"start", "end", "due"} and {"start", "end", "part", "due"} & set(found):
        return found
    return None


def _when(slot: str, said: str, known: Known, context: Context) -> Slots | None:
    moments = find_times(said, context.now, zone=context.zone, calendar=context.calendar)
    asked = moments or _bare_hour(said, context)
    if not asked:
        return None
    if slot == "due":
        return _due(asked)
    slots = _times_with(asked, known, slot)
    room = next((m for m in rooms(said, context.rooms, [m.span for m in asked])), None)
    if room is not None and "room" not in known:
        slots["room"] = room_as_said(room.value)
    return slots


def _bare_hour(said: str, context: Context) -> list[Moment]:
    """Asked for the hour, people answer 3 or 三点半左右; "at" makes it a time."""
    if re.fullmatch(r"\d{1,2}(?:[.:]\d\d)?|\d{1,2}\s?(?:-|到|至|~)\s?\d{1,2}", said):
        return find_times(
            f"from {said}" if not said.isdigit() and "." not in said and ":" not in said else f"at {said}",
            context.now,
            zone=context.zone,
            calendar=context.calendar,
        )
    return []


def _due(moments: list[Moment]) -> Slots:
    moment = moments[0]
    if moment.kind == "deadline" and moment.end:
        return {"due": moment.end if moment.timed else moment.end.date()}
    value = value_of(moment)
    return {"due": value} if value else {}


def _times_with(moments: list[Moment], known: Known, asked: str = "start") -> Slots:
    """Times said now, on the day that is known already unless another was said."""
    slots: Slots = {}
    main = [m for m in moments if m.kind not in {"duration"}]
    lengths = [m.duration for m in moments if m.kind == "duration" and m.duration]
    if main:
        _take(main[0], slots)
        day = _day_of(known.get("start")) or _day_of(known.get("due"))
        if not main[0].dated and day is not None:
            _put_on(slots, day)
        if asked == "end" and "end" not in slots and isinstance(slots.get("start"), datetime):
            slots["end"] = slots.pop("start")
        _to_said_part(main[0], known, slots)
    start = slots.get("start") or known.get("start")
    if lengths:
        slots["duration"] = lengths[0]
        if isinstance(start, datetime):
            slots["end"] = start + lengths[0]
    elif isinstance(slots.get("start"), datetime) and "end" not in slots:
        _keep_length(slots, known)
    return slots


def _take(moment: Moment, slots: Slots) -> None:
    value = value_of(moment, "end" if moment.kind == "deadline" else "start")
    if value is not None:
        slots["start"] = value
    if moment.part:
        slots["part"] = moment.part
    if moment.rrule:
        slots["rrule"] = moment.rrule
    if moment.timed and moment.end and moment.kind != "deadline":
        slots["end"] = moment.end


def _to_said_part(moment: Moment, known: Known, slots: Slots) -> None:
    """明天上午 was known, 9点 is the answer; 明天下午 was known, 8点 means the evening."""
    start = slots.get("start")
    part = known.get("part")
    if not isinstance(start, datetime) or not moment.timed or (moment.certain is False and part is None):
        return
    if (
        part in {"afternoon", "evening"}
        and start.hour < 12
        and not re.search(r"上午|早|am\b|a\.m", moment.text, re.IGNORECASE)
    ):
        for name in ("start", "end"):
            at = slots.get(name)
            if isinstance(at, datetime) and at.hour < 12:
                slots[name] = at + timedelta(hours=12)


def _keep_length(slots: Slots, known: Known) -> None:
    old_start, old_end, start = known.get("start"), known.get("end"), slots["start"]
    if isinstance(old_start, datetime) and isinstance(old_end, datetime) and isinstance(start, datetime):
        slots["end"] = start + (old_end - old_start)
    elif isinstance(known.get("duration"), timedelta) and isinstance(start, datetime):
        slots["end"] = start + known["duration"]  # type: ignore[operator]


def _day_of(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def _put_on(slots: Slots, day: date) -> None:
    start = slots.get("start")
    if not isinstance(start, datetime):
        if "part" in slots:
            slots["start"] = day
        return
    moved = timedelta(days=(day - start.date()).days)
    for name in ("start", "end"):
        at = slots.get(name)
        if isinstance(at, datetime):
            slots[name] = at + moved


def _room(slot: str, said: str, known: Known, context: Context) -> Slots | None:
    marks = rooms(said, context.rooms, [])
    if marks:
        return {"room": room_as_said(marks[0].value)}
    if _NOT_A_TITLE.search(said) or len(said) > 30:
        return None
    plain = re.sub(
        r"^(?:就|在|用|去|订|选|换|要|to|in|at|the|use)+\s*|(?:吧|好了|就行|也行|可以|please)+$",
        "",
        said,
        flags=re.IGNORECASE,
    ).strip()
    return {"room": plain} if plain else None


def _people(slot: str, said: str, known: Known, context: Context) -> Slots | None:
    found = _names(said, context)
    if not found and not _NOT_A_TITLE.search(said) and len(said) <= 60:
        plain = re.sub(r"^(?:请|叫上|叫|就|让|有|和|还有|invite|add|with|and)\s*", "", said, flags=re.IGNORECASE)
        found = [n.strip().lstrip("@") for n in re.split(r"[、,，和与及;；]|\band\b|&|\s{1,}(?=@)", plain) if n.strip()]
        found = [n for n in found if 0 < len(n) <= 20]
    if not found:
        return None
    return {slot: found[0]} if slot in {"chair", "lead"} else {slot: tuple(dict.fromkeys(found))}


def _names(said: str, context: Context) -> list[str]:
    marks: list[Mark] = people(said, context.people, context.mentions, context.bot_names)
    return [m.value for m in marks if m.kind in {"person", "everyone", "chair"}]


def _title(slot: str, said: str, known: Known, context: Context) -> Slots | None:
    if _NOT_A_TITLE.search(said) or is_never_mind(said):
        return None
    sentence = take_apart(said, context)
    slots: Slots = (
        _times_with([m for m in sentence.moments if m.kind != "deadline"], known)
        if sentence.moments and "start" not in known
        else {}
    )
    words = sentence.bare if slots or (sentence.marked("room") and len(sentence.bare) > 1) else said
    title = title_of(
        re.sub(
            r"^(?:开|召开|就叫|叫做|叫|是|主题是|标题是|called|it's|it is|title is)\s*", "", words, flags=re.IGNORECASE
        )
    )[:_LONGEST_TITLE]
    if not title or (is_generic(title) and len(said) > 6):
        return None
    slots["title"] = title
    return slots


def _words(slot: str, said: str, known: Known, context: Context) -> Slots | None:
    return {slot: said}


def _number(slot: str, said: str, known: Known, context: Context) -> Slots | None:
    digits = re.search(r"\d{1,6}", said)
    return {slot: int(digits[0])} if digits and len(said) <= 20 else None


def _length(slot: str, said: str, known: Known, context: Context) -> Slots | None:
    moments = find_times(said, context.now, zone=context.zone, calendar=context.calendar)
    found = _times_with(moments, known, "end") if moments else {}
    return found if "duration" in found or "end" in found else None


_READERS: dict[str, Callable[[str, str, Known, Context], Slots | None]] = {
    "start": _when,
    "end": _when,
    "due": _when,
    "room": _room,
    "people": _people,
    "chair": _people,
    "lead": _people,
    "title": _title,
    "number": _number,
    "duration": _length,
}


def correct(text: str, known: Known, context: Context) -> dict[str, SlotValue] | None:
    """What a sentence changes of a draft that was read back; None when it is no correction."""
    said = clean(text)
    if not said or len(said) > _LONGEST_ANSWER or is_foreign(said) or is_yes(said) or is_never_mind(said):
        return None
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
        and not _NOT_A_TITLE.search(rest)
        and not is_no(rest)
        and "title" in known
    ):
        title = title_of(rest)
        changed = {"title": title} if title and not is_generic(title) else {}
    if not marked and changed and not _is_short_change(said, moments, changed):
        return None
    return changed or None


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
        return _due(moments)
    changed = _times_with(moments, known)
    start, old = changed.get("start"), known.get("start")
    if (
        isinstance(start, date)
        and not isinstance(start, datetime)
        and isinstance(old, datetime)
        and "part" not in changed
    ):
        changed["start"] = old.replace(year=start.year, month=start.month, day=start.day)
        _keep_length(changed, known)
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
    names = _names(f"请{tail}", context) or _names(tail, context) or _listed(tail)
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
