"""A file of JSON lines that is only ever added to and survives a crash."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

T = TypeVar("T", bound=msgspec.Struct)


class JsonLines(Generic[T]):
    """A file with a struct on each line; lines that cannot be read are skipped."""

    def __init__(self, path: Path, kind: type[T]) -> None:
        self.path, self._kind = path, kind

    def read(self) -> Iterator[T]:
        """Every line, in order; none if there is no file."""
        try:
            lines = self.path.read_bytes().splitlines()
        except OSError:
            return
        for line in lines:
            try:
                yield msgspec.json.decode(line, type=self._kind)
            except msgspec.MsgspecError:
                continue

    def add(self, entry: T) -> None:
        """Add a line, first ending any half-written line left by a crash."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab+") as file:
            if file.tell():
                file.seek(-1, os.SEEK_END)
                if file.read(1) != b"\n":
                    file.write(b"\n")
            file.write(msgspec.json.encode(entry) + b"\n")
