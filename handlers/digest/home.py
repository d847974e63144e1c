"""A person's own page, where a platform has one: their week, and what they can do about it."""

from bot.asking.when import today
from bot.cards import Card
from bot.messages import Outgoing, Reply
from bot.texts import Say
from bot.turn import Block, Turn
from handlers.digest.desk import ONE_WEEK, Reader, blocks, looked, router

router.texts(
    {
        "home_title": ("{name}的一周", "{name}’s week"),
        "home_nothing": (
            "这一周没有安排，也没有等你办的事。",
            "Nothing is on this week, and nothing waits for you.",
        ),
        "home_how": (
            "要订会、交办、发通知，请到「消息」里直接说；发「帮助」看怎么说。",
            "To book, hand over or circulate, just say so under “Messages”; send “help” to see how.",
        ),
    }
)


MOST = 10
"""Lines of one block."""


@router.home
def home(turn: Turn) -> Reply:
    """What the digest says of these days, block by block, with the buttons of what is still open."""
    first = today(turn)
    found = blocks(looked(turn, Reader(turn.chat, turn.actor, turn.say), first, first + ONE_WEEK))
    facts = tuple((block.label, _shown(block, turn.say)) for block in found)
    buttons = tuple(button for block in found for button in block.buttons)
    say = turn.say
    body = say("digest.home_how") if found else f"{say('digest.home_nothing')}\n{say('digest.home_how')}"
    card = Card(say("digest.home_title", name=turn.actor.name), facts, body, buttons)
    page = turn.event.envelope.sender.home()
    return Reply((Outgoing(f"{turn.key}:home", page, card, language=say.language),))


def _shown(block: Block, say: Say) -> str:
    more = len(block.lines) - MOST
    return "\n".join((*block.lines[:MOST], *([say("digest.more_coming", count=more)] if more > 0 else ())))
