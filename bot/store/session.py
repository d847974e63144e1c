"""Statements are written once in Core, compiled once for each database, and run as text on the driver."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from sqlalchemy import Dialect, Select
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase

Row = tuple[Any, ...]
Statement = Select[Any] | UpdateBase
Convert = Callable[[Any], Any] | None


class Cursor(Protocol):
    """What both drivers' cursors can do."""

    @property
    def rowcount(self) -> int: ...
    def execute(self, sql: Any, parameters: Any = ..., /) -> Any: ...
    def executemany(self, sql: Any, parameters: Any, /) -> Any: ...
    def fetchall(self) -> list[Any]: ...


class Text:
    """One statement in one database's SQL, with what its values pass through on the way in and out."""

    __slots__ = ("_binds", "_converted", "_fixed", "sql")

    def __init__(self, statement: Statement, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        if not isinstance(compiled, SQLCompiler):
            raise TypeError(f"not a statement: {statement}")
        self.sql = str(compiled)
        names = compiled.positiontup or ()
        into = {name: compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names}
        self._binds: tuple[tuple[str, Convert], ...] = tuple((name, into[name]) for name in names)
        self._fixed = {name: value for name, value in compiled.params.items() if value is not None}
        columns = statement.exported_columns
        out = [one.type.dialect_impl(dialect).result_processor(dialect, None) for one in columns]
        self._converted = tuple((place, convert) for place, convert in enumerate(out) if convert is not None)

    def values(self, params: Mapping[str, Any]) -> list[Any]:
        """The parameters in the order of the text."""
        given = {**self._fixed, **params} if self._fixed else params
        return [given[name] if convert is None else convert(given[name]) for name, convert in self._binds]

    def read(self, rows: list[Row]) -> list[Row]:
        """The rows as Python values."""
        return [self._read(row) for row in rows] if self._converted else rows

    def _read(self, row: Row) -> Row:
        values = list(row)
        for place, convert in self._converted:
            values[place] = convert(values[place])
        return tuple(values)


class Translator:
    """Each statement's text, kept from its first use on."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._texts: dict[Statement, Text] = {}

    def text(self, statement: Statement) -> Text:
        found = self._texts.get(statement)
        if found is None:
            found = self._texts[statement] = Text(statement, self._dialect)
        return found


class Session:
    """One connection's statements, used by one thread.

    `is_writer` says that rows read may be written back, `is_alone` that nobody else can write meanwhile.
    """

    __slots__ = ("_cursor", "_text", "is_alone", "is_writer")

    def __init__(self, cursor: Cursor, translator: Translator, *, is_writer: bool, is_alone: bool = False) -> None:
        self._cursor = cursor
        self._text = translator.text
        self.is_writer = is_writer
        self.is_alone = is_alone

    def run(self, statement: Statement, /, **params: Any) -> int:
        """How many rows were touched."""
        text = self._text(statement)
        self._cursor.execute(text.sql, text.values(params))
        return self._cursor.rowcount

    def run_many(self, statement: Statement, rows: Iterable[Mapping[str, Any]], /) -> int:
        """How many rows were touched by all of them."""
        text = self._text(statement)
        self._cursor.executemany(text.sql, [text.values(row) for row in rows])
        return self._cursor.rowcount

    def rows(self, statement: Statement, /, **params: Any) -> list[Row]:
        text = self._text(statement)
        self._cursor.execute(text.sql, text.values(params))
        return text.read(self._cursor.fetchall())

    def row(self, statement: Statement, /, **params: Any) -> Row | None:
        found = self.rows(statement, **params)
        return found[0] if found else None
