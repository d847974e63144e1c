"""The only places that know what time it is."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(slots=True)
class MovableClock:
    """The demonstration's clock: real time with an offset that the page moves."""

    offset: timedelta = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset

    def set(self, to: datetime) -> None:
        self.offset = to - datetime.now(UTC)
