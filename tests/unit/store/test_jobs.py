"""Who is served first: what somebody waits for, though not for ever before what may wait."""

import asyncio
from collections.abc import Callable, Iterator

import pytest

from bot.store.jobs import PATIENCE, Job, Jobs

Make = Callable[..., Job]


@pytest.fixture
def make() -> Iterator[Make]:
    loop = asyncio.new_event_loop()

    def job(*, may_wait: bool = False) -> Job:
        return Job(lambda uow: None, loop.create_future(), loop, may_wait)

    yield job
    loop.close()


def put(*given: Job | None) -> Jobs:
    jobs = Jobs()
    for one in given:
        jobs.put(one)
    return jobs


def test_what_somebody_waits_for_comes_first(make: Make) -> None:
    jobs = put(patient := make(may_wait=True), first := make(), second := make())
    patient.asked_at += 3600  # however slow the machine
    assert [jobs.get() for _ in range(3)] == [first, second, patient]


def test_what_may_wait_has_waited_long_enough_one_day(make: Make) -> None:
    jobs = put(patient := make(may_wait=True), urgent := make(), another := make(may_wait=True))
    patient.asked_at -= PATIENCE * 1.1
    assert [jobs.get() for _ in range(3)] == [patient, urgent, another]


def test_a_thread_that_does_several_together_gets_those_that_wait_now(make: Make) -> None:
    jobs = put(*(urgent := [make() for _ in range(5)]), patient := make(may_wait=True))
    assert jobs.get() is urgent[0]
    assert jobs.others(3) == urgent[1:4]
    assert jobs.others(3) == urgent[4:]
    assert jobs.others(3) == []
    assert jobs.get() is patient


def test_nobody_goes_home_before_all_is_done(make: Make) -> None:
    jobs = put(patient := make(may_wait=True), None, urgent := make())
    assert [jobs.get() for _ in range(3)] == [urgent, patient, None]


def test_what_is_left_is_given_up_once(make: Make) -> None:
    jobs = put(patient := make(may_wait=True), None, urgent := make())
    assert jobs.left() == [urgent, patient]
    assert jobs.left() == []
