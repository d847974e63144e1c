"""The slots of a notice that is being written."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.asking.audience import Addressed


@dataclass(frozen=True, slots=True)
class Circulate(Addressed):
    """`text` is what everybody will read; `to` and `but` name the audience as it was said; `unit`, `units` and `people`
    are names out of a free sentence. `wants` is one of `bot.domain.notice.Wants`, or `nothing`.

    `at` is when it goes out, or first does where `every` is a rule; `later` asks for it; `due_said` are the words of a
    deadline that counts from that day. `editing` is the number of one that is planned already, `whole` says
    that all of a long text was asked for.
    """

    title: str = ""
    text: str = ""
    people: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    unit: str = ""
    room: str = ""
    level: str = ""
    wants: str = ""
    choices: tuple[str, ...] = ()
    due: date | None = None
    due_said: str = ""
    at: date | None = None
    every: str = ""
    later: int = 0
    valid_until: datetime | None = None
    editing: int = 0
    whole: int = 0
