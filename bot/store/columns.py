"""The kinds of columns that all tables are made of, and the metadata that holds the tables."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    String,
    TypeDecorator,
    text,
)
from sqlalchemy.types import TypeEngine


class UtcDateTime(TypeDecorator[datetime]):
    """Aware instants only. SQLite keeps them as text of one width, so that they sort as they follow each other."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(DateTime(timezone=True) if dialect.name == "postgresql" else String(32))

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any]:
        return _in_utc if dialect.name == "postgresql" else _written

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        return _in_utc if dialect.name == "postgresql" else _read


def _in_utc(value: datetime | None) -> datetime | None:
    if value is None or value.tzinfo is UTC:
        return value
    if value.utcoffset() is None:
        raise ValueError(f"a time without a zone cannot be stored: {value.isoformat()}")
    return value.astimezone(UTC)


def _written(value: datetime | None) -> str | None:
    utc = _in_utc(value)
    return None if utc is None else utc.isoformat(" ", "microseconds")


def _read(written: str | None) -> datetime | None:
    return None if written is None else datetime.fromisoformat(written)  # in UTC, since `_written` wrote it


Id = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite numbers rows by itself only in a column of type INTEGER."""

Json = JSON(none_as_null=True)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def id_column() -> Column[int]:
    return Column("id", Id, primary_key=True, autoincrement=True)


def words(name: str, default: str | None = "") -> Column[str]:
    """Text that is never null; with `default` None it must be given."""
    return Column(name, String, nullable=False, server_default=None if default is None else default)


def ref(name: str, to: str, *, nullable: bool = False, cascade: bool = False) -> Column[int]:
    return Column(name, Id, ForeignKey(to, ondelete="CASCADE" if cascade else None), nullable=nullable)


def at(name: str, *, nullable: bool = False) -> Column[datetime]:
    return Column(name, UtcDateTime, nullable=nullable)


def only_where(condition: str) -> dict[str, Any]:
    """A partial index's condition; queries must write it as literally as here, or the planner passes it by.

    PostgreSQL's indexes have the same, by their migration: to name them here would import its dialect at every start.
    """
    return {"sqlite_where": text(condition)}
