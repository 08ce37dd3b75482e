"""Read many reports in worker processes, with limits on time and memory.

If a worker crashes, hangs or uses too much memory, another replaces it and the other files are
still read. A file whose worker crashed is tried once more, since it may not be the cause; if the
second worker crashes too, the file is reported as not read.
"""

from __future__ import annotations

import contextlib
import os
import queue
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from cusp.outside.process import (
    LOOK_EVERY,
    SECONDS,
    START_SECONDS,
    Limits,
    NoWorkers,
    Process,
)
from cusp.reports.files import printable
from cusp.reports.record import Report
from cusp.reports.worker import TASK, Answer

__all__ = ["SECONDS", "Limits", "NoWorkers", "Outcome", "read_reports"]

# How many workers in a row may fail before no more are started.
_MOST_FAILED = 3


class Outcome(msgspec.Struct, frozen=True):
    """The result for a file: a report or an error. ``seconds`` is the time taken."""

    path: str
    seconds: float
    report: Report | None = None
    error: str | None = None


def read_reports(
    paths: Iterable[str | Path], *, jobs: int | None = None, limits: Limits | None = None
) -> Iterator[Outcome]:
    """Read files in ``jobs`` worker processes (by default one per processor).

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


class _Worker(Process):
    """A process that reads one file after another, and the file it is reading."""

    def __init__(self, limits: Limits, events: queue.Queue[tuple[_Worker, bytes | None]]) -> None:
        super().__init__(TASK, limits, events)
        self.file: _File | None = None

    def give(self, file: _File) -> None:
        self.file = file
        self.request(os.fsencode(file.path))


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
                yield from self._receive(*self.events.get(timeout=LOOK_EVERY), waiting)
            yield from self._over_limit()

    def _start(self, wanted: int) -> None:
        """Start as many workers as are needed."""
        idle = sum(worker.file is None for worker in self.workers)
        for _ in range(min(self.count - len(self.workers), wanted - idle)):
            if self.failed >= _MOST_FAILED:
                return
            try:
                self.workers.append(_Worker(self.limits, self.events))
            except OSError as error:
                self._failure(str(error))

    def _failure(self, why: str) -> None:
        """Count a failed worker. Raises :class:`NoWorkers` if too many failed and none is left."""
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
            if worker.number is None and spent > START_SECONDS:
                self._drop(worker)
                self._failure(f"a worker was not ready after {START_SECONDS:g} seconds")
            elif worker.file is None:
                continue
            elif spent > self.limits.seconds:
                limit = f"{self.limits.seconds:g} seconds"
                yield self._give_up(worker, f"reading took longer than {limit}, so it was stopped")
            elif spent > LOOK_EVERY and worker.memory() > self.limits.megabytes:
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
        report, error = None, "the worker's response could not be understood"
    return Outcome(printable(worker.file.path), seconds, report, error)
