"""The people desk's register, and what its parts share."""

from bot.asking.platforms import platform_name
from bot.errors import UserError
from bot.messages import UserRef
from bot.router import Router
from bot.texts import Say
from bot.turn import Turn

router = Router("people")


def account_words(account: UserRef, say: Say) -> str:
    """`Slack · Wei`."""
    return say("people.account", platform=platform_name(account.platform, say), name=account.name or account.id)


def sender_of(turn: Turn) -> UserRef:
    """The account that speaks."""
    return turn.event.envelope.sender


def must_be_direct(turn: Turn) -> None:
    """A code that a group reads is everybody's."""
    if not turn.is_direct:
        raise UserError("people.only_direct")
