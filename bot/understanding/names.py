"""From a name or a room as said to the one that is meant, to several, or to the nearest that there are."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from bot.understanding.normalise import key
from bot.understanding.numerals import chinese_number
from bot.understanding.regex import regex


class Named(Protocol):
    @property
    def name(self) -> str: ...


N = TypeVar("N", bound=Named)
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Match(Generic[N]):
    """Exactly one in `found`: that one. Several: ask. None: `nearest` are worth offering."""

    found: tuple[N, ...] = ()
    nearest: tuple[N, ...] = ()


@dataclass(frozen=True, slots=True)
class RoomMatch(Generic[R]):
    """As Match; rooms come as names or as things with one."""

    found: tuple[R, ...] = ()
    nearest: tuple[R, ...] = ()


TITLES = (
    "老师|主任|校长|书记|处长|科长|院长|部长|局长|经理|总监|总经理|秘书|教授|医生|"
    "工程师|组长|班长|馆长|所长|主席|会长|厂长|行长|站长|队长|主管|助理|同志|先生|"
    "女士|处|主|总|工|局|科|院|部|导|董|会计|园长|教练|师傅|副校长|副主任|副处长|"
    "副书记|副院长|副总"
)
_TITLED = regex(rf"(?P<surname>[\u4e00-\u9fff]{{1,2}}?)副?(?:{TITLES})$")
_FAMILIAR = regex(r"(?:老|小|阿)(?P<surname>[\u4e00-\u9fff])$")
_EN_TITLE = regex(r"^(?:mr|mrs|ms|miss|dr|prof|professor|director|teacher)\.?\s+", re.IGNORECASE)
_MOST_NEAREST, _GOOD_ENOUGH, _SHORTEST_PART = 5, 55, 2
_ROOM_WORDS = regex(r"(?:会议室|会议厅|教室|办公室|房间|号|室|conference|meeting|room|the|rm)", re.IGNORECASE)
_FLOOR = regex(r"([一二三四五六七八九十]+)(?=楼|层|号)")


def match_person(said: str, people: Sequence[N]) -> Match[N]:
    """By the whole name, by surname and title (王处, 李老师), by the given name, by pinyin."""
    wanted = key(_EN_TITLE.sub("", said.strip().lstrip("@＠")))
    if not wanted:
        return Match()
    for test in (_same, _titled, _given, _latin, _contained):
        found = tuple(p for p in people if test(wanted, p.name))
        if found:
            return Match(found)
    return Match(nearest=_nearest(wanted, people, lambda p: p.name))


def match_room(said: str, rooms: Sequence[R]) -> RoomMatch[R]:
    """301, Room 301, 301会议室, 三楼大会议室: by name, then by what is left without 会议室 and the like."""
    wanted = key(said)
    if not wanted:
        return RoomMatch()
    bare = _bare(said)
    names = [room_name(room) for room in rooms]
    whole = [key(name) == wanted for name in names]
    same = [bool(bare) and _bare(name) == bare for name in names]
    inside = [_is_within(bare, _bare(name)) for name in names]
    for fits in (whole, same, inside):
        found = tuple(room for room, fit in zip(rooms, fits, strict=True) if fit)
        if found:
            return RoomMatch(found)
    return RoomMatch(nearest=_nearest(bare or wanted, rooms, room_name))


def room_name(room: object) -> str:
    """Rooms come as names or as things with one."""
    return room if isinstance(room, str) else str(getattr(room, "name", room))


def _bare(name: str) -> str:
    digits = _FLOOR.sub(lambda m: str(chinese_number(m[1]) or m[1]), name)
    return _ROOM_WORDS.sub("", key(digits)).replace("层", "楼")


def _is_within(wanted: str, name: str) -> bool:
    if not wanted or not name:
        return False
    if wanted.isdigit():
        return re.search(rf"(?<!\d){wanted}(?!\d)", name) is not None
    return len(wanted) >= _SHORTEST_PART and (wanted in name or (name in wanted and len(name) >= _SHORTEST_PART))


def _same(wanted: str, name: str) -> bool:
    return key(name) == wanted


def _titled(wanted: str, name: str) -> bool:
    match = _TITLED.match(wanted) or _FAMILIAR.match(wanted)
    return bool(match) and name.startswith(match["surname"]) and wanted != name if match else False


def _given(wanted: str, name: str) -> bool:
    known = key(name)
    if not wanted.isascii():
        return len(wanted) >= _SHORTEST_PART and known.endswith(wanted)
    words = re.split(r"[\s.]+", name.casefold())
    return len(words) > 1 and wanted in words


def _latin(wanted: str, name: str) -> bool:
    """wangwei, weiwang, wang wei, or the syllables of the given name, for a name in characters."""
    if not wanted.isascii() or name.isascii():
        return False
    from pypinyin import lazy_pinyin

    syllables = lazy_pinyin(name)
    whole, given = "".join(syllables), "".join(syllables[1:])
    plain = re.sub(r"[^a-z]", "", wanted)
    return plain in {whole, given + syllables[0], given} and bool(plain)


def _contained(wanted: str, name: str) -> bool:
    known = key(name)
    return len(wanted) >= _SHORTEST_PART and (
        known.startswith(wanted) or (not wanted.isascii() and len(known) >= _SHORTEST_PART and known in wanted)
    )


def _nearest(wanted: str, things: Iterable[R], name: Callable[[R], str]) -> tuple[R, ...]:
    from rapidfuzz import fuzz

    scored = [(fuzz.ratio(wanted, key(name(thing))), index, thing) for index, thing in enumerate(things)]
    good = sorted((s for s in scored if s[0] >= _GOOD_ENOUGH), key=lambda s: (-s[0], s[1])) or _sharing(wanted, scored)
    return tuple(thing for _, _, thing in good[:_MOST_NEAREST])


def _sharing(wanted: str, scored: list[tuple[float, int, R]]) -> list[tuple[float, int, R]]:
    return [s for s in sorted(scored, key=lambda s: (-s[0], s[1])) if s[0] > 0]
