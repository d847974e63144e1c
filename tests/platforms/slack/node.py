"""The official clients for Node: run one, speak with it, end it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.platforms.slack.world import Json

CLIENTS = Path(__file__).parent / "clients"
PIPE = asyncio.subprocess.PIPE


@dataclass(slots=True)
class Program:
    process: asyncio.subprocess.Process

    async def line(self) -> Json:
        """The next thing that it printed; a program that has died says why."""
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        raw = await self.process.stdout.readline()
        if not raw:
            raise AssertionError((await self.process.stderr.read()).decode())
        told: Json = json.loads(raw)
        return told


@asynccontextmanager
async def node(script: str, **told: str) -> AsyncIterator[Program]:
    process = await asyncio.create_subprocess_exec(
        "node", script, json.dumps(told), cwd=CLIENTS, stdin=PIPE, stdout=PIPE, stderr=PIPE
    )
    try:
        yield Program(process)
    finally:
        if process.returncode is None:
            assert process.stdin is not None
            process.stdin.close()
        await process.wait()
