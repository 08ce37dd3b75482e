"""Only one process at a time loads or deletes returns: the worker, or a command."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from cusp.web.background.process_lock import AlreadyRunning, only_process

__all__ = ["AlreadyRunning", "alone"]


@contextmanager
def alone() -> Iterator[None]:
    """Hold the lock on snapshots. Raises :class:`AlreadyRunning`."""
    with only_process(Path(settings.DATA) / "snapshots.lock", note=f"process {os.getpid()}"):
        yield
