"""Files that a card brings, uploaded in pieces on the robot's connection."""

import hashlib
from base64 import b64encode
from datetime import datetime, timedelta

from adapters.wecom.robot.budget import Budget
from adapters.wecom.robot.faults import RobotFault
from adapters.wecom.robot.line import Line
from bot.errors import SendFailed
from bot.messages import OutFile
from bot.ports import Clock

PIECE = 512 * 1024
LARGEST, SMALLEST = 20 * 1024 * 1024, 6
KEPT = timedelta(days=2)
"""WeCom keeps a file for three days."""

UPLOADS = "uploads"
PAUSE = 30.0


class Uploads:
    """The number of the first piece is 0 in one official client and 1 in another: the one that is taken is kept."""

    def __init__(self, line: Line, clock: Clock) -> None:
        self._line = line
        self._clock = clock
        self._budget = Budget()
        self._first = 0
        self._known: dict[bytes, tuple[str, datetime]] = {}

    async def media_id(self, file: OutFile) -> str:
        """Of the uploaded file; one that goes to many is uploaded once."""
        if not SMALLEST <= len(file.content) <= LARGEST:
            raise SendFailed(f"WeCom takes files of {SMALLEST} bytes to 20 MB", permanent=True)
        now = self._clock.now()
        self._known = {mark: held for mark, held in self._known.items() if held[1] > now}
        mark = hashlib.sha256(file.name.encode() + b"\0" + file.content).digest()
        if mark not in self._known:
            self._known[mark] = (await self._uploaded(file), now + KEPT)
        return self._known[mark][0]

    async def _uploaded(self, file: OutFile) -> str:
        try:
            return await self._in_pieces(file)
        except RobotFault as fault:
            if not fault.is_about_content:
                raise
            self._first = 1 - self._first
            return await self._in_pieces(file)

    async def _in_pieces(self, file: OutFile) -> str:
        self._budget.take(UPLOADS, self._clock.now())
        pieces = [file.content[start : start + PIECE] for start in range(0, len(file.content), PIECE)]
        begun = {
            "type": "file",
            "filename": file.name,
            "total_size": len(file.content),
            "total_chunks": len(pieces),
            "md5": hashlib.md5(file.content, usedforsecurity=False).hexdigest(),
        }
        upload_id = str((await self._line.ask("aibot_upload_media_init", begun)).get("upload_id") or "")
        for place, piece in enumerate(pieces, start=self._first):
            told = {"upload_id": upload_id, "chunk_index": place, "base64_data": b64encode(piece).decode()}
            await self._line.ask("aibot_upload_media_chunk", told, within=PAUSE)
        finished = await self._line.ask("aibot_upload_media_finish", {"upload_id": upload_id})
        return str(finished.get("media_id") or "")
