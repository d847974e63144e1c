"""`chat.*`: posting, changing and deleting."""

import re
from typing import Any

from tests.platforms.slack import shapes
from tests.platforms.slack.api.calls import Call, Refused, method
from tests.platforms.slack.blocks import faults_in, with_ids
from tests.platforms.slack.checking import length
from tests.platforms.slack.texts import LONGEST, SHORT, typed
from tests.platforms.slack.world import Channel, Json, Message

TS = re.compile(r"\d{1,10}\.\d{1,6}")
METADATA_BYTES = 8_000
MARKDOWN = 12_000
ATTACHMENTS = 100


@method("chat.postMessage", "chat:write", tier=None, json=True)
def post_message(call: Call) -> Json:
    channel = destination(call)
    line = written(call, channel)
    channel.messages.append(line)
    call.slack.echoes.posted(channel, line)
    return {"channel": channel.id, "ts": line.ts, "message": told(call, line)}


@method("chat.postEphemeral", "chat:write", tier=4, json=True)
def post_ephemeral(call: Call) -> Json:
    channel, reader = destination(call), call.human()
    if reader.id not in channel.members:
        raise Refused("user_not_in_channel")
    line = written(call, channel)
    line.only_for = reader.id
    channel.messages.append(line)
    return {"message_ts": line.ts}


@method("chat.update", "chat:write", tier=3, json=True)
def update(call: Call) -> Json:
    line, channel = own(call)
    blocks = read_blocks(call)
    if length(call.text("text")) > SHORT:
        raise Refused("msg_too_long")
    if not call.text("text") and not call.args.keys() & {"blocks", "attachments"}:
        raise Refused("no_text")
    if call.text("text"):
        line.text = marked(call)
    if blocks is not None or call.text("text"):
        line.blocks = with_ids(blocks or [], call.world.number("k"))
    if (metadata := read_metadata(call)) is not None:
        line.metadata = metadata or None
    line.edited = not line.blocks
    call.slack.echoes.changed(channel, line)
    return {"channel": channel.id, "ts": line.ts, "text": line.text, "message": told(call, line)}


@method("chat.delete", "chat:write", tier=3, json=True)
def delete(call: Call) -> Json:
    line, channel = own(call, wrong="cant_delete_message")
    if any(each.thread_ts == line.ts and each is not line for each in channel.messages):
        line.tombstone = True
    else:
        channel.messages.remove(line)
    return {"channel": channel.id, "ts": line.ts}


@method("chat.getPermalink", tier=None)
def permalink(call: Call) -> Json:
    channel, ts = call.channel(), call.needs("message_ts")
    if channel.find(ts) is None:
        raise Refused("message_not_found")
    where = f"https://{call.world.domain}.slack.com/archives/{channel.id}/p{ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": where}


def destination(call: Call) -> Channel:
    """By id, by a person's id (the bot's own direct channel with them), or here alone by name."""
    given = call.needs("channel")
    world = call.world
    if given in world.people:
        if world.people[given].deleted or world.people[given].is_bot or given == "USLACKBOT":
            raise Refused("channel_not_found")
        return world.im_with(given)
    found = world.channels.get(given) or next(
        (each for each in world.channels.values() if each.name and given.removeprefix("#") == each.name), None
    )
    inside = found is not None and world.app.bot_user in found.members
    if found is None or (found.kind != "channel" and not inside):
        raise Refused("channel_not_found")
    if found.archived:
        raise Refused("is_archived")
    if not inside and "chat:write.public" not in call.scopes:
        raise Refused("not_in_channel")
    return found


def written(call: Call, channel: Channel) -> Message:
    blocks, metadata = read_blocks(call), read_metadata(call)
    attachments = call.data("attachments", "invalid_attachments") or []
    if len(attachments) > ATTACHMENTS:
        raise Refused("too_many_attachments")
    text = marked(call)
    if not text and not blocks and not attachments:
        raise Refused("no_text")
    world, thread = call.world, thread_of(call, channel)
    return Message(
        world.next_ts(channel.id), world.app.bot_user, text, with_ids(blocks or [], world.number("k")), thread,
        metadata or None, world.app.bot_id, broadcast=bool(thread) and call.flag("reply_broadcast"),
        attachments=attachments,
    )  # fmt: skip


def marked(call: Call) -> str:
    """`markdown_text` stands instead of text and blocks; names are linked only where `parse` or `link_names` asks."""
    markdown = call.text("markdown_text")
    if markdown and (call.text("text") or call.args.get("blocks")):
        raise Refused("markdown_text_conflict")
    if length(markdown) > MARKDOWN:
        raise Refused("msg_too_long")
    text = markdown or call.text("text")
    if call.text("parse") == "full" or call.flag("link_names"):
        text = typed(text, call.world)
    return text[:LONGEST]


def thread_of(call: Call, channel: Channel) -> str:
    """A ts that names no message posts at the top."""
    given = call.text("thread_ts")
    if not given:
        return ""
    if not TS.fullmatch(given):
        raise Refused("invalid_thread_ts")
    parent = channel.find(given)
    return (parent.thread_ts or parent.ts) if parent is not None and not parent.only_for else ""


def read_blocks(call: Call) -> list[Json] | None:
    blocks = call.data("blocks", "invalid_blocks_format")
    if blocks is None:
        return None
    if not isinstance(blocks, list):
        raise Refused("invalid_blocks_format")
    if faults := faults_in(blocks, "message"):
        raise Refused("invalid_blocks", errors=faults, response_metadata={"messages": faults})
    return blocks


def read_metadata(call: Call) -> Any:
    """None where it was left out."""
    metadata = call.data("metadata", "invalid_metadata_format")
    if metadata is None or metadata == {}:
        return metadata
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_payload"), dict):
        raise Refused("invalid_metadata_format")
    if not metadata.get("event_type") or metadata.keys() - {"event_type", "event_payload", "entities"}:
        raise Refused("invalid_metadata_schema")
    if len(str(metadata).encode()) > METADATA_BYTES:
        raise Refused("metadata_too_large")
    return metadata


def own(call: Call, wrong: str = "cant_update_message") -> tuple[Message, Channel]:
    """The app's own message; `U…` is no channel here, and no name either."""
    channel = call.channel()
    line = channel.find(call.needs("ts"))
    if line is None or line.tombstone or line.only_for:
        raise Refused("message_not_found")
    if line.bot_id != call.world.app.bot_id:
        raise Refused(wrong)
    return line, channel


def told(call: Call, line: Message) -> Json:
    shown = shapes.message(line, call.world)
    return shown | ({"metadata": line.metadata} if line.metadata else {})
