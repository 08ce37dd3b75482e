"""Opens files from outside for a request: in a process of their own, and few at a time.

Whoever asks for more is told to try again, so that threads are left for everybody else.
"""

from __future__ import annotations

import threading
from contextlib import ExitStack, suppress
from pathlib import Path

from django.conf import settings

from cusp.outside.process import Limits, NotNow, once
from cusp.outside.slots import one_of

# Threads of one web process that may open a file or wait for it.
_threads = threading.BoundedSemaphore(2)
# Seconds until a request that was told to wait may be sent again.
AGAIN_AFTER = 5


def open_apart(task: str, order: bytes, limits: Limits, *, wait: float, within: float) -> bytes:
    """What the task answers to the order.

    ``wait`` is how many seconds a request waits for its turn, ``within`` how many it then takes.
    Raises what :func:`cusp.outside.process.once` raises.
    """
    if not _threads.acquire(blocking=False):
        raise NotNow
    with ExitStack() as stack:
        stack.callback(_threads.release)
        turn = one_of(settings.OPENED_AT_ONCE, Path(settings.DATA) / "opening", wait=wait)
        with suppress(OSError):  # a full disk: what this process may do by itself is enough
            stack.enter_context(turn)
        return once(task, order, limits, within=within)
