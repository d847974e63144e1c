"""A Slack that others wrote, for what it has of the Web API: no direct channels, no views, no metadata, no groups."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import backlot

from tests.platforms.slack.world import Json

MEMBER, NAME = "zhaomin@example.com", "赵敏"
CORPUS: list[Json] = [
    {
        "source_type": "slack", "doc_id": f"hello-{channel}", "channel": channel, "group": channel, "content": "各位好",
        "created": "2026-02-09T09:12:00Z", "visibility": "public", "author_email": MEMBER, "author_name": NAME,
        "participants": [MEMBER],
    }
    for channel in ("office", "hall")
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class OtherSlack:
    api: str
    token: str


@contextmanager
def other_slack() -> Iterator[OtherSlack]:
    """A process of its own on this machine; it tells nobody that it ran."""
    served: Any = backlot.serve(CORPUS, telemetry=False)
    with served as server:
        yield OtherSlack(f"{server.base_url}/slack/api/", server.token)
