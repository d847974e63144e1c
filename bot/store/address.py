"""Where the database is: the setting's address, in each library's words."""

from dataclasses import dataclass
from pathlib import Path

from bot.errors import StartFailed

SQLITE = "sqlite:///"
POSTGRES = ("postgresql+psycopg://", "postgresql://", "postgres://")


@dataclass(frozen=True, slots=True)
class Address:
    """`file` for SQLite, `libpq` for PostgreSQL; never shown whole, since it may hold a password."""

    file: Path | None = None
    libpq: str = ""

    @property
    def alchemy(self) -> str:
        """As SQLAlchemy's engines want it."""
        return f"{SQLITE}{self.file}" if self.file else self.libpq.replace("postgresql://", POSTGRES[0], 1)


def address(url: str) -> Address:
    """StartFailed for any address but a SQLite file's or a PostgreSQL database's."""
    for scheme in POSTGRES:
        if url.startswith(scheme):
            return Address(libpq=url.replace(scheme, "postgresql://", 1))
    if url.startswith(SQLITE) and url != SQLITE and ":memory:" not in url:
        return Address(file=Path(url.removeprefix(SQLITE)))
    raise StartFailed(["database_url: write sqlite:///path/to/file.db or postgresql://user:password@host/name."])
