"""Words said in an open dialog: the answer to the one question, a correction, yes, no, never mind, a number."""

import re
from collections.abc import Callable

from bot.understanding.assent import LONGEST_ANSWER, choice_number, is_never_mind, is_no, is_thanks, is_yes
from bot.understanding.corrections import correct, is_correction, is_plain_change
from bot.understanding.draft_names import LONGEST_TITLE, NOT_A_TITLE, names_in
from bot.understanding.draft_times import Known, due_in, times_with
from bot.understanding.folding import fold
from bot.understanding.item_words import parts_in
from bot.understanding.items import read_item
from bot.understanding.moments import Moment
from bot.understanding.naming import is_generic, title_of
from bot.understanding.normalise import clean
from bot.understanding.notice_changes import when_sent
from bot.understanding.notice_words import read_notice
from bot.understanding.references import BARE, number_in, references
from bot.understanding.regex import regex
from bot.understanding.rooms import rooms
from bot.understanding.sayings import as_it_stands
from bot.understanding.sentence import LONGEST, Context, is_foreign, take_apart
from bot.understanding.slots import Slots, SlotValue, room_as_said
from bot.understanding.survey_words import read_survey
from bot.understanding.times import find_times
from bot.understanding.titles import find_title

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


_VENTS = regex(r"哈哈|呵呵|嘻嘻|[好太真]累|累死|[真好]烦|烦死|笑死|\b(?:lol|lmao|haha+|ugh)\b", re.IGNORECASE)
"""What people say to each other beside an open question."""


def is_venting(text: str) -> bool:
    return bool(_VENTS.search(text))


LONGEST_ROOM = 20
_CLAUSES = regex(r"\S[,，。.!！;；]\s*\S")
"""Sentences, no name of a room."""


FREE = frozenset({"reason", "words", "standard", "problems", "suggestions"})
"""What is asked for in the writer's own words: nothing in them is looked for."""

LONGEST_WORDS = 2000


def is_certain(text: str, context: Context) -> bool:
    """Whether a sentence is a wish beyond doubt: it stands on a list, or names an item and what is done to it."""
    said = clean(text)[:LONGEST]
    named = any(read(said, context) is not None for read in (read_item, read_notice, read_survey))
    return named or as_it_stands(text) is not None


def is_only_time(text: str, context: Context) -> bool:
    """12月10日, 周五下午3点: nothing is said but when."""
    said = clean(text)
    moments = find_times(said, context.now, zone=context.zone, calendar=context.calendar)
    rest = said
    for moment in reversed(moments):
        rest = rest[: moment.span[0]] + rest[moment.span[1] :]
    return bool(moments) and not rest.strip(" ,，。.!！?？、")


def is_item(text: str) -> bool:
    """Whether it names an item of the ledger and says nothing else."""
    said = fold(clean(text))[:LONGEST_ROOM]
    rows = references(said)
    return len(rows) == 1 and not (said[: rows[0].start] + said[rows[0].end :]).strip(" ,，。.!！")


def fill(slot: str, text: str, known: Known, context: Context) -> dict[str, SlotValue] | None:
    """The slots that an answer to the question for `slot` gives, the asked one among them; None when it is none."""
    said = clean(text)
    if slot in FREE:
        return {slot: said} if 0 < len(said) <= LONGEST_WORDS else None
    if not said or len(said) > LONGEST_ANSWER or is_foreign(said):
        return None
    read = _READERS.get(slot, _words)
    found = read(slot, said, known, context)
    return found if found and slot in found else _near_answer(slot, found)


def _near_answer(slot: str, found: Slots | None) -> Slots | None:
    """A part of the day, or the rest of a start, is an answer to the question when."""
    if found and slot in {"start", "end", "due"} and {"start", "end", "part", "due", "duration"} & set(found):
        return found
    return None


def _when(slot: str, said: str, known: Known, context: Context) -> Slots | None:
    moments = find_times(said, context.now, zone=context.zone, calendar=context.calendar)
    asked = moments or _bare_hour(said, context)
    if not asked:
        return None
    if slot == "due":
        return due_in(asked) or _due_after(asked, known, context)
    slots = times_with(asked, known, slot)
    room = next((m for m in rooms(said, context.rooms, [m.span for m in asked])), None)
    if room is not None and "room" not in known:
        slots["room"] = room_as_said(room.value)
    return slots


def _due_after(asked: list[Moment], known: Known, context: Context) -> Slots:
    """两周: as much longer for an item that has its day, from today for one that has none yet."""
    length = next((m.duration for m in asked if m.kind == "duration" and m.duration), None)
    if length is None:
        return {}
    return {"duration": length} if known.get("numbers") else {"due": (context.now + length).date()}


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


