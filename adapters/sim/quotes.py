"""What a message replies to or forwards, found by the local chat in its own history."""

from typing import Any

from adapters.sim.office import Place, Roster
from bot.messages import Quoted
from bot.ports import Line


def quote(line: Line, place: Place, roster: Roster) -> Quoted:
    """The words of the line; where it was forwarded without any, the words that it forwarded."""
    if line.quoted is not None and not line.text.strip():
        return line.quoted
    return Quoted(line.text, roster.called(line.sender), line.at, place.title, line.message_id)


def shown(quoted: Quoted) -> dict[str, Any]:
    return {"sender": quoted.sender.id, "text": quoted.text}
