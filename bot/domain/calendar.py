"""Which days the office works, and what that means for deadlines."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo

DAY = timedelta(days=1)
WEEKEND = 5
LONGEST_SEARCH = 4000


@dataclass(frozen=True, slots=True)
class Festival:
    """Days off that belong together, by the name people use for them."""

    name: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Monday to Friday, less the days off, plus the make-up days; `years` are those whose table is known."""

    days_off: frozenset[date] = frozenset()
    make_up_days: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()
    festivals: tuple[Festival, ...] = ()
    opens: time = time(9)
    closes: time = time(18)
    _by_name: dict[str, tuple[Festival, ...]] = field(default_factory=dict, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        for festival in self.festivals:
            self._by_name[festival.name] = (*self._by_name.get(festival.name, ()), festival)

    def is_known(self, day: date) -> bool:
        """Whether the official table covers that day; without it only weekends are known."""
        return day.year in self.years

    def is_working(self, day: date) -> bool:
        """Make-up days win over days off, days off over the week."""
        if day in self.make_up_days:
            return True
        return day.weekday() < WEEKEND and day not in self.days_off

    def add_working_days(self, day: date, count: int) -> date:
        """The working day that is `count` working days after (or before) the day; the day itself is not counted."""
        step, left = (DAY, count) if count >= 0 else (-DAY, -count)
        for _ in range(LONGEST_SEARCH):
            if left <= 0 or not date.min + DAY < day < date.max - DAY:
                break
            day += step
            left -= self.is_working(day)
        return day

    def working_on_or_after(self, day: date) -> date:
        return day if self.is_working(day) else self.add_working_days(day, 1)

    def working_on_or_before(self, day: date) -> date:
        return day if self.is_working(day) else self.add_working_days(day, -1)

    def closing(self, day: date, zone: tzinfo) -> datetime:
        """The instant the office closes on that day: what "by Friday" means."""
        return datetime.combine(day, self.closes, zone)

    def add_working_hours(self, at: datetime, hours: timedelta) -> datetime:
        """`hours` of opening time later; what lies outside the opening hours does not count."""
        for day in self._working_days_from(at.date()):
            closes = datetime.combine(day, self.closes, at.tzinfo)
            begins = max(at, datetime.combine(day, self.opens, at.tzinfo))
            if begins >= closes:
                continue
            if begins + hours <= closes:
                return begins + hours
            hours -= closes - begins
        return at + hours

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
