"""Fetches pages in this process, or in several at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from multiprocessing import get_context
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from cusp.web.public.copy import process
from cusp.web.public.copy.crawl import Fetched, Made, Maker
from cusp.web.public.copy.folder import CannotPublish
from cusp.web.public.copy.visitor import as_visitor


class Job(msgspec.Struct, frozen=True):
    """Addresses to fetch, each with a file that links to it; with a group, all of its pages."""

    wanted: dict[str, str]
    group: str = ""


class Workers:
    """Processes that fetch pages; with one job, this process does it."""

    def __init__(self, jobs: int, *, staging: Path, before: Mapping[str, Made], site: str) -> None:
        self._jobs, self._stack = jobs, ExitStack()
        self._given = (staging, dict(before), site)
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        visitor = self._stack.enter_context(as_visitor())
        self.maker = Maker(visitor, *self._given)
        if self._jobs > 1:
            staging, before, site = self._given
            packed = staging, msgspec.msgpack.encode(before), site
            pool = ProcessPoolExecutor(self._jobs, get_context("spawn"), process.begin, packed)
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
                yield job, self.maker.fetch(job.wanted, group=job.group)
            return
        running: dict[Future[Fetched], Job] = {
            self._pool.submit(process.fetch, job.wanted, job.group): job for job in jobs
        }
        try:
            for done in as_completed(running):
                yield running[done], done.result()
        except BrokenProcessPool:
            raise CannotPublish(
                "A process that makes pages was stopped, perhaps because memory ran out. "
                "Publish again, with fewer --jobs if it happens again."
            ) from None