def _going_out(slot: str, said: str, known: Known, context: Context) -> Slots | None:
    """Asked when a notice goes out."""
    return when_sent(said, context)


def _room(slot: str, said: str, known: Known, context: Context) -> Slots | None:
    marks = rooms(said, context.rooms, [])
    if marks:
        return {"room": room_as_said(marks[0].value)}
    if NOT_A_TITLE.search(said) or len(said) > LONGEST_ROOM or _CLAUSES.search(said):
        return None
    plain = re.sub(
        r"^(?:就|在|用|去|订|选|换|要|to|in|at|the|use)+\s*|(?:吧|好了|就行|也行|可以|please)+$",
        "",
        said,
        flags=re.IGNORECASE,
    ).strip()
    return {"room": plain} if plain else None


def _people(slot: str, said: str, known: Known, context: Context) -> Slots | None:
    found = names_in(said, context)
    if not found and not NOT_A_TITLE.search(said) and len(said) <= 60:
        plain = re.sub(r"^(?:请|叫上|叫|就|让|有|和|还有|invite|add|with|and)\s*", "", said, flags=re.IGNORECASE)
        found = [n.strip().lstrip("@") for n in re.split(r"[、,，和与及;；]|\band\b|&|\s{1,}(?=@)", plain) if n.strip()]
        found = [n for n in found if 0 < len(n) <= 20]
    if not found:
        return None
    return {slot: found[0]} if slot in {"chair", "lead", "heir"} else {slot: tuple(dict.fromkeys(found))}


def _title(slot: str, said: str, known: Known, context: Context) -> Slots | None:
    if NOT_A_TITLE.search(said) or is_never_mind(said):
        return None
    if is_item(said):
        return {slot: said.strip(" ,，。.!！")}
    sentence = take_apart(said, context)
    rest = find_title(sentence, "")
    if not rest:  # a time or a room and nothing else
        return None
    slots: Slots = (
        times_with([m for m in sentence.moments if m.kind != "deadline"], known)
        if sentence.moments and "start" not in known
        else {}
    )
    words = rest if slots or sentence.marked("room") else said
    title = title_of(
        re.sub(
            r"^(?:开|召开|就叫|叫做|叫|是|主题是|标题是|called|it's|it is|title is)\s*", "", words, flags=re.IGNORECASE
        )
    )[:LONGEST_TITLE]
    if not title or (is_generic(title) and len(said) > 6):
        return None
    slots["title"] = title
    return slots


def _words(slot: str, said: str, known: Known, context: Context) -> Slots | None:
    return {slot: said}


def _none(slot: str, said: str, known: Known, context: Context) -> Slots | None:
    """An intent is chosen from those offered, not written."""
    return None


def _number(slot: str, said: str, known: Known, context: Context) -> Slots | None:
    digits = re.search(r"\d{1,6}", said)
    return {slot: int(digits[0])} if digits and len(said) <= 20 else None


def _items(slot: str, said: str, known: Known, context: Context) -> Slots | None:
    """督12和督15, 12: the items that are meant."""
    rows = references(fold(said))
    bare = None if rows else BARE.fullmatch(fold(said))
    numbers = tuple(one for row in rows for one in row.numbers) or ((number_in(bare),) if bare else ())
    if not numbers:
        return None
    return {slot: numbers if slot == "numbers" else numbers[0]}


def _parts(slot: str, said: str, known: Known, context: Context) -> Slots | None:
    parts = parts_in(said)
    return {slot: parts} if parts else None


def _length(slot: str, said: str, known: Known, context: Context) -> Slots | None:
    moments = find_times(said, context.now, zone=context.zone, calendar=context.calendar)
    found = times_with(moments, known, "end") if moments else {}
    return found if "duration" in found or "end" in found else None


_READERS: dict[str, Callable[[str, str, Known, Context], Slots | None]] = {
    "start": _when,
    "end": _when,
    "due": _when,
    "room": _room,
    "people": _people,
    "chair": _people,
    "lead": _people,
    "heir": _people,
    "co_owners": _people,
    "numbers": _items,
    "into": _items,
    "parts": _parts,
    "title": _title,
    "number": _number,
    "duration": _length,
    "intent": _none,
    "at": _going_out,
}


__all__ = [
    "FREE",
    "choice_number",
    "correct",
    "fill",
    "is_certain",
    "is_correction",
    "is_never_mind",
    "is_no",
    "is_plain_change",
    "is_thanks",
    "is_venting",
    "is_yes",
]
