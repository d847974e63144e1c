"""The ways in which WeCom carries a message: each knows its own calls and limits, and none knows of the others."""

from typing import Protocol, runtime_checkable

from bot.cards import Limits
from bot.messages import Outgoing, Sent

PLATFORM = "wecom"
ROBOT, ROBOT_URL, APP, APPCHAT, WEBHOOK = "robot", "robot_url", "app", "appchat", "webhook"


class Way(Protocol):
    """One of the ways in which WeCom carries a message."""

    @property
    def name(self) -> str: ...
    @property
    def limits(self) -> Limits: ...
    def refuses(self, message: Outgoing) -> str:
        """Empty when it can carry the message now; else why not, a few plain words for the delivery ledger."""
        ...

    async def send(self, message: Outgoing) -> Sent:
        """`message.replaces` is this way's own id by now. Raises SendFailed and nothing else."""
        ...

    async def close(self) -> None:
        """May come twice, and a connection may be started again afterwards."""
        ...


@runtime_checkable
class Numbering(Protocol):
    """A way whose messages bear numbers that WeCom takes once."""

    def doubt(self, key: str) -> None:
        """A message of this key may be there already, whoever sent it: a refusal of its number is then no failure."""
        ...


@runtime_checkable
class Recalling(Protocol):
    """A way that can take back what it said."""

    async def recall(self, message_id: str) -> None:
        """SendFailed where it is too late."""
        ...
