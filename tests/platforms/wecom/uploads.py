"""Media in pieces over the robot's connection: any order, repeats harmless, half an hour."""

from base64 import b64decode
from binascii import Error
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import md5

from tests.platforms.wecom.errors import Refused
from tests.platforms.wecom.pace import HOUR, MINUTE, Pace
from tests.platforms.wecom.replies import Replies
from tests.platforms.wecom.world import Json

MEGABYTE = 1024 * 1024
MOST = {"image": 10 * MEGABYTE, "video": 10 * MEGABYTE, "voice": 2 * MEGABYTE, "file": 20 * MEGABYTE}
CHUNK = 512 * 1024
SESSION = timedelta(minutes=30)


@dataclass(slots=True)
class Upload:
    kind: str
    size: int
    count: int
    md5: str
    since: datetime
    chunks: dict[int, bytes] = field(default_factory=dict)


class Uploads:
    """A session belongs to the robot, not to its connection."""

    def __init__(self, replies: Replies) -> None:
        self.replies = replies
        self.held: dict[str, Upload] = {}
        self.files: dict[str, bytes] = {}
        self.pace = Pace(replies.company.clock, {MINUTE: 30, HOUR: 1000})

    def begin(self, body: Json) -> Json:
        kind, size, count = body.get("type"), body.get("total_size"), body.get("total_chunks")
        if kind not in MOST or not isinstance(size, int) or not isinstance(count, int):
            raise Refused(40058)
        if not 5 < size <= MOST[kind] or not 1 <= count <= 100 or not body.get("filename"):
            raise Refused(40058, "total_size, total_chunks or filename")
        if not self.pace.take("robot"):
            raise Refused(45009)
        upload_id = self.replies.company.number("upload-")
        now = self.replies.company.clock.now()
        self.held[upload_id] = Upload(kind, size, count, str(body.get("md5") or ""), now)
        return {"upload_id": upload_id}

    def _upload(self, body: Json) -> Upload:
        upload = self.held.get(str(body.get("upload_id")))
        if upload is None or upload.since + SESSION <= self.replies.company.clock.now():
            raise Refused(40058, "upload_id")
        return upload

    def chunk(self, body: Json) -> Json:
        upload, number = self._upload(body), body.get("chunk_index")
        first = self.replies.unknowns.first_chunk
        least, most = (0, upload.count) if first == "either" else (first, upload.count - 1 + first)
        if not isinstance(number, int) or not least <= number <= most:
            raise Refused(40058, "chunk_index")
        try:
            raw = b64decode(str(body.get("base64_data") or ""), validate=True)
        except Error:
            raw = b""
        if not 0 < len(raw) <= CHUNK:
            raise Refused(40058, "base64_data")
        upload.chunks[number] = raw
        return {}

    def finish(self, body: Json) -> Json:
        upload = self._upload(body)
        whole = b"".join(upload.chunks[number] for number in sorted(upload.chunks))
        if len(upload.chunks) != upload.count or len(whole) != upload.size:
            raise Refused(40058, "a chunk is missing")
        if upload.md5 and upload.md5 != md5(whole, usedforsecurity=False).hexdigest():
            raise Refused(40058, "md5")
        self.held.pop(str(body["upload_id"]))
        media_id, now = self.replies.company.number("media-"), self.replies.company.clock.now()
        self.replies.media[media_id] = now
        self.files[media_id] = whole
        return {"type": upload.kind, "media_id": media_id, "created_at": str(int(now.timestamp()))}
