"""``python3 dev.py bench attack trouble [locked] [full] [clock]``: what passes by itself.

The database is locked by another program for 60 seconds, the disk of the data folder is full and
then freed, and the clock is set back by an hour, each while an upload is being read.

Bars: work goes on by itself, and meanwhile the reason stands on the progress page and in the log.
"""

from __future__ import annotations

import contextlib
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.web.browser.site import Ready

from bench.attack._examined import Examiner
from bench.attack._served import Reports, Served, on_each, within

LOCKED_FOR, SOON, AGAIN_WITHIN = 60.0, 20.0, 30.0
FILES = 6
# Room for the database and what the server writes at its start.
_DISK = "160m"
_HOUR = 3600
_STOPPED = "Reading has stopped"


class Tried:
    """What was looked for and whether it was so."""

    def __init__(self, what: str) -> None:
        self._what, self.held = what, True

    def bar(self, what: str, held: bool) -> None:
        """Print one point of the bar."""
        self.held &= held
        print(f"{'held  ' if held else 'BROKEN'} {self._what}: {what}", flush=True)


@contextmanager
def _interrupted(site: Served) -> Iterator[None]:
    """The worker stands still while the block runs, so that it meets the trouble for sure."""
    worker = site.processes("worker")[0]
    worker.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        worker.send_signal(signal.SIGCONT)


def _through(site: Served, reports: Reports, tried: Tried, begin: Callable[[], object],
             end: Callable[[], object], reason: str, *, for_seconds: float) -> None:  # fmt: skip
    """An upload, then trouble for a while, then none."""
    with _interrupted(site):
        page = site.upload(reports.next(FILES))
        tried.bar("an upload before it is acknowledged", bool(page))
        begin()
    began = time.monotonic()
    said = within(SOON, lambda: reason in site.page(page))
    shown = "never" if said is None else f"after {said:.0f} s"
    tried.bar(f"the reason stands on the progress page ({shown})", said is not None)
    answers = []
    while time.monotonic() < began + for_seconds:
        answers.append(reason in site.page(page))
        time.sleep(2)
    tried.bar(f"it stays there ({sum(answers)} of {len(answers)} looks)", all(answers))
    asked = time.monotonic()
    site.answers()
    tried.bar(f"the front page answers ({time.monotonic() - asked:.2f} s)", site.answers())
    end()
    again = within(AGAIN_WITHIN, lambda: f"{FILES} reports added" in site.page(page))
    took = "not in time" if again is None else f"after {again:.0f} s"
    tried.bar(f"the upload is settled by itself once it has passed ({took})", again is not None)
    tried.bar("the reason is in worker.log", reason in site.said("worker.log"))
    tried.bar("the reason is gone from the page", reason not in site.page(page))


def _whole(examiner: Examiner, tried: Tried) -> None:
    left = within(60, lambda: examiner.ask("left") == 0)
    faults = examiner.ask("whole")
    tried.bar(f"the record is whole {faults or ''}".strip(), left is not None and not faults)


def _locked(folder: Path, ready: Ready, name: str) -> bool:
    tried = Tried(f"{name}, locked for {LOCKED_FOR:.0f} s")
    with _site(folder, ready) as (site, examiner, reports), contextlib.ExitStack() as held:
        lock = _lock(site, name)
        _through(
            site, reports, tried, lambda: held.enter_context(lock), held.close,
            "locked by another program", for_seconds=LOCKED_FOR,
        )  # fmt: skip
        _whole(examiner, tried)
    return tried.held


@contextmanager
def _lock(site: Served, name: str) -> Iterator[None]:
    """Nobody else can write, as with a back-up or a person at the prompt; reading goes on."""
    if name == "sqlite":
        own = sqlite3.connect(site.folder / "cusp.sqlite3", timeout=30, isolation_level=None)
        own.execute("BEGIN EXCLUSIVE")
        yield
        own.rollback()
        own.close()
        return
    import psycopg

    with psycopg.connect(site.environment["DATABASE_URL"]) as other:
        other.execute("LOCK TABLE record_inspection, record_uploadjob IN EXCLUSIVE MODE")
        yield
        other.rollback()


