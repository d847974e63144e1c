"""Somebody who uses Slack: writes, presses, fills in forms, and sees what there is to see."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.platforms.slack import payloads
from tests.platforms.slack.blocks import faults_in_view, inputs_of
from tests.platforms.slack.events import Delivery
from tests.platforms.slack.screen import Pressable, Seen, find, seen
from tests.platforms.slack.texts import command_text, typed
from tests.platforms.slack.wire import Answer, Parcel
from tests.platforms.slack.world import Channel, Human, Json, Message, View

if TYPE_CHECKING:
    from tests.platforms.slack.server import LocalSlack

BY_REASON = {"http_timeout": "operation_timeout", "connection_failed": "dispatch_unknown_error"}


@dataclass(slots=True)
class Member:
    """`troubles` is every complaint that Slack itself showed to this person; `faults` what a form found wrong."""

    slack: "LocalSlack"
    human: Human
    troubles: list[str] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.human.id

    @property
    def direct(self) -> Channel:
        """The direct channel with the bot."""
        return self.slack.world.im_with(self.id)

    async def says(self, text: str, channel: Channel | None = None, thread_ts: str = "") -> Delivery | None:
        """In the direct channel where none is named; what the app was told of it, if it was."""
        where, world = channel or self.direct, self.slack.world
        line = Message(world.next_ts(where.id), self.id, typed(text, world), thread_ts=thread_ts)
        where.messages.append(line)
        return await self._tell(where, line)

    async def commands(self, text: str, channel: Channel | None = None, name: str = "/xiaoban") -> Answer:
        """Never tried again: who typed it sees what went wrong."""
        where, world = channel or self.direct, self.slack.world
        response = self.slack.responses.make(where, self.id)
        trigger = self.slack.triggers.make(self.id)
        said = command_text(text, world, world.app.escapes)
        told = payloads.command(world, where, self.human, (name, said), (trigger, response))
        answer = await self.slack.wire.carry(Parcel("slash_commands", told, answers=True))
        if answer.taken:
            self._show(response, answer)
        else:
            self.troubles.append(f"{name} failed with the error “{self._error(answer)}”")
        return answer

    async def presses(self, wanted: str, channel: Channel | None = None, ts: str = "", times: int = 1) -> Answer:
        """The newest button that is called so, or the one on that message, as often as somebody is impatient."""
        where = channel or self.direct
        line, pressed = self._on_screen(wanted, where, ts)
        return await self._act_on_message(where, line, pressed, None, times)

    async def presses_as_it_was(self, before: Seen, wanted: str, channel: Channel | None = None) -> Answer:
        """A button that may have gone since."""
        where = channel or self.direct
        pressed, line = find(before.blocks, wanted), where.find(before.ts)
        if pressed is None or line is None:
            raise LookupError(wanted)
        return await self._act_on_message(where, line, pressed, None, 1)

    async def selects(self, wanted: str, chosen: str, channel: Channel | None = None, ts: str = "") -> Answer:
        """An option by its value or label, a date, or a person's id."""
        where = channel or self.direct
        line, pressed = self._on_screen(wanted, where, ts)
        return await self._act_on_message(where, line, pressed, _chosen(pressed[0], chosen), 1)

    async def opens_home(self, tab: str = "home") -> Delivery | None:
        world, now = self.slack.world, self.slack.world.next_ts(self.id)
        event: Json = {
            "type": "app_home_opened",
            "user": self.id,
            "channel": self.direct.id,
            "tab": tab,
            "event_ts": now,
        }
        if (home := world.homes.get(self.id)) is not None:
            event["view"] = payloads.on_view(world, home, {})["view"]
        return await self.slack.events.tell(event)

    @property
    def home(self) -> View:
        """KeyError while nothing has been published."""
        return self.slack.world.homes[self.id]

    @property
    def modal(self) -> View:
        """The one on top; IndexError when none is open."""
        return self.slack.screens.top(self.id)

    async def presses_in(self, shown: View, wanted: str, chosen: str = "") -> Answer:
        """In a modal or the Home tab: there is no response address."""
        pressed = find(shown.body["blocks"], wanted)
        if pressed is None:
            raise LookupError(wanted)
        told = self._interaction("block_actions") | payloads.on_view(self.slack.world, shown, {})
        value = _chosen(pressed[0], chosen) if chosen else None
        return await self._send(told | {"actions": [self._action(pressed, value)], "state": {"values": {}}})

    async def submits(self, values: Json | None = None) -> Answer:
        """The form on top, filled in by action_id, block_id or label; what the answer asks for is done."""
        shown = self.modal
        filled = payloads.state(shown.body, values or {})
        told = self._interaction("view_submission") | payloads.on_view(self.slack.world, shown, filled)
        told.pop("container")
        self.faults = {}
        answer = await self._send(told | {"response_urls": []}, answers=True)
        if answer.taken:
            self._obey(shown, answer)
        return answer

    async def closes(self) -> None:
        shown = self.modal
        self.slack.screens.close(shown)
        if shown.body.get("notify_on_close"):
            told = payloads.interaction(self.slack.world, "view_closed", self.human)
            view = payloads.on_view(self.slack.world, shown, {})["view"]
            await self._send(told | {"view": view, "is_cleared": False})

    async def uses_shortcut(self, callback_id: str, channel: Channel, ts: str) -> Answer:
        """On a message."""
        line = next(each for each in channel.messages if each.ts == ts)
        world, response = self.slack.world, self.slack.responses.make(channel, self.id)
        told = self._interaction("message_action") | payloads.on_message(world, channel, line, response)
        told.pop("container")
        return await self._send(
            told | {"callback_id": callback_id, "message_ts": ts, "action_ts": world.next_ts(self.id)}
        )

    async def joins(self, channel: Channel) -> Delivery | None:
        channel.members.append(self.id)
        return await self._tell_membership("member_joined_channel", channel)

    async def leaves(self, channel: Channel) -> Delivery | None:
        channel.members.remove(self.id)
        return await self._tell_membership("member_left_channel", channel)

    def sees(self, channel: Channel | None = None) -> list[Seen]:
        return seen(self.slack.world, channel or self.direct, self.id)

    async def _tell(self, where: Channel, line: Message) -> Delivery | None:
        """A mention in a direct channel is a message and nothing else."""
        world = self.slack.world
        bot = world.app.bot_user
        if bot not in where.members:
            return None
        kind = {"channel": "message.channels", "group": "message.groups"}.get(where.kind, f"message.{where.kind}")
        first = await self.slack.events.tell(payloads.message_event(world, where, line), kind)
        if where.kind == "im" or f"<@{bot}>" not in line.text:
            return first
        return await self.slack.events.tell(payloads.message_event(world, where, line, "app_mention"))

    async def _tell_membership(self, kind: str, channel: Channel) -> Delivery | None:
        sort = "C" if channel.kind == "channel" else "G"
        event = {
            "type": kind, "user": self.id, "channel": channel.id, "channel_type": sort, "team": self.slack.world.id,
            "event_ts": self.slack.world.next_ts(self.id),
        }  # fmt: skip
        return await self.slack.events.tell(event)

    def _on_screen(self, wanted: str, where: Channel, ts: str) -> tuple[Message, Pressable]:
        for line in reversed(where.messages):
            if line.only_for in {"", self.id} and ts in {"", line.ts}:
                pressed = find(line.blocks, wanted)
                if pressed is not None:
                    return line, pressed
        raise LookupError(f"nothing called {wanted} is to be seen")

    async def _act_on_message(
        self, where: Channel, line: Message, pressed: Pressable, chosen: Any, times: int
    ) -> Answer:
        answer = Answer()
        for _ in range(times):
            response = self.slack.responses.make(where, self.id, line.ts)
            told = self._interaction("block_actions") | payloads.on_message(self.slack.world, where, line, response)
            done = self._action(pressed, chosen)
            kept = {key: each for key, each in done.items() if key.startswith("selected") or key == "type"}
            values = {done["block_id"]: {done["action_id"]: kept}} if len(kept) > 1 else {}
            answer = await self._send(told | {"actions": [done], "state": {"values": values}})
        return answer

    def _interaction(self, kind: str) -> Json:
        return payloads.interaction(self.slack.world, kind, self.human, self.slack.triggers.make(self.id))

    def _action(self, pressed: Pressable, chosen: Any) -> Json:
        return payloads.action(*pressed, chosen, self.slack.world.next_ts(self.id))

    async def _send(self, told: Json, answers: bool = False) -> Answer:
        answer = await self.slack.wire.carry(Parcel("interactive", told, answers=answers))
        if not answer.taken:
            self.troubles.append(self._error(answer))
        return answer

    def _error(self, answer: Answer) -> str:
        return BY_REASON.get(answer.reason, "dispatch_failed")

    def _show(self, response: str, answer: Answer) -> None:
        """An answer in the acknowledgement: nothing, words, or a message."""
        if not answer.body.strip():
            return
        told = answer.told or {"text": answer.body.decode()}
        self.slack.responses.show(self.slack.responses.known[response.rpartition("/")[2]], told)

    def _obey(self, shown: View, answer: Answer) -> None:
        if not answer.body.strip():
            return self.slack.screens.close(shown)
        told = answer.told or {}
        deed = told.get("response_action")
        if deed == "errors" and told.get("errors") and told["errors"].keys() <= inputs_of(shown.body):
            self.faults = dict(told["errors"])
        elif deed == "clear":
            self.slack.screens.clear(self.id)
        elif deed in {"update", "push"} and not faults_in_view(told.get("view")):
            screens = self.slack.screens
            screens.change(shown, told["view"]) if deed == "update" else screens.push(self.id, told["view"])
        else:
            self.troubles.append("We had some trouble connecting. Try again?")
        return None


def _chosen(element: Json, chosen: str) -> Any:
    holds = payloads.HOLDS[element["type"]]
    if holds.startswith("selected_option"):
        option = payloads.option_of(element, chosen)
        return [option] if holds == "selected_options" else option
    return chosen
