"""What the house is held against: aiohttp with next to nothing behind it.

`python -m benchmarks.bare KIND WHERE PORT`: `nothing` answers 200 without a look at the body; the others look whether
it is signed. `sqlite-commit` keeps event, item and message in a transaction of each event's own; `sqlite-group` does an
assistant's seven statements in a writer thread that commits what waits together; `postgres-commit` does its three in
one statement and round trip.
"""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from aiohttp import web

from benchmarks.signing import PATH, SIGNATURE, STAMP, verified

Keep = Callable[[str, str], Awaitable[None]]
"""Takes an event's id and body, and returns when they are on disk."""

SQLITE_TABLES = """
pragma journal_mode = wal;
pragma synchronous = full;
create table inbox (platform text, event_id text, seen_at text, primary key (platform, event_id)) without rowid;
create table members (id text primary key, name text) without rowid;
create table chats (id text primary key, language text, used integer) without rowid;
create table items (id integer primary key, body text, made_at text);
create table audit (id integer primary key, actor text, deed text, subject integer, at text);
create table outbox (id integer primary key, key text unique, lane text, card text, state text, next_at text);
create index outbox_open on outbox (next_at) where state = 'open';
insert into members values ('zhangwei', '张伟');
insert into chats values ('office', 'zh', 0);
"""
POSTGRES_TABLES = """
drop table if exists inbox, items, outbox;
create table inbox (platform text, event_id text, seen_at timestamptz, primary key (platform, event_id));
create table items (id bigserial primary key, body text, made_at timestamptz);
create table outbox (
    id bigserial primary key, key text unique, lane text, card text, state text, next_at timestamptz
);
create index outbox_open on outbox (next_at) where state = 'open';
"""
SEEN = "insert or ignore into inbox values ('bare', ?, '2026-11-23 10:00')"
ITEM = "insert into items (body, made_at) values (?, '2026-11-23 10:00')"
OWED = "insert into outbox (key, lane, card, state, next_at) values (?, 'bare/office', ?, 'open', '2026-11-23 10:00')"
ALL_IN_ONE = """
with seen as (insert into inbox values ('bare', %s, now()) on conflict do nothing returning event_id),
item as (insert into items (body, made_at) select %s, now() from seen returning id)
insert into outbox (key, lane, card, state, next_at) select event_id, 'bare/office', 'card', 'open', now() from seen
"""
POSTGRES_CONNECTIONS = 6


@asynccontextmanager
async def commit_each(path: str) -> AsyncIterator[Keep]:
    import sqlite3

    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(SQLITE_TABLES)

    async def keep(event_id: str, body: str) -> None:
        connection.execute("begin immediate")
        connection.execute(SEEN, (event_id,))
        connection.execute(ITEM, (body,))
        connection.execute(OWED, (event_id, "card"))
        connection.execute("commit")

    yield keep
    connection.close()


@asynccontextmanager
async def commit_groups(path: str) -> AsyncIterator[Keep]:
    from queue import SimpleQueue
    from threading import Thread

    waiting: SimpleQueue[tuple[str, str, asyncio.Future[None]] | None] = SimpleQueue()
    loop = asyncio.get_running_loop()
    thread = Thread(target=_write_groups, args=(path, waiting, loop), daemon=True)
    thread.start()

    async def keep(event_id: str, body: str) -> None:
        done: asyncio.Future[None] = loop.create_future()
        waiting.put((event_id, body, done))
        await done

    yield keep
    waiting.put(None)
    thread.join()


def _write_groups(path: str, waiting: Any, loop: asyncio.AbstractEventLoop) -> None:
    import sqlite3

    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(SQLITE_TABLES)
    while (first := waiting.get()) is not None:
        batch = [first]
        while not waiting.empty() and (one := waiting.get()) is not None:
            batch.append(one)
        connection.execute("begin immediate")
        for event_id, body, _ in batch:
            _write_seven(connection, event_id, body)
        connection.execute("commit")
        loop.call_soon_threadsafe(_answer, [done for _, _, done in batch])
    connection.close()


def _write_seven(connection: Any, event_id: str, body: str) -> None:
    connection.execute("savepoint unit")
    connection.execute(SEEN, (event_id,))
    connection.execute("select name from members where id = ?", ("zhangwei",)).fetchone()
    connection.execute("select language from chats where id = ?", ("office",)).fetchone()
    connection.execute("update chats set used = used + 1 where id = ?", ("office",))
    item = connection.execute(ITEM, (body,)).lastrowid
    connection.execute("insert into audit (actor, deed, subject, at) values ('zhangwei', 'book', ?, '')", (item,))
    connection.execute(OWED, (event_id, "card"))
    connection.execute("release unit")


def _answer(waiting: list[asyncio.Future[None]]) -> None:
    for done in waiting:
        if not done.done():
            done.set_result(None)


@asynccontextmanager
async def commit_on_postgres(url: str) -> AsyncIterator[Keep]:
    import psycopg

    connections: asyncio.Queue[psycopg.AsyncConnection[Any]] = asyncio.Queue()
    for _ in range(POSTGRES_CONNECTIONS):
        connections.put_nowait(await psycopg.AsyncConnection.connect(url, autocommit=True))
    first = await connections.get()
    await first.execute(POSTGRES_TABLES)
    connections.put_nowait(first)

    async def keep(event_id: str, body: str) -> None:
        connection = await connections.get()
        await connection.execute(ALL_IN_ONE, (event_id, body), prepare=True)
        connections.put_nowait(connection)

    yield keep
    while not connections.empty():
        await connections.get_nowait().close()


@asynccontextmanager
async def keep_nothing(_where: str) -> AsyncIterator[None]:
    yield None


KINDS: dict[str, Callable[[str], AbstractAsyncContextManager[Keep | None]]] = {
    "nothing": keep_nothing,
    "sqlite-commit": commit_each,
    "sqlite-group": commit_groups,
    "postgres-commit": commit_on_postgres,
}


async def alive(_request: web.Request) -> web.Response:
    return web.Response()


def take_and(keep: Keep) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def take(request: web.Request) -> web.Response:
        headers = request.headers
        said = verified(headers[STAMP], headers[SIGNATURE], await request.read())
        await keep(said["event_id"], said["event"]["text"])
        return web.Response()

    return take


async def serve(kind: str, where: str, port: int) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with KINDS[kind](where) as keep:
        app = web.Application()
        app.router.add_get("/healthz", alive)
        app.router.add_post(PATH, take_and(keep) if keep else alive)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        await stop.wait()
        await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], sys.argv[2], int(sys.argv[3])))
