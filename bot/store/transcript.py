"""The web chat's own history: a platform's memory, kept beside the house's for want of another place."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy import BigInteger, bindparam, null, select, update

from bot.cards import from_json, to_json
from bot.messages import ChatRef, OutFile, Quoted, UserRef
from bot.ports import Line
from bot.store.files import KEEP, KEPT
from bot.store.schema import parameters, sim_lines
from bot.store.session import Row, Session
from bot.store.statements import given, insert_into, word

T = TypeVar("T")
FIRST = "sim"
"""The local chat whose lines are kept under their own keys; another one's name stands before them."""

TURN = "sim_lines"

ADDED = (
    "key",
    "platform",
    "message_id",
    "chat_kind",
    "chat_id",
    "sender",
    "at",
    "text",
    "card",
    "replaces",
    "quoted",
    "file",
)
LINE = (sim_lines.c.seq, *(sim_lines.c[name] for name in ADDED[1:]))
ADD = insert_into(sim_lines, *ADDED).on_conflict_do_nothing().returning(sim_lines.c.seq)
BY_KEY = select(*LINE).where(sim_lines.c.key == given("key", sim_lines.c.key))
AFTER = (
    select(*LINE)
    .where(
        sim_lines.c.platform == given("platform", sim_lines.c.platform),
        sim_lines.c.chat_id == given("chat_id", sim_lines.c.chat_id),
        sim_lines.c.chat_kind == given("chat_kind", sim_lines.c.chat_kind),
        sim_lines.c.seq > given("seq", sim_lines.c.seq),
    )
    .order_by(sim_lines.c.seq)
    .limit(bindparam("most", type_=BigInteger()))
)
IS_IT = (
    sim_lines.c.platform == given("platform", sim_lines.c.platform),
    sim_lines.c.chat_id == given("chat_id", sim_lines.c.chat_id),
    sim_lines.c.chat_kind == given("chat_kind", sim_lines.c.chat_kind),
    sim_lines.c.message_id == given("message_id", sim_lines.c.message_id),
)
HELD = select(sim_lines.c.seq).where(*IS_IT).limit(1)
FIND = select(*LINE).where(*IS_IT).order_by(sim_lines.c.seq.desc()).limit(1)
WITH_FILE = select(sim_lines.c.key, *LINE).where(
    sim_lines.c.seq == given("seq", sim_lines.c.seq), sim_lines.c.file.is_not(None)
)
REWORD = (
    update(sim_lines)
    .where(sim_lines.c.seq == given("seq", sim_lines.c.seq))
    .values(text=given("text", sim_lines.c.text), quoted=null())
)
TAKE_TURN = select(parameters.c.name).where(parameters.c.name == word(TURN)).with_for_update()


class Run(Protocol):
    """How the store runs a unit that works on its tables directly."""

    def __call__(self, work: Callable[[Session], T], /) -> Awaitable[T]: ...


class SqlTranscript:
    def __init__(self, write: Run, read: Run) -> None:
        self._write = write
        self._read = read

    async def append(self, key: str, line: Line) -> tuple[Line, bool]:
        return await self._write(lambda session: _append(session, key, line))

    async def forget(self, key: str, instead: Line) -> None:
        await self._write(lambda session: _forget(session, key, instead))

    async def after(self, chat: ChatRef, seq: int, limit: int) -> Sequence[Line]:
        return await self._read(lambda session: _after(session, chat, seq, limit))

    async def holds(self, chat: ChatRef, message_id: str) -> bool:
        return await self._read(lambda session: bool(session.rows(HELD, **_place(chat), message_id=message_id)))

    async def find(self, chat: ChatRef, message_id: str) -> Line | None:
        found = await self._read(lambda session: session.row(FIND, **_place(chat), message_id=message_id))
        return None if found is None else _line(found)

    async def file(self, seq: int) -> tuple[Line, OutFile] | None:
        return await self._read(lambda session: _file(session, seq))


def _append(session: Session, key: str, line: Line) -> tuple[Line, bool]:
    """One after the other, so that whoever asks for what came after a line misses none."""
    if not session.is_alone:
        session.rows(TAKE_TURN)
    key = key if line.chat.platform == FIRST else f"{line.chat.platform}/{key}"
    added = session.row(ADD, key=key, **_values(line))
    if added is not None:
        if line.file is not None:
            session.run(KEEP, key=key, content=line.file.content, kept_at=line.at)
        return replace(line, seq=added[0]), True
    return _line(session.rows(BY_KEY, key=key)[0]), False


def _forget(session: Session, key: str, instead: Line) -> None:
    stored, is_new = _append(session, key, instead)
    if not is_new and stored.text != instead.text:
        session.run(REWORD, seq=stored.seq, text=instead.text)


def _file(session: Session, seq: int) -> tuple[Line, OutFile] | None:
    row = session.row(WITH_FILE, seq=seq)
    kept = None if row is None else session.row(KEPT, key=row[0])
    if row is None or kept is None:
        return None
    line = _line(row[1:])
    return line, OutFile(row[-1], kept[0])


def _after(session: Session, chat: ChatRef, seq: int, limit: int) -> list[Line]:
    rows = session.rows(AFTER, **_place(chat), seq=seq, most=limit)
    return [_line(row) for row in rows]


def _place(chat: ChatRef) -> dict[str, str]:
    return {"platform": chat.platform, "chat_kind": chat.kind, "chat_id": chat.id}


def _values(line: Line) -> dict[str, Any]:
    return {
        "message_id": line.message_id,
        **_place(line.chat),
        "sender": line.sender,
        "at": line.at,
        "text": line.text,
        "card": None if line.card is None else to_json(line.card),
        "replaces": line.replaces,
        "quoted": None if line.quoted is None else _quote(line.quoted),
        "file": None if line.file is None else line.file.name,
    }


def _line(row: Row) -> Line:
    seq, platform, message_id, kind, chat_id, sender, at, text, card, replaces, quote, file = row
    shown = None if card is None else from_json(card)
    quoted = None if quote is None else _quoted(platform, quote)
    offered = None if file is None else OutFile(file, b"")
    return Line(seq, message_id, ChatRef(platform, kind, chat_id), sender, at, text, shown, replaces, quoted, offered)


def _quote(quoted: Quoted) -> dict[str, Any]:
    return {**asdict(quoted), "sender": [quoted.sender.id, quoted.sender.name], "at": quoted.at.isoformat()}


def _quoted(platform: str, written: dict[str, Any]) -> Quoted:
    user_id, name = written["sender"]
    at = datetime.fromisoformat(written["at"])
    return Quoted(**{**written, "sender": UserRef(platform, user_id, name), "at": at})
