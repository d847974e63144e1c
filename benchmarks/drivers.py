"""The databases' own drivers, for what a statement takes when nothing is made of it."""

from typing import Any


def connected(url: str) -> Any:
    """The driver's own connection, as it comes."""
    if url.startswith("sqlite"):
        import sqlite3

        return sqlite3.connect(url.removeprefix("sqlite:///"))
    import psycopg

    return psycopg.connect(url)


def placed(url: str, statement: str) -> str:
    """Parameters as that driver marks them."""
    return statement if url.startswith("sqlite") else statement.replace("?", "%s")


def written(url: str, value: Any) -> Any:
    is_text = url.startswith("sqlite") and hasattr(value, "isoformat")
    return value.isoformat(" ", "microseconds") if is_text else value
