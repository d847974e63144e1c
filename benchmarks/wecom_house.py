"""The house behind WeCom's own adapter, with nothing to carry: `python -m benchmarks.wecom_house DATABASE PORT`.

No WeCom is asked anything: its methods are looked for where nobody listens, as when WeCom is down.
"""

import asyncio
import gc
import signal
import sys

from benchmarks.signed import silent
from bot.app import assemble
from bot.engine.clock import SystemClock
from bot.store import upgrade
from bot.web.server import make_app, serving
from config.settings import DEMO_OFFICE, load_settings

NOBODY = "http://127.0.0.1:9"
CORP, AGENT = "wwbenchbenchbench1", 1000002
TOKEN, AES_KEY = "benchtoken", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"


async def serve(database: str, port: int) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    app_keys = {"corp_id": CORP, "agent_id": AGENT, "secret": "none", "token": TOKEN, "aes_key": AES_KEY}
    wecom = {"enabled": True, "api_base": NOBODY, **app_keys}
    given = {"database_url": database, "office": str(DEMO_OFFICE), "adapters": {"wecom": wecom}}
    upgrade(database)
    async with silent(assemble(load_settings(None, {}, given), SystemClock())) as parts:
        gc.freeze()  # as `xiaoban run` does
        app = make_app(parts.adapters, ready=parts.faults, counts=parts.core.counts, gauges=parts.gauges)
        async with serving(app, "127.0.0.1", port):
            await stop.wait()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], int(sys.argv[2])))
