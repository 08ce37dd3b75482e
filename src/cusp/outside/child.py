"""The code that runs in a process that opens files from outside.

It is a separate Python process that imports nothing from the program that started it, so scripts,
notebooks and the prompt can use it without a guard. Orders arrive on its standard input and answers
leave on its standard output, each preceded by its length.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import Protocol

import psutil

_LENGTH = 8
# What a process says first. Whatever stands before it was printed while its Python started.
_READY = b"\0cusp reads\0"
# No answer is anywhere near this long.
_MOST = 2**28
# What the system allows goes beyond what the parent does: it is there for what grows in a moment.
_SLACK_MEGABYTES, _SLACK_SECONDS = 512, 10
# How often to check that the parent is still running, in seconds.
_LOOK_EVERY = 0.5


class Pipe(Protocol):
    """One end of an unbuffered pipe."""

    def read(self, size: int, /) -> bytes | None:
        """So many bytes at the most; none at the end."""

    def write(self, data: bytes, /) -> int | None:
        """Writes some of ``data`` and says how many bytes."""

    def fileno(self) -> int:
        """Its number in this process."""


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
    """Reads on until a process is ready; whether it ever was."""
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


def work(task: str, megabytes: int, seconds: float) -> None:
    """Carry out orders and send answers until the other end closes.

    ``task`` names the function that turns an order into an answer, as ``module:function``.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    orders, answers = _own_pipes()
    module, _, name = task.partition(":")
    answer: Callable[[bytes], bytes] = getattr(import_module(module), name)
    allow_seconds = _limited(megabytes)
    if sys.platform != "linux":
        _watch_parent()
    answers.write(_READY)
    send(answers, str(os.getpid()).encode())
    while (order := receive(orders)) is not None:
        allow_seconds(seconds)
        with _never_without_its_parent(orders):
            said = answer(order)
        try:
            send(answers, said)
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


@contextmanager
def _never_without_its_parent(orders: Pipe) -> Iterator[None]:
    """End this process as soon as its parent is gone, even in the middle of an order.

    Between orders, the closed pipe ends it. During an order nothing reads the pipe, and a library
    may not let Python run, so on Linux the kernel ends the process when the pipe closes.
    """
    if sys.platform != "linux":
        yield
        return
    import fcntl

    pipe = orders.fileno()
    flags = fcntl.fcntl(pipe, fcntl.F_GETFL)
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl.fcntl(pipe, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(pipe, fcntl.F_SETFL, flags | os.O_ASYNC)
    if select.select([pipe], [], [], 0)[0]:  # nothing else is sent before the answer
        os._exit(1)
    try:
        yield
    finally:
        fcntl.fcntl(pipe, fcntl.F_SETFL, flags)


def _watch_parent() -> None:
    """Do the same on other systems, as soon as Python can run."""
    with suppress(psutil.Error):
        parent = psutil.Process(os.getppid())

        def look() -> None:
            while parent.is_running() and parent.status() != psutil.STATUS_ZOMBIE:
                time.sleep(_LOOK_EVERY)
            os._exit(1)

        threading.Thread(target=look, daemon=True).start()


def _limited(megabytes: int) -> Callable[[float], None]:
    """Has the system hold this process to its memory; gives what sets the time for one file.

    Without it a process that fills all memory at once would not be seen in time.
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
