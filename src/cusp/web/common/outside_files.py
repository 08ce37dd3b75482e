"""Whose turn it is to have a file from outside opened: few requests at a time.

All others are told to try again, so that threads are left for everybody else.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from django.conf import settings

from cusp.outside.process import NotNow
from cusp.outside.slots import one_of

# Threads of one web process that may open a file or wait for it.
_threads = threading.BoundedSemaphore(2)
# Seconds until a request that was told to wait may be sent again.
AGAIN_AFTER = 5


@contextmanager
def turn(*, wait: float) -> Iterator[None]:
    """A turn to open a file. Raises :class:`NotNow` where none came up for ``wait`` seconds."""
    if not _threads.acquire(blocking=False):
        raise NotNow
    with ExitStack() as stack:
        stack.callback(_threads.release)
        one = one_of(settings.OPENED_AT_ONCE, Path(settings.DATA) / "opening", wait=wait)
        with suppress(OSError):  # a full disk: what this process may do by itself is enough
            stack.enter_context(one)
        yield
