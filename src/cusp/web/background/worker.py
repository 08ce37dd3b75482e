"""The worker's loop: one piece of work after another. No error ends it."""

from __future__ import annotations

import errno
import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError, close_old_connections, connections

from cusp.web.background.status import Status

Step = Callable[[Status], bool]
"""Does the next piece of one kind of work; false if there is none."""

IDLE_SECONDS = 1.0
SHORTEST_REST, LONGEST_REST = 1.0, 15.0
_log = logging.getLogger(__name__)


@dataclass
class Rest:
    """How long to leave a kind of work that failed, on a clock that nobody can set."""

    until: float = 0.0
    seconds: float = 0.0
    reason: str = ""


class Worker:
    """Works through kinds of work, by name; the first has priority."""

    def __init__(self, steps: Mapping[str, Step], status: Status) -> None:
        self._steps = steps
        self._status = status
        self._rests = {name: Rest() for name in steps}
        self._stopping = threading.Event()

    def stop(self) -> None:
        """End the loop after the current piece of work."""
        self._stopping.set()

    def run(self) -> None:
        """Work until :meth:`stop` is called."""
        while not self._stopping.is_set():
            if not self.run_once():
                self._status.doing("")
                self._stopping.wait(IDLE_SECONDS)

    def run_once(self) -> bool:
        """Do a piece of the first kind of work that has one; false if there was nothing to do."""
        for name, step in self._steps.items():
            if self._rests[name].until > time.monotonic():
                continue
            if self._try(name, step):
                return True
        return False

    def _try(self, name: str, step: Step) -> bool:
        try:
            close_old_connections()
            done = step(self._status)
        except Exception as error:  # noqa: BLE001  # no error may end the loop; it is logged and shown
            self._failed(name, error)
            return False
        if self._rests[name].reason:
            # With the reason, since it could not be logged if the disk was full.
            _log.warning("%s: working again after: %s", name, self._rests[name].reason)
            self._status.trouble(name, "")
        self._rests[name] = Rest()
        return done

    def _failed(self, name: str, error: Exception) -> None:
        rest, reason = self._rests[name], reason_of(error)
        if reason != rest.reason:
            _log.warning("%s: %s", name, reason, exc_info=error)
        seconds = min(max(2 * rest.seconds, SHORTEST_REST), LONGEST_REST)
        self._rests[name] = Rest(time.monotonic() + seconds, seconds, reason)
        self._status.trouble(name, reason)
        connections.close_all()  # one that failed halfway cannot be used again


def reason_of(error: Exception) -> str:
    """Why work has stopped, in words an officer could pass on to an administrator."""
    text = str(error).lower()
    if is_full(error):
        return "The server’s disk is full. Free some space and Cusp will continue."
    if isinstance(error, OperationalError) and ("locked" in text or "lock timeout" in text):
        return "The database is locked by another program. Cusp will keep trying."
    if isinstance(error, OperationalError | InterfaceError):
        return "The database cannot be reached. Cusp will keep trying."
    if isinstance(error, OSError):
        return f"A file cannot be read or written ({error.strerror}). Cusp will keep trying."
    kind = type(error).__name__
    return f"An unexpected error occurred ({kind}). Cusp will keep trying; the log has the details."


def is_full(error: BaseException) -> bool:
    """Whether something failed because the disk is full."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    cause = error.__cause__
    code = getattr(cause, "sqlite_errorcode", None)
    return code == sqlite3.SQLITE_FULL or any(
        words in str(error).lower() for words in ("no space left", "disk is full")
    )


def is_passing(error: Exception) -> bool:
    """Whether a failure has nothing to do with the work itself, so it should be tried again."""
    return isinstance(error, OperationalError | InterfaceError | OSError)
