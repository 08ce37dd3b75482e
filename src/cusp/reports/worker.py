"""The process that reads one file after another for :mod:`cusp.reports.batch`.

It is a Python of its own that imports nothing of the program that started it, so that scripts,
notebooks and the prompt may all read in processes without a guard. Orders come in at its standard
input and answers leave by its standard output, each with its length before it.
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
# What a worker says first. Whatever stands before it was printed while its Python started.
_READY = b"\0cusp reads\0"
# No record is anywhere near this long.
_MOST = 2**28
# What the system allows goes beyond what the parent does: it is there for what grows in a moment.
_SLACK_MEGABYTES, _SLACK_SECONDS = 512, 10


class Pipe(Protocol):
    """One end of an unbuffered pipe."""

    def read(self, size: int, /) -> bytes | None:
        """So many bytes at the most; none at the end."""

    def write(self, data: bytes, /) -> int | None:
        """Writes some of ``data`` and says how many bytes."""


def send(pipe: Pipe, message: bytes) -> None:
    """Writes a message whole. Raises :class:`OSError` where nobody listens any more."""
    rest = len(message).to_bytes(_LENGTH, "big") + message
    while rest:
        rest = rest[pipe.write(rest) or 0 :]


def receive(pipe: Pipe) -> bytes | None:
    """The next message, ``None`` where the other end has closed or sends what is none."""
    length = int.from_bytes(_exactly(pipe, _LENGTH) or b"", "big")
    return _exactly(pipe, length) if 0 < length < _MOST else None


def await_ready(pipe: Pipe) -> bool:
    """Reads on until a worker is ready; whether it ever was."""
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
    """Reads what it is told to and answers, until the other end closes."""
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
    """The pipes to the parent, moved to where nothing that prints or asks can reach them."""
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
    """Has the system hold this process to its memory; gives what sets the time for one file.

    Without it a process whose parent was killed could go on for ever, and one that fills all
    memory at once would not be seen in time.
    """
    if sys.platform == "win32":
        return lambda _: None
    import resource

    def allow(kind: int, most: int) -> None:
        with suppress(ValueError, OSError):  # not every system holds processes to every limit
            hard = resource.getrlimit(kind)[1]
            within = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(kind, (within, hard))

    def allow_seconds(seconds: float) -> None:
        allow(resource.RLIMIT_CPU, int(time.process_time() + seconds + _SLACK_SECONDS))

    held = psutil.Process().memory_info().vms
    allow(resource.RLIMIT_AS, held + (2 * megabytes + _SLACK_MEGABYTES) * 2**20)
    allow(resource.RLIMIT_CORE, 0)
    return allow_seconds


def answer_for(path: Path) -> Answer:
    """A report, or one sentence why not; an unforeseen fault is told, and stops nothing."""
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
