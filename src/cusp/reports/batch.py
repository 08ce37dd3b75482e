"""Read many reports in worker processes, with limits on time and memory.

If a worker crashes, hangs or uses too much memory, another replaces it and the other files are
still read. A file whose worker crashed is tried once more, since it may not be the cause; if the
second worker crashes too, the file is reported as not read.
"""

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
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import msgspec
import psutil

from cusp.reports.files import printable
from cusp.reports.record import Report
from cusp.reports.worker import Answer, await_ready, receive, send

# A report takes a tenth of a second. A file that takes this long was made to be slow.
SECONDS = 60.0
# Reading the largest report takes under 150 MB.
MEGABYTES = 1024
_CHECK_EVERY = 0.1
# A worker that is not ready after this many seconds has failed.
_START_SECONDS = 60.0
# How many workers in a row may fail before no more are started.
_MOST_FAILED = 3
_START = (
    "import sys; sys.path[:] = sys.argv[3:]; from cusp.reports.worker import work; "
    "work(int(sys.argv[1]), float(sys.argv[2]))"
)


class NoWorkers(RuntimeError):
    """No worker process can be started; the message says why, in one sentence."""


class Outcome(msgspec.Struct, frozen=True):
    """The outcome for a file: a report or an error. ``seconds`` is the time taken."""

    path: str
    seconds: float
    report: Report | None = None
    error: str | None = None


@dataclass(frozen=True)
class Limits:
    """The time and memory that reading a file may take, in seconds and megabytes."""

    seconds: float = SECONDS
    megabytes: int = MEGABYTES


def read_reports(
    paths: Iterable[str | Path], *, jobs: int | None = None, limits: Limits | None = None
) -> Iterator[Outcome]:
    """Reads files in ``jobs`` worker processes (by default one for each processor).

    Yields an :class:`Outcome` for each file as soon as it is known, in any order. Raises
    :class:`NoWorkers` if no worker can be started, but never because of a file. Stopping early ends
    the workers. Scripts, notebooks and the Python prompt can call it without a guard.
    """
    waiting = deque(_File(Path(path)) for path in paths)
    count = max(1, min(jobs or os.cpu_count() or 1, len(waiting) or 1))
    pool = _Pool(count, limits or Limits())
    try:
        yield from pool.run(waiting)
    finally:
        pool.end()


@dataclass
class _File:
    path: Path
    tried: bool = False


class _Worker:
    """A process that reads one file after another, and the file it is reading.

    It is ready once it has sent its process number. Its messages are put into ``events``, and
    ``None`` when it has ended.
    """

    def __init__(self, limits: Limits, events: queue.Queue[tuple[_Worker, bytes | None]]) -> None:
        self.process = subprocess.Popen(
            _command(limits),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            creationflags=_NO_WINDOW,
        )
        self.number: int | None = None
        self.file: _File | None = None
        self.began = time.monotonic()
        self.error_output: deque[bytes] = deque(maxlen=2)
        orders, answers, errors = self.process.stdin, self.process.stdout, self.process.stderr
        assert orders
        assert answers
        assert errors
        self.orders = orders
        for target, pipe in ((self._listen, answers), (self._drain, errors)):
            threading.Thread(target=target, args=(pipe, events), daemon=True).start()

    def _listen(self, pipe: IO[bytes], events: queue.Queue[tuple[_Worker, bytes | None]]) -> None:
        with pipe:
            ready = await_ready(pipe)
            while ready and (message := receive(pipe)) is not None:
                events.put((self, message))
        events.put((self, None))

    def _drain(self, pipe: IO[bytes], _: object) -> None:
        with pipe:
            while part := pipe.read(4096):
                self.error_output.append(part)

    def give(self, file: _File) -> None:
        self.file, self.began = file, time.monotonic()
        with contextlib.suppress(OSError):  # it has just crashed; its end is reported separately
            send(self.orders, os.fsencode(file.path))

    def end(self) -> None:
        with contextlib.suppress(OSError):
            self.process.kill()
        with contextlib.suppress(OSError):
            self.orders.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(5)

    def memory(self) -> float:
        """Memory that the process uses now, in megabytes."""
        try:
            return float(psutil.Process(self.number).memory_info().rss) / 2**20
        except psutil.Error:
            return 0.0

    @property
    def last_error_line(self) -> str:
        """The last line it wrote to standard error."""
        lines = b"".join(self.error_output).decode("utf-8", "replace").split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "")


