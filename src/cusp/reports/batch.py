"""Many reports, each read in a worker process under a limit of time and memory.

A worker that dies, hangs or swallows memory takes nothing else with it: its file is named with
the reason, another worker takes its place, and all other files are read.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

import msgspec
import psutil

from cusp.reports.documents import NotAReport
from cusp.reports.files import printable
from cusp.reports.reader import read_report
from cusp.reports.record import Report

# A report takes a tenth of a second; a file that takes this long is made to be slow.
SECONDS = 60.0
# Reading the largest report takes under 150 MB.
MEGABYTES = 1024
_LOOK_EVERY = 0.1


class Outcome(msgspec.Struct, frozen=True):
    """What came of one file: a report, or one sentence why not. ``seconds`` is the time it took."""

    path: str
    seconds: float
    report: Report | None = None
    error: str | None = None


@dataclass(frozen=True)
class Limits:
    """What one file may take before its reading is given up: seconds, and megabytes of memory."""

    seconds: float = SECONDS
    megabytes: int = MEGABYTES


def read_reports(
    paths: Iterable[str | Path], *, jobs: int | None = None, limits: Limits | None = None
) -> Iterator[Outcome]:
    """Reads files in ``jobs`` worker processes (as many as processors unless told otherwise).

    Yields one :class:`Outcome` a file as soon as it is known, in no promised order. Never raises
    for a file; stopping early ends the workers. Workers import the calling script anew, so a script
    calls this under ``if __name__ == "__main__":``.
    """
    waiting = deque(Path(p) for p in paths)
    count = max(1, min(jobs or os.cpu_count() or 1, len(waiting) or 1))
    with _Pool(count, limits or Limits()) as pool:
        yield from pool.run(waiting)


class _Worker:
    """A process that reads one file after another, and what it is busy with."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()
        self.path: Path | None = None
        self.began = 0.0
        self.ready = False

    def give(self, path: Path) -> None:
        self.path, self.began = path, time.monotonic()
        self.pipe.send_bytes(os.fsencode(path))

    def end(self) -> None:
        with contextlib.suppress(OSError):
            self.process.kill()
        self.process.join(5)
        self.pipe.close()

    def memory(self) -> float:
        """Megabytes that the process holds now."""
        try:
            return float(psutil.Process(self.process.pid).memory_info().rss) / 2**20
        except psutil.Error:
            return 0.0


class _Pool:
    def __init__(self, count: int, limits: Limits) -> None:
        self.limits = limits
        self.workers = [_Worker() for _ in range(count)]

    def __enter__(self) -> _Pool:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self.workers:
            worker.end()

    def run(self, waiting: deque[Path]) -> Iterator[Outcome]:
        while waiting or any(w.path for w in self.workers):
            for i, worker in enumerate(self.workers):
                if worker.path is None and waiting:
                    yield from self._give(i, waiting)
            yield from self._answers()
            yield from self._over_limit()

    def _give(self, index: int, waiting: deque[Path]) -> Iterator[Outcome]:
        path = waiting.popleft()
        try:
            self.workers[index].give(path)
        except OSError:  # it died while idle: the file gets a new one
            self._replace(index)
            try:
                self.workers[index].give(path)
            except OSError:
                yield Outcome(printable(path), 0.0, error="no process could be started to read it")

    def _answers(self) -> Iterator[Outcome]:
        busy: dict[Any, int] = {w.pipe: i for i, w in enumerate(self.workers) if w.path}
        for pipe in wait(list(busy), timeout=_LOOK_EVERY):
            index = busy[pipe]
            worker = self.workers[index]
            try:
                answer = worker.pipe.recv_bytes()
            except (EOFError, OSError):
                yield self._give_up(index, "reading it ended the process that read it")
                continue
            yield _outcome(worker, answer)
            worker.path = None

    def _over_limit(self) -> Iterator[Outcome]:
        for index, worker in enumerate(self.workers):
            if worker.path is None:
                continue
            spent = time.monotonic() - worker.began
            if spent > self.limits.seconds:
                limit = f"{self.limits.seconds:g} seconds"
                yield self._give_up(index, f"reading it took longer than {limit}; given up")
            elif spent > _LOOK_EVERY and worker.memory() > self.limits.megabytes:
                limit = f"{self.limits.megabytes} MB of memory"
                yield self._give_up(index, f"reading it took more than {limit}; given up")

    def _give_up(self, index: int, why: str) -> Outcome:
        worker = self.workers[index]
        assert worker.path is not None
        outcome = Outcome(printable(worker.path), time.monotonic() - worker.began, error=why)
        self._replace(index)
        return outcome

    def _replace(self, index: int) -> None:
        self.workers[index].end()
        self.workers[index] = _Worker()


def _outcome(worker: _Worker, answer: bytes) -> Outcome:
    seconds = time.monotonic() - worker.began
    report, error = msgspec.json.decode(answer, type=tuple[Report | None, str | None])
    return Outcome(printable(worker.path or ""), seconds, report, error)


def _work(pipe: Connection) -> None:
    """What a worker does: reads what it is sent, answers, until the other end closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    while True:
        try:
            path = Path(os.fsdecode(pipe.recv_bytes()))
        except (EOFError, OSError):
            return
        pipe.send_bytes(msgspec.json.encode(answer_for(path)))


def answer_for(path: Path) -> tuple[Report | None, str | None]:
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
