"""``python3 dev.py bench web``: add the corpus, then serve readers with two processes.

There are twenty readers, or as many as ``--users`` says. The target for fifty is a page within
100 ms for 95 % of requests, with a pause of a second between pages.

Prints, from one run, how long adding took compared with reading alone, and for each page the time
in which 95 % of requests were answered, compared with a small file from the same server, with the
page cache and without it. ``CUSP_DATA`` names a data folder to use as it is instead of adding.
``DATABASE_URL`` names an empty PostgreSQL database to use instead of SQLite.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.web.browser.site import free_port, wait_for

from cusp.reports import read_reports

USERS, WORKERS, JOBS = 20, 2, 4


def main(files: list[Path], *, users: int = USERS, seconds: int = 60) -> None:
    """Measures and prints."""
    given = os.environ.get("CUSP_DATA")
    with tempfile.TemporaryDirectory(prefix="cusp-bench-") as name:
        folder = Path(name)
        environment = {
            **os.environ,
            "CUSP_DATA": given or name,
            "CUSP_HOSTS": "127.0.0.1",
            "DJANGO_SETTINGS_MODULE": "cusp.web.settings",
        }
        if not given:
            _adding(files, environment)
            _cusp(environment, "-c", _PREPARE)
        places = folder / "places.json"
        _cusp(environment, "-c", _PLACES, str(places))
        environment["BENCH_PLACES"] = str(places)
        for cache in (True, False):
            print(f"With{'' if cache else 'out'} the page cache")
            off = {} if cache else {"CUSP_NO_PAGE_CACHE": "1"}
            for wait in (1.0, 0.0):
                pages(folder, environment | off, seconds, wait, users=users)


def _adding(files: list[Path], environment: dict[str, str]) -> None:
    began = time.perf_counter()
    for _ in read_reports(files, jobs=JOBS):
        pass
    alone = time.perf_counter() - began
    began = time.perf_counter()
    output = _cusp(environment, "-m", "cusp.cli", "add", "--jobs", str(JOBS), *map(str, files))
    if f"{len(files)} added" not in output:
        sys.exit(output)
    added = time.perf_counter() - began
    print(
        f"Adding {len(files)} reports, {JOBS} jobs: {added:.1f} s with search index, "
        f"{added / alone:.2f} times as long as only reading ({alone:.1f} s)\n"
    )


def pages(
    folder: Path,
    environment: dict[str, str],
    seconds: int,
    wait: float,
    *,
    visitors: str = "bench/visitors.py",
    users: int = USERS,
) -> None:
    """Serve visitors and print how long each page took."""
    port = free_port()
    log = folder / "server.log"
    with log.open("wb") as out:
        options = ["--port", str(port), "--workers", str(WORKERS)]
        server = subprocess.Popen(
            [sys.executable, "-m", "cusp.cli", "web", *options],
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(address, server, log)
        load = ["-u", str(users), "-r", str(users), "-t", f"{seconds}s", "--host", address]
        output = ["--headless", "--only-summary", "--csv", str(folder / "locust")]
        subprocess.run(
            [sys.executable, "-m", "locust", "-f", visitors, *load, *output],
            env={**environment, "BENCH_WAIT": str(wait)},
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    finally:
        server.terminate()
        server.wait(20)
    _table(folder / "locust_stats.csv", wait, users)


def _table(stats: Path, wait: float, users: int) -> None:
    with stats.open(encoding="utf-8") as file:
        rows = {row["Name"]: row for row in csv.DictReader(file)}
    floor = max(1.0, float(rows["(a small file)"]["95%"]))
    pause = f"{wait:g} s between pages" if wait else "no pause between pages"
    rate = float(rows["Aggregated"]["Requests/s"])
    print(f"{users} readers, {WORKERS} server processes, {pause}: {rate:.0f} requests per second")
    for name, row in rows.items():
        p95 = float(row["95%"])
        print(
            f"  {name:<16} median {float(row['50%']):>5.0f} ms  p95 {p95:>5.0f} ms  "
            f"{p95 / floor:>5.1f} times the small file  errors {row['Failure Count']} "
            f"of {row['Request Count']}"
        )
    print()


def _cusp(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr)
    return done.stderr


_PREPARE = """
import django
django.setup()
from cusp.web.record.background_work import prepare_pages
prepare_pages()
"""
_PLACES = """
import sys, json, django
django.setup()
from itertools import pairwise
from cusp.web.record.models import Authority
found = {"authorities": [], "inspections": [], "comparisons": []}
for authority in Authority.objects.prefetch_related("inspections__document"):
    rows = [row for row in authority.inspections.all() if row.document]
    found["authorities"] += [authority.slug] if rows else []
    found["inspections"] += [row.get_absolute_url() for row in rows]
    found["comparisons"] += [
        f"/authorities/{authority.slug}/compare/{a.start}/{b.start}/" for a, b in pairwise(rows)
    ]
with open(sys.argv[1], "w", encoding="utf-8") as file:
    json.dump(found, file)
"""
