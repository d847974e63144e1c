"""What the values of a column are, apart from how either database keeps them."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Float, Integer, LargeBinary, MetaData, String, Table
from sqlalchemy.types import JSON, TypeEngine

from bot.store.schema import Json, UtcDateTime

TYPES: Mapping[str, TypeEngine[Any]] = {
    "bytes": LargeBinary(),
    "flag": Boolean(),
    "json": Json,
    "number": BigInteger(),
    "real": Float(),
    "text": String(),
    "time": UtcDateTime(),
}
CLASSES: tuple[tuple[type, str], ...] = (
    (UtcDateTime, "time"), (JSON, "json"), (Boolean, "flag"), (Integer, "number"), (Float, "real"), (String, "text"),
    (LargeBinary, "bytes"),
)  # fmt: skip

MANY, FEW = 1000, 10

Change = Callable[[Any], Any]


def kind(column: Column[Any]) -> str:
    """TypeError for a column of a kind that no backup knows yet."""
    for one, name in CLASSES:
        if isinstance(column.type, one):
            return name
    raise TypeError(f"a backup does not know what {column} holds: name its kind in bot/store/kinds.py")


def at_once(columns: Mapping[str, str]) -> int:
    """How many rows of such a table may be in memory together."""
    return FEW if "bytes" in columns.values() else MANY


def kinds(table: Table) -> dict[str, str]:
    return {column.name: kind(column) for column in table.columns}


def as_table(name: str, columns: Mapping[str, str]) -> Table:
    """The table as a backup describes it, good for inserting."""
    return Table(name, MetaData(), *(Column(column, TYPES[of]) for column, of in columns.items()))


def written(value: Any) -> Any:
    """As JSON can say it."""
    if isinstance(value, bytes):
        return b64encode(value).decode()
    return value.isoformat() if isinstance(value, datetime) else value


def understood(value: Any, of: str) -> Any:
    """What `written` was given."""
    if of == "bytes" and value is not None:
        return b64decode(value)
    return datetime.fromisoformat(value) if of == "time" and value is not None else value
