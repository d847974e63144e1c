"""What `/metrics` shows: the house's own numbers and how long the doors took to answer."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from prometheus_client.core import Metric

Labels = tuple[tuple[str, str], ...]

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 3.0)
"""Upper bounds in seconds; three is what the platforms wait for an acknowledgement."""


class Buckets(Protocol):
    """A histogram: its bounds, how many values lie in each bucket and above them all, and their sum."""

    @property
    def bounds(self) -> tuple[float, ...]: ...
    @property
    def counts(self) -> list[int]: ...
    @property
    def sum(self) -> float: ...


class Counting(Protocol):
    def all(self) -> Mapping[tuple[str, Labels], int]: ...
    def histograms(self) -> Mapping[tuple[str, Labels], Buckets]: ...


class Answers:
    """How many requests each platform's hook answered with which status, and how fast."""

    def __init__(self) -> None:
        self._statuses: dict[tuple[str, str], int] = {}
        self._buckets: dict[str, list[int]] = {}
        self._seconds: dict[str, float] = {}

    def note(self, platform: str, status: int, seconds: float) -> None:
        key = platform, str(status)
        self._statuses[key] = self._statuses.get(key, 0) + 1
        self._buckets.setdefault(platform, [0] * (len(BOUNDS) + 1))[bisect_left(BOUNDS, seconds)] += 1
        self._seconds[platform] = self._seconds.get(platform, 0.0) + seconds

    def statuses(self) -> Mapping[tuple[str, str], int]:
        return self._statuses

    def histograms(self) -> Mapping[str, tuple[list[tuple[str, float]], float]]:
        """Cumulative buckets and the sum, by platform, as Prometheus wants them."""
        return {
            platform: (_cumulative(counts, BOUNDS), self._seconds[platform])
            for platform, counts in self._buckets.items()
        }


def _cumulative(counts: list[int], bounds: tuple[float, ...]) -> list[tuple[str, float]]:
    return list(zip([*map(str, bounds), "+Inf"], map(float, accumulate(counts)), strict=True))


def render(answers: Answers, counts: Counting, gauges: Mapping[str, float]) -> bytes:
    """The text that Prometheus reads; the library is imported at the first scrape, not at the start."""
    from prometheus_client import CollectorRegistry, generate_latest
    from prometheus_client.registry import Collector

    class House(Collector):
        def collect(self) -> Iterable["Metric"]:
            yield from _answered(answers)
            yield from _counted(counts)
            yield from _observed(counts)
            yield from _standing(gauges)

    registry = CollectorRegistry(auto_describe=False)
    registry.register(House())
    return generate_latest(registry)


def _answered(answers: Answers) -> Iterator["Metric"]:
    from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily

    requests = CounterMetricFamily("xiaoban_hooks", "Requests answered.", labels=["platform", "status"])
    for key, count in answers.statuses().items():
        requests.add_metric(key, count)
    seconds = HistogramMetricFamily("xiaoban_hook_seconds", "Time to the answer.", labels=["platform"])
    for platform, (buckets, total) in answers.histograms().items():
        seconds.add_metric([platform], buckets, total)
    yield from (requests, seconds)


def _counted(counts: Counting) -> Iterable["Metric"]:
    from prometheus_client.core import CounterMetricFamily

    families: dict[str, Metric] = {}
    for (name, labels), count in counts.all().items():
        family = families.setdefault(name, CounterMetricFamily(f"xiaoban_{name}", "Counted since the start."))
        family.add_sample(f"xiaoban_{name}_total", dict(labels), count)
    return families.values()


def _observed(counts: Counting) -> Iterable["Metric"]:
    from prometheus_client.core import HistogramMetricFamily

    families: dict[str, HistogramMetricFamily] = {}
    for (name, labels), found in counts.histograms().items():
        names, values = [label for label, _ in labels], [value for _, value in labels]
        family = families.get(name) or HistogramMetricFamily(f"xiaoban_{name}", "Since the start.", labels=names)
        family.add_metric(values, _cumulative(found.counts, found.bounds), found.sum)
        families[name] = family
    return families.values()


def _standing(gauges: Mapping[str, float]) -> Iterator["Metric"]:
    from prometheus_client.core import GaugeMetricFamily

    for name, value in gauges.items():
        yield GaugeMetricFamily(f"xiaoban_{name}", "As it stands now.", value=value)
