"""``python3 dev.py bench attack kills [TRIES] [sqlite] [postgresql]``: kill -9 at random.

Each try uploads reports as an officer and kills the server, a web process, the worker or a reader
at some moment of it. 100 tries on each database, unless another number is given.

Bars: no upload that was acknowledged is lost, nothing is half stored or doubled, everything is
settled within 30 seconds without a person, and no process is left behind.
"""

from __future__ import annotations

import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from tests.web.browser.site import Ready

from bench.attack._examined import Examiner
from bench.attack._served import PATIENCE, Reports, Served, kill, on_each, read_tries, within

TRIES, FILES = 100, 5
MOST_SECONDS = 30.0
VICTIMS = ("server", "web", "worker", "reader")
# The last moment for a kill, counted from the upload.
_LATEST = 5.0
# How often a server that starts again is killed before it can be ready.
_KILLED_AGAIN = 0.4
_PLACES = ("Abbey", "Bridge", "Castle", "Dene", "Edge", "Ford", "Green")
_COUNCILS = [f"Wexcombe {place}" for place in _PLACES]
# The findings and links of so many uploads are awaited and examined together.
_PREPARED_EVERY = 4
# With more inspections of one council, comparing every pair would take most of the time.
_TRIES_A_RECORD = 28


class Attack:
    """What was tried on one database, and what came of it."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.killed: Counter[str] = Counter()
        self.acknowledged = 0
        self.settled: list[float] = []
        self.prepared: list[float] = []
        self.faults: list[str] = []
        self.leftovers = 0

    def tries(self, site: Served, examiner: Examiner, reports: Reports, number: int) -> None:
        """Upload and kill, again and again, on one record."""
        for _ in range(number):
            before = len(self.faults)
            self._try(site, examiner, reports)
            for fault in self.faults[before:]:
                print(f"  FAULT after {self.last}: {fault}", flush=True)
            tried, load = len(self.settled), psutil.getloadavg()[0]
            print(
                f"  {tried}: {self.last}, settled after {self.settled[-1]:.1f} s (load "
                f"{load:.0f}), {len(self.faults)} faults so far", flush=True,
            )  # fmt: skip
        self.leftovers += examiner.ask("leftovers")
        if examiner.ask("removed"):
            self.faults.append("the worker does not remove everything that is left")

    def _try(self, site: Served, examiner: Examiner, reports: Reports) -> None:
        files = reports.next(FILES)
        sent: list[str] = []
        upload = threading.Thread(target=lambda: sent.append(site.upload(files)))
        victim, delay = self.chance.choice(VICTIMS), self.chance.uniform(0, _LATEST)
        if victim == "reader":
            delay /= _LATEST  # it is awaited, and reading is soon over
        self.last = f"{victim} killed {delay:.1f} s after the upload began"
        upload.start()
        time.sleep(delay)
        began = time.monotonic()
        self._kill(site, victim)
        upload.join()
        page = sent[0]
        self.acknowledged += bool(page)
        settled = within(PATIENCE, lambda: self._is_settled(examiner, page))
        self.settled.append(time.monotonic() - began)
        if settled is None or self.settled[-1] > MOST_SECONDS:
            self.faults.append(
                f"settled after {self.settled[-1]:.0f} s" if settled else "never settled"
            )
        # The next kills meet the findings and links of this upload, which come after it.
        if len(self.settled) % _PREPARED_EVERY == 0:
            if within(PATIENCE, lambda: examiner.ask("left") == 0) is None:
                print(f"  the worker's log:\n{site.said('worker.log')[-3000:]}", flush=True)
            self.prepared.append(time.monotonic() - began)
            self.faults += examiner.ask("whole")
        self._look(site, examiner, page)

    def _kill(self, site: Served, victim: str) -> None:
        if victim == "server":
            site.kill_server()
            if self.chance.random() < _KILLED_AGAIN:
                site.launch()
                time.sleep(self.chance.uniform(0, _LATEST))
                site.kill_server()
                self.killed["server again as it started"] += 1
            site.start()
        else:
            within(4.0, lambda: bool(site.processes(victim)), every=0.02)
            found = site.processes(victim)
            if not found:
                self.killed["none was there"] += 1
                return
            kill(self.chance.choice(found))
        self.killed[victim] += 1

    @staticmethod
    def _is_settled(examiner: Examiner, page: str) -> bool:
        jobs = examiner.ask("jobs")
        return (not page or page in jobs) and all(job["state"] == "done" for job in jobs.values())

    def _look(self, site: Served, examiner: Examiner, page: str) -> None:
        if page:
            files = examiner.ask("jobs").get(page, {"files": []})["files"]
            if len(files) != FILES:
                self.faults.append(f"{len(files)} files of {FILES} are known")
            self.faults += [
                f"{name} is {state}: {message}"
                for state, name, message in files if state not in ("added", "known")
            ]  # fmt: skip
        if within(10, lambda: not _strangers(site)) is None:
            self.faults.append(f"left behind: {_strangers(site)}")


def _strangers(site: Served) -> list[str]:
    """Processes on the data folder that do not belong to the server that runs now."""
    own = {site.server.pid, *(child.pid for child in site.server.children(recursive=True))}
    return [" ".join(p.cmdline())[:80] for p in site.all_processes() if p.pid not in own]


def main(arguments: list[str]) -> None:
    """Attacks a server of its own on each database."""
    tries, names, seed = read_tries(arguments, usual=TRIES)
    held = True
    with on_each(names) as databases:
        for name, folder, ready in databases:
            attack = Attack(random.Random(seed))  # nothing secret
            for first in range(0, tries, _TRIES_A_RECORD):
                with _record(folder / f"{first}", ready) as (site, examiner, reports):
                    attack.tries(site, examiner, reports, min(_TRIES_A_RECORD, tries - first))
                if within(15, lambda s=site: not s.all_processes()) is None:  # type: ignore[misc]
                    attack.faults.append("a stopped server leaves processes behind")
            held &= _said(name, attack)
    sys.exit(0 if held else 1)


@contextmanager
def _record(folder: Path, ready: Ready) -> Iterator[tuple[Served, Examiner, Reports]]:
    (papers := folder / "papers").mkdir(parents=True)
    with ready.copied(folder / "data") as environment, Served(environment) as site:
        for council in _COUNCILS:
            site.cusp("council", "add", council)
        site.sign_in()
        examiner = Examiner(environment)
        try:
            yield site, examiner, Reports(papers, _COUNCILS)
        finally:
            examiner.close()


def _said(name: str, attack: Attack) -> bool:
    counts = ", ".join(f"{what} {count}" for what, count in sorted(attack.killed.items()))
    longest, made = max(attack.settled, default=0), max(attack.prepared, default=0)
    print(f"{name}: killed {counts}; {attack.acknowledged} uploads acknowledged")
    print(f"  {attack.leftovers} leftovers of interrupted processes, which the worker removes")
    print(f"  longest until settled {longest:.1f} s, with findings and links {made:.1f} s")
    print(
        f"  {'held' if not attack.faults else f'BROKEN: {len(attack.faults)} faults'}", flush=True
    )
    return not attack.faults
