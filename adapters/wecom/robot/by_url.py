"""The smart robot by URL: it is called, and can only answer: in place, in a stream, and once more within the hour."""

import asyncio
import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Protocol

from adapters.http import Http, raise_for_status
from adapters.wecom.robot import render
from adapters.wecom.robot.faults import RobotFault, fault_of
from adapters.wecom.robot.heard import NAMES, Entered, Heard, Media, Press, Refresh, Unreadable, Words, hear
from adapters.wecom.robot.line import Sleep, in_time
from adapters.wecom.robot.media import fetch
from adapters.wecom.robot.receiving import event_of, file_of
from adapters.wecom.robot.robot import NO_HOME, WELCOME, nobody
from adapters.wecom.robot.sending import TOO_LATE, task_id_of
from adapters.wecom.robot.waiting import Callback, Callbacks
from adapters.wecom.robot.words import word
from bot.errors import SendFailed, TryAgain
from bot.log import get_log
from bot.messages import ChatRef, Outgoing, Sent
from bot.ports import Clock, Dispatch, HttpRequest, HttpResponse

log = get_log("wecom")

Json = Mapping[str, Any]

TEXT = "text/plain"
MOST_REMEMBERED = 2000
REFUSED = HttpResponse(403, b'{"error":"not signed by WeCom"}')
BUSY = HttpResponse(503, b'{"error":"busy"}')
TAKEN = HttpResponse(200, b"", TEXT)
NO_HOOK = HttpResponse(404)
LARGEST = 1024 * 1024

WITHIN, PATIENCE = 4.0, 2.5
"""Seconds that WeCom is left waiting in all, of its five, and after the commit."""

HANDED_OVER = 4.0
"""Seconds within which WeCom asks again how far a stream has come; it asks every second."""

LONGEST = timedelta(seconds=15)
"""How long a stream says that the answer is being worked on: what is committed is soon answered, if it is. Another
process may do that, at the question's own address, of which this one does not hear."""

ONLY_ANSWERS = "the robot by URL can only answer, and that once and within an hour"


class Envelope(Protocol):
    """`opened` raises what the door is told it raises for everything that is not genuine."""

    def opened(self, signature: str, timestamp: str, nonce: str, encrypted: str) -> bytes: ...
    def sealed(self, plain: bytes, nonce: str = "") -> Mapping[str, Any]: ...


