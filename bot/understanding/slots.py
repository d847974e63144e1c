"""The slots of an intent, from what was found in the sentence."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.understanding.annotate import Mark
from bot.understanding.due_slots import allowed, meant_times, not_today
from bot.understanding.folding import fold
from bot.understanding.leaves import leave_slots
from bot.understanding.moments import Moment
from bot.understanding.phrases import Route
from bot.understanding.references import references
from bot.understanding.regex import regex
from bot.understanding.reminding import audience, lead_time, names_only
from bot.understanding.sentence import Sentence
from bot.understanding.times import Reading, read_times
from bot.understanding.titles import find_title

SlotValue = str | int | date | datetime | timedelta | tuple[str, ...]
Slots = dict[str, SlotValue]
_MOVE_ZH = regex(
    r"改期?到|改成|改为|改至|改在|挪到|挪至|换到|换成|换至|移到|移至|(?:推迟|延期|"
    r"延后|顺延|提前|调整?|推|延|变更|往后挪|往前挪|改期)(?:到|至|为|在)|推迟|延期|"
    r"提前|顺延|另定于?|"
    r"改(?=[下本这明后今周星礼\d一二三四五六七八九十上晚])"
)
_MOVE_EN = regex(r"\b(?:to|until|till|into|for)\b", re.IGNORECASE)
_BACK = regex(
    r"往后|推迟|晚|延后|推后|顺延|延期|后移|延迟|押后|向后|postpone|back|later|delay|push|defer|out", re.IGNORECASE
)
_FORWARD = regex(r"提前|提早|早[开一半两三\d]|往前|前移|向前|earlier|forward|up\b|ahead|sooner|bring", re.IGNORECASE)
_CONFLICTS = {"impossible": "impossible_time", "weekday": "weekday_conflict", "end_before_start": "end_before_start"}


# 放学后开个碰头会, 第三节课开年级组会: what stands before the verb is when, not what.


PROGRESS = regex(
    r"(?:约|大概|about )?(?:\d{1,3}(?:\.\d+)?\s?[%％]|一半|百分之[\u4e00-\u9fff]{1,4}|"
    r"[一二两三四五六七八九\d]成(?![为立员本果功])|\bhalf\b)",
    re.IGNORECASE,
)
_CLOSED = regex(r"[前时]?(?:准时|统一)?(?:收(?![集到拾])|截|关|结束|封|停|为止|止|回收|交齐|汇总|填完|投完|统计完)")


def _closes(sentence: Sentence) -> bool:
    """晚上9点关, 周五收: the time said is when it ends."""
    if _ENDS.search(sentence.text):
        return True
    return any(_CLOSED.match(sentence.text, r.spans[-1][1]) for r in sentence.readings)


_ENDS = regex(r"\b(?:until|till|ends?|ending|closes?|closing)\b", re.IGNORECASE)


def value_of(moment: Moment, which: str = "start") -> date | datetime | None:
    """An instant where the hour is known, else the day."""
    at = moment.start if which == "start" else moment.end
    if at is None:
        return None
    return at if moment.timed else at.date()


def fill_slots(route: Route, sentence: Sentence) -> tuple[Slots, tuple[str, ...]]:
    """Slots that the intent takes, and what could not be right about the words."""
    slots: Slots = {}
    moments = sentence.moments
    if route.intent in _MOVES:
        moments = _move_times(sentence, slots)
    elif "due" in route.slots:
        meant = meant_times(sentence, route.intent)
        take_due(meant, slots, "start" not in route.slots, sentence.context.now)
        if route.intent == "supervision.assign" and "due" not in slots and (within := allowed(sentence)):
            slots["due"] = (sentence.context.now + within).date()
        not_today(meant, slots, sentence.context.now)
    if route.intent not in _MOVES:
        _times(moments, slots, "due" in slots)
    if route.intent == "feedback.collect" and "due" not in slots and _closes(sentence):
        slots["due"] = slots.pop("start", "")
    named = "title" in route.slots or route.intent.startswith("reminders.")
    if named and (title := find_title(sentence, route.intent)):
        slots["title"] = title
    _marks(sentence, route, slots)
    _circumstances(sentence, route, slots)
    if "progress" in route.slots and (progress := PROGRESS.search(sentence.text)):
        slots["progress"] = progress[0].strip()
    faults = tuple(dict.fromkeys(_CONFLICTS[m.conflict] for m in moments if m.conflict in _CONFLICTS))
    return {k: v for k, v in slots.items() if k in route.slots and v not in ("", ())}, faults


_MOVES = frozenset({"meetings.move", "reminders.move"})
_UNTIL = regex(r"(?:到|至|\buntil|\btill|\bto)\s*$", re.IGNORECASE)


def _circumstances(sentence: Sentence, route: Route, slots: Slots) -> None:
    """For whom, how long before, who stands in: what only some desks ask about."""
    if "audience" in route.slots:
        slots["audience"] = audience(sentence.text)
    if "before" in route.slots and (lead := lead_time(sentence)):
        slots["before"], meeting = lead
        slots.pop("duration", None)
        slots.pop("shift", None)
        if meeting:
            slots["meeting"] = meeting
            if names_only(str(slots.get("title", meeting)), meeting):
                slots["title"] = meeting
    if route.intent == "leave.take":
        slots.pop("title", None)
        slots.update(leave_slots(sentence))
        if slots.get("part") and slots.get("duration") == _HALF_DAY:
            del slots["duration"]
    if route.intent in _PAUSES and "end" not in slots and "start" in slots:
        first = next(m for m in sentence.moments if m.kind != "duration")
        if _UNTIL.search(sentence.text, 0, first.span[0]):
            slots["end"] = slots.pop("start")


_PAUSES = frozenset({"digest.pause", "reminders.pause"})
_HALF_DAY = timedelta(hours=12)


def _times(moments: Sequence[Moment], slots: Slots, has_due: bool) -> None:
    main = [m for m in moments if m.kind not in {"deadline", "duration"}]
    lengths = [m.duration for m in moments if m.kind == "duration" and m.duration]
    first = next((m for m in main if m.kind == "set"), None) or next(
        (m for m in main if m.timed), main[0] if main else None
    )
    if lengths and first is None:
        slots["duration"] = lengths[0]
    if first is None:
        return
    _one_time(first, slots, [m for m in main if m is not first])
    if lengths and "end" not in slots:
        slots["duration"] = lengths[0]
        start = slots.get("start")
        if isinstance(start, datetime):
            slots["end"] = start + lengths[0]
    if first.duration and "duration" not in slots and first.kind != "range":
        slots["duration"] = first.duration


def _one_time(moment: Moment, slots: Slots, others: Sequence[Moment]) -> None:
    start = value_of(moment)
    if start is not None:
        slots["start"] = start
    if moment.part:
        slots["part"] = moment.part
    if moment.rrule:
        slots["rrule"] = moment.rrule
    end = moment.end
    if end is None or moment.part:
        return
    if moment.timed:
        slots["end"] = end
    elif moment.start and end - moment.start > timedelta(days=1):
        slots["end"] = end.date()


def take_due(moments: Sequence[Moment], slots: Slots, or_start: bool, now: datetime) -> None:
    due = next((m for m in moments if m.kind == "deadline"), None)
    if due is not None and due.end is not None:
        slots["due"] = due.end if due.timed or due.part else due.end.date()
        return
    dated = [m for m in moments if m.kind in {"point", "date", "range"} and m.start]
    start = next((m for m in dated if (m.end or m.start) > now), dated[0] if dated else None)  # type: ignore[operator]
    if start is not None and or_start:
        value = value_of(start, "end" if start.kind == "range" and not start.timed else "start")
        if start.kind == "range" and not start.timed and start.end and not start.part:
            value = (start.end - timedelta(days=1)).date()
        if value is not None:
            slots["due"] = value if not start.part else (start.start or start.end).date()  # type: ignore[union-attr]


def _move_times(sentence: Sentence, slots: Slots) -> tuple[Moment, ...]:
    """Old time before the verb, new time after it; a new hour keeps the old day."""
    context = sentence.context
    text, turn = _parted(sentence.timely)
    readings = read_times(text, context.now, zone=context.zone, calendar=context.calendar, apart=True)
    turn = turn or _turning_point(sentence.text, [r.spans[0][0] for r in readings])
    shift = _farther([r.moment for r in readings], context.now)
    if shift is not None and len(readings) == 1:
        slots["shift"] = shift
        return ()
    halves = _from_one_to_other(text, readings)
    if halves:
        slots["orig_start"], slots["start"] = halves
        return ()
    swapped = _INSTEAD_OF.search(text)
    if swapped and len(readings) > 1 and readings[0].spans[-1][1] <= swapped.start() <= readings[-1].spans[0][0]:
        readings, turn = list(reversed(readings)), -1
        slots["orig_start"] = value_of(readings[0].moment) or ""
        _one_time(readings[-1].moment, slots, ())
        return tuple(r.moment for r in readings)
    old = [r.moment for r in readings if r.spans[0][1] <= turn and r.moment.kind not in {"duration"}]
    new = [r.moment for r in readings if r.spans[0][1] > turn and r.moment.kind not in {"duration"}]
    lengths = [r.moment.duration for r in readings if r.moment.kind == "duration" and r.moment.duration]
    new_times = _joined_new(sentence, turn, new)
    if old and (value := value_of(old[0])) is not None:
        slots["orig_start"] = value
    if new_times:
        target = new_times[0]
        _one_time(target, slots, ())
        if _LONGER.search(sentence.text) and "end" not in slots and isinstance(slots.get("start"), datetime):
            slots["end"] = slots.pop("start")
        if not target.dated and old and old[0].start and old[0].dated and target.start:
            _on_day(slots, old[0].start.date())
        elif not target.dated and target.timed:
            slots["undated"] = 1
    if lengths:
        _shift(sentence.text, lengths[0], bool(new_times), slots)
    return tuple(old + new_times)


_INSTEAD_OF = regex(r"\b(?:instead of|rather than|and not|not)\b|而不是|不是", re.IGNORECASE)
_FROM_TO = regex(r"\bfrom\b.+?\b(to)\b", re.IGNORECASE)


def _parted(text: str) -> tuple[str, int]:
    """move it from tomorrow to Friday: not one stretch, but an old time and a new one; and where the new begins."""
    match = _FROM_TO.search(text)
    if match is None or re.search(r"\b(?:to|until|till)\b", text[: match.start()], re.IGNORECASE):
        return text, 0
    return f"{text[: match.start(1)]};;{text[match.end(1) :]}", match.end(1)


_FARTHER = regex(r"\b(?:later|earlier|sooner)$", re.IGNORECASE)


def _farther(moments: Sequence[Moment], now: datetime) -> timedelta | None:
    """an hour later, two days earlier: in a move that counts from what was booked, not from now."""
    moment = next((m for m in moments if _FARTHER.search(m.text) and m.start), None)
    if moment is None or moment.start is None:
        return None
    return moment.start - now if moment.timed else timedelta(days=(moment.start.date() - now.date()).days)


_LONGER = regex(
    r"延长[到至]|结束时间[^,，]{0,8}[到至为成]|开到|延时到|\b(?:extend|lengthen|run|keep)\b.*\b(?:till?|until|to)\b",
    re.IGNORECASE,
)


def _from_one_to_other(text: str, readings: Sequence[Reading]) -> tuple[datetime, datetime] | None:
    """move my 3pm to 4pm: what looks like a range is the old hour and the new one."""
    timed = [r for r in readings if r.moment.kind == "range" and r.moment.timed and r.moment.start and r.moment.end]
    if len(readings) != 1 or not timed or " to " not in timed[0].moment.text:
        return None
    before = text[: timed[0].spans[0][0]].rstrip()
    moment = timed[0].moment
    if before.endswith((" to", "到", "至", " from")) or moment.start is None or moment.end is None:
        return None
    return moment.start, moment.end


def _joined_new(sentence: Sentence, turn: int, new: list[Moment]) -> list[Moment]:
    if not new:
        return []
    context = sentence.context
    start = min(turn, *(m.span[0] for m in new)) if len(new) > 1 else min(turn, new[0].span[0])
    rest = f"{'x' * max(start - 1, 0)} "[:start] + sentence.timely[start:]
    return [
        r.moment
        for r in read_times(rest, context.now, zone=context.zone, calendar=context.calendar)
        if r.moment.kind != "duration"
    ]


def _turning_point(text: str, starts: Sequence[int]) -> int:
    verbs = [v.end() for v in _MOVE_ZH.finditer(text)]
    if verbs:
        return next((v for v in reversed(verbs) if any(s >= v for s in starts)), verbs[-1])
    places = [m.end() for m in _MOVE_EN.finditer(text) if any(s >= m.start() for s in starts)]
    if places:
        return places[-1]
    return 0 if len(starts) <= 1 and not re.search(r"'s\b", text) else (starts[-1] if starts else 0)


def _on_day(slots: Slots, day: date) -> None:
    for name in ("start", "end"):
        at = slots.get(name)
        if isinstance(at, datetime):
            slots[name] = at.replace(year=day.year, month=day.month, day=day.day)


def _shift(text: str, length: timedelta, has_time: bool, slots: Slots) -> None:
    if has_time:
        slots["duration"] = length
        start = slots.get("start")
        if isinstance(start, datetime) and "end" not in slots:
            slots["end"] = start + length
        return
    if _FORWARD.search(text) and not _BACK.search(text.replace("push", "")):
        slots["shift"] = -length
    elif _BACK.search(text):
        slots["shift"] = length


def _likeliest(rooms: Sequence[Mark], known: Sequence[str]) -> Mark:
    """三楼那个301: one that there is, before what only looks like one."""
    names = {name.casefold() for name in known}
    return next((room for room in rooms if room_as_said(room.value).casefold() in names), rooms[0])


def _marks(sentence: Sentence, route: Route, slots: Slots) -> None:
    rooms = sentence.marked("room")
    if rooms:
        room = rooms[-1] if route.intent == "meetings.move" else _likeliest(rooms, sentence.context.rooms)
        if route.intent != "meetings.move" or _is_target(sentence.text, room.start, len(rooms)):
            slots["room"] = room_as_said(room.value)
    if route.intent.startswith(_KEPT_WITH_WORDS) and _is_spoken_of(sentence, slots):
        del slots["room"]
    named = [m for m in sentence.marks if m.kind in {"person", "everyone"}]
    if route.intent.startswith("reminders."):  # 提醒我给王局回电话: he is spoken of, not reminded
        named = [m for m in named if "@" in sentence.text[m.head : m.end] or m.value not in str(slots.get("title", ""))]
    people = list(dict.fromkeys(m.value for m in named))
    if people:
        slots["people"] = tuple(people)
        slots["lead"] = people[0]
    chair = next((m.value for m in sentence.marks if m.kind == "chair"), None)
    if chair:
        slots["chair"] = chair
    number = next((m.value for m in sentence.marks if m.kind == "number"), "")
    digits = re.sub(r"\D", "", number) if number else ""
    if digits:
        slots["number"] = int(digits)
    if digits and "numbers" in route.slots:
        rows = references(fold(sentence.text))
        slots["numbers"] = tuple(dict.fromkeys(one for row in rows for one in row.numbers)) or (digits,)
    unit = next((u for u in sentence.context.units if u in sentence.text), None)
    if unit:
        slots["unit"] = unit


_KEPT_WITH_WORDS = ("reminders.", "notices.")
_IS_WRONG_THERE = regex(
    r"[^,，。;；]{0,8}?(?:闭馆|关闭|停用|停水|停电|停课|维修|检修|施工|封闭|暂停|开放|搬到|搬迁|消毒|漏水|装修|改造|开门|关门)|"
    r"[^,.;]{0,12}?\b(?:closed|closes|shut|out of order|unavailable|reopens?|opens|being|under)\b"
)


def _is_spoken_of(sentence: Sentence, slots: Slots) -> bool:
    """提醒我布置会场, 图书馆闭馆: the place is what is done something to, not where it is done."""
    room = next((m for m in sentence.marked("room") if room_as_said(m.value) == slots.get("room")), None)
    if room is None or room.head < room.start:
        return False
    return room.value in str(slots.get("title", "")) or bool(_IS_WRONG_THERE.match(sentence.text, room.end))


def room_as_said(said: str) -> str:
    return re.sub(r"^(?:the|在|到|去|用|于)\s*|\s+$", "", said, flags=re.IGNORECASE)


def _is_target(text: str, start: int, count: int) -> bool:
    """In a move the room that is meant anew comes after the verb."""
    verbs = list(_MOVE_ZH.finditer(text)) or list(_MOVE_EN.finditer(text))
    return count > 1 or not verbs or start >= min(v.start() for v in verbs)
