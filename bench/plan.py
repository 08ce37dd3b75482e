"""``python3 dev.py bench plan``: pages and papers of a large improvement plan.

Makes a plan of 40 areas, 400 actions and 5,000 updates in a data folder of its own. Prints, for
every page of the response, its queries and processor time, then how long papers take, then the time
in which 95 % of requests are answered with twenty people at once. ``bench plan pages`` leaves the
twenty people out. ``CUSP_DATA`` names a folder in which an earlier run made the plan.

Bars: 15 queries, 250 ms for 95 % of pages, 2 seconds for a paper.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROUNDS, SECONDS = 7, 60
MOST_QUERIES, MOST_MS, MOST_SECONDS = 15, 250, 2.0
SIZE = {"areas": 40, "actions": 400, "updates": 5000}


def main(arguments: list[str]) -> None:
    """Measures and prints; the exit status is 1 if a page takes too many queries."""
    with tempfile.TemporaryDirectory(prefix="cusp-bench-plan-") as name:
        folder = Path(os.environ.get("CUSP_DATA") or name)
        _set_up(folder)
        from tests.web.response import large_plan

        from cusp.web.response.models import Plan

        if not Plan.objects.exists():
            began = time.perf_counter()
            large_plan.made(folder, **SIZE)
            print(f"Making the plan took {time.perf_counter() - began:.0f} s", flush=True)
        officer = large_plan.officer()
        client = large_plan.signed_in(officer)
        pages = large_plan.pages()
        held = _pages(client, pages)
        _papers()
        if "pages" not in arguments:
            cookie = client.cookies["sessionid"].value
            _people(folder, list(pages.values()), cookie)
    sys.exit(0 if held else 1)


def _set_up(folder: Path) -> None:
    os.environ |= {
        "CUSP_DATA": str(folder),
        "CUSP_AUTHORITY": "wexcombe",
        "CUSP_HOSTS": "testserver,127.0.0.1",
        "CUSP_MFA_FOR": "none",
        "DJANGO_SETTINGS_MODULE": "cusp.web.settings",
    }
    from cusp.cli._project import prepare

    prepare(register=["Wexcombe"])
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)


def _pages(client: Any, pages: dict[str, str]) -> bool:
    """Prints queries and processor time of every page."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    print("Queries and processor time of each page")
    held = True
    for name, address in sorted(pages.items()):
        times = []
        for _ in range(ROUNDS):
            with CaptureQueriesContext(connection) as asked:
                began = time.process_time()
                answer = client.get(address)
                times.append(1000 * (time.process_time() - began))
        if answer.status_code not in (200, 302, 400):
            sys.exit(f"{address} answered {answer.status_code}")
        kept = len(asked) <= MOST_QUERIES
        held &= kept
        print(
            f"  {name:<32} {len(asked):>3} queries  first {times[0]:6.0f} ms  "
            f"then {statistics.median(times[1:]):6.0f} ms  {'' if kept else 'TOO MANY'}".rstrip(),
            flush=True,
        )
    return held


def _papers() -> None:
    """Prints how long each paper takes, with the start of its process."""
    from cusp.web.response import paper_making as making
    from cusp.web.response.lookup import plan_now
    from cusp.web.response.plan_record import plan_record

    plan = plan_record(plan_now())
    print(f"Papers (bar: {MOST_SECONDS:g} s)")
    for kind in making.KINDS:
        before = plan if kind == "changes" else None
        for ending in making.CONTENT_TYPES:
            began = time.perf_counter()
            size = len(making.made(kind, ending, plan, before))
            taken = time.perf_counter() - began
            print(f"  {kind:<12} {ending:<5} {taken:5.1f} s  {size / 1e6:.1f} MB", flush=True)


def _people(folder: Path, pages: list[str], cookie: str) -> None:
    from bench.web import pages as measured

    places = folder / "plan-pages.json"
    places.write_text(json.dumps(pages), "utf-8")
    environment = {**os.environ, "BENCH_PLACES": str(places), "BENCH_COOKIE": cookie}
    print(f"Twenty people (bar: p95 {MOST_MS} ms)")
    for wait in (1.0, 0.0):
        measured(folder, environment, SECONDS, wait, visitors="bench/plan_visitors.py")
