"""Slack's own framework with thirty commands and nothing behind them; run by an interpreter that has slack-bolt.

`python -m benchmarks.bolt PORT`.
"""

import asyncio
import signal
import sys
from typing import Any

from aiohttp import web
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest

from benchmarks.signing import COMMAND, PATH, SECRET

COMMANDS = 30


async def answer(ack: Any) -> None:
    await ack()


async def authorize(**_who: Any) -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id="T0", bot_token="xoxb-", bot_id="B0", bot_user_id="U0")


async def alive(_request: web.Request) -> web.Response:
    return web.Response()


async def serve(port: int) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    bolt = AsyncApp(signing_secret=SECRET, authorize=authorize)
    for number in range(COMMANDS):
        bolt.command(COMMAND.format(number=number))(answer)

    async def take(request: web.Request) -> web.Response:
        body = (await request.read()).decode()
        given = await bolt.async_dispatch(AsyncBoltRequest(body=body, headers=dict(request.headers)))
        return web.Response(status=given.status, text=given.body)

    app = web.Application()
    app.router.add_get("/healthz", alive)
    app.router.add_post(PATH, take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await stop.wait()
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
