"""What a time expression means, as others see it."""

from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from typing import Literal, NamedTuple

from bot.understanding import days, resolve
from bot.understanding.nodes import Due, Length, Rule, Scene, Stretch, When
from bot.understanding.recurrence_dates import first_day
from bot.understanding.resolve import Instant

Kind = Literal["point", "date", "range", "duration", "set", "deadline"]
_COARSE = ("day", "week", "weekend", "month", "quarter", "year")


class Moment(NamedTuple):
    """Aware, in the office's zone; `end` is exclusive, and the instant of a deadline."""

    text: str
    span: tuple[int, int]
    kind: Kind
    start: datetime | None = None
    end: datetime | None = None
    grain: str | None = None
    rrule: str | None = None
    duration: timedelta | None = None
    dated: bool = False
    timed: bool = False
    part: str | None = None
    certain: bool = True
    readings: tuple["Moment", ...] = ()
    conflict: str | None = None


class Frame(NamedTuple):
    """Where a moment stands in the text and how its wall clock becomes an instant."""

    scene: Scene
    text: str
    span: tuple[int, int]
    said_zone: tzinfo | None = None

    def aware(self, at: datetime | None) -> datetime | None:
        """In the office's zone; a zone that was said is converted."""
        if at is None:
            return None
        if self.said_zone is None:
            return at.replace(tzinfo=self.scene.zone)
        try:
            return at.replace(tzinfo=self.said_zone).astimezone(self.scene.zone)
        except OverflowError:
            return at.replace(tzinfo=self.scene.zone)

    def moment(self, kind: Kind, **fields: object) -> Moment:
        return Moment(self.text, self.span, kind, **fields)  # type: ignore[arg-type]


def moment(value: object, frame: Frame) -> Moment | None:
    """The moment of one piece."""
    for kind, build in _BUILDERS.items():
        if isinstance(value, kind):
            return build(value, frame)
    return None


def _when(when: When, frame: Frame) -> Moment:
    found = resolve.instant(when, frame.scene)
    made = _of_instant(when, found, frame)
    if found.other is None:
        return made
    other = _of_instant(when, found._replace(at=found.other, end=None, other=None), frame)
    return made._replace(certain=False, readings=(other,))


def _of_instant(when: When, found: Instant, frame: Frame) -> Moment:
    if found.timed:
        end = days.shift(found.at, when.length) if when.length else None
        length = when.length.timedelta if when.length else None
        return frame.moment(
            "range" if end else "point",
            start=frame.aware(found.at),
            end=frame.aware(end),
            grain=found.grain,
            duration=length,
            dated=found.dated,
            timed=True,
            conflict=found.conflict,
        )
    kind: Kind = "date" if found.grain == "day" and when.period is None else "range"
    return frame.moment(
        kind,
        start=frame.aware(found.at),
        end=frame.aware(found.end),
        grain=found.grain,
        dated=found.dated,
        part=found.part,
        conflict=found.conflict,
    )


def _stretch(value: Stretch, frame: Frame) -> Moment:
    first, last = resolve.span(value, frame.scene)
    end = _range_end(value.last, last)
    timed = first.timed and last.timed
    conflict = first.conflict or last.conflict or ("end_before_start" if end <= first.at else None)
    grain = last.grain if timed or last.grain in _COARSE else "minute"
    return frame.moment(
        "range",
        start=frame.aware(first.at),
        end=frame.aware(end),
        grain=grain,
        duration=None,
        dated=first.dated,
        timed=timed,
        conflict=conflict,
        certain=first.other is None,
        readings=_other_stretch(value, first, end, frame),
    )


def _range_end(when: When, last: Instant) -> datetime:
    """The end of a day said is the next midnight; of an hour, the hour."""
    return last.end if last.end is not None and not last.timed else last.at


def _other_stretch(value: Stretch, first: Instant, end: datetime, frame: Frame) -> tuple[Moment, ...]:
    if first.other is None:
        return ()
    later = end + (first.other - first.at) if end > first.at and end.hour < resolve.NOON else end
    return (
        frame.moment(
            "range",
            start=frame.aware(first.other),
            end=frame.aware(later),
            grain="minute",
            dated=first.dated,
            timed=True,
        ),
    )


def _due(value: Due, frame: Frame) -> Moment:
    found = resolve.deadline(value, frame.scene)
    return frame.moment(
        "deadline",
        start=frame.aware(value.at),
        end=frame.aware(found.at),
        grain=found.grain,
        dated=found.dated,
        timed=found.timed,
        conflict=found.conflict,
        part=found.part,
    )


def _length(value: Length, frame: Frame) -> Moment:
    return frame.moment("duration", grain=value.unit, duration=value.timedelta)


def _rule(rule: Rule, frame: Frame) -> Moment:
    """The recurrence, with its first occurrence from now on."""
    scene = frame.scene
    after = resolve.instant(rule.first, scene).at.date() if rule.first else scene.today
    day = first_day(dict(rule.parts), max(after, scene.today) if not (rule.first and rule.first.day) else after)
    parts = list(rule.parts)
    if rule.until is not None:
        until = resolve.instant(rule.until, scene)
        last = days.safe_day(until.end.date(), -1) if until.end else until.at.date()
        parts.append(("UNTIL", last.strftime("%Y%m%d")))
    text = ";".join(f"{k}={v}" for k, v in parts)
    start, end = _hours_of_rule(rule, day, scene)
    if rule.clock and start <= scene.now and rule.first is None:
        start, end = _hours_of_rule(rule, first_day(dict(rule.parts), days.safe_day(day, 1)), scene)
    fine = dict(rule.parts)["FREQ"] in {"HOURLY", "MINUTELY", "SECONDLY"}
    return frame.moment(
        "set",
        start=frame.aware(start),
        end=frame.aware(end),
        grain="minute" if rule.clock or fine else "day",
        rrule=text,
        dated=True,
        timed=rule.clock is not None,
        part=rule.part if rule.clock is None else None,
        conflict="impossible" if rule.clock and rule.clock.impossible else None,
        duration=rule.length.timedelta if rule.length else None,
    )


def _hours_of_rule(rule: Rule, day: object, scene: Scene) -> tuple[datetime, datetime | None]:
    from bot.understanding.nodes import Day

    when = When(day=Day(day), part=rule.part, clock=rule.clock)  # type: ignore[arg-type]
    if rule.until_clock is not None:
        first, last = resolve.span(Stretch(when, When(clock=rule.until_clock)), scene)
        return first.at, last.at
    start = resolve.instant(when, scene).at if rule.clock else days.midnight(day)  # type: ignore[arg-type]
    return start, days.shift(start, rule.length) if rule.length else None


_BUILDERS: dict[type, Callable[..., Moment]] = {When: _when, Stretch: _stretch, Due: _due, Length: _length, Rule: _rule}
