"""Goals 1 to 7: an event comes in, is committed, is acknowledged; beside servers that do less."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.course import BOLT, Lane, Round, bolt, course
from benchmarks.figure import Figure, Goal
from benchmarks.office import BOOK

ROUNDS = 5
OPEN_LOOP, OPEN_LOOP_SECONDS = 100.0, 3.0
BARE = "ratio to bare aiohttp"
AT_LEAST, AT_MOST = Goal("higher", 0.12, 0.20), Goal("lower", 6, 4)
PROMPT = Goal("lower", 2.5, 1.8)


@dataclass(frozen=True, slots=True)
class Ratio:
    name: str
    unit: str
    goal: Goal
    ours: Lane
    baseline: Lane
    of: str = "req/s"


def sqlite_ratios(connections: int) -> tuple[Ratio, ...]:
    c, ours = f"c{connections}", Lane("xiaoban-sqlite", connections)
    nothing, each, groups, sending = (
        Lane(server, connections) for server in ("nothing", "sqlite-commit", "sqlite-group", "xiaoban-sqlite-sending")
    )
    return (
        Ratio(f"g01-sqlite-ack-{c}", BARE, AT_LEAST, ours, nothing),
        Ratio(f"g01-sqlite-ack-raw-commit-{c}", "ratio to one raw commit", Goal("higher"), ours, each),
        Ratio(f"g01-sqlite-ack-sending-{c}", BARE, Goal("higher"), sending, nothing),
        Ratio(f"g02-sqlite-ack-{c}", "ratio to raw group commit", Goal("higher", 0.60, 0.85), ours, groups),
        Ratio(f"g05-sqlite-cpu-{c}", "CPU ratio to bare aiohttp", AT_MOST, ours, nothing, "µs CPU"),
    )


def prompt_ratios(store: str) -> tuple[Ratio, ...]:
    ours, least = (
        Lane(server, 16, rate=OPEN_LOOP, seconds=OPEN_LOOP_SECONDS) for server in (f"xiaoban-{store}", "nothing")
    )
    return (
        Ratio(f"g06-{store}-100-a-second-p50", BARE, PROMPT, ours, least, "ms p50"),
        Ratio(f"g06-{store}-100-a-second-p99", BARE, PROMPT, ours, least, "ms p99"),
    )


BARE_64, POSTGRES_64, RAW_COMMIT_64 = (
    Lane(server, 64) for server in ("nothing", "xiaoban-postgres", "postgres-commit")
)
TO_BOLT, TO_COMMIT = "ratio to Bolt", "ratio to one raw commit"
HALF = Goal("higher", 0.5, 0.75)
RATIOS = (
    *sqlite_ratios(16),
    Ratio("g01-sqlite-book-c16", BARE, Goal("higher"), Lane("xiaoban-sqlite-booking", 16, BOOK), Lane("nothing", 16)),
    *sqlite_ratios(64),
    Ratio("g03-bolt-c64", TO_BOLT, Goal("higher", 1.5, 2.5), Lane("xiaoban-sqlite", 64), bolt(64)),
    Ratio("g04-postgres-ack-c64", BARE, AT_LEAST, POSTGRES_64, BARE_64),
    Ratio("g04-postgres-ack-raw-commit-c64", TO_COMMIT, HALF, POSTGRES_64, RAW_COMMIT_64),
    Ratio("g05-postgres-cpu-c64", "CPU ratio to bare aiohttp", AT_MOST, POSTGRES_64, BARE_64, "µs CPU"),
    *prompt_ratios("sqlite"),
    *prompt_ratios("postgres"),
    Ratio("g07-one-at-a-time-p50", TO_BOLT, Goal("lower", 0.25, 0.12), Lane("xiaoban-sqlite", 1), bolt(1), "ms p50"),
)
NAMES = tuple(ratio.name for ratio in RATIOS)


def measure(names: Sequence[str]) -> Iterator[Figure]:
    wanted = [ratio for ratio in RATIOS if ratio.name in names and _can_be_measured(ratio)]
    lanes = list(dict.fromkeys(lane for ratio in wanted for lane in (ratio.baseline, ratio.ours)))
    with course(list(dict.fromkeys(lane.server for lane in lanes))) as servers:
        rounds = servers.run(lanes, ROUNDS)
    for ratio in wanted:
        yield _figure(ratio, rounds[ratio.ours], rounds[ratio.baseline])


def _can_be_measured(ratio: Ratio) -> bool:
    if ratio.baseline.server != "bolt" or BOLT.exists():
        return True
    print(f"{ratio.name} is left out: there is no slack-bolt at {BOLT}", file=sys.stderr)
    return False


def _figure(ratio: Ratio, ours: Sequence[Round], baseline: Sequence[Round]) -> Figure:
    mine, theirs = ([_measured(one, ratio.of) for one in side] for side in (ours, baseline))
    value = median(above / below for above, below in zip(mine, theirs, strict=True))
    more = _waits("", ours) | _waits("baseline_", baseline) if ratio.of == "req/s" else {}
    return Figure(ratio.name, value, ratio.unit, ratio.goal, median(theirs), median(mine), ratio.of, more)


def _measured(one: Round, of: str) -> float:
    by_unit = {
        "req/s": one.tally.per_second,
        "µs CPU": one.cpu_us,
        "ms p50": one.tally.p50_ms,
        "ms p99": one.tally.p99_ms,
    }
    return by_unit[of]


def _waits(prefix: str, rounds: Sequence[Round]) -> dict[str, float]:
    return {
        f"{prefix}p50_ms": median(one.tally.p50_ms for one in rounds),
        f"{prefix}p99_ms": median(one.tally.p99_ms for one in rounds),
    }
