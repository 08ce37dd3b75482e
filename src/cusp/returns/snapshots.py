"""Snapshots: a return as it stood on a day, kept as Parquet files that never change.

A snapshot is a folder. It is written whole or not at all, and every file is checked against its
hash when it is read. Each has a day by which it must be deleted; what is deleted leaves a proof.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import msgspec

from cusp.returns.record import Kind, Problem, Return, Table

SCHEMA = "cusp.snapshot/1"
UNFINISHED = ".writing-"
_MANIFEST, _PROBLEMS = "snapshot.json", "problems.json"


class CannotRead(Exception):
    """A snapshot is missing or damaged; the message says what to do."""


class KeptTable(msgspec.Struct, frozen=True, kw_only=True):
    """A table of a snapshot, in a file of its own."""

    file: str
    name: str
    rows: int
    bytes: int
    sha256: str
    headings: Mapping[str, tuple[str, str]]


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a snapshot holds, who loaded it from which file, and when it must be deleted."""

    schema: str = SCHEMA
    kind: Kind
    edition: str
    as_at: date
    file: str
    sha256: str
    loaded_at: datetime
    loaded_by: str
    retain_until: date
    pseudonyms: bool
    lists: Mapping[int, KeptTable]
    tables: Mapping[str, KeptTable]

    @property
    def rows(self) -> int:
        """How many rows it has in all."""
        return sum(one.rows for one in (*self.lists.values(), *self.tables.values()))


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """Proof of deletion: what was deleted, by hash, when, by whom and why. It names no child."""

    as_at: date
    file: str
    sha256: str
    files: Mapping[str, str]
    rows: int
    deleted_at: datetime
    deleted_by: str
    why: str


def write(
    folder: Path,
    loaded: Return,
    *,
    loaded_at: datetime,
    loaded_by: str,
    retain_until: date,
    pseudonyms: bool = False,
) -> Manifest:
    """Write a snapshot into a new folder. A folder that is there already is left as it is.

    Raises ``OSError``; then nothing is left behind.
    """
    if folder.exists():
        return manifest_of(folder)
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=folder.parent))
    try:
        manifest = Manifest(
            kind=loaded.kind, edition=loaded.edition, as_at=loaded.as_at, file=loaded.file,
            sha256=loaded.sha256, loaded_at=loaded_at, loaded_by=loaded_by,
            retain_until=retain_until, pseudonyms=pseudonyms,
            lists={n: _keep(made, f"list_{n:02}", one) for n, one in loaded.lists.items()},
            tables={name: _keep(made, name, one) for name, one in loaded.tables.items()},
        )  # fmt: skip
        _write(made / _PROBLEMS, msgspec.json.encode(list(loaded.problems)))
        _write(made / _MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))
        made.rename(folder)
        _sync(folder.parent)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    return manifest


def manifest_of(folder: Path) -> Manifest:
    """What a snapshot holds. Raises :class:`CannotRead`."""
    try:
        return msgspec.json.decode((folder / _MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError):
        raise CannotRead(
            f"The snapshot {folder.name} is missing or damaged. Restore it from a backup, or "
            "delete it and load its file again."
        ) from None


def read(folder: Path) -> Return:
    """The return that a snapshot holds. Raises :class:`CannotRead` if a file was changed."""
    manifest = manifest_of(folder)
    return Return(
        kind=manifest.kind, as_at=manifest.as_at, edition=manifest.edition,
        lists={number: _table(folder, one) for number, one in manifest.lists.items()},
        tables={name: _table(folder, one) for name, one in manifest.tables.items()},
        problems=problems_of(folder), file=manifest.file, sha256=manifest.sha256,
    )  # fmt: skip


def problems_of(folder: Path) -> list[Problem]:
    """The problems that the return had when it was loaded; none if their file is missing."""
    try:
        return msgspec.json.decode((folder / _PROBLEMS).read_bytes(), type=list[Problem])
    except (OSError, msgspec.DecodeError):
        return []


def proof_of(folder: Path, *, deleted_at: datetime, deleted_by: str, why: str) -> Proof:
    """Proof that a snapshot is deleted, made before it is. Raises :class:`CannotRead`."""
    manifest = manifest_of(folder)
    kept = (*manifest.lists.values(), *manifest.tables.values())
    return Proof(
        as_at=manifest.as_at, file=manifest.file, sha256=manifest.sha256,
        files={one.file: one.sha256 for one in kept}, rows=manifest.rows,
        deleted_at=deleted_at, deleted_by=deleted_by, why=why,
    )  # fmt: skip


def remove(folder: Path) -> tuple[str, ...]:
    """Delete the files of a snapshot. Returns the names of those that could not be deleted."""
    for path in folder.iterdir() if folder.is_dir() else ():
        with suppress(OSError):
            path.chmod(0o600)
            path.unlink()
    with suppress(OSError):
        folder.rmdir()
    return tuple(sorted(path.name for path in folder.iterdir())) if folder.is_dir() else ()


def _keep(folder: Path, stem: str, table: Table) -> KeptTable:
    import pyarrow.parquet as pq

    path = folder / f"{stem}.parquet"
    pq.write_table(table.rows, path, compression="zstd")
    data = path.read_bytes()
    path.chmod(0o400)
    with path.open("rb") as file:
        os.fsync(file.fileno())
    return KeptTable(
        file=path.name, name=table.name, rows=len(table), bytes=len(data),
        sha256=hashlib.sha256(data).hexdigest(), headings=dict(table.headings),
    )  # fmt: skip


def _table(folder: Path, kept: KeptTable) -> Table:
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = folder / kept.file
    try:
        data = path.read_bytes()
    except OSError:
        data = b""
    if hashlib.sha256(data).hexdigest() != kept.sha256:
        raise CannotRead(
            f"{kept.file} of the snapshot {folder.name} is not as it was stored. Restore it from "
            "a backup, or delete the snapshot and load its file again."
        )
    rows = pq.read_table(pa.BufferReader(data))
    return Table(kept.name, rows.replace_schema_metadata(None), kept.headings)


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
