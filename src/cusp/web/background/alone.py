"""One process at a time: a lock that the system lets go of when its process ends, however it ends.

The file stays and means nothing by itself; only the lock on it does.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

# Where Windows locks: beyond anything that is written, so that others can read who is at work.
_BEYOND = 1 << 20


class AnotherAtWork(Exception):
    """Another process holds the lock; the message is what it wrote there."""


@contextlib.contextmanager
def alone(path: Path, *, note: str) -> Iterator[None]:
    """Hold the lock of a file. Raises :class:`AnotherAtWork`, and ``OSError`` without a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        if not _locked(file):
            file.seek(0)
            raise AnotherAtWork(file.read(200).strip())
        file.truncate(0)
        file.write(note)
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


if sys.platform == "win32":
    import msvcrt

    def _locked(file: IO[str]) -> bool:
        os.lseek(file.fileno(), _BEYOND, os.SEEK_SET)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _locked(file: IO[str]) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
