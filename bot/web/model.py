"""A language model behind an OpenAI-compatible address, asked to say an unclear sentence more plainly."""

import json
import re
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.log import get_log
from config.settings import ModelSettings

log = get_log("model")

MOST = 3
LONGEST = 200
_ARRAY = re.compile(r"\[.*\]", re.DOTALL)
_TASK = (
    "You help an office assistant that understands short commands: book, move, cancel or list meetings; hand over, "
    "report on, nudge, extend, close or list tasks; circulate notices; collect feedback; set reminders; help. "
    "A colleague wrote a message that it did not understand. If it asks for one of these, write at most two commands "
    "that it may mean, in its own language, short and plain. Copy every date, time, name, room and number exactly as "
    "written and add none. If it asks for nothing of the kind, write none. Answer with a JSON array of strings only."
)


class HttpModel:
    """`rephrase` never raises: a model that is down, slow or silly has nothing to say."""

    def __init__(self, settings: ModelSettings) -> None:
        self._settings = settings
        self._session: ClientSession | None = None

    async def rephrase(self, text: str, language: str) -> tuple[str, ...]:
        """Plain sentences that the text may mean, at most three; none when the model cannot say."""
        try:
            answer = await self._ask(text, language)
        except (TimeoutError, ClientError, ValueError, LookupError, TypeError) as fault:
            log.warning("model.no_answer", hint="check model.url, model.name and model.key", fault=type(fault).__name__)
            return ()
        return tuple(one.strip()[:LONGEST] for one in answer if isinstance(one, str) and one.strip())[:MOST]

    async def _ask(self, text: str, language: str) -> list[Any]:
        if self._session is None:
            self._session = ClientSession(timeout=ClientTimeout(total=self._settings.timeout_seconds))
        key = self._settings.key.get_secret_value() if self._settings.key else ""
        body = {
            "model": self._settings.name,
            "temperature": 0,
            "messages": [
                {"role": "system", "content": _TASK},
                {"role": "user", "content": json.dumps({"language": language, "message": text}, ensure_ascii=False)},
            ],
        }
        url = f"{str(self._settings.url).rstrip('/')}/chat/completions"
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        async with self._session.post(url, json=body, headers=headers) as response:
            response.raise_for_status()
            said = (await response.json(content_type=None))["choices"][0]["message"]["content"]
        found = _ARRAY.search(said)
        answer = json.loads(found[0]) if found else []
        return answer if isinstance(answer, list) else []

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
