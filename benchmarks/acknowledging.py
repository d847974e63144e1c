"""Goals 1, 2, 4 and 5: an event comes in, is committed, is acknowledged; beside servers that do less."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.course import Lane, Round, course
from benchmarks.figure import Figure, Goal
from benchmarks.office import BOOK

ROUNDS = 5
BARE = "ratio to bare aiohttp"
AT_LEAST = Goal("higher", 0.12, 0.20)
AT_MOST = Goal("lower", 6, 4)


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
    nothing, each, groups = (Lane(server, connections) for server in ("nothing", "sqlite-commit", "sqlite-group"))
    return (
        Ratio(f"g01-sqlite-ack-{c}", BARE, AT_LEAST, ours, nothing),
        Ratio(f"g01-sqlite-ack-raw-commit-{c}", "ratio to one raw commit", Goal("higher"), ours, each),
        Ratio(f"g02-sqlite-ack-{c}", "ratio to raw group commit", Goal("higher", 0.60, 0.85), ours, groups),
        Ratio(f"g05-sqlite-cpu-{c}", "CPU ratio to bare aiohttp", AT_MOST, ours, nothing, "µs CPU"),
    )


BARE_64, POSTGRES_64 = Lane("nothing", 64), Lane("xiaoban-postgres", 64)
RAW_COMMIT_64 = Lane("postgres-commit", 64)
HALF = Goal("higher", 0.5, 0.75)
RATIOS = (
    *sqlite_ratios(16),
    Ratio("g01-sqlite-book-c16", BARE, Goal("higher"), Lane("xiaoban-sqlite", 16, BOOK), Lane("nothing", 16)),
    *sqlite_ratios(64),
    Ratio("g04-postgres-ack-c64", BARE, AT_LEAST, POSTGRES_64, BARE_64),
    Ratio("g04-postgres-ack-raw-commit-c64", "ratio to one raw commit", HALF, POSTGRES_64, RAW_COMMIT_64),
    Ratio("g05-postgres-cpu-c64", "CPU ratio to bare aiohttp", AT_MOST, POSTGRES_64, BARE_64, "µs CPU"),
)
NAMES = tuple(ratio.name for ratio in RATIOS)


def measure(names: Sequence[str]) -> Iterator[Figure]:
    wanted = [ratio for ratio in RATIOS if ratio.name in names]
    lanes = list(dict.fromkeys(lane for ratio in wanted for lane in (ratio.baseline, ratio.ours)))
    with course(list(dict.fromkeys(lane.server for lane in lanes))) as servers:
        rounds = servers.run(lanes, ROUNDS)
    for ratio in wanted:
        yield _figure(ratio, rounds[ratio.ours], rounds[ratio.baseline])


def _figure(ratio: Ratio, ours: Sequence[Round], baseline: Sequence[Round]) -> Figure:
    mine, theirs = ([_measured(one, ratio.of) for one in side] for side in (ours, baseline))
    value = median(above / below for above, below in zip(mine, theirs, strict=True))
    more = _waits("", ours) | _waits("baseline_", baseline) if ratio.of == "req/s" else {}
    return Figure(ratio.name, value, ratio.unit, ratio.goal, median(theirs), median(mine), ratio.of, more)


def _measured(one: Round, of: str) -> float:
    return one.tally.per_second if of == "req/s" else one.cpu_us


def _waits(prefix: str, rounds: Sequence[Round]) -> dict[str, float]:
    return {
        f"{prefix}p50_ms": median(one.tally.p50_ms for one in rounds),
        f"{prefix}p99_ms": median(one.tally.p99_ms for one in rounds),
    }
