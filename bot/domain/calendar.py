"""Which days the office works, and what that means for deadlines."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import accumulate

DAY = timedelta(days=1)
WEEK = 7
LONGEST_SEARCH = 4000
DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Festival:
    """Days off that belong together, by the name people use for them."""

    name: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Hours:
    """From one time of the day to another, over midnight where the end is the earlier; the end is not part of it."""

    begins: time
    ends: time

    def covers(self, at: time) -> bool:
        if self.begins <= self.ends:
            return self.begins <= at < self.ends
        return at >= self.begins or at < self.ends

    def over(self, at: datetime) -> datetime:
        """The moment itself, or the end of these hours when it lies in them; wall time of the moment's own zone."""
        if not self.covers(at.time()):
            return at
        day = at.date() + DAY * (at.time() >= self.ends)
        return datetime.combine(day, self.ends, at.tzinfo)


QUIET = Hours(time(21), time(8))
"""When nothing that can wait is sent, unless the office chose other hours."""


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The week without its weekend, less the days off, plus the make-up days; `years` are those whose table is known.

    `weekend` are numbers of weekdays, Monday being 0. During `lunch` no working time runs; in the `quiet` hours
    nothing is sent that can wait. All times of the day are the office's own.
    """

    days_off: frozenset[date] = frozenset()
    make_up_days: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()
    festivals: tuple[Festival, ...] = ()
    opens: time = time(9)
    closes: time = time(18)
    lunch: Hours | None = None
    quiet: Hours | None = QUIET
    weekend: frozenset[int] = frozenset({5, 6})
    _by_name: dict[str, tuple[Festival, ...]] = field(default_factory=dict, repr=False, compare=False, hash=False)
    _turned: tuple[list[int], list[int]] = field(
        default_factory=lambda: ([], []), init=False, repr=False, compare=False, hash=False
    )
    """The days of the week that are off after all, and those of the weekend that are not, as ordinals in order."""

    _begun: list[int] = field(default_factory=list, init=False, repr=False, compare=False, hash=False)
    """Working days of a week before each of its days, and of the whole week."""

    def __post_init__(self) -> None:
        self._begun.extend(accumulate((day not in self.weekend for day in range(WEEK)), initial=0))
        off, on = self._turned
        off += sorted(d.toordinal() for d in self.days_off - self.make_up_days if d.weekday() not in self.weekend)
        on += sorted(d.toordinal() for d in self.make_up_days if d.weekday() in self.weekend)
        for festival in self.festivals:
            self._by_name[festival.name] = (*self._by_name.get(festival.name, ()), festival)

    def is_known(self, day: date) -> bool:
        """Whether the official table covers that day; without it only weekends are known."""
        return day.year in self.years

    def missing_year(self, today: date) -> int | None:
        """The year whose public holidays are not known although it is being planned: the next, from December on."""
        wanted = (today.year, today.year + 1) if today.month == DECEMBER else (today.year,)
        return next((year for year in wanted if year not in self.years), None)

    def is_working(self, day: date) -> bool:
        """Make-up days win over days off, days off over the week."""
        if day in self.make_up_days:
            return True
        return day.weekday() not in self.weekend and day not in self.days_off

    def add_working_days(self, day: date, count: int) -> date:
        """The working day that is `count` working days after (or before) the day; the day itself is not counted."""
        step, left = (DAY, count) if count >= 0 else (-DAY, -count)
        for _ in range(LONGEST_SEARCH):
            if left <= 0 or not date.min + DAY < day < date.max - DAY:
                break
            day += step
            left -= self.is_working(day)
        return day

    def working_days_between(self, day: date, until: date) -> int:
        """How many working days come after the day, up to the other, which counts; negative when that is earlier."""
        return self._working_days_to(until.toordinal()) - self._working_days_to(day.toordinal())

    def _working_days_to(self, ordinal: int) -> int:
        """Of all days up to that one; the first ordinal day was a Monday."""
        weeks, rest = divmod(ordinal, WEEK)
        off, on = self._turned
        return weeks * self._begun[WEEK] + self._begun[rest] - bisect_right(off, ordinal) + bisect_right(on, ordinal)

    def working_on_or_after(self, day: date) -> date:
        return day if self.is_working(day) else self.add_working_days(day, 1)

    def working_on_or_before(self, day: date) -> date:
        return day if self.is_working(day) else self.add_working_days(day, -1)

    def closing(self, day: date, zone: tzinfo) -> datetime:
        """The instant the office closes on that day: what "by Friday" means."""
        return datetime.combine(day, self.closes, zone)

    def add_working_hours(self, at: datetime, hours: timedelta) -> datetime:
        """`hours` of working time later; what lies outside the opening hours or in the lunch break does not count."""
        for day in self._working_days_from(at.date()):
            for begins, ends in self._working_spans(day, at.tzinfo):
                start = max(at, begins)
                if start >= ends:
                    continue
                if start + hours <= ends:
                    return start + hours
                hours -= ends - start
        return at + hours

    def allowed(self, at: datetime) -> datetime:
        """The next moment at which something that can wait may be sent; of the same zone."""
        return self.quiet.over(at) if self.quiet else at

    def _working_spans(self, day: date, zone: tzinfo | None) -> list[tuple[datetime, datetime]]:
        edges = [self.opens, self.closes]
        if self.lunch and self.opens < self.lunch.begins < self.lunch.ends < self.closes:
            edges[1:1] = [self.lunch.begins, self.lunch.ends]
        at = [datetime.combine(day, edge, zone) for edge in edges]
        return list(zip(at[::2], at[1::2], strict=True))

    def festival(self, name: str, around: date) -> Festival | None:
        """The next festival of that name that has not ended on the day, or the last one known."""
        found = self._by_name.get(name, ())
        return next((f for f in found if f.last >= around), found[-1] if found else None)

    def festival_in(self, name: str, year: int) -> Festival | None:
        """The festival of that name which begins in the year."""
        return next((f for f in self._by_name.get(name, ()) if f.first.year == year), None)

    def _working_days_from(self, day: date) -> Iterator[date]:
        for _ in range(LONGEST_SEARCH):
            if self.is_working(day):
                yield day
            if day >= date.max - DAY:
                return
            day += DAY


def group_festivals(days: Iterable[tuple[date, str]]) -> tuple[Festival, ...]:
    """Runs of one name without a gap become one festival each."""
    found: list[Festival] = []
    for day, name in sorted(days):
        last = found[-1] if found else None
        if last and last.name == name and day - last.last == DAY:
            found[-1] = Festival(name, last.first, day)
        else:
            found.append(Festival(name, day, day))
    return tuple(found)
