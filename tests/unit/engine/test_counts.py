"""Counters and histograms."""

from threading import Thread

import pytest

from bot.engine.counts import BOUNDS, QUICK, Counts


def test_values_fall_into_the_bucket_whose_bound_they_do_not_pass() -> None:
    counts = Counts()
    for value in (0.0, 1.0, 1.5, 90_000.0):
        counts.observe("reminder_lateness_seconds", value, desk="meetings")
    found = counts.histograms()["reminder_lateness_seconds", (("desk", "meetings"),)]
    assert found.bounds == BOUNDS["reminder_lateness_seconds"]
    assert found.counts == [2, 1, 0, 0, 0, 0, 0, 0, 0, 1]
    assert found.sum == 90_002.5


@pytest.mark.parametrize("bounds", [QUICK, *BOUNDS.values()])
def test_bounds_rise(bounds: tuple[float, ...]) -> None:
    assert list(bounds) == sorted(set(bounds))


def test_what_several_threads_count_is_all_there() -> None:
    counts = Counts()

    def count() -> None:
        for _ in range(2000):
            counts.add("sent", result="ok")
            counts.observe("handler_seconds", 0.5)

    threads = [Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts.all() == {("sent", (("result", "ok"),)): 8000}
    assert sum(counts.histograms()["handler_seconds", ()].counts) == 8000