def _full(folder: Path, ready: Ready, name: str) -> bool:
    tried = Tried(f"{name}, disk full")
    disk = folder / "data"
    disk.mkdir(parents=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={_DISK},mode=700", "tmpfs", str(disk)]
    if subprocess.run(mount, check=False).returncode:
        tried.bar("not tried, since this account may not mount a small disk", False)
        return False
    ballast = disk / "ballast"
    try:
        with _site(folder, ready) as (site, examiner, reports):
            _through(
                site, reports, tried, lambda: _fill(ballast), ballast.unlink, "disk is full",
                for_seconds=20,
            )  # fmt: skip
            _whole(examiner, tried)
            _fill(ballast)
            page = site.upload(reports.next(2))
            tried.bar("an upload to a full disk is not acknowledged", not page)
            ballast.unlink()
            page = site.upload(reports.next(2))
            added = within(AGAIN_WITHIN, lambda: "2 reports added" in site.page(page))
            tried.bar("an upload to a freed disk is added", added is not None)
            _whole(examiner, tried)
    finally:
        subprocess.run(["umount", str(disk)], check=False)
    return tried.held


def _fill(ballast: Path) -> None:
    with ballast.open("wb", buffering=0) as out:
        for size in (1 << 20, 4096, 1):
            with contextlib.suppress(OSError):
                while out.write(b"\0" * size):
                    pass


def _clock(folder: Path, ready: Ready, name: str) -> bool:
    tried = Tried(f"{name}, clock set back by an hour")
    folder.mkdir(parents=True)
    shim, clock = folder / "clock.so", folder / "clock"
    source = Path(__file__).with_name("_clock.c")
    if subprocess.run(["cc", "-shared", "-fPIC", "-o", shim, source], check=False).returncode:
        tried.bar("not tried, since there is no C compiler", False)
        return False
    clock.write_text("0")
    changed = {"LD_PRELOAD": str(shim), "CUSP_BENCH_CLOCK": str(clock)}
    with _site(folder, ready, changed) as (site, examiner, reports):
        with _interrupted(site):
            first = site.upload(reports.next(FILES))
            clock.write_text(str(-_HOUR))
        second = site.upload(reports.next(FILES))
        tried.bar("uploads before and after are acknowledged", bool(first and second))
        tried.bar("the page says that the worker runs", _STOPPED not in site.page(second))
        done = within(AGAIN_WITHIN, lambda: _added(site, first, second))
        tried.bar("both are settled by themselves", done is not None)
        third = site.upload(reports.next(FILES))
        site.kill_server()
        clock.write_text(str(-2 * _HOUR))
        site.start()
        again = within(AGAIN_WITHIN, lambda: _added(site, third))
        tried.bar("so is one after a restart, another hour back", again is not None)
        _whole(examiner, tried)
    return tried.held


def _added(site: Served, *pages: str) -> bool:
    return all(f"{FILES} reports added" in site.page(page) for page in pages)


@contextmanager
def _site(
    folder: Path, ready: Ready, changed: dict[str, str] | None = None
) -> Iterator[tuple[Served, Examiner, Reports]]:
    (papers := folder / "papers").mkdir(parents=True)
    with ready.copied(folder / "data") as environment:
        examiner = Examiner(environment)
        try:
            with Served(environment | (changed or {})) as site:
                site.sign_in()
                within(30, lambda: bool(site.processes("worker")))
                yield site, examiner, Reports(papers, ["Wexcombe"])
        finally:
            examiner.close()


TROUBLES = {"locked": _locked, "full": _full, "clock": _clock}


def main(arguments: list[str]) -> None:
    """Tries each trouble, or those named, on each database, or those named."""
    chosen = [word for word in arguments if word in TROUBLES] or list(TROUBLES)
    held = True
    with on_each([word for word in arguments if word not in TROUBLES]) as databases:
        for name, folder, ready in databases:
            for trouble in chosen:
                held &= TROUBLES[trouble](folder / trouble, ready, name)
    sys.exit(0 if held else 1)
