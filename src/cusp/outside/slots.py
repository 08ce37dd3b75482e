"""Limit how many run at once, across all processes that share a folder.

A slot is a lock on a file. The system releases it when its process ends, however it ends.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cusp.outside.process import NotNow

_LOOK_EVERY = 0.03


@contextmanager
def one_of(count: int, folder: Path, *, wait: float) -> Iterator[None]:
    """Hold one of ``count`` slots.

    Raises :class:`NotNow` if none becomes free within ``wait`` seconds, and :class:`OSError` if no
    file can be created in the folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + wait
    while True:
        for number in range(count):
            handle = os.open(folder / f"{number}.lock", os.O_RDWR | os.O_CREAT, 0o600)
            try:
                if _locked(handle):
                    yield
                    return
            finally:
                os.close(handle)  # this releases the lock
        if time.monotonic() > until:
            raise NotNow
        time.sleep(_LOOK_EVERY)


def _locked(handle: int) -> bool:
    with suppress(OSError):
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False