_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)


def _command(limits: Limits) -> list[str]:
    """The command for a worker: the same Python with the same import path."""
    python = os.fsdecode(multiprocessing.spawn.get_executable() or "")
    if not python or getattr(sys, "frozen", False):
        raise NoWorkers("the Python to run worker processes with is not known")
    options = ["-P", "-X", f"utf8={sys.flags.utf8_mode}", "-c", _START]
    places = map(str, sys.path)
    return [python, *options, str(limits.megabytes), str(limits.seconds), *places]


class _Pool:
    def __init__(self, count: int, limits: Limits) -> None:
        self.count = count
        self.limits = limits
        self.workers: list[_Worker] = []
        self.events: queue.Queue[tuple[_Worker, bytes | None]] = queue.Queue()
        self.failed = 0

    def end(self) -> None:
        for worker in self.workers:
            worker.end()
        self.workers.clear()

    def run(self, waiting: deque[_File]) -> Iterator[Outcome]:
        while waiting or any(w.file for w in self.workers):
            self._start(len(waiting))
            for worker in self.workers:
                if worker.number and worker.file is None and waiting:
                    worker.give(waiting.popleft())
            with contextlib.suppress(queue.Empty):
                yield from self._receive(*self.events.get(timeout=_CHECK_EVERY), waiting)
            yield from self._over_limit()

    def _start(self, wanted: int) -> None:
        """Starts workers that are needed."""
        idle = sum(worker.file is None for worker in self.workers)
        for _ in range(min(self.count - len(self.workers), wanted - idle)):
            if self.failed >= _MOST_FAILED:
                return
            try:
                self.workers.append(_Worker(self.limits, self.events))
            except OSError as error:
                self._failure(str(error))

    def _failure(self, why: str) -> None:
        """Counts a worker that failed. Raises :class:`NoWorkers` if it was the last."""
        self.failed += 1
        if self.failed >= _MOST_FAILED and not self.workers:
            reason = f": {why}" if why else ""
            raise NoWorkers(f"no worker process can be started{reason}")

    def _receive(
        self, worker: _Worker, message: bytes | None, waiting: deque[_File]
    ) -> Iterator[Outcome]:
        if worker not in self.workers:
            return
        if message is None:
            yield from self._died(worker, waiting)
        elif worker.number is None:
            worker.number = int(message)
        elif worker.file is not None:
            yield _outcome(worker, message)
            worker.file, self.failed = None, 0

    def _died(self, worker: _Worker, waiting: deque[_File]) -> Iterator[Outcome]:
        file = worker.file
        if file is None:
            self._drop(worker)
            self._failure(worker.last_error_line)
        elif file.tried:
            yield self._give_up(worker, "the process reading it crashed twice")
        else:
            self._drop(worker)
            file.tried = True
            waiting.append(file)

    def _over_limit(self) -> Iterator[Outcome]:
        for worker in list(self.workers):
            spent = time.monotonic() - worker.began
            if worker.number is None and spent > _START_SECONDS:
                self._drop(worker)
                self._failure(f"a worker was not ready after {_START_SECONDS:g} seconds")
            elif worker.file is None:
                continue
            elif spent > self.limits.seconds:
                limit = f"{self.limits.seconds:g} seconds"
                yield self._give_up(worker, f"reading took longer than {limit}, so it was stopped")
            elif spent > _CHECK_EVERY and worker.memory() > self.limits.megabytes:
                limit = f"{self.limits.megabytes} MB of memory"
                yield self._give_up(worker, f"reading took more than {limit}, so it was stopped")

    def _give_up(self, worker: _Worker, why: str) -> Outcome:
        assert worker.file is not None
        spent = time.monotonic() - worker.began
        self._drop(worker)
        return Outcome(printable(worker.file.path), spent, error=why)

    def _drop(self, worker: _Worker) -> None:
        self.workers.remove(worker)
        worker.end()


def _outcome(worker: _Worker, message: bytes) -> Outcome:
    assert worker.file is not None
    seconds = time.monotonic() - worker.began
    try:
        report, error = msgspec.json.decode(message, type=Answer)
    except msgspec.MsgspecError:
        report, error = None, "the worker's answer could not be understood"
    return Outcome(printable(worker.file.path), seconds, report, error)
