"""The only places that know what time it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


def real_time() -> datetime:
    return datetime.now(UTC)


class SystemClock:
    def now(self) -> datetime:
        return real_time()


@dataclass(slots=True)
class MovableClock:
    """The demonstration's clock: another clock's time (a test's stands still) with an offset that the page moves."""

    offset: timedelta = timedelta(0)
    base: Callable[[], datetime] = real_time

    def now(self) -> datetime:
        return self.base() + self.offset

    def set(self, to: datetime) -> None:
        self.offset = to - self.base()
