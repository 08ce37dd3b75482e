"""The code that runs in a process that opens files from outside.

It is a separate Python process that imports nothing from the program that started it, so scripts,
notebooks and the prompt can use it without a guard. Requests arrive on its standard input and
responses leave on its standard output, each preceded by its length.
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
# The first thing a process sends. Anything before it was printed while Python was starting.
_READY = b"\0cusp reads\0"
# No message is anywhere near this long.
_MOST = 2**28
# The system allows this much more than the parent does. It catches sudden growth.
_SLACK_MEGABYTES, _SLACK_SECONDS = 512, 10
# How often to check that the parent is still running, in seconds.
_LOOK_EVERY = 0.5


class Pipe(Protocol):
    """One end of an unbuffered pipe."""

    def read(self, size: int, /) -> bytes | None:
        """Up to ``size`` bytes; none at the end."""

    def write(self, data: bytes, /) -> int | None:
        """Write some of ``data`` and return how many bytes."""

    def fileno(self) -> int:
        """Its number in this process."""


def send(pipe: Pipe, message: bytes) -> None:
    """Write a whole message. Raises :class:`OSError` if the other end has closed."""
    rest = len(message).to_bytes(_LENGTH, "big") + message
    while rest:
        rest = rest[pipe.write(rest) or 0 :]


def receive(pipe: Pipe) -> bytes | None:
    """The next message, or ``None`` if the other end has closed or sent something else."""
    start = _exactly(pipe, _LENGTH)
    length = int.from_bytes(start, "big") if start is not None else _MOST
    return _exactly(pipe, length) if length < _MOST else None


def await_ready(pipe: Pipe) -> bool:
    """Read until a process is ready. Returns whether it became ready."""
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
    """Handle requests and send responses until the other end closes.

    ``task`` is the function that turns a request into a response, as ``module:function``.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    requests, responses = _own_pipes()
    module, _, name = task.partition(":")
    answer: Callable[[bytes], bytes] = getattr(import_module(module), name)
    allow_seconds = _limited(megabytes)
    if sys.platform != "linux":
        _watch_parent()
    responses.write(_READY)
    send(responses, str(os.getpid()).encode())
    while (request := receive(requests)) is not None:
        allow_seconds(seconds)
        with _never_without_its_parent(requests):
            response = answer(request)
        try:
            send(responses, response)
        except OSError:
            return


def _own_pipes() -> tuple[Pipe, Pipe]:
    """The pipes to the parent, moved out of reach of code that prints or reads input."""
    requests, responses = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(requests, os.O_BINARY)
        msvcrt.setmode(responses, os.O_BINARY)
    return os.fdopen(requests, "rb", buffering=0), os.fdopen(responses, "wb", buffering=0)


@contextmanager
def _never_without_its_parent(requests: Pipe) -> Iterator[None]:
    """End this process as soon as its parent is gone, even in the middle of a request.

    Between requests, the closed pipe ends it. During a request nothing reads the pipe, and a
    library may not let Python run, so on Linux the kernel ends the process when the pipe closes.
    """
    if sys.platform != "linux":
        yield
        return
    import fcntl

    pipe = requests.fileno()
    flags = fcntl.fcntl(pipe, fcntl.F_GETFL)
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl.fcntl(pipe, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(pipe, fcntl.F_SETFL, flags | os.O_ASYNC)
    if select.select([pipe], [], [], 0)[0]:  # nothing else is sent before the response
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
    """Have the system limit this process's memory. Returns the function that sets its time limit.

    Otherwise a process that filled all memory at once would not be noticed in time.
    """
    if sys.platform == "win32":
        return lambda _: None
    import resource

    def allow(kind: int, most: int) -> None:
        with suppress(ValueError, OSError):  # not every system enforces every limit
            hard = resource.getrlimit(kind)[1]
            within = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(kind, (within, hard))

    def allow_seconds(seconds: float) -> None:
        allow(resource.RLIMIT_CPU, int(time.process_time() + seconds + _SLACK_SECONDS))

    held = psutil.Process().memory_info().vms
    allow(resource.RLIMIT_AS, held + (2 * megabytes + _SLACK_MEGABYTES) * 2**20)
    allow(resource.RLIMIT_CORE, 0)
    return allow_seconds
