"""procrastinate doing the relay's work: jobs that POST to an endpoint. Prints how many a second it does.

`python procrastinating.py DATABASE PORT`, by a Python that has procrastinate and aiohttp; it needs nothing of ours.
"""

import asyncio
import os
import sys
from importlib import import_module
from time import perf_counter
from typing import Any

import aiohttp

procrastinate: Any = import_module("procrastinate")

JOBS, CHATS, AT_ONCE = 600, 200, 16
TEXT = "校务会\n时间：11月24日（周二）15:00–17:00\n会议室：301\n请准时参加。\n[1 参加]"


async def main(database: str, port: str) -> None:
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=database))
    async with app.open_async(), aiohttp.ClientSession() as session:
        if not await app.check_connection_async():
            await app.schema_manager.apply_schema_async()

        @app.task(name="post")  # type: ignore[untyped-decorator]
        async def post(chat: str) -> None:
            async with session.post(f"http://127.0.0.1:{port}/fast", json={"chat": chat, "text": TEXT}) as answer:
                await answer.json()

        await post.batch_defer_async(*({"chat": f"g{n % CHATS}"} for n in range(JOBS)))
        begun = perf_counter()
        await app.run_worker_async(concurrency=AT_ONCE, wait=False, install_signal_handlers=False)
        sys.stdout.write(f"{JOBS / (perf_counter() - begun)}\n")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
