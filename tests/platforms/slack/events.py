"""The Events API: envelopes, retries on the movable clock, what is given up, and when Slack stops telling at all."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from tests.platforms.slack import shapes
from tests.platforms.slack.wire import Answer, Parcel
from tests.platforms.slack.world import Channel, Json, Message

if TYPE_CHECKING:
    from tests.platforms.slack.server import LocalSlack

RETRIES = (timedelta(0), timedelta(minutes=1), timedelta(minutes=5))
HOUR = timedelta(hours=1)
DELAYED = 24
FAILING, BUSY = 0.95, 1000
FLOOD = 30_000


@dataclass(slots=True)
class Delivery:
    """One event on its way; `answers` in the order of the attempts."""

    envelope: Json
    answers: list[Answer] = field(default_factory=list)

    @property
    def event_id(self) -> str:
        return str(self.envelope["event_id"])

    @property
    def taken(self) -> bool:
        return bool(self.answers) and self.answers[-1].taken


class Events:
    def __init__(self, slack: "LocalSlack") -> None:
        self._slack = slack
        self._attempts: deque[tuple[datetime, bool]] = deque()
        self._sent: deque[datetime] = deque()
        self._held: list[Delivery] | None = None
        self._warned_at = ""
        self.hourly = FLOOD
        self.cut_off = False
        self.log: list[Delivery] = []

    async def tell(self, event: Json, kind: str = "") -> Delivery | None:
        """None where the app has not subscribed to it, Slack has stopped telling, or it is held back."""
        if (kind or event["type"]) not in self._slack.world.app.events or self.cut_off:
            return None
        if self._flooded():
            await self._warn()
            return None
        delivery = Delivery(self._envelope(event))
        self.log.append(delivery)
        if self._held is not None:
            self._held.append(delivery)
        else:
            await self._first(delivery)
        return delivery

    async def again(self, delivery: Delivery) -> Answer:
        """A second copy, as a network may make one."""
        return await self._slack.wire.carry(Parcel("events_api", delivery.envelope))

    def hold(self) -> None:
        self._held = []

    async def release(self, order: Callable[[list[Delivery]], list[Delivery]] = list) -> None:
        held, self._held = self._held or [], None
        for delivery in order(held):
            await self._first(delivery)

    async def _first(self, delivery: Delivery) -> None:
        """The first retry comes at once."""
        await self._attempt(delivery, 0)
        await self._slack.timers.run_due()

    async def _attempt(self, delivery: Delivery, number: int) -> None:
        if self.cut_off or (number and self._too_late(delivery)):
            return
        why = delivery.answers[-1].reason if delivery.answers else ""
        parcel = Parcel("events_api", delivery.envelope, attempt=number, why=why)
        answer = await self._slack.wire.carry(parcel)
        delivery.answers.append(answer)
        self._note(answer)
        if not answer.taken and answer.headers.get("X-Slack-No-Retry") != "1":
            self._again_later(delivery, number)

    def _again_later(self, delivery: Delivery, number: int) -> None:
        if number < len(RETRIES):
            wait = RETRIES[number]
        elif self._slack.world.app.delayed_events and number < len(RETRIES) + DELAYED:
            wait = HOUR
        else:
            return
        self._slack.timers.after(wait, partial(self._attempt, delivery, number + 1))

    def _too_late(self, delivery: Delivery) -> bool:
        age = self._slack.clock.now().timestamp() - delivery.envelope["event_time"]
        return not self._slack.world.app.delayed_events and age > 2 * HOUR.total_seconds()

    def _note(self, answer: Answer) -> None:
        now = self._slack.clock.now()
        self._attempts.append((now, answer.taken))
        while now - self._attempts[0][0] > HOUR:
            self._attempts.popleft()
        failed = sum(not taken for _, taken in self._attempts)
        if len(self._attempts) >= BUSY and failed > FAILING * len(self._attempts):
            self.cut_off = True

    def _flooded(self) -> bool:
        now = self._slack.clock.now()
        while self._sent and now - self._sent[0] > HOUR:
            self._sent.popleft()
        if len(self._sent) >= self.hourly:
            return True
        self._sent.append(now)
        return False

    async def _warn(self) -> None:
        """Once a minute; it has no inner event."""
        minute = int(self._slack.clock.now().timestamp()) // 60 * 60
        if self._warned_at != str(minute):
            self._warned_at = str(minute)
            app, team = self._slack.world.app, self._slack.world.id
            told: Json = {"token": "old", "team_id": team, "api_app_id": app.id, "type": "app_rate_limited"}
            await self._slack.wire.carry(Parcel("events_api", {**told, "minute_rate_limited": minute}))

    def _envelope(self, event: Json) -> Json:
        world = self._slack.world
        installed = {
            "enterprise_id": None, "team_id": world.id, "user_id": world.app.bot_user, "is_bot": True,
            "is_enterprise_install": False,
        }  # fmt: skip
        return {
            "token": "old", "team_id": world.id, "context_team_id": world.id, "context_enterprise_id": None,
            "api_app_id": world.app.id, "event": event, "type": "event_callback", "event_id": world.number("Ev"),
            "event_time": int(self._slack.clock.now().timestamp()), "authorizations": [installed],
            "is_ext_shared_channel": False, "event_context": f"4-{world.number('')}",
        }  # fmt: skip


class Echoes:
    """What the app hears of its own deeds, while its call is still being answered."""

    def __init__(self, slack: "LocalSlack") -> None:
        self._slack = slack

    def posted(self, channel: Channel, line: Message) -> None:
        shown = shapes.message(line, self._slack.world)
        event = {**shown, "channel": channel.id, "event_ts": line.ts, "channel_type": channel.talk}
        self._tell(channel, event)

    def changed(self, channel: Channel, line: Message) -> None:
        world = self._slack.world
        ts = world.next_ts(channel.id)
        event: Json = {
            "type": "message", "subtype": "message_changed", "message": shapes.message(line, world), "hidden": True,
            "previous_message": {"type": "message", "ts": line.ts}, "channel": channel.id, "ts": ts, "event_ts": ts,
            "channel_type": channel.talk,
        }  # fmt: skip
        self._tell(channel, event)

    def _tell(self, channel: Channel, event: Json) -> None:
        kind = {"channel": "message.channels", "group": "message.groups"}.get(channel.kind, f"message.{channel.kind}")
        if kind in self._slack.world.app.events:
            self._slack.in_background(self._slack.events.tell(event, kind))
