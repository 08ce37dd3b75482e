"""What a run has read so far, kept beside its output, so that an interrupted run can go on."""

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
    """A file as it was when it was read, and what came of it."""

    reader: str
    path: str
    size: int
    changed: int
    outcome: Outcome


class Journal:
    """Outcomes on disk, one a line; lines of other files, versions or half-written are ignored."""

    def __init__(self, out: Path) -> None:
        self.path = out.with_name(out.name + ".partial")
        self._file: BinaryIO | None = None

    def known(self, files: list[Path]) -> dict[Path, Outcome]:
        """Reports read before from exactly these files, unchanged since; failures are not kept."""
        before = {entry.path: entry for entry in self._entries()}
        found: dict[Path, Outcome] = {}
        for file in files:
            entry = before.get(printable(file))
            if entry and entry.outcome.report and _state(file) == (entry.size, entry.changed):
                found[file] = entry.outcome
        return found

    def add(self, outcome: Outcome, file: Path) -> None:
        """Keeps one outcome; it is on disk when this returns."""
        if self._file is None:
            self._file = self._opened()
        size, changed = _state(file)
        entry = _Entry(_reader(), printable(file), size, changed, outcome)
        self._file.write(msgspec.json.encode(entry) + b"\n")
        self._file.flush()

    def _opened(self) -> BinaryIO:
        """The journal ready to be added to; half a line left by a crash is ended first."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = self.path.open("ab+")
        if file.tell():
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                file.write(b"\n")
        return file

    def close(self) -> None:
        """Lets go of the file and keeps it for the next run."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def drop(self) -> None:
        """Forgets everything: the output is written."""
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
