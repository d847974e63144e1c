"""Which items a list shows: as it was asked for, as a page's button carries it, and in words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zlib import crc32

from bot.cards import Action
from bot.domain.lamps import STEADY, WAITING, Lamp, green_from, stuck_before
from bot.domain.procedure import UNDER_WAY, State
from bot.domain.supervision import Source
from bot.errors import UserError
from bot.supervising import Wanted, Which
from bot.turn import Turn
from handlers.supervision.desk import names, seen_by

PAGE = "supervision.page"
MINE = "1"
ONE_DAY = timedelta(days=1)
TICKING = UNDER_WAY | {State.REFUSED}
"""Whose time runs: only these have a lamp in a list."""

STATES: Mapping[str, tuple[str, Which, frozenset[State]]] = {
    "": ("op", "open", frozenset()),
    "assigned": ("as", "open", frozenset({State.ASSIGNED})),
    "refused": ("re", "open", frozenset({State.REFUSED})),
    "accepted": ("ac", "open", frozenset({State.ACCEPTED})),
    "in_progress": ("ip", "open", STEADY),
    "stuck": ("st", "open", STEADY),
    "submitted": ("su", "open", WAITING),
    "suspended": ("sp", "open", frozenset({State.SUSPENDED})),
    "closed": ("cl", "over", frozenset({State.CLOSED})),
    "withdrawn": ("wi", "over", frozenset({State.WITHDRAWN})),
    "merged": ("me", "over", frozenset({State.MERGED})),
}
"""What a list may be asked for by, each with its code, and what it means."""

LAMPS = {"r": Lamp.RED, "y": Lamp.YELLOW, "g": Lamp.GREEN}
SOURCES = {source.value[0]: source for source in Source}
TOKEN = re.compile(
    r"(?:p(?P<people>[0-9]{1,9}(?:,[0-9]{1,9})*);)?(?:m(?P<mine>1);)?(?:g(?P<giver>[0-9]{1,9});)?"
    r"(?:u(?P<unit>[0-9a-f]{1,8});)?(?:s(?P<state>[a-z]{2});)?(?:l(?P<lamp>[ryg]);)?(?:f(?P<source>[a-z]);)?"
    r"(?:a(?P<since>[1-9][0-9]{5});)?(?:b(?P<until>[1-9][0-9]{5});)?(?:t(?P<title>.+))?",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Filters:
    """`people` are leads or co-owners, `giver` is who handed the items over; `mine` says that people is the asker.

    `since` and `until`, which is not part of it, are days on which they are due, or on which they ended.
    """

    people: tuple[int, ...] = ()
    mine: bool = False
    giver: int = 0
    unit: str = ""
    state: str = ""
    lamp: str = ""
    source: str = ""
    since: date | None = None
    until: date | None = None
    title: str = ""

    @property
    def is_over(self) -> bool:
        return STATES[self.state][1] == "over"


def page_action(filters: Filters, offset: int) -> Action | None:
    """What a page's button means; None where it would not fit into a button."""
    action = Action(PAGE, offset, _packed(filters))
    try:
        action.pack()
    except ValueError:
        return None
    return action


def _packed(filters: Filters) -> str:
    parts = {
        "p": ",".join(map(str, filters.people)),
        "m": filters.mine and MINE,
        "g": filters.giver,
        "u": _code(filters.unit) if filters.unit else "",
        "s": STATES[filters.state][0] if filters.state else "",
        "l": filters.lamp[:1],
        "f": filters.source[:1],
        "a": filters.since and filters.since.toordinal(),
        "b": filters.until and filters.until.toordinal(),
    }
    written = "".join(f"{name}{value};" for name, value in parts.items() if value)
    return written + (f"t{filters.title}" if filters.title else "")


def _code(unit: str) -> str:
    return f"{crc32(unit.encode()):x}"


