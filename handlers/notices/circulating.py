"""The slots of a notice that is being written."""

from dataclasses import dataclass
from datetime import date

from bot.asking.when import Timed


@dataclass(frozen=True, slots=True)
class Circulate(Timed):
    """`text` is what everybody will read; `to` and `but` name the audience as it was said; `unit`, `units` and `people`
    are names out of a free sentence. `wants` is one of `bot.domain.notice.Wants`, or `nothing`."""

    title: str = ""
    text: str = ""
    to: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    unit: str = ""
    room: str = ""
    level: str = ""
    wants: str = ""
    choices: tuple[str, ...] = ()
    due: date | None = None
