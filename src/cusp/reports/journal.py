"""Store what a run has read beside its output, so that it can continue if interrupted."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import BinaryIO

import msgspec

from cusp.reports.batch import Outcome
from cusp.reports.files import printable
from cusp.reports.json_lines import JsonLines


class _Entry(msgspec.Struct, frozen=True):
    """The state of a file when it was read, and the outcome."""

    reader: str
    path: str
    size: int
    changed: int
    outcome: Outcome


class Journal:
    """Outcomes on disk, one per line. Incomplete lines and other versions' lines are ignored."""

    def __init__(self, out: Path) -> None:
        self.path = out.with_name(out.name + ".partial")
        self._file: BinaryIO | None = None

    def known(self, files: list[Path]) -> dict[Path, Outcome]:
        """Reports already read from these files, if unchanged since. Failures are read again."""
        before = {entry.path: entry for entry in self._entries()}
        found: dict[Path, Outcome] = {}
        for file in files:
            entry = before.get(printable(file))
            if entry and entry.outcome.report and _state(file) == (entry.size, entry.changed):
                found[file] = entry.outcome
        return found

    def add(self, outcome: Outcome, file: Path) -> None:
        """Write an outcome to disk."""
        if self._file is None:
            self._file = self._open()
        size, changed = _state(file)
        entry = _Entry(_reader(), printable(file), size, changed, outcome)
        self._file.write(msgspec.json.encode(entry) + b"\n")
        self._file.flush()

    def _open(self) -> BinaryIO:
        """Open the journal for appending, first ending any half-written line left by a crash."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = self.path.open("ab+")
        if file.tell():
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                file.write(b"\n")
        return file

    def close(self) -> None:
        """Close the file but keep it for the next run."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def drop(self) -> None:
        """Delete the journal once the output is written."""
        self.close()
        self.path.unlink(missing_ok=True)

    def _entries(self) -> Iterator[_Entry]:
        entries = JsonLines(self.path, _Entry).read()
        return (entry for entry in entries if entry.reader == _reader())


def _state(file: Path) -> tuple[int, int]:
    try:
        status = file.stat()
    except OSError:
        return (-1, -1)
    return status.st_size, status.st_mtime_ns


def _reader() -> str:
    try:
        return version("cusp")
    except PackageNotFoundError:
        return "unknown"
