"""What happens to a workspace and is told to its app: people come and leave, groups change, the app is removed."""

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode

from tests.platforms.slack import shapes
from tests.platforms.slack.events import Delivery
from tests.platforms.slack.wire import FORM, JSON, Answer
from tests.platforms.slack.world import Human, Json, UserGroup

if TYPE_CHECKING:
    from tests.platforms.slack.server import LocalSlack


class Happenings:
    def __init__(self, slack: "LocalSlack") -> None:
        self._slack = slack

    async def hires(self, name: str, real_name: str, **more: Any) -> Delivery | None:
        human = self._slack.world.add_human(name, real_name, **more)
        return await self._slack.events.tell({"type": "team_join", "user": self._shown(human), **self._stamp()})

    async def changes(self, human: Human, **fields: Any) -> Delivery | None:
        """`deleted=True` is leaving."""
        for name, value in fields.items():
            setattr(human, name, value)
        return await self._slack.events.tell({"type": "user_change", "user": self._shown(human), **self._stamp()})

    async def regroups(self, group: UserGroup, *users: str) -> Delivery | None:
        before, group.users = group.users, list(users)
        added, removed = [each for each in users if each not in before], [each for each in before if each not in users]
        told: Json = {
            "type": "subteam_members_changed", "subteam_id": group.id, "team_id": self._slack.world.id,
            "date_previous_update": 1, "date_update": 2, "added_users": added, "added_users_count": len(added),
            "removed_users": removed, "removed_users_count": len(removed),
        }  # fmt: skip
        return await self._slack.events.tell(told)

    async def uninstalls(self) -> None:
        """The tokens end first."""
        self._slack.world.app.revoked = "account_inactive"
        bot = self._slack.world.app.bot_user
        await self._slack.events.tell({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [bot]}})
        await self._slack.events.tell({"type": "app_uninstalled", **self._stamp()})

    async def verifies_address(self) -> bool:
        """As when it is written into the app's settings: the challenge must come back, in one of three forms."""
        challenge = self._slack.world.number("c")
        told = {"token": "old", "challenge": challenge, "type": "url_verification"}
        answer = await self._slack.wire.post(json.dumps(told).encode(), {"Content-Type": JSON})
        given = answer.body.decode()
        forms = (given.strip(), (answer.told or {}).get("challenge"), *parse_qs(given).get("challenge", ()))
        return answer.taken and challenge in forms

    async def checks_certificate(self) -> Answer:
        body = urlencode({"ssl_check": "1", "token": "old"}).encode()
        return await self._slack.wire.post(body, {"Content-Type": FORM})

    def _shown(self, human: Human) -> Json:
        scopes = self._slack.world.app.scopes
        return shapes.human(human, self._slack.world.id, "users:read.email" in scopes)

    def _stamp(self) -> Json:
        return {"event_ts": self._slack.world.next_ts("")}
