"""Uploading in three steps: an address to upload to, the bytes, and what to do with them."""

from dataclasses import dataclass, field

from tests.platforms.slack.api.calls import Call, Refused, method
from tests.platforms.slack.world import Json, Message, Workspace

MOST_BYTES = 2**30


@dataclass(slots=True)
class Upload:
    id: str
    name: str
    length: int
    content: bytes | None = None
    shared: bool = False


@dataclass(slots=True)
class Uploads:
    world: Workspace
    known: dict[str, Upload] = field(default_factory=dict)

    def make(self, name: str, length: int) -> Upload:
        upload = Upload(self.world.number("F"), name, length)
        self.known[upload.id] = upload
        return upload


@method("files.getUploadURLExternal", "files:write", tier=4)
def upload_url(call: Call) -> Json:
    name, size = call.needs("filename"), call.needs("length")
    if not size.isdecimal() or not 0 < int(size) <= MOST_BYTES:
        raise Refused("invalid_arguments")
    upload = call.slack.uploads.make(name, int(size))
    return {"upload_url": f"{call.slack.address}/upload/v1/{upload.id}", "file_id": upload.id}


@method("files.completeUploadExternal", "files:write", tier=4, json=True)
def complete(call: Call) -> Json:
    wanted = call.data("files", "invalid_arguments")
    if not isinstance(wanted, list) or not wanted:
        raise Refused("invalid_arguments")
    shown = [_shared(call, each) for each in wanted]
    if channel_id := call.text("channel_id"):
        _share(call, channel_id, shown)
    return {"files": shown}


def _shared(call: Call, told: Json) -> Json:
    upload = call.slack.uploads.known.get(str(told.get("id")))
    if upload is None or upload.content is None or upload.shared:
        raise Refused("file_not_found")
    upload.shared = True
    return {
        "id": upload.id,
        "name": upload.name,
        "title": told.get("title") or upload.name,
        "size": len(upload.content),
    }


def _share(call: Call, channel_id: str, files: list[Json]) -> None:
    channel = call.world.channels.get(channel_id)
    if channel is None or call.world.app.bot_user not in channel.members:
        raise Refused("channel_not_found" if channel is None else "not_in_channel")
    ts, app = call.world.next_ts(channel.id), call.world.app
    thread, text = call.text("thread_ts"), call.text("initial_comment")
    line = Message(ts, app.bot_user, text, thread_ts=thread, bot_id=app.bot_id, files=files)
    channel.messages.append(line)
    call.slack.echoes.posted(channel, line)
