"""Fetches pages in this process, or in several at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import ExitStack
from multiprocessing import get_context
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from cusp.web.public.copy.crawl import Fetched, Made, Maker
from cusp.web.public.copy.visitor import as_visitor


class Job(msgspec.Struct, frozen=True):
    """Addresses to fetch, each with a file that links to it; with a council, all of its own pages."""

    wanted: dict[str, str]
    council: str = ""


class Workers:
    """Processes that fetch pages; with one job, this process does it."""

    def __init__(
        self, jobs: int, *, staging: Path, before: Mapping[str, Made], site: str
    ) -> None:
        self._jobs, self._stack = jobs, ExitStack()
        self._given = (staging, dict(before), site)
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        visitor = self._stack.enter_context(as_visitor())
        self.maker = Maker(visitor, *self._given)
        if self._jobs > 1:
            pool = ProcessPoolExecutor(
                self._jobs, get_context("spawn"), initializer=_begin, initargs=self._given
            )
            self._pool = self._stack.enter_context(pool)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool and error:
            self._pool.shutdown(wait=False, cancel_futures=True)
        self._stack.close()

    def run(self, jobs: Sequence[Job]) -> Iterator[tuple[Job, Fetched]]:
        """Each job with what it came to, as it ends."""
        if self._pool is None:
            for job in jobs:
                yield job, self.maker.fetch(job.wanted, council=job.council)
            return
        running: dict[Future[Fetched], Job] = {
            self._pool.submit(_fetch, job): job for job in jobs
        }
        for done in as_completed(running):
            yield running[done], done.result()


_maker: Maker | None = None
_stack = ExitStack()


def _begin(staging: Path, before: dict[str, Made], site: str) -> None:
    """Set up a process of its own."""
    global _maker
    import django

    django.setup()
    _maker = Maker(_stack.enter_context(as_visitor()), staging, before, site)


def _fetch(job: Job) -> Fetched:
    assert _maker is not None
    return _maker.fetch(job.wanted, council=job.council)
