"""`make chaos`: longer than the test, on both databases; the seed repeats it."""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path
from random import randrange

from bot.store import upgrade
from tests.chaos.course import LONG, SHORT, Scale, run
from tests.chaos.verdict import faults, told
from tests.conftest import PostgresServer, postgres_server


def main() -> int:
    asked = _arguments()
    seeds = [(asked.seed or randrange(1_000_000)) + number for number in range(asked.times)]
    with postgres_server() as server, tempfile.TemporaryDirectory(prefix="xiaoban-chaos-") as folder:
        runs = [(seed, name) for seed in seeds for name in ("postgres", "sqlite")]
        bad = [seed for seed, name in runs if not _holds(seed, name, server, Path(folder), asked)]
    print(f"seeds {seeds}: {f'not well with {bad}' if bad else 'all well'}")
    return 1 if bad else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make chaos")
    parser.add_argument("--seed", type=int, default=0, help="the first run's; the next ones count up")
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--short", action="store_true", help="as in make test")
    return parser.parse_args()


def _holds(seed: int, name: str, server: PostgresServer, folder: Path, asked: argparse.Namespace) -> bool:
    here = Path(tempfile.mkdtemp(prefix=f"{name}-{seed}-", dir=folder))
    url = server.address(server.create()) if name == "postgres" else f"sqlite:///{here / 'xiaoban.db'}"
    upgrade(url)
    scale: Scale = (SHORT if asked.short else LONG)[name]
    outcome = asyncio.run(run(seed, scale, url, here))
    print(told(outcome), *(f"  ! {fault}" for fault in faults(outcome)), sep="\n")
    sys.stdout.flush()
    return not faults(outcome)


if __name__ == "__main__":
    sys.exit(main())
