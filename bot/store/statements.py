"""The few words of SQL that Core does not say alike for both databases."""

from collections.abc import Iterable, Mapping
from json import dumps
from typing import Any, Self

from sqlalchemy import (
    BindParameter,
    Boolean,
    Column,
    ColumnElement,
    Dialect,
    Integer,
    String,
    Table,
    TypeDecorator,
    bindparam,
    func,
    literal_column,
)
from sqlalchemy.dialects.sqlite import Insert, insert
from sqlalchemy.dialects.sqlite.dml import OnConflictDoNothing, OnConflictDoUpdate
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.selectable import TableValuedAlias
from sqlalchemy.types import JSON, BigInteger, TypeEngine


def given(name: str, like: Column[Any]) -> BindParameter[Any]:
    """A parameter with a column's type."""
    return bindparam(name, type_=like.type)


def insert_into(table: Table, *names: str) -> Insert:
    """An insert whose parameters are called like the columns; asks for no row back unless told to."""
    return insert(table).values({name: given(name, table.c[name]) for name in names}).inline()


def word(value: str) -> ColumnElement[str]:
    """A word of ours written into the text itself, as the partial indexes need it; never a user's."""
    return literal_column(f"'{value}'", String)


def number(value: int) -> ColumnElement[int]:
    """A number of ours, likewise."""
    return literal_column(str(value), Integer)


@compiles(OnConflictDoNothing, "postgresql")
@compiles(OnConflictDoUpdate, "postgresql")
def _conflict(clause: Any, compiler: Any, **kw: Any) -> str:
    """The same clause in PostgreSQL's class has one more attribute; that class takes 25 ms to import."""
    clause.constraint_target = None
    does = (
        compiler.visit_on_conflict_do_update
        if isinstance(clause, OnConflictDoUpdate)
        else compiler.visit_on_conflict_do_nothing
    )
    return str(does(clause, **kw))


class _Many(TypeDecorator[list[Any]]):
    """A list as one parameter."""

    impl = JSON
    cache_ok = True

    def __init__(self, item: TypeEngine[Any]) -> None:
        super().__init__()
        self.item = item

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name != "postgresql":
            return dialect.type_descriptor(JSON())
        from sqlalchemy.dialects.postgresql import ARRAY

        return dialect.type_descriptor(ARRAY(self.item))

    def process_bind_param(self, value: Iterable[Any] | None, dialect: Dialect) -> list[Any]:
        return list(value or ())


class _Mapping(TypeDecorator[Mapping[Any, str]]):
    """A mapping of numbers, or words, to words as one parameter."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Mapping[Any, str] | None, dialect: Dialect) -> str:
        return dumps(value or {})


class one_of(ColumnElement[bool]):
    """The column's value is in the parameter's list; one text whatever the length."""

    inherit_cache = False
    type = Boolean()

    def __init__(self, column: Column[Any], name: str) -> None:
        self.column = column
        item = String() if isinstance(column.type, String) else BigInteger()
        self.values: BindParameter[Any] = bindparam(name, type_=_Many(item))

    def self_group(self, against: object = None) -> Self:
        """Stands as it is: SQLite would be told `… = 1`, and would look at every row instead of the index."""
        return self


@compiles(one_of, "sqlite")
def _in_json(element: one_of, compiler: SQLCompiler, **kw: Any) -> str:
    column, values = (compiler.process(part, **kw) for part in (element.column, element.values))
    return f"{column} IN (SELECT value FROM json_each({values}))"


@compiles(one_of, "postgresql")
def _in_array(element: one_of, compiler: SQLCompiler, **kw: Any) -> str:
    column, values = (compiler.process(part, **kw) for part in (element.column, element.values))
    return f"{column} = ANY ({values})"


class each_of(FunctionElement[Any]):
    """The items of one list parameter as rows: `each_of("lanes").rows()` has the column `value`; words, or numbers."""

    inherit_cache = False
    name = "each_of"

    def __init__(self, name: str, item: TypeEngine[Any] | None = None) -> None:
        super().__init__(bindparam(name, type_=_Many(item or String())))

    def rows(self) -> TableValuedAlias:
        return self.table_valued("value").alias("value")


@compiles(each_of, "sqlite")
def _each_in_json(element: each_of, compiler: SQLCompiler, **kw: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **kw)})"


@compiles(each_of, "postgresql")
def _each_in_array(element: each_of, compiler: SQLCompiler, **kw: Any) -> str:
    return f"unnest({compiler.process(element.clauses, **kw)})"


class each_item(FunctionElement[Any]):
    """The items of one parameter, a mapping of words to words, as rows with the columns `key` and `value`, in order."""

    inherit_cache = False
    name = "each_item"

    def __init__(self, name: str) -> None:
        super().__init__(bindparam(name, type_=_Mapping()))

    def rows(self) -> TableValuedAlias:
        return self.table_valued("key", "value").alias("item")


@compiles(each_item, "sqlite")
def _each_in_object(element: each_item, compiler: SQLCompiler, **kw: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **kw)})"


@compiles(each_item, "postgresql")
def _each_in_text(element: each_item, compiler: SQLCompiler, **kw: Any) -> str:
    return f"json_each_text(CAST({compiler.process(element.clauses, **kw)} AS json))"


class looked_up(ColumnElement[str]):
    """The value that one parameter, a mapping of numbers to words, has for the column."""

    inherit_cache = False
    type = String()

    def __init__(self, column: Column[Any], name: str) -> None:
        self.column = column
        self.values: BindParameter[Any] = bindparam(name, type_=_Mapping())


@compiles(looked_up, "sqlite")
def _in_object(element: looked_up, compiler: SQLCompiler, **kw: Any) -> str:
    column, values = (compiler.process(part, **kw) for part in (element.column, element.values))
    return f"json_extract({values}, '$.\"' || {column} || '\"')"


@compiles(looked_up, "postgresql")
def _in_jsonb(element: looked_up, compiler: SQLCompiler, **kw: Any) -> str:
    column, values = (compiler.process(part, **kw) for part in (element.column, element.values))
    return f"(CAST({values} AS jsonb) ->> CAST({column} AS text))"


class contains(ColumnElement[bool]):
    """The words of the parameter stand somewhere in the column; `caseless` for words in small letters.

    Small letters cost a copy of every text, which Chinese words do without.
    """

    inherit_cache = False
    type = Boolean()

    def __init__(self, column: Column[Any], name: str, *, caseless: bool = False) -> None:
        self.column: ColumnElement[Any] = func.lower(column) if caseless else column
        self.words: BindParameter[Any] = bindparam(name, type_=String())

    def self_group(self, against: object = None) -> Self:
        """Stands as it is, as `one_of` does."""
        return self


@compiles(contains, "sqlite")
def _in_text(element: contains, compiler: SQLCompiler, **kw: Any) -> str:
    column, said = (compiler.process(part, **kw) for part in (element.column, element.words))
    return f"instr({column}, {said}) > 0"


@compiles(contains, "postgresql")
def _at_a_place(element: contains, compiler: SQLCompiler, **kw: Any) -> str:
    column, said = (compiler.process(part, **kw) for part in (element.column, element.words))
    return f"strpos({column}, CAST({said} AS text)) > 0"
