"""The notices desk's register, its slots, and what its parts share."""

from dataclasses import dataclass
from datetime import date

from bot.asking.when import Timed
from bot.domain.notice import Notice
from bot.errors import UserError
from bot.ports import UnitOfWork
from bot.router import Router
from bot.turn import Turn

router = Router("notices")


@dataclass(frozen=True, slots=True)
class Numbered(Timed):
    """A notice by its number."""

    number: int = 0


def the_notice(turn: Turn, number: int) -> Notice:
    """To read it, or to change one's own receipt; UserError when there is none of that number."""
    return there(turn.uow.notices.held(number), number)


def the_notice_to_change(turn: Turn, number: int) -> Notice:
    """The same, and nobody else has it meanwhile."""
    return there(turn.uow.notices.get(number), number)


def there(notice: Notice | None, number: int) -> Notice:
    """What was looked up by its number."""
    if notice is None:
        raise UserError("notices.no_such", number=number)
    return notice


def sender_name(uow: UnitOfWork, notice: Notice) -> str:
    return uow.people.get(notice.sender_id).name


def own_key(notice: Notice, person_id: int) -> str:
    """A person's card of this version."""
    return key_of(notice.id, notice.version, person_id)


def key_of(notice_id: int, version: int, person_id: int) -> str:
    return f"notice:{notice_id}:v{version}:{person_id}"


def all_keys(notice: Notice) -> str:
    """How the keys of all cards of this version begin."""
    return f"notice:{notice.id}:v{notice.version}:"


def again_of(notice: Notice) -> str:
    """What the cards that ask again are queued under, so that none of them outlives the text on it."""
    return f"notice:{notice.id}:again:"


def subject_of(notice: Notice) -> str:
    return f"notice:{notice.id}"


@dataclass(frozen=True, slots=True)
class Due(Timed):
    """A day or an instant."""

    due: date | None = None
