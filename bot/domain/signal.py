"""Early signals (苗头性问题): logged, rated, watched until a review date, then promoted to an item or let go."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from bot.domain.procedure import Hand
from bot.errors import NotAllowed, UserError

TEXT_LENGTH = 500


class Level(StrEnum):
    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


class Watch(StrEnum):
    WATCHED = "watched"
    PROMOTED = "promoted"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Signal:
    """What somebody noticed, in their words; `review_at` is when the office looks at it again."""

    id: int
    text: str
    by_id: int
    chat_id: int
    made_at: datetime
    review_at: datetime
    level: Level = Level.LOW
    state: Watch = Watch.WATCHED
    item_id: int | None = None
    ended_at: datetime | None = None

    def must_be_seen_by(self, hand: Hand) -> None:
        """Whoever told of it, and those who weigh such things."""
        if not (self.by_id in hand.ids or hand.is_clerk or hand.is_leader):
            raise NotAllowed("supervision.signal_not_yours", number=self.id)

    def rated(self, hand: Hand, level: Level) -> Self:
        self._must_be_weighed_by(hand)
        return replace(self, level=level)

    def watched_until(self, hand: Hand, review_at: datetime) -> Self:
        self._must_be_weighed_by(hand)
        return replace(self, review_at=review_at)

    def dropped(self, hand: Hand, now: datetime) -> Self:
        self._must_be_weighed_by(hand)
        return replace(self, state=Watch.DROPPED, ended_at=now)

    def promoted(self, hand: Hand, item_id: int, now: datetime) -> Self:
        self._must_be_weighed_by(hand)
        return replace(self, state=Watch.PROMOTED, item_id=item_id, ended_at=now)

    def _must_be_weighed_by(self, hand: Hand) -> None:
        if not (hand.is_clerk or hand.is_leader):
            raise NotAllowed("supervision.signal_not_yours_to_weigh", number=self.id)
        if self.ended_at is not None:
            raise UserError(f"supervision.signal_{self.state}", number=self.id)
