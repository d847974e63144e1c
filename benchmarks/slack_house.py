"""The house behind Slack's own adapter, with nothing to carry: `python -m benchmarks.slack_house DATABASE PORT`.

No Slack is asked anything: its methods are looked for where nobody listens, as when Slack is down.
"""

import asyncio
import gc
import signal
import sys

from benchmarks.signed import silent
from benchmarks.signing import SECRET
from bot.app import assemble
from bot.engine.clock import SystemClock
from bot.store import upgrade
from bot.web.server import make_app, serving
from config.settings import DEMO_OFFICE, load_settings

NOBODY = "http://127.0.0.1:9/api"


async def serve(database: str, port: int) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    slack = {"enabled": True, "signing_secret": SECRET, "bot_token": "xoxb-none", "api_base": NOBODY}
    given = {"database_url": database, "office": str(DEMO_OFFICE), "adapters": {"slack": slack}}
    upgrade(database)
    async with silent(assemble(load_settings(None, {}, given), SystemClock())) as parts:
        gc.freeze()  # as `xiaoban run` does
        app = make_app(parts.adapters, ready=parts.faults, counts=parts.core.counts, gauges=parts.gauges)
        async with serving(app, "127.0.0.1", port):
            await stop.wait()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], int(sys.argv[2])))
