"""The local chat's server: `/sim/api` on one side, the house on the other."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from hashlib import blake2b
from typing import Any, TypeVar
from urllib.parse import quote as quote_plainly

from adapters.sim.feed import Feed, Frame
from adapters.sim.mentions import mentioned, without_bot
from adapters.sim.office import BOT, PLATFORM, Place, Roster, SimOffice, SimPerson, place_id
from adapters.sim.quotes import quote, shown
from adapters.sim.requests import (
    Message,
    read_body,
    read_clock,
    read_message,
    read_press,
    read_seen,
    read_seq,
    read_upload,
)
from adapters.sim.words import Refused
from bot.cards import Limits, plain, to_json
from bot.delivery import OnUnknown
from bot.errors import SendFailed, TryAgain
from bot.messages import (
    LARGEST_FILE,
    Account,
    ButtonPressed,
    CardSeen,
    Envelope,
    FileReceived,
    InboundEvent,
    Outgoing,
    Quoted,
    Sent,
    TextReceived,
)
from bot.ports import Clock, Dispatch, HttpRequest, HttpResponse, Line, Transcript

T = TypeVar("T")
MoveClock = Callable[[datetime], Awaitable[datetime]]
Answer = Callable[[HttpRequest], Awaitable[Any]]

NO_DOOR: tuple[str, None] = ("", None)
FILE_SIGN = "📎"
FORGOTTEN = "＊＊＊"
"""What stands where somebody said something that was to be forgotten."""

RECONNECT = b"retry: 2000\n\n"
HEARTBEAT = b": still here\n\n"
ENCODE = json.JSONEncoder(ensure_ascii=False).encode
PAGE = 1000
"""Lines of one history request, and of one resumed stream."""

OFFICE_AGE = 2.0
"""Seconds for which the office is not asked for again, so that a message costs no query for who is who."""


class SimAdapter:
    """Both sides of the local chat; `transcript` is all that it remembers.

    `office` says who is there. `move_clock` goes to an instant and returns when all that fell due on the way was
    sent; None where the clock is real. A second local chat beside the first has a name of its own, and its doors are
    under it; `messengers` are the names of both, for the page.
    """

    limits = Limits(buttons=12, text=4000, files=True, tells_seen=True)
    exclusive = False
    sends_from_anywhere = True
    on_unknown: OnUnknown = "retry"  # a line is kept once for each key, however often it is sent

    def __init__(  # noqa: PLR0913 - one for each thing that a platform is made of
        self,
        transcript: Transcript,
        office: Callable[[], Awaitable[SimOffice]],
        clock: Clock,
        zone: tzinfo,
        move_clock: MoveClock | None = None,
        *,
        name: str = PLATFORM,
        messengers: Sequence[str] = (PLATFORM,),
    ) -> None:
        self.name = name
        self._messengers = tuple(messengers)
        self._api = f"/{name}/api/"
        self._transcript = transcript
        self._office = office
        self._clock = clock
        self._zone = zone
        self._move_clock = move_clock
        self._feed = Feed()
        self._dispatch: Dispatch = _not_started
        self._known: Roster | None = None
        self._stale_at = 0.0
        self._doors: dict[str, tuple[str, Answer]] = {
            "office": ("GET", self._show_office),
            "messages": ("POST", self._take_message),
            "presses": ("POST", self._take_press),
            "files": ("POST", self._take_file),
            "seen": ("POST", self._take_seen),
            "clock": ("POST", self._take_clock),
        }

    async def start(self, dispatch: Dispatch) -> None:
        self._dispatch = dispatch

    async def close(self) -> None:
        self._feed.close()

    async def receive(self, request: HttpRequest) -> HttpResponse:
        """All of its doors but the stream of events."""
        try:
            answer = await self._answer(request)
            return answer if isinstance(answer, HttpResponse) else _json(answer)
        except Refused as no:
            return _refusal(no, request)

    async def send(self, message: Outgoing) -> Sent:
        """A replaced card keeps its id, so that later edits and presses find it under the one name it ever had."""
        try:
            await self._judged(lambda roster: roster.place(place_id(message.to)))
            if message.card.forgets:
                await self._forget(message)
            line = await self._remember(message.key, self._said_by_bot(message))
        except Refused as no:
            raise SendFailed(f"no such chat: {message.to.lane}", permanent=True, why="no_chat") from no
        except TryAgain as busy:
            raise SendFailed("the local chat's history is busy", why="busy") from busy
        return Sent(line.message_id)

    async def _forget(self, message: Outgoing) -> None:
        """What the reader said is not found again, also where it is only now on its way into the history."""
        key, where = f"in:{message.card.forgets}", message.to
        line = Line(0, _message_id(key), where, where.id, self._clock.now(), FORGOTTEN)
        await self._transcript.forget(key, line)

    async def look_up(self, message: Outgoing) -> Sent | None:
        """Sending again finds it, too."""
        return None

    async def accounts(self) -> AsyncIterator[Sequence[Account]]:
        yield [Account(person.ref) for person in (await self._roster(fresh=True)).office.people]

    async def tags(self) -> None:
        """The office's own file has them."""

    async def events(self, request: HttpRequest) -> HttpResponse | AsyncGenerator[bytes]:
        """What came after the last line seen, then each new one; `as` leaves only what that person may read."""
        try:
            reader = request.query.get("as", "")
            places = await self._judged(lambda roster: _readable(roster, reader))
            last_seen = request.headers.get("last-event-id") or request.query.get("after")
            return self._frames(places, read_seq(last_seen) if last_seen else None, everything=not reader)
        except Refused as no:
            return _refusal(no, request)

    async def _frames(
        self, places: Mapping[str, Place], after: int | None, *, everything: bool
    ) -> AsyncGenerator[bytes]:
        with self._feed.listening() as listener:
            missed = await self._since(after, places)
            last = missed[-1].seq if missed else after or 0
            yield RECONNECT
            for frame in missed:
                yield frame.data
            if len(missed) == PAGE:
                return
            async for new in listener.frames():
                if new is None:
                    yield HEARTBEAT
                elif new.seq > last and (everything or new.chat in places):
                    yield new.data

    async def _since(self, after: int | None, places: Mapping[str, Place]) -> list[Frame]:
        if after is None:
            return []
        missed = [line for place in places.values() for line in await self._transcript.after(place.ref, after, PAGE)]
        return [self._frame(line) for line in sorted(missed, key=lambda line: line.seq)[:PAGE]]

    async def _answer(self, request: HttpRequest) -> Any:
        what = request.path.removeprefix(self._api) if request.path.startswith(self._api) else ""
        allowed, door = self._door(what)
        if door is None:
            raise Refused(404, "no_such_page", path=request.path)
        if request.method != allowed:
            raise Refused(405, "wrong_method", path=request.path, allow=allowed)
        return await door(request)

    def _door(self, what: str) -> tuple[str, Answer | None]:
        if what.startswith("chats/") and what.endswith("/messages"):
            return "GET", self._show_messages
        return ("GET", self._give_file) if what.startswith("files/") else self._doors.get(what, NO_DOOR)

    async def _show_office(self, _request: HttpRequest) -> Any:
        roster = await self._roster(fresh=True)
        return {
            "now": self._local(self._clock.now()),
            "movable": self._move_clock is not None,
            "largest_file": LARGEST_FILE,
            "messengers": self._messengers,
            "people": [{"id": p.id, "name": p.name, "unit": p.unit, "role": p.role} for p in roster.office.people],
            "chats": [
                {"id": p.id, "name": p.name, "kind": p.ref.kind, "members": sorted(p.members)} for p in roster.places
            ],
        }

    async def _show_messages(self, request: HttpRequest) -> Any:
        chat, seq = (
            request.path.removeprefix(self._api + "chats/").removesuffix("/messages"),
            request.query.get("after", "0"),
        )
        reader = request.query.get("as", "")
        place = await self._judged(lambda roster: _place_for(roster, reader, chat))
        return [self._shown(line) for line in await self._transcript.after(place.ref, read_seq(seq), PAGE)]

    async def _take_message(self, request: HttpRequest) -> Any:
        """The sender's line and the event go into the same commit where the database groups them."""
        message = read_message(read_body(request))
        event = await self._judged(lambda roster: self._text_event(roster, message))
        quoted = await self._quoted(message) if message.reply_to or message.forward else None
        return await self._bring(replace(event, quoted=quoted) if quoted else event, message.text, quoted)

    async def _quoted(self, message: Message) -> Quoted:
        """What is forwarded the sender must be able to see."""
        chat, message_id = message.forward or (message.chat, message.reply_to)
        _, place = await self._judged(lambda roster: _admitted(roster, message.by, chat))
        line = await self._transcript.find(place.ref, message_id)
        if line is None:
            raise Refused(404, "no_such_message", said=message_id)
        return quote(line, place, await self._roster())

    async def _take_file(self, request: HttpRequest) -> Any:
        upload = read_upload(read_body(request))
        person, place = await self._judged(lambda roster: _admitted(roster, upload.by, upload.chat))
        is_named = without_bot(upload.text)[1] or place.ref.kind == "direct"
        envelope = self._envelope(upload.event_id, person, place)
        event = FileReceived(envelope, upload.name, upload.content, is_named)
        return await self._bring(event, f"{upload.text} {FILE_SIGN} {upload.name}".strip())

    async def _bring(self, event: TextReceived | FileReceived, text: str, quoted: Quoted | None = None) -> Any:
        where = event.envelope
        key = f"in:{where.event_id}"
        line = Line(0, _message_id(key), where.chat, where.sender.id, where.at, text, quoted=quoted)
        await asyncio.gather(self._remember(key, line), self._dispatch(event))
        return {"event_id": where.event_id}

    async def _give_file(self, request: HttpRequest) -> Any:
        """As an attachment, whatever it is: a page made of it would speak as this one."""
        found = await self._transcript.file(read_seq(request.path.removeprefix(self._api + "files/")))
        if found is None or found[0].chat.platform != self.name:
            raise Refused(404, "no_such_file")
        line, file = found
        reader = request.query.get("as", "")
        await self._judged(lambda roster: _place_for(roster, reader, place_id(line.chat)))
        disposition = f"attachment; filename*=UTF-8''{quote_plainly(file.name, safe='')}"
        headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
        return HttpResponse(200, file.content, "application/octet-stream", headers)

    async def _take_press(self, request: HttpRequest) -> Any:
        press = read_press(read_body(request))
        person, place = await self._judged(lambda roster: _admitted(roster, press.by, press.chat))
        if not await self._transcript.holds(place.ref, press.message_id):
            raise Refused(404, "no_such_message", said=press.message_id)
        envelope = self._envelope(press.event_id, person, place)
        await self._dispatch(ButtonPressed(envelope, press.action, press.message_id))
        return {"event_id": press.event_id}

    async def _take_seen(self, request: HttpRequest) -> Any:
        """Each of them only once for each reader, so a page may tell as often as it likes."""
        seen = read_seen(read_body(request))
        person, place = await self._judged(lambda roster: _admitted(roster, seen.by, seen.chat))
        for message_id in seen.message_ids:
            if not await self._transcript.holds(place.ref, message_id):
                raise Refused(404, "no_such_message", said=message_id)
        for message_id in seen.message_ids:
            event_id = f"seen:{message_id}:{person.id}"
            await self._dispatch(CardSeen(self._envelope(event_id, person, place), message_id))
        return {"count": len(seen.message_ids)}

    async def _take_clock(self, request: HttpRequest) -> Any:
        body = read_body(request)
        if self._move_clock is None:
            raise Refused(409, "clock_fixed")
        return {"now": self._local(await self._move_clock(read_clock(body, self._clock.now(), self._zone)))}

    def _text_event(self, roster: Roster, message: Message) -> TextReceived:
        person, place = _admitted(roster, message.by, message.chat)
        text, named = without_bot(message.text)
        chosen = [roster.person(one) for one in message.mentions]
        return TextReceived(
            self._envelope(message.event_id, person, place),
            text,
            mentioned(text, roster.named, chosen),
            addressed=named or place.ref.kind == "direct",
        )

    def _envelope(self, event_id: str, person: SimPerson, place: Place) -> Envelope:
        return Envelope(event_id, place.ref, person.ref, self._clock.now(), place.title)

    def _said_by_bot(self, message: Outgoing) -> Line:
        named = " ".join(f"@{one.name or one.id}" for one in message.mentions)
        offered = f"{FILE_SIGN} {message.file.name}" if message.file else ""
        text = "\n".join(part for part in (named, plain(message.card), offered) if part)
        message_id = message.replaces or _message_id(message.key)
        now, replaces = self._clock.now(), message.replaces
        return Line(0, message_id, message.to, BOT, now, text, message.card, replaces, file=message.file)

    async def _remember(self, key: str, line: Line) -> Line:
        stored, is_new = await self._transcript.append(key, line)
        if is_new and self._feed.is_heard:
            self._feed.publish(self._frame(stored))
        return stored

    async def _judged(self, judge: Callable[[Roster], T]) -> T:
        """A refusal is judged again by the office as it is now."""
        try:
            return judge(await self._roster())
        except Refused:
            return judge(await self._roster(fresh=True))

    async def _roster(self, *, fresh: bool = False) -> Roster:
        now = asyncio.get_running_loop().time()
        if self._known is None or fresh or now >= self._stale_at:
            self._known = Roster(await self._office())
            self._stale_at = now + OFFICE_AGE
        return self._known

    def _frame(self, line: Line) -> Frame:
        data = ENCODE(self._shown(line))
        return Frame(line.seq, place_id(line.chat), f"id: {line.seq}\ndata: {data}\n\n".encode())

    def _shown(self, line: Line) -> dict[str, Any]:
        return {
            "seq": line.seq,
            "message_id": line.message_id,
            "chat": place_id(line.chat),
            "sender": line.sender,
            "at": self._local(line.at),
            "text": line.text,
            "card": to_json(line.card) if line.card else None,
            "replaces": line.replaces,
            "quoted": shown(line.quoted) if line.quoted else None,
            "file": {"id": str(line.seq), "name": line.file.name} if line.file else None,
        }

    def _local(self, at: datetime) -> str:
        return at.astimezone(self._zone).isoformat(timespec="seconds")


def _message_id(key: str) -> str:
    """The same for the same key; a hash takes no turn of the system's as its random numbers do."""
    return blake2b(key.encode(), digest_size=8).hexdigest()


def _admitted(roster: Roster, by: str, chat: str) -> tuple[SimPerson, Place]:
    person, place = roster.person(by), roster.place(chat)
    roster.admit(person, place)
    return person, place


def _place_for(roster: Roster, reader: str, chat: str) -> Place:
    return _admitted(roster, reader, chat)[1] if reader else roster.place(chat)


def _readable(roster: Roster, reader: str) -> dict[str, Place]:
    person = roster.person(reader) if reader else None
    return {place.id: place for place in roster.places if person is None or person.id in place.members}


def _refusal(no: Refused, request: HttpRequest) -> HttpResponse:
    sentence = no.sentence(request.headers.get("accept-language", ""))
    return _json({"error": sentence, "code": no.code}, no.status)


def _json(value: Any, status: int = 200) -> HttpResponse:
    return HttpResponse(status, ENCODE(value).encode())


async def _not_started(_event: InboundEvent) -> None:
    raise TryAgain
