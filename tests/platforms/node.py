"""The official clients for Node: run one, speak with it, end it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PLATFORMS = Path(__file__).parent
PIPE = asyncio.subprocess.PIPE


@dataclass(slots=True)
class Program:
    process: asyncio.subprocess.Process

    async def write(self, told: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(told).encode() + b"\n")
        await self.process.stdin.drain()

    async def line(self) -> dict[str, Any]:
        """The next thing that it printed; a program that has died says why."""
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        raw = await self.process.stdout.readline()
        if not raw:
            raise AssertionError((await self.process.stderr.read()).decode())
        told: dict[str, Any] = json.loads(raw)
        return told


@asynccontextmanager
async def node(script: str, **told: str) -> AsyncIterator[Program]:
    """`script` is a path from here: `slack/clients/bolt.mjs`."""
    where = PLATFORMS / script
    process = await asyncio.create_subprocess_exec(
        "node", where.name, json.dumps(told), cwd=where.parent, stdin=PIPE, stdout=PIPE, stderr=PIPE
    )
    try:
        yield Program(process)
    finally:
        if process.returncode is None:
            assert process.stdin is not None
            process.stdin.close()
        await process.wait()
