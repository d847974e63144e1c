"""Files to and fro: what people share with the bot, and what a card offers."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from adapters.http import Http, raise_for_status
from adapters.slack.api import Api
from bot.errors import SendFailed
from bot.messages import LARGEST_FILE, OutFile

MINUTE = 60.0
ELSEWHERE = frozenset({"external", "hidden_by_limit", "tombstone"})


class Files:
    """The token goes with a download only to Slack's own hosts and to the one that its methods are called at."""

    def __init__(self, http: Http, api: Api, base: str, token: str) -> None:
        self._http = http
        self._api = api
        self._own_host = urlsplit(base).netloc
        self._headers = {"Authorization": f"Bearer {token}"}

    async def fetch(self, file: Mapping[str, Any]) -> OutFile | None:
        """The name and at most one byte more than is ever read; None for what does not lie in Slack."""
        if file.get("file_access") == "check_file_info" or not file.get("url_private"):
            file = (await self._api.call("files.info", file=str(file.get("id")))).get("file") or {}
        url = str(file.get("url_private_download") or file.get("url_private") or "")
        if file.get("mode") in ELSEWHERE or not self._is_slacks(url):
            return None
        most = LARGEST_FILE + 1
        answer = await self._http.call("GET", url, seconds=MINUTE, most=most, headers=self._headers)
        raise_for_status(answer)
        return OutFile(_bare(str(file.get("name") or file.get("title") or "file")), answer.body)

    async def share(self, file: OutFile, channel: str, thread: str) -> None:
        """Three steps, of which only the last shows anything to anybody."""
        place = await self._api.call("files.getUploadURLExternal", filename=file.name, length=len(file.content))
        answer = await self._http.call("POST", str(place["upload_url"]), seconds=MINUTE, data=file.content)
        try:
            raise_for_status(answer)
        except SendFailed as fault:
            raise SendFailed(f"the upload: {fault.reason}", retry_after=fault.retry_after, why=fault.why) from fault
        named = [{"id": place["file_id"], "title": file.name}]
        await self._api.call("files.completeUploadExternal", files=named, channel_id=channel, thread_ts=thread)

    def _is_slacks(self, url: str) -> bool:
        parts = urlsplit(url)
        host = parts.hostname or ""
        is_own = parts.netloc == self._own_host
        return is_own or (parts.scheme == "https" and (host == "slack.com" or host.endswith(".slack.com")))


def _bare(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2] or "file"