class RobotByUrl:
    """`aes_key` deciphers the files that people hand over, too: in this mode they have no keys of their own."""

    name = "robot_url"
    limits = replace(render.LIMITS, files=False, per_minute=None)

    def __init__(  # noqa: PLR0913 - what a robot is made of
        self,
        http: Http,
        crypt: Envelope,
        clock: Clock,
        sleep: Sleep = asyncio.sleep,
        names: tuple[str, ...] = NAMES,
        *,
        not_genuine: type[Exception],
        aes_key: str = "",
    ) -> None:
        self._http = http
        self._crypt = crypt
        self._clock = clock
        self._sleep = sleep
        self._not_genuine = not_genuine
        self._aes_key = aes_key
        self._names = names
        self._callbacks = Callbacks()
        self._languages: dict[ChatRef, str] = {}
        self._doubted: OrderedDict[str, None] = OrderedDict()
        self.dispatch: Dispatch = nobody

    async def receive(self, request: HttpRequest) -> HttpResponse:
        """Nothing is read before it is known to be genuine; 200 means that it is committed."""
        if request.method not in {"GET", "POST"}:
            return NO_HOOK
        try:
            plain = self._opened(request)
        except self._not_genuine:
            return REFUSED
        if request.method == "GET":
            return HttpResponse(200, plain, TEXT)
        try:
            answer = await self._answer(hear(_object(plain), self._clock.now(), self._names))
        except Unreadable:
            log.warning("wecom.unreadable", length=len(request.body))
            return TAKEN
        except TryAgain:
            log.warning("wecom.not_taken", hint="the house is busy; WeCom brings it again")
            return BUSY
        return self._sealed(answer, request.query.get("nonce", "")) if answer else TAKEN

    def refuses(self, message: Outgoing) -> str:
        if message.to.kind == "home":
            return NO_HOME
        if message.replaces:
            return "" if self._callbacks.pressed(message.replaces) else TOO_LATE
        return "" if self._in_place(message) or self._elsewhere(message) else ONLY_ANSWERS

    def doubt(self, key: str) -> None:
        """A message of this key may be there already: a used address is then no failure."""
        self._doubted[key] = None
        while len(self._doubted) > MOST_REMEMBERED:
            self._doubted.popitem(last=False)

    async def send(self, message: Outgoing) -> Sent:
        self._languages[message.to] = message.language
        refusal = self.refuses(message)
        if refusal:
            raise SendFailed(refusal, permanent=True, why="not_allowed")
        if message.replaces:
            return await self._change(message, message.replaces)
        task_id = task_id_of(message.key)
        made = render.parts(message.card, message.mentions, message.language, task_id)
        asked = self._in_place(message)
        if asked is None or not await self._offer(asked, _at_once(made, message.language)):
            await self._post(message, made)
        return Sent(task_id)

    def _in_place(self, message: Outgoing) -> Callback | None:
        """The question that this answers, while WeCom waits for it: a press waits for a changed card alone."""
        asked = self._callbacks.of(message.thread, message.to)
        return asked if asked is not None and asked.is_open and not asked.task_id else None

    def _elsewhere(self, message: Outgoing) -> Callback | None:
        """Whose address is good: its own, or one of the same chat that is free."""
        now, asked = self._clock.now(), self._callbacks.of(message.thread, message.to)
        return asked if asked is not None and asked.has_address(now) else self._callbacks.free(message.to, now)

    async def close(self) -> None:
        """Nothing is held: the door stays."""

    async def _change(self, message: Outgoing, task_id: str) -> Sent:
        """What has no room on the card goes to the press's own address."""
        made = render.changed(message.card, message.language, task_id)
        pressed = self._callbacks.pressed(task_id)
        body = {"response_type": "update_template_card", "template_card": made.card}
        if pressed is None or not await self._offer(pressed, body):
            raise SendFailed(TOO_LATE, permanent=True, why="not_allowed")
        if made.markdown and pressed.has_address(self._clock.now()):
            await self._post_to(pressed, _markdown(made.markdown), message.key)
        return Sent(task_id)

    async def _offer(self, callback: Callback, body: Json) -> bool:
        """Whether WeCom took it in place: at once, or with its next question how far the stream has come."""
        callback.put(body)
        if callback.taken.is_set() or await in_time(callback.taken.wait(), self._sleep(HANDED_OVER)):
            return True
        callback.take_back()
        return False

    async def _post(self, message: Outgoing, made: render.Parts) -> None:
        """In one message, since the address is good for one: a card that has more to say is put into words."""
        callback = self._elsewhere(message)
        if callback is None:
            raise SendFailed(ONLY_ANSWERS, permanent=True, why="not_allowed")
        words = _markdown(render.in_words(message.card, message.language, is_told=False))
        if not made.card:
            return await self._post_to(callback, _markdown(made.markdown), message.key)
        if made.markdown:
            return await self._post_to(callback, words, message.key)
        try:
            await self._post_to(callback, {"msgtype": "template_card", "template_card": made.card}, message.key)
        except RobotFault as fault:
            if not fault.is_about_content:
                raise
            await self._post_to(callback, words, message.key)
        return None

    async def _post_to(self, callback: Callback, body: Json, key: str) -> None:
        """An address that is used up after an attempt whose end nobody knows was used up by that attempt."""
        raw, headers = json.dumps(body, ensure_ascii=False).encode(), {"Content-Type": "application/json"}
        try:
            answer = await self._http.call("POST", callback.address, data=raw, headers=headers)
            raise_for_status(answer)
            told = answer.json()
        except SendFailed as fault:
            callback.doubtful = key if fault.unknown else callback.doubtful
            raise
        code = told.get("errcode") if isinstance(told, dict) else -1
        if code and not (code == SPENT and (callback.doubtful == key or key in self._doubted)):
            raise fault_of("aibot/response", code if isinstance(code, int) else -1)
        callback.is_spent = True

    async def _answer(self, heard: Heard) -> Json | None:
        """After the commit. None where nothing is to be said in place."""
        if isinstance(heard, Entered):
            return {"msgtype": "text", "text": {"content": WELCOME}}
        if isinstance(heard, Refresh):
            return self._refreshed(heard.stream_id)
        if isinstance(heard, (Words, Media, Press)):
            task_id = heard.task_id if isinstance(heard, Press) else ""
            callback = self._callbacks.begin(heard.origin, self._clock.now(), task_id)
            return await self._heard(heard, callback)
        return None

    async def _heard(self, heard: Words | Media | Press, callback: Callback) -> Json | None:
        """What comes a second time is committed by now, and gets the same answer."""
        if not callback.is_committed:
            try:
                event = file_of(heard, await self._file(heard)) if isinstance(heard, Media) else event_of(heard)
            except SendFailed as fault:
                log.warning("wecom.file_not_fetched", reason=fault.reason)
                return _stream("s", word("file_lost", self._language(heard.origin.chat)), is_last=True)
            await self.dispatch(event)
            callback.is_committed = True
        return await self._in_time(callback)

    def _language(self, chat: ChatRef) -> str:
        return self._languages.get(chat, "zh")

    async def _file(self, heard: Media) -> Any:
        return await fetch(self._http, heard, self._aes_key)

    async def _in_time(self, callback: Callback) -> Json | None:
        """What the house has to say within a moment; else a card is left as it is, and a question gets a stream."""
        if callback.is_open and not callback.is_streaming:
            await in_time(callback.offered.wait(), self._sleep(self._patience(callback)))
        reply = callback.take()
        if reply is not None:
            return reply
        callback.is_over = callback.is_over or bool(callback.task_id)
        return None if callback.task_id else self._goes_on(callback)

    def _patience(self, callback: Callback) -> float:
        """What is left of WeCom's own: none when it has asked again."""
        left = WITHIN - (self._clock.now() - callback.at).total_seconds()
        return min(max(left, 0.0), PATIENCE)

    def _refreshed(self, stream: str) -> Json:
        """A stream that nobody knows is from before the house was opened."""
        callback = self._callbacks.streaming(stream)
        if callback is None:
            return _stream(stream, word("noted", "zh"), is_last=True)
        reply = callback.take()
        if reply is None:
            return self._goes_on(callback)
        return _into_stream(reply, stream, self._language(callback.chat))

    def _goes_on(self, callback: Callback) -> Json:
        """Until the answer is elsewhere, or as long as one may come."""
        is_late = self._clock.now() - callback.at >= LONGEST
        text = "below" if callback.is_over else "noted" if is_late else "working"
        callback.is_streaming, callback.is_over = True, callback.is_over or is_late
        return _stream(callback.stream, word(text, self._language(callback.chat)), is_last=callback.is_over)

    def _opened(self, request: HttpRequest) -> bytes:
        """What is signed: the text to echo, or the body."""
        query = request.query
        signature = next((query[name] for name in SIGNATURES if name in query), "")
        encrypted = query.get("echostr", "") if request.method == "GET" else _encrypted(request.body)
        return self._crypt.opened(signature, query.get("timestamp", ""), query.get("nonce", ""), encrypted)

    def _sealed(self, answer: Json, nonce: str) -> HttpResponse:
        plain = json.dumps(answer, ensure_ascii=False).encode()
        return HttpResponse(200, json.dumps(dict(self._crypt.sealed(plain, nonce))).encode(), TEXT)


