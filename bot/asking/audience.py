"""To whom something goes: units, groups, roles, persons as they were said, or a question about one of them."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.asking.steps import ask
from bot.asking.when import Timed
from bot.asking.who import EVERYONE, ask_who, meant_by
from bot.domain.notice import Audience
from bot.domain.people import Person, Role
from bot.ports import Option
from bot.turn import PERSON_MARK, Ask, Turn, person_mark
from bot.understanding.wordlist import words

OFFICE = frozenset(
    words("全体 全员 全校 全院 全公司 全体人员 全体成员 所有人 各单位 各部门 各处室 各科室 all everyone everybody")
) | {"all staff", "the office", "all units", "all departments"}
ALONE = re.compile(r"(?:仅|只|仅限)?(.+?)(?:本级|本部)|(?:仅|只|仅限|only )(.+)|(.+) only", re.IGNORECASE)
TAGGED = re.compile(r"(?:[#＃]|标签\s*[:：]?\s*|带标签|tags? |tagged )(?P<tag>.+?)(?:标签)?(?:的人)?", re.IGNORECASE)
HERE = frozenset({"本群", "这个群", "群里", "大家", "this group", "here", "us"})
CHAT_MARK = "chat#"
"""How a slot holds one certain group, whatever it is called."""

MOST_DIGITS = 18
SAMPLE, MOST_UNITS = 3, 6
ROLES = {
    **dict.fromkeys(words("领导 各单位负责人 单位负责人 负责人 leaders"), Role.LEADER),
    **dict.fromkeys(words("文秘 秘书 secretaries"), Role.SECRETARY),
    **dict.fromkeys(words("管理员 admins"), Role.ADMIN),
}


@dataclass(frozen=True, slots=True)
class Addressed(Timed):
    """`to` and `but` name those who are meant, and those who are not, as they were said."""

    to: tuple[str, ...] = ()
    but: tuple[str, ...] = ()


A = TypeVar("A", bound=Addressed)


def settle_audience(turn: Turn, slots: A) -> A | Ask:
    """Each name is one certain thing; nobody named is asked about."""
    if not slots.to:
        return _ask_whom(turn, slots)
    unknown = next((name for name in slots.to if not _is_known(turn, name)), None)
    if unknown is not None:
        kept = tuple(one for one in slots.to if one != unknown)
        waiting = replace(slots, to=(*kept, unknown))
        return ask_who(turn, waiting, "to", unknown, lambda one: {"to": (*kept, person_mark(one))})
    unknown = next((name for name in slots.but if not _is_known(turn, name)), None)
    if unknown is not None:
        left = tuple(one for one in slots.but if one != unknown)
        waiting = replace(slots, but=(*left, unknown))
        return ask_who(turn, waiting, "but", unknown, lambda one: {"but": (*left, person_mark(one))})
    return slots


def _ask_whom(turn: Turn, slots: Addressed) -> Ask:
    options = [Option(turn.say("house.whole_office"), {"to": ("全体",)})]
    if turn.actor.unit:
        options.insert(0, Option(turn.actor.unit, {"to": (turn.actor.unit,)}))
    if not turn.is_direct:
        options.insert(0, Option(turn.say("house.this_group"), {"to": ("本群",)}))
    return ask(turn, slots, "to", "house.to_whom", options)


def _is_known(turn: Turn, name: str) -> bool:
    low = name.casefold()
    plain = low in OFFICE | HERE | EVERYONE or low in ROLES
    called = alone_of(turn, name) or tag_of(turn, name) or units_of(turn, name) or _group(turn, name)
    return plain or bool(called or len(meant_by(turn, name)) == 1)


def units_of(turn: Turn, name: str) -> tuple[str, ...]:
    """教务处; 各学院办公室 are all units whose names have that in them."""
    units = turn.directory.units
    bare = name.removeprefix("各").removeprefix("the ")
    if bare in units:
        return (bare,)
    return tuple(unit for unit in units if name.startswith("各") and (bare in unit or unit.endswith(bare)))


def alone_of(turn: Turn, name: str) -> str:
    """仅教务处本级, 教务处 only: the unit without those that belong to it."""
    match = ALONE.fullmatch(name)
    said = next((one.strip() for one in match.groups() if one), "") if match else ""
    return said if said in turn.directory.units else ""


def tag_of(turn: Turn, name: str) -> str:
    """#党员, 标签党员, tag party; the bare word where nothing else is called so."""
    match = TAGGED.fullmatch(name)
    said = match["tag"] if match else name if name not in turn.directory.units else ""
    return said if said in turn.directory.tags else ""


