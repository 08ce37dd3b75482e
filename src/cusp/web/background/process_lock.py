"""A lock that only one process can hold. The system releases it when that process ends.

The lock file is never deleted: only the lock on it matters.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

# The name of the worker's lock file in the data folder.
OF_THE_WORKER = "worker.lock"
# Windows locks a byte past the end of the text, so that other processes can read the note.
_LOCK_OFFSET = 1 << 20


class AlreadyRunning(Exception):
    """Another process holds the lock; the message is its note."""


@contextlib.contextmanager
def only_process(path: Path, *, note: str) -> Iterator[None]:
    """Hold the lock on a file. Raises :class:`AlreadyRunning` or ``OSError``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        if not _try_lock(file):
            file.seek(0)
            raise AlreadyRunning(file.read(200).strip())
        file.truncate(0)
        file.write(note)
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


def is_held(path: Path) -> bool:
    """Whether a process holds the lock on a file."""
    if not path.exists():
        return False
    with path.open("a+", encoding="utf-8") as file:  # closing it lets go of the lock
        return not _try_lock(file)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[str]) -> bool:
        os.lseek(file.fileno(), _LOCK_OFFSET, os.SEEK_SET)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try_lock(file: IO[str]) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