SIGNATURES = ("msg_signature", "msgsignature", "signature")
SPENT = 40058


def _at_once(made: render.Parts, language: str) -> Json:
    """Words are a stream that is over at once; beside a card where there is one."""
    stream = _stream("s", made.markdown or word("below", language), is_last=True)
    if made.card and made.markdown:
        return {**stream, "msgtype": "stream_with_template_card", "template_card": made.card}
    return {"msgtype": "template_card", "template_card": made.card} if made.card else stream


def _into_stream(body: Json, stream: str, language: str) -> Json:
    """The answer as the end of the stream that was begun meanwhile."""
    if "stream" in body:
        return {**body, "stream": {**body["stream"], "id": stream}}
    ended = _stream(stream, word("below", language), is_last=True)
    return {**ended, "msgtype": "stream_with_template_card", "template_card": body["template_card"]}


def _markdown(text: str) -> Json:
    return {"msgtype": "markdown", "markdown": {"content": text}}


def _stream(name: str, text: str, *, is_last: bool) -> Json:
    return {"msgtype": "stream", "stream": {"id": name, "finish": is_last, "content": text}}


def _encrypted(body: bytes) -> str:
    """Empty, which nobody signs, for everything that is no envelope."""
    if len(body) > LARGEST:
        return ""
    try:
        envelope = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    encrypted = envelope.get("encrypt") if isinstance(envelope, dict) else ""
    return encrypted if isinstance(encrypted, str) else ""


def _object(plain: bytes) -> Json:
    try:
        told = json.loads(plain)
    except (ValueError, RecursionError) as fault:
        raise Unreadable from fault
    if not isinstance(told, dict):
        raise Unreadable
    return told
