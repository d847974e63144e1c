"""Where a platform tells that a card was seen, its reader's receipt notes when."""

import re
from datetime import datetime

from bot.domain.people import Person
from bot.ports import UnitOfWork
from handlers.notices.desk import router

_KEY = re.compile(r"notice:(\d{1,18}):v(\d{1,9}):(\d{1,18})(?::again:.*)?")


@router.seen("notice")
def seen(uow: UnitOfWork, key: str, reader: Person, at: datetime) -> None:
    """A card that a deputy reads for somebody was not seen by that person."""
    match = _KEY.fullmatch(key)
    if match is None:
        return
    number, version, person_id = (int(one) for one in match.groups())
    if person_id == reader.id:
        uow.receipts.note_seen(number, version, person_id, at)
