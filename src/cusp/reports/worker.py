"""A process that reads one file after another for :mod:`cusp.reports.batch`.

It is a separate Python that imports nothing from the program that started it, so scripts, notebooks
and the Python prompt need no guard. Orders arrive on standard input and answers leave on standard
output, each after its length.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import msgspec
import psutil

from cusp.reports.documents import NotAReport
from cusp.reports.reader import read_report
from cusp.reports.record import Report

Answer = tuple[Report | None, str | None]
_LENGTH = 8
# A worker's first message. Anything before it was printed while Python started.
_READY = b"\0cusp reads\0"
# No record is nearly this long.
_MOST = 2**28
# The system's limits are higher than the parent's: they stop what grows too fast for the parent.
_SLACK_MEGABYTES, _SLACK_SECONDS = 512, 10


class Pipe(Protocol):
    """One end of an unbuffered pipe."""

    def read(self, size: int, /) -> bytes | None:
        """Reads up to ``size`` bytes; none at the end."""

    def write(self, data: bytes, /) -> int | None:
        """Writes some of ``data`` and returns how many bytes."""


def send(pipe: Pipe, message: bytes) -> None:
    """Writes a whole message. Raises :class:`OSError` if the other end has closed."""
    unsent = len(message).to_bytes(_LENGTH, "big") + message
    while unsent:
        unsent = unsent[pipe.write(unsent) or 0 :]


def receive(pipe: Pipe) -> bytes | None:
    """The next message; ``None`` if the other end has closed or sent no message."""
    length = int.from_bytes(_exactly(pipe, _LENGTH) or b"", "big")
    return _exactly(pipe, length) if 0 < length < _MOST else None


def await_ready(pipe: Pipe) -> bool:
    """Reads until a worker is ready. Returns false if it never is."""
    seen = b""
    while seen != _READY:
        part = pipe.read(1)
        if not part:
            return False
        seen = (seen + part)[-len(_READY) :]
    return True


def _exactly(pipe: Pipe, size: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < size:
        with suppress(InterruptedError):
            part = pipe.read(size - len(parts))
            if not part:
                return None
            parts += part
    return bytes(parts)


def work(megabytes: int, seconds: float) -> None:
    """Reads the files it is sent and answers, until the other end closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    orders, answers = _own_pipes()
    allow_seconds = _limited(megabytes)
    answers.write(_READY)
    send(answers, str(os.getpid()).encode())
    while (order := receive(orders)) is not None:
        allow_seconds(seconds)
        try:
            send(answers, msgspec.json.encode(answer_for(Path(os.fsdecode(order)))))
        except OSError:
            return


def _own_pipes() -> tuple[Pipe, Pipe]:
    """The pipes to the parent, moved so that nothing else can print to or read from them."""
    orders, answers = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(orders, os.O_BINARY)
        msvcrt.setmode(answers, os.O_BINARY)
    return os.fdopen(orders, "rb", buffering=0), os.fdopen(answers, "wb", buffering=0)


def _limited(megabytes: int) -> Callable[[float], None]:
    """Has the system limit this process's memory. Returns a function to limit the time for a file.

    Otherwise a process whose parent was killed could run for ever, and one that fills the memory
    at once would not be noticed in time.
    """
    if sys.platform == "win32":
        return lambda _: None
    import resource

    def allow(kind: int, most: int) -> None:
        with suppress(ValueError, OSError):  # not every system supports every limit
            hard = resource.getrlimit(kind)[1]
            within = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(kind, (within, hard))

    def allow_seconds(seconds: float) -> None:
        allow(resource.RLIMIT_CPU, int(time.process_time() + seconds + _SLACK_SECONDS))

    in_use = psutil.Process().memory_info().vms
    allow(resource.RLIMIT_AS, in_use + (2 * megabytes + _SLACK_MEGABYTES) * 2**20)
    allow(resource.RLIMIT_CORE, 0)
    return allow_seconds


def answer_for(path: Path) -> Answer:
    """A report, or one sentence on why not. Unexpected errors are reported and stop nothing."""
    try:
        return read_report(path), None
    except NotAReport as error:
        return None, str(error)
    except MemoryError:
        return None, "reading it took too much memory"
    except Exception as error:  # noqa: BLE001  # whatever it is, the other files are still read
        return (
            None,
            f"the reader failed on it ({type(error).__name__}: {error}); please report this",
        )