def unpacked(turn: Turn, token: str) -> Filters:
    """The filters of a button; UserError for one that no card of ours has."""
    match = TOKEN.fullmatch(token)
    if match is None:
        raise UserError("house.card_gone")
    said = match.groupdict(default="")
    people = tuple(int(one) for one in said["people"].split(",") if one)
    giver = int(said["giver"] or 0)
    if len(names(turn, {*people, giver} - {0})) < len({*people, giver} - {0}):
        raise UserError("house.card_gone")
    return Filters(
        people=people,
        mine=bool(said["mine"]) and people == (turn.actor.id,),
        giver=giver,
        unit=_known(said["unit"], {_code(unit): unit for unit in turn.directory.units}),
        state=_known(said["state"], {code: state for state, (code, _, _) in STATES.items()}),
        lamp=_known(said["lamp"], LAMPS),
        source=_known(said["source"], SOURCES),
        since=date.fromordinal(int(said["since"])) if said["since"] else None,
        until=date.fromordinal(int(said["until"])) if said["until"] else None,
        title=said["title"],
    )


def _known(code: str, words: Mapping[str, str]) -> str:
    if code and code not in words:
        raise UserError("house.card_gone")
    return words[code] if code else ""


def wanted(turn: Turn, filters: Filters) -> Wanted:
    """What of it the actor may see, as the store is asked for it."""
    _, which, states = STATES[filters.state]
    if filters.state == "stuck" and not turn.house.rules.stuck_days:
        raise UserError("supervision.list_never_stuck")
    since, until = _midnight(turn, filters.since), _midnight(turn, filters.until)
    due_from, due_until = _within_lamp(turn, filters.lamp, since, until)
    over = filters.is_over
    return Wanted(
        which=which,
        people=filters.people,
        supervisor=filters.giver or None,
        unit=filters.unit,
        states=tuple(sorted(_with_lamp(states) if filters.lamp else states)),
        source=Source(filters.source) if filters.source else None,
        due_from=None if over else due_from,
        due_until=None if over else due_until,
        ended_from=since if over else None,
        ended_until=until if over else None,
        moved_before=stuck_before(turn.now, turn.house.terms) if filters.state == "stuck" else None,
        title=filters.title,
        seen_by=seen_by(turn),
    )


def _with_lamp(states: frozenset[State]) -> frozenset[State]:
    return (states & TICKING) or states or TICKING


def _midnight(turn: Turn, day: date | None) -> datetime | None:
    return turn.house.terms.at(day, time()) if day else None


def _within_lamp(
    turn: Turn, lamp: str, since: datetime | None, until: datetime | None
) -> tuple[datetime | None, datetime | None]:
    """The stretch of due dates that have this lamp, cut to the one that was asked for."""
    green = green_from(turn.now, turn.house.terms)
    edges = {Lamp.RED: (None, turn.now), Lamp.YELLOW: (turn.now, green), Lamp.GREEN: (green, None)}
    first, last = edges[Lamp(lamp)] if lamp else (None, None)
    return (
        max((one for one in (first, since) if one), default=None),
        min((one for one in (last, until) if one), default=None),
    )


def in_words(turn: Turn, filters: Filters) -> str:
    """`督办台账 · 教务处 · 🔴 逾期`."""
    say = turn.say
    who = names(turn, {*filters.people, filters.giver} - {0})
    parts = [
        say("supervision.list_mine" if filters.mine else "supervision.list_ledger"),
        say.listed(who[one] for one in filters.people) if not filters.mine else "",
        say("supervision.list_given", name=who[filters.giver]) if filters.giver else "",
        filters.unit,
        say(f"supervision.state_{filters.state}") if filters.state else "",
        say(f"supervision.list_{filters.lamp}") if filters.lamp else "",
        say(f"supervision.source_{filters.source}") if filters.source else "",
        _period(turn, filters),
        say("supervision.list_title", title=filters.title) if filters.title else "",
    ]
    return " · ".join(part for part in parts if part)


def _period(turn: Turn, filters: Filters) -> str:
    since, until = filters.since, filters.until
    last = until - ONE_DAY if until else None
    verb = "ended" if filters.is_over else "due"
    if since is None or last is None:
        day = since or last
        side = "from" if since else "by"
        return turn.say(f"supervision.list_{verb}_{side}", day=day) if day else ""
    if since == last:
        return turn.say(f"supervision.list_{verb}_on", day=since)
    return turn.say(f"supervision.list_{verb}_within", first=since, last=last)
