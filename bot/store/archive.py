"""A backup's file: a zip with one JSON-lines file for each table, and a manifest that vouches for them.

It says what the values mean and not how a database keeps them, so either database can take in the other's.
"""

import json
import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from bot.errors import BackupFault

FORMAT = 1
MANIFEST = "manifest.json"
ENCODE = json.JSONEncoder(separators=(",", ":")).encode
Values = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Content:
    """One table: its columns with the kinds of their values, how many rows, their hash, the next row's number."""

    name: str
    columns: Mapping[str, str]
    rows: int
    sha256: str
    next_id: int | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """`version` is that of the tables; `tables` stand in the order in which they can be filled."""

    version: str
    taken_at: datetime
    tables: tuple[Content, ...]

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)


class ArchiveWriter:
    def __init__(self, zipped: ZipFile) -> None:
        self._zip = zipped

    def add(self, name: str, columns: Mapping[str, str], rows: Iterable[Values]) -> Content:
        """Row by row, whatever their number."""
        count, digest = 0, sha256()
        with self._zip.open(_member(name), "w", force_zip64=True) as file:
            for row in rows:
                line = ENCODE(row).encode() + b"\n"
                digest.update(line)
                file.write(line)
                count += 1
        return Content(name, columns, count, digest.hexdigest())

    def close(self, manifest: Manifest) -> None:
        told = {"format": FORMAT, **asdict(manifest), "taken_at": manifest.taken_at.isoformat()}
        self._zip.writestr(MANIFEST, json.dumps(told, indent=1))


class ArchiveReader:
    def __init__(self, zipped: ZipFile, path: Path) -> None:
        self._zip = zipped
        self._path = path
        self.manifest = self._manifest()

    def rows(self, table: Content) -> Iterator[Values]:
        """BackupFault after the last one when they are not what was written."""
        count, digest = 0, sha256()
        with self._zip.open(_member(table.name)) as file:
            for line in file:
                digest.update(line)
                count += 1
                yield json.loads(line)
        if (count, digest.hexdigest()) != (table.rows, table.sha256):
            raise BackupFault(f"{self._path} is damaged ({table.name} is not what was written): take another backup.")

    def _manifest(self) -> Manifest:
        told = json.loads(self._zip.read(MANIFEST))
        if told.pop("format") != FORMAT:
            raise BackupFault(f"{self._path} was written by another xiaoban in a form unknown here: install that one.")
        tables = tuple(Content(**table) for table in told["tables"])
        return Manifest(told["version"], datetime.fromisoformat(told["taken_at"]), tables)


@contextmanager
def writing(path: Path) -> Iterator[ArchiveWriter]:
    """The file appears whole and on disk, or not at all; only its owner may read it."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with open(part, "xb", opener=_private) as raw:
            with ZipFile(raw, "w", ZIP_DEFLATED) as zipped:
                yield ArchiveWriter(zipped)
            raw.flush()
            os.fsync(raw.fileno())
        part.replace(path)
        _sync(path.parent)
    except OSError as fault:
        raise BackupFault(f"{path} cannot be written ({fault.strerror}): check the folder and its space.") from fault
    finally:
        with suppress(OSError):
            part.unlink()


@contextmanager
def reading(path: Path) -> Iterator[ArchiveReader]:
    """BackupFault for anything but a whole backup."""
    try:
        with ZipFile(path) as zipped:
            yield ArchiveReader(zipped, path)
    except OSError as fault:
        raise BackupFault(f"{path} cannot be read ({fault.strerror}): check the path and its rights.") from fault
    except (BadZipFile, zlib.error, EOFError, KeyError, TypeError, ValueError) as fault:
        raise BackupFault(f"{path} is no backup of xiaoban, or damaged ({fault}): choose another file.") from fault


def _member(table: str) -> str:
    return f"tables/{table}.jsonl"


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sync(folder: Path) -> None:
    """The new name, too, must outlast a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


Tell = Callable[[Content], None]
"""Hears of each table that is done."""