def _group(turn: Turn, name: str) -> int | None:
    marked = name.removeprefix(CHAT_MARK)
    if marked != name and marked.isascii() and marked.isdigit():
        return int(marked[:MOST_DIGITS])
    chats = (one for one in turn.uow.chats.all() if one.ref.kind == "group")
    return next((one.id for one in chats if one.name.casefold() == name.casefold()), None)


def audience_of(turn: Turn, slots: Addressed) -> Audience:
    found = _read(turn, slots.to)
    out = _read(turn, slots.but)
    return found.but(out)


def _read(turn: Turn, names: tuple[str, ...]) -> Audience:
    found = Audience()
    for name in names:
        low = name.casefold()
        if low in HERE and not turn.is_direct:
            found = replace(found, groups=(*found.groups, turn.chat.id))
        elif low in OFFICE | HERE | EVERYONE:
            found = replace(found, everyone=True)
        elif low in ROLES:
            found = replace(found, roles=(*found.roles, ROLES[low]))
        else:
            found = _named(turn, found, name)
    return found


def _named(turn: Turn, found: Audience, name: str) -> Audience:
    if alone := alone_of(turn, name):
        return replace(found, alone=(*found.alone, alone))
    if tag := tag_of(turn, name):
        return replace(found, tags=(*found.tags, tag))
    if units := units_of(turn, name):
        return replace(found, units=(*found.units, *units))
    if (group := _group(turn, name)) is not None:
        return replace(found, groups=(*found.groups, group))
    return replace(found, people=(*found.people, *(one.id for one in meant_by(turn, name))))


def as_said(audience: Audience) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names that mean this audience, and those of who is left out: to begin another notice from."""
    out = Audience(
        units=audience.but_units, people=audience.but_people, groups=audience.but_groups, roles=audience.but_roles,
        alone=audience.but_alone, tags=audience.but_tags,
    )  # fmt: skip
    return _names(audience), _names(out)


def _names(meant: Audience) -> tuple[str, ...]:
    roles = {role: word for word, role in reversed(ROLES.items())}
    return (
        *(["全体"] if meant.everyone else []), *meant.units, *(f"仅{one}本级" for one in meant.alone),
        *(roles[one] for one in meant.roles if one in roles), *(f"#{one}" for one in meant.tags),
        *(f"{CHAT_MARK}{one}" for one in meant.groups), *(f"{PERSON_MARK}{one}" for one in meant.people),
    )  # fmt: skip


def people_meant(turn: Turn, audience: Audience) -> tuple[list[Person], list[Person]]:
    """Those who are meant now, and those who are left out."""
    members: dict[int, Collection[int]] = {
        one: turn.uow.chats.members(one) for one in (*audience.groups, *audience.but_groups)
    }
    office = turn.directory
    known = (office.people, members, office.tags, office.parents)
    return audience.meant(*known), audience.left_out(*known)


def counted(turn: Turn, people: Sequence[Person]) -> str:
    """`23 人（教务处 5、财务处 3；例如李强、王伟、林霞）`."""
    units = Counter(one.unit for one in people if one.unit).most_common(MOST_UNITS)
    by_unit = turn.say.listed(f"{unit} {count}" for unit, count in units)
    sample = turn.say.listed(one.name for one in people[:SAMPLE])
    if not units:
        return turn.say("house.counted_plain", count=len(people), sample=sample)
    return turn.say("house.counted", count=len(people), units=by_unit, sample=sample)


def may_write_to(sender: Person, people: Sequence[Person]) -> bool:
    """Those in charge write to anybody, others to their own unit."""
    return sender.is_in_charge or is_within_unit(people, sender)


def is_within_unit(people: Sequence[Person], sender: Person) -> bool:
    return bool(sender.unit) and all(one.unit == sender.unit for one in people)
