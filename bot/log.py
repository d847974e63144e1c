"""JSON lines: event name first, secrets masked, no message bodies; a thread writes them, so logging never waits."""

import json
import logging
import re
import secrets
import sys
import traceback
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from datetime import UTC, datetime
from logging.handlers import QueueHandler, QueueListener
from queue import SimpleQueue
from types import TracebackType
from typing import TYPE_CHECKING, Any, TextIO, cast

if TYPE_CHECKING:
    from structlog.typing import EventDict, FilteringBoundLogger


MASK = "•••"
SECRET = re.compile(r"secret|token|password|passwd|api_?key|aes_?key|authorization|cookie|signature|credential", re.I)
BODY = frozenset({"text", "body", "content", "card", "payload", "message_text", "words"})
IN_TEXT = (
    (re.compile(r"(://[^:/@\s]*):[^@\s/]+@"), rf"\1:{MASK}@"),
    (re.compile(r"\b(access_token|key|secret|token|sign|signature|password)=[^&\s\"']+", re.I), rf"\1={MASK}"),
    (re.compile(r"\b(?:xox[a-z]|xapp)-[\w-]+"), MASK),
)
QUOTED = re.compile(r"""(['"“「])[^'"”」]*['"”」]""")
LONGEST = 300


def get_log(name: str) -> "FilteringBoundLogger":
    """A logger whose calls are an event name and fields: `log.info("relay.sent", chat=…, attempts=…)`."""
    return cast("FilteringBoundLogger", _Log(name))


class _Log:
    """structlog's own from the first event on that is to be written: it imports all that paints consoles, 60 ms."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, method: str) -> Any:
        level = logging.getLevelNamesMapping().get(method.upper(), logging.ERROR)
        if not logging.getLogger(self._name).isEnabledFor(level):
            return _keep_quiet
        bound = getattr(_bound(self._name), method)
        setattr(self, method, bound)
        return bound


def _keep_quiet(*_event: object, **_fields: object) -> None:
    """Nobody listens to events of this level."""


def _bound(name: str) -> "FilteringBoundLogger":
    import structlog

    return cast(
        "FilteringBoundLogger",
        structlog.wrap_logger(
            logging.getLogger(name),
            processors=[structlog.stdlib.filter_by_level, _hand_over],
            wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG),
        ),
    )


def incident(log: "FilteringBoundLogger", event: str, fault: BaseException, **fields: object) -> str:
    """Log a bug under a number of four hex digits, which is all that a user is told of it."""
    number = secrets.token_hex(2)
    log.error(event, incident=number, exc_info=fault, **fields)
    return number


@contextmanager
def logging_to(stream: TextIO = sys.stderr, level: int = logging.INFO) -> Iterator[None]:
    """Everything logged inside goes to the stream as JSON lines; leaving writes what is still queued."""
    queue: SimpleQueue[logging.LogRecord] = SimpleQueue()
    writer = logging.StreamHandler(stream)
    writer.setFormatter(JsonLine())
    listener, door, root = QueueListener(queue, writer), _Door(queue), logging.getLogger()
    before, quiet = root.level, {name: logging.getLogger(name).level for name in ("apscheduler", "alembic", "asyncio")}
    root.addHandler(door)
    root.setLevel(level)
    for name in quiet:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    listener.start()
    try:
        yield
    finally:
        root.removeHandler(door)
        root.setLevel(before)
        for name, old in quiet.items():
            logging.getLogger(name).setLevel(old)
        listener.stop()


class _Door(QueueHandler):
    def prepare(self, record: logging.LogRecord) -> logging.LogRecord:
        """Hand the record over as it is: it stays in this process, and the writer's thread does the work."""
        return record


class JsonLine(logging.Formatter):
    """One line for a record of ours or of a library."""

    def format(self, record: logging.LogRecord) -> str:
        fields: Mapping[str, Any] = getattr(record, "fields", {})
        line = {
            "event": masked(record.getMessage()),
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "room": record.name,
            **{key: _shown(key, value) for key, value in fields.items()},
            **(_described(record.exc_info) if record.exc_info else {}),
        }
        return json.dumps(line, ensure_ascii=False, default=_plain)


def masked(text: str) -> str:
    """The text without the secrets that addresses and tokens carry, and not longer than a line should be."""
    for pattern, instead in IN_TEXT:
        text = pattern.sub(instead, text)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _hand_over(_logger: Any, _method: str, event_dict: "EventDict") -> tuple[tuple[str], dict[str, Any]]:
    fields: MutableMapping[str, Any] = event_dict
    event, exc_info = str(fields.pop("event", "")), fields.pop("exc_info", None)
    return (event,), {"extra": {"fields": fields}, "exc_info": exc_info}


def _shown(key: str, value: Any) -> Any:
    if SECRET.search(key):
        return MASK
    if key in BODY:
        return f"({len(str(value))} characters)"
    if isinstance(value, Mapping):
        return {str(inner): _shown(str(inner), one) for inner, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_shown(key, one) for one in value]
    return masked(value) if isinstance(value, str) else value


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else masked(str(value))


def _described(exc_info: tuple[Any, ...]) -> dict[str, Any]:
    """Type, first line without what it quotes (that may be a user's words), and the places it passed."""
    kind, fault, trace = cast(tuple[type[BaseException] | None, BaseException, TracebackType | None], exc_info)
    if kind is None:
        return {}
    first = next(iter(str(fault).splitlines()), "")
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
    cause = fault.__cause__ or fault.__context__
    return {
        "fault": f"{kind.__module__}.{kind.__qualname__}",
        "said": masked(QUOTED.sub(r"\1…\1", first)),
        "places": places[-12:],
        **({"cause": type(cause).__qualname__} if cause else {}),
    }
