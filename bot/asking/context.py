"""What the reader of sentences may know in a turn, and words read as one intent for desks that get them otherwise."""

from typing import Any

from bot.messages import TextReceived
from bot.turn import Turn
from bot.understanding.phrases import load_phrases
from bot.understanding.understand import Context, understand_as


def context_of(turn: Turn) -> Context:
    """What the reader may know: the office's names, and the mentions that this message carried."""
    mentions = turn.event.mentions if isinstance(turn.event, TextReceived) else ()
    return Context(
        now=turn.now.astimezone(turn.house.zone),
        zone=turn.house.zone,
        calendar=turn.house.calendar,
        rooms=turn.directory.room_names,
        people=turn.directory.names,
        units=turn.directory.units,
        mentions=tuple(mention.name for mention in mentions),
        language=turn.say.language,
    )


def read_as(turn: Turn, intent: str, text: str) -> dict[str, Any]:
    """The slots of words that are known to mean that intent, such as a message that was forwarded."""
    understood = understand_as(intent, text, load_phrases(intent.partition(".")[0]), context_of(turn))
    return {**understood.slots, "faults": understood.faults} if understood else {}
