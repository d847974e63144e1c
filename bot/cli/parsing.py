"""`xiaoban parse`: what a sentence is understood as, in the JSON of the public surface."""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from typer import BadParameter

from bot.cli.failure import Failure
from bot.cli.given import settings_of
from bot.engine.clock import SystemClock
from bot.engine.holidays import work_calendar
from bot.errors import UserError
from bot.understanding.phrases import Route, load_routes
from bot.understanding.sentence import LONGEST
from bot.understanding.times import Moment, find_times
from bot.understanding.understand import Context, Understood, understand
from bot.understanding.wordlist import words

SLOTS = ("title", "start", "end", "due", "room", "people", "rrule")
LOOKS = frozenset(words("show whole receipts missing back sheet scheduled series templates search"))
"""What a desk tells apart among the things it shows; the public surface knows that something is looked at."""

ODD = (UserError, ValueError, ArithmeticError, LookupError)
"""What a line may run into without stopping those after it."""
EMPTY: Mapping[str, Any] = {
    "text": "", "intent": None, "confidence": 0.0, "slots": {}, "times": [], "missing": [], "alternatives": [],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reader:
    """What every sentence of one call is read with."""

    routes: tuple[Route, ...]
    context: Context

    def read(self, text: str, now: str = "") -> dict[str, Any]:
        """The reading as JSON has it; ValueError for an empty or too long text, or when `now` is no moment."""
        if not text.strip():
            raise ValueError("there is no text; write a sentence")
        if len(text) > LONGEST:
            raise ValueError(f"the text has more than {LONGEST} characters; write a shorter one")
        context = self.context._replace(now=moment_of(now, self.context)) if now else self.context
        times = find_times(text, context.now, zone=context.zone, calendar=context.calendar)
        understood = understand(text, self.routes, context)
        return {**EMPTY, "text": text, **reading(understood), "times": [time_of(one) for one in times]}

    def read_line(self, line: str) -> dict[str, Any]:
        """The reading of one line of input, or with `error` why there is none."""
        text = line
        try:
            text, now = fields_of(line)
            return self.read(text, now)
        except ODD as fault:
            return {**EMPTY, "text": text, "error": str(fault)}


def parse_one(config: Path | None, text: str | None, now: str, language: str) -> None:
    """One sentence, from the command line or from standard input."""
    reader = make_reader(config, now, language)
    try:
        write(reader.read(sys.stdin.read().strip() if text is None else text))
    except ODD as fault:
        raise Failure(f"this cannot be read: {fault}.") from fault


def parse_lines(config: Path | None, now: str, language: str) -> None:
    """One JSON a line, in order, each as soon as it is read."""
    reader = make_reader(config, now, language)
    for line in sys.stdin.buffer:
        write(reader.read_line(line.decode("utf-8", "replace").strip()))


def make_reader(config: Path | None, now: str, language: str) -> Reader:
    """The names are those of the office file in the settings, else the demonstration office's."""
    from config.office import load_office
    from config.settings import DEMO_OFFICE

    settings = settings_of(config)
    office = load_office(settings.office or DEMO_OFFICE)
    context = Context(
        now=SystemClock().now().astimezone(settings.zone),
        zone=settings.zone,
        calendar=work_calendar(settings.calendar),
        rooms=tuple(room.name for room in office.rooms),
        people=frozenset(person.name for person in office.people),
        units=tuple(unit.name for unit in office.units),
        language=language or settings.language,
    )
    try:
        return Reader(load_routes(), context._replace(now=moment_of(now, context)) if now else context)
    except ValueError as fault:
        raise BadParameter(f"--now: {fault}.") from fault


def moment_of(text: str, context: Context) -> datetime:
    """A moment without an offset is the office's wall clock."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError as fault:
        raise ValueError(f"{text[:40]} is no moment; write one such as 2026-11-23T10:00:00+08:00") from fault
    return at.astimezone(context.zone) if at.tzinfo else at.replace(tzinfo=context.zone)


def fields_of(line: str) -> tuple[str, str]:
    """Text and moment of a line: an object, a JSON string, or plain words."""
    if not line.startswith(("{", "[", '"')):
        return line, ""
    try:
        given = json.loads(line)
    except (ValueError, RecursionError) as fault:
        if line.startswith('"'):
            return line, ""
        raise ValueError("the line is not valid JSON; write an object with text, or a string") from fault
    if isinstance(given, str):
        return given, ""
    if (
        not isinstance(given, dict)
        or not isinstance(given.get("text"), str)
        or not isinstance(given.get("now", ""), str)
    ):
        raise ValueError(
            'the line is no {"text": "…", "now": "…"}; write text as a string, and now as one or not at all'
        )
    return given["text"], given.get("now", "")


def public(intent: str) -> str:
    """The intent by the name that the public surface has for it."""
    desk, _, act = intent.partition(".")
    if intent == "supervision.reassign":
        return "supervision.assign"
    return f"{desk}.list" if act in LOOKS else intent


def reading(understood: Understood | None) -> dict[str, Any]:
    """The likeliest reading, with the chance that it is right; the bot acts on it, or asks, as that chance allows."""
    if understood is None:
        return {}
    others = [{"intent": public(other.intent), "confidence": other.confidence} for other in understood.alternatives]
    slots = {name: _json(value) for name, value in understood.slots.items()}
    return {
        "intent": public(understood.intent),
        "confidence": understood.confidence,
        "slots": {**dict.fromkeys(SLOTS), **slots},
        "missing": list(understood.missing),
        "alternatives": others,
    }


def time_of(one: Moment) -> dict[str, Any]:
    fields = ("text", "span", "kind", "start", "end", "grain", "rrule", "duration")
    return {name: _json(getattr(one, name)) for name in fields}


def _json(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, tuple | list | frozenset):
        return [_json(part) for part in value]
    return value


def write(printed: Mapping[str, Any]) -> None:
    """As readable as the characters allow: half a character can only be written as its number."""
    try:
        line = json.dumps(printed, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        line = json.dumps(printed).encode()
    sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()
