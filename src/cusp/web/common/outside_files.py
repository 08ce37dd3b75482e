"""Limits how many requests may open outside files at the same time.

Other requests are asked to try again, so that threads stay free for everyone else.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from django.conf import settings

from cusp.outside.process import NotNow, NoWorkers
from cusp.outside.slots import one_of
from cusp.web.common.refusals import CannotChange

# How many threads in one web process may open a file or wait to do so.
_threads = threading.BoundedSemaphore(2)
# Seconds to wait before sending a refused request again.
AGAIN_AFTER = 5


@contextmanager
def turn(*, wait: float) -> Iterator[None]:
    """Hold a turn to open a file; raises :class:`NotNow` if none is free in ``wait`` seconds."""
    if not _threads.acquire(blocking=False):
        raise NotNow
    with ExitStack() as stack:
        stack.callback(_threads.release)
        one = one_of(settings.OPENED_AT_ONCE, Path(settings.DATA) / "opening", wait=wait)
        with suppress(OSError):  # on a full disk, the limit for each process is enough
            stack.enter_context(one)
        yield


@contextmanager
def explained(*unreadable: type[Exception]) -> Iterator[None]:
    """Raise ``CannotChange``, about the field ``file``, for a file that cannot be opened."""
    try:
        yield
    except unreadable as error:
        raise CannotChange(str(error), field="file") from None
    except NotNow:
        raise CannotChange(
            "Cusp is busy opening other files. Try again in a minute", field="file"
        ) from None
    except NoWorkers as error:
        raise CannotChange(f"The file could not be opened: {error}", field="file") from None
