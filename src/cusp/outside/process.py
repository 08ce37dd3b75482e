"""Start a process that opens files from outside, and watch it."""

from __future__ import annotations

import contextlib
import multiprocessing.spawn
import os
import queue
import subprocess
import sys
import threading
import time
from collections import deque
from dataclasses import dataclass
from typing import IO, Any

import psutil

from cusp.outside.child import await_ready, receive, send

# Reading a report takes a tenth of a second. A file that takes this long was designed to be slow.
SECONDS = 60.0
# Reading the largest report takes under 150 MB.
MEGABYTES = 512
# How often time and memory are checked, in seconds.
LOOK_EVERY = 0.1
# A process that is not ready after this many seconds never will be.
START_SECONDS = 60.0
# Used for a single file: a person is waiting, and the limits are lower.
_LOOK_OFTEN = 0.03
# Something else may have killed a process, for example when memory ran out, so it is tried again.
_TRIES = 2
START = (
    "import sys; sys.path[:] = sys.argv[4:]; from cusp.outside.child import work; "
    "work(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))"
)
_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)


class NoWorkers(RuntimeError):
    """No process can be started to open files; the message gives the reason in one sentence."""


class GivenUp(Exception):
    """Opening a file was stopped; the message completes a sentence such as "drawing it …"."""


class NotNow(Exception):
    """The machine is too busy to open a file now; this says nothing about the file."""


@dataclass(frozen=True)
class Limits:
    """The limits for one file: seconds, and megabytes of memory."""

    seconds: float = SECONDS
    megabytes: int = MEGABYTES


class Process:
    """A process that does one kind of task, one request at a time.

    It is ready once it has sent its process ID. Its messages are put into ``events``, with ``None``
    when it has ended.
    """

    def __init__(self, task: str, limits: Limits, events: queue.Queue[Any]) -> None:
        self.process = subprocess.Popen(
            _command(task, limits), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, bufsize=0, creationflags=_NO_WINDOW,
        )  # fmt: skip
        self.number: int | None = None
        self.began = time.monotonic()
        self.error_output: deque[bytes] = deque(maxlen=2)
        requests, responses = self.process.stdin, self.process.stdout
        errors = self.process.stderr
        assert requests
        assert responses
        assert errors
        self.requests = requests
        for target, pipe in ((self._listen, responses), (self._drain, errors)):
            threading.Thread(target=target, args=(pipe, events), daemon=True).start()

    def _listen(self, pipe: IO[bytes], events: queue.Queue[Any]) -> None:
        with pipe:
            ready = await_ready(pipe)
            while ready and (message := receive(pipe)) is not None:
                events.put((self, message))
        events.put((self, None))

    def _drain(self, pipe: IO[bytes], _: object) -> None:
        with pipe:
            while part := pipe.read(4096):
                self.error_output.append(part)

    def request(self, request: bytes) -> None:
        """Send it a request."""
        self.began = time.monotonic()
        with contextlib.suppress(OSError):  # it has just died, and ``events`` will say so
            send(self.requests, request)

    def end(self) -> None:
        """Kill it."""
        with contextlib.suppress(OSError):
            self.process.kill()
        with contextlib.suppress(OSError):
            self.requests.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(5)

    def memory(self) -> float:
        """The memory it is using now, in megabytes."""
        try:
            return float(psutil.Process(self.number).memory_info().rss) / 2**20
        except psutil.Error:
            return 0.0

    def worked(self) -> float:
        """The processor time it has used, in seconds."""
        try:
            times = psutil.Process(self.number).cpu_times()
        except psutil.Error:
            return 0.0
        return float(times.user + times.system)

    @property
    def last_error_line(self) -> str:
        """The last line it wrote to standard error."""
        lines = b"".join(self.error_output).decode("utf-8", "replace").split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "")


def once(task: str, request: bytes, limits: Limits, *, within: float) -> bytes:
    """Send one request to a separate process and return the response.

    The time limit is in processor time, so that a busy machine is not mistaken for a bad file.
    ``within`` is the number of seconds the caller waits, including the start of the process.

    Raises :class:`GivenUp` if the file exceeds a limit or crashes the process, :class:`NotNow` if
    the machine is too busy, and :class:`NoWorkers`.
    """
    until = time.monotonic() + within
    for tried in range(1, _TRIES + 1):
        response = _once(task, request, limits, until)
        if response is not None:
            return response
        if tried < _TRIES and time.monotonic() > until:
            raise NotNow
    raise GivenUp("crashed the process twice")


def _once(task: str, request: bytes, limits: Limits, until: float) -> bytes | None:
    """The response, or ``None`` if the process ended without one."""
    events: queue.Queue[tuple[Process, bytes | None]] = queue.Queue()
    try:
        process = Process(task, limits, events)
    except OSError as error:
        raise NoWorkers(f"no worker process can be started: {error}") from None
    before = 0.0
    try:
        while True:
            try:
                _, message = events.get(timeout=_LOOK_OFTEN)
            except queue.Empty:
                if process.number is not None:
                    _hold(process, limits, before)
                if time.monotonic() > until:
                    raise NotNow from None
                continue
            if message is None and process.number is None:
                why = process.last_error_line
                raise NoWorkers(f"no worker process can be started: {why}")
            if message is None or process.number is not None:
                return message
            process.number = int(message)
            before = process.worked()
            process.request(request)
    finally:
        process.end()


def _hold(process: Process, limits: Limits, before: float) -> None:
    """Raise :class:`GivenUp` if a process exceeds its limits."""
    if process.worked() - before > limits.seconds:
        raise GivenUp(f"took longer than {limits.seconds:g} seconds")
    if process.memory() > limits.megabytes:
        raise GivenUp(f"took more than {limits.megabytes} MB of memory")


def _command(task: str, limits: Limits) -> list[str]:
    """The command that starts a process: the same Python with the same import path."""
    python = os.fsdecode(multiprocessing.spawn.get_executable() or "")
    if not python or getattr(sys, "frozen", False):
        raise NoWorkers("Cusp cannot tell which Python to run worker processes with")
    options = ["-P", "-X", f"utf8={sys.flags.utf8_mode}", "-c", START]
    places = map(str, sys.path)
    return [python, *options, task, str(limits.megabytes), str(limits.seconds), *places]
