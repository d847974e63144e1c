"""How the platforms are doing, as this process sees it from what it sends."""

from dataclasses import dataclass
from datetime import datetime

from bot.errors import SendFailed, Why

PLATFORM_FAULTS: frozenset[Why] = frozenset(("not_allowed", "limited", "unreachable", "failed", "no_answer"))
"""What says something about a platform, and not about one message or about us."""

SILENT: frozenset[Why] = frozenset(("unreachable", "no_answer"))
AILING = 8
"""After so many attempts without an answer, and none with one, a platform gets few places at once."""


@dataclass(slots=True)
class Health:
    """`failing_since` is the first failure after the last success; None while all is well."""

    ok_at: datetime | None = None
    failing_since: datetime | None = None
    why: Why = "failed"
    silences: int = 0

    @property
    def is_ailing(self) -> bool:
        return self.silences >= AILING

    def succeeded(self, now: datetime) -> None:
        self.ok_at, self.failing_since, self.silences = now, None, 0

    def failed(self, fault: SendFailed, now: datetime) -> None:
        if fault.why not in PLATFORM_FAULTS:
            return
        self.failing_since = self.failing_since or now
        self.why = fault.why
        self.silences = self.silences + 1 if fault.why in SILENT else 0
