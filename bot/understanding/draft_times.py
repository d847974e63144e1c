"""Times said about a draft that has some already: a new hour keeps the day, a new day keeps the hour and the length."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from bot.understanding.moments import Moment
from bot.understanding.slots import Slots, SlotValue, value_of

Known = Mapping[str, SlotValue]


def due_in(moments: list[Moment]) -> Slots:
    moment = moments[0]
    if moment.kind == "deadline" and moment.end:
        return {"due": moment.end if moment.timed else moment.end.date()}
    value = value_of(moment)
    return {"due": value} if value else {}


def times_with(moments: list[Moment], known: Known, asked: str = "start") -> Slots:
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
        keep_length(slots, known)
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


def keep_length(slots: Slots, known: Known) -> None:
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
