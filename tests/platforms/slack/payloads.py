"""What comes when somebody types, presses or sends a form."""

from typing import Any

from tests.platforms.slack import shapes
from tests.platforms.slack.texts import rich_text
from tests.platforms.slack.world import Channel, Human, Json, Message, View, Workspace

NAMES = {"channel": "", "group": "privategroup", "im": "directmessage", "mpim": ""}


def message_event(world: Workspace, channel: Channel, line: Message, kind: str = "message") -> Json:
    """`kind` is `message` or `app_mention`; only the first says what kind of channel it was."""
    event: Json = {
        "type": kind, "user": line.user, "ts": line.ts, "text": line.text, "team": world.id, "channel": channel.id,
        "event_ts": line.ts, "blocks": line.blocks or [rich_text(line.text, world.number("k"))],
    }  # fmt: skip
    if kind == "message":
        event |= {"channel_type": channel.talk, "client_msg_id": world.number("c")}
    if line.thread_ts:
        event["thread_ts"] = line.thread_ts
    return event


def command(world: Workspace, channel: Channel, who: Human, words: tuple[str, str], addresses: tuple[str, str]) -> Json:
    """The command and its text, the trigger and the response address; no thread, wherever it was typed."""
    (name, text), (trigger, response) = words, addresses
    return {
        "token": "old", "team_id": world.id, "team_domain": world.domain, "channel_id": channel.id,
        "channel_name": NAMES[channel.kind] or channel.name, "user_id": who.id, "user_name": who.name, "command": name,
        "text": text, "api_app_id": world.app.id, "is_enterprise_install": "false", "response_url": response,
        "trigger_id": trigger,
    }  # fmt: skip


def interaction(world: Workspace, kind: str, who: Human, trigger: str = "") -> Json:
    """What all of them have."""
    told: Json = {
        "type": kind, "user": {"id": who.id, "username": who.name, "name": who.name, "team_id": world.id},
        "api_app_id": world.app.id, "token": "old", "team": {"id": world.id, "domain": world.domain},
        "enterprise": None, "is_enterprise_install": False,
    }  # fmt: skip
    return told | ({"trigger_id": trigger} if trigger else {})


def on_message(world: Workspace, channel: Channel, line: Message, response: str) -> Json:
    ephemeral = bool(line.only_for)
    container: Json = {
        "type": "message", "message_ts": line.ts, "channel_id": channel.id, "is_ephemeral": ephemeral,
    } | ({"thread_ts": line.thread_ts} if line.thread_ts else {})  # fmt: skip
    told: Json = {
        "container": container, "channel": {"id": channel.id, "name": NAMES[channel.kind] or channel.name},
        "response_url": response, "hash": world.number("h"),
    }  # fmt: skip
    return told if ephemeral else {**told, "message": shapes.message(line, world)}


def on_view(world: Workspace, shown: View, values: Json) -> Json:
    return {"container": {"type": "view", "view_id": shown.id}, "view": shapes.view(shown, world, values)}


def action(element: Json, block_id: str, chosen: Any, at: str) -> Json:
    """`chosen` is what a select or a picker holds now; a button brings its value."""
    told: Json = {"type": element["type"], "action_id": element["action_id"], "block_id": block_id, "action_ts": at}
    if element["type"] == "button":
        return told | {"text": element["text"]} | ({"value": element["value"]} if "value" in element else {})
    return told | held(element, chosen)


HOLDS = {
    "static_select": "selected_option", "external_select": "selected_option", "radio_buttons": "selected_option",
    "overflow": "selected_option", "checkboxes": "selected_options", "multi_static_select": "selected_options",
    "multi_external_select": "selected_options", "users_select": "selected_user",
    "multi_users_select": "selected_users", "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations", "channels_select": "selected_channel",
    "multi_channels_select": "selected_channels", "datepicker": "selected_date", "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
}  # fmt: skip


def held(element: Json, chosen: Any) -> Json:
    return {HOLDS.get(element["type"], "value"): chosen}


def at_first(element: Json) -> Any:
    """What an input holds before anybody touches it."""
    name = HOLDS.get(element["type"])
    empty: Any = (
        [] if name in {"selected_options", "selected_users", "selected_conversations", "selected_channels"} else None
    )
    return element.get(name.replace("selected", "initial") if name else "initial_value", empty)


def state(view: Json, given: Json) -> Json:
    """`view.state.values` with what was given by action_id, block_id or label."""
    values: Json = {}
    for block in view["blocks"]:
        element = block.get("element")
        if block["type"] != "input" or element is None:
            continue
        names = (element["action_id"], block["block_id"], block["label"]["text"])
        chosen = next((given[name] for name in names if name in given), at_first(element))
        value = _option(element, chosen) if HOLDS.get(element["type"], "").startswith("selected_option") else chosen
        values[block["block_id"]] = {element["action_id"]: {"type": element["type"], **held(element, value)}}
    return values


def options(element: Json) -> list[Json]:
    flat: list[Json] = [*element.get("options", [])]
    for group in element.get("option_groups", []):
        flat += group["options"]
    return flat


def _option(element: Json, chosen: Any) -> Any:
    """A value or a label stands for the option."""
    if isinstance(chosen, list):
        return [_option(element, each) for each in chosen]
    if not isinstance(chosen, str):
        return chosen
    return option_of(element, chosen)


def option_of(element: Json, named: str) -> Json:
    return next(each for each in options(element) if named in {each["value"], each["text"]["text"]})
