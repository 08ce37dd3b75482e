"""``python3 dev.py bench pages``: the processor time of pages, compared with Datasette's.

Pages are made anew, without the page cache. They are compared with Datasette's page of one row of
the same SQLite file. Datasette is not a dependency of Cusp: it needs an environment of its own, and
``BENCH_DATASETTE`` names its Python. ``CUSP_DATA`` names a data folder with reports that the worker
has finished with.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from bench.words import WORDS

# How many pages of each kind, and how often each is made.
SAMPLE, ROUNDS = 20, 5
BARS = {"authority": 4, "comparison": 4, "search": 4, "country": 6, "inspection": 6}
HOW_TO_GET = """\
To compare with Datasette:
  python3 -m venv FOLDER && FOLDER/bin/pip install datasette
  BENCH_DATASETTE=FOLDER/bin/python python3 dev.py bench pages
"""


def main(_arguments: list[str]) -> None:
    """Measures and prints."""
    if not os.environ.get("CUSP_DATA"):
        sys.exit("CUSP_DATA must name a data folder with reports (cusp add, then cusp worker).")
    os.environ |= {"CUSP_HOSTS": "testserver", "CUSP_NO_PAGE_CACHE": "1"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "cusp.web.settings"
    import django

    django.setup()
    with _datasette() as row:
        pages = {**({"(Datasette)": _rows()} if row else {}), **_addresses()}
        _table(_measured(pages, row))
    if row is None:
        print(HOW_TO_GET)


def _measured(
    pages: Mapping[str, list[str]], row: Callable[[str], float] | None
) -> dict[str, list[float]]:
    """Milliseconds for every page made, by kind.

    The kinds take turns, so that other work on the machine slows all of them alike.
    """
    from django.test import Client

    client = Client()

    def page(address: str) -> float:
        began = time.process_time()
        answer = client.get(address)
        taken = time.process_time() - began
        if answer.status_code != 200:
            sys.exit(f"{address} answered {answer.status_code}")
        return 1000 * taken

    times: dict[str, list[float]] = {kind: [] for kind in pages}
    for turn in range(ROUNDS + 1):
        for number in range(SAMPLE):
            for kind, addresses in pages.items():
                make = row if row and kind == "(Datasette)" else page
                taken = make(addresses[number % len(addresses)])
                if turn:  # the first turn warms up
                    times[kind].append(taken)
    return times


def _table(times: Mapping[str, list[float]]) -> None:
    unit = statistics.median(times["(Datasette)"]) if "(Datasette)" in times else None
    print("Processor time of each page, without the page cache")
    for kind, taken in times.items():
        median = statistics.median(taken)
        slow = statistics.quantiles(taken, n=20)[-1]
        against = f"{median / unit:5.1f} x" if unit else ""
        bar = f"(bar: at most {BARS[kind.split()[0]]} x)" if kind.split()[0] in BARS else ""
        figures = f"median {median:6.1f} ms  p95 {slow:6.1f} ms  {against}  {bar}"
        print(f"  {kind:<22} {figures}".rstrip())


def _rows() -> list[str]:
    from cusp.web.record.models import Inspection

    keys = Inspection.objects.filter(document__isnull=False).values_list("pk", flat=True)
    return _spread([f"record_inspection/{key}" for key in keys])


def _addresses() -> dict[str, list[str]]:
    """Addresses of pages by kind, spread over the record."""
    from cusp.web.record.models import Authority

    authorities, inspections, comparisons = [], [], []
    for authority in Authority.objects.prefetch_related("inspections"):
        rows = [row for row in authority.inspections.all() if row.document_id]
        authorities += [authority.get_absolute_url()] if rows else []
        inspections += [row.get_absolute_url() for row in rows]
        comparisons += [
            f"/authorities/{authority.slug}/compare/{a.start}/{b.start}/" for a, b in pairwise(rows)
        ]
    inspections = _spread(inspections)
    return {
        "authority": _spread(authorities),
        "comparison": _spread(comparisons),
        "search": [f"/search/?q={word}" for word in WORDS],
        "country": ["/country/"],
        "inspection": inspections,
        "inspection: findings": [f"{address}findings/" for address in inspections],
        "inspection: place": [f"{address}place/" for address in inspections],
        "inspection: report": [f"{address}report/" for address in inspections],
    }


def _spread(everything: list[str]) -> list[str]:
    return everything[:: max(1, len(everything) // SAMPLE)][:SAMPLE]


@contextmanager
def _datasette() -> Iterator[Callable[[str], float] | None]:
    """A function that times a row in Datasette; ``None`` without Datasette."""
    python = os.environ.get("BENCH_DATASETTE")
    if not python:
        yield None
        return
    script = Path(__file__).with_name("row_by_datasette.py")
    database = Path(os.environ["CUSP_DATA"]) / "cusp.sqlite3"
    child = subprocess.Popen(
        [python, str(script), str(database)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdin is not None
    assert child.stdout is not None
    asked, answers = child.stdin, child.stdout

    def taken(row: str) -> float:
        asked.write(f"{row}\n")
        asked.flush()
        return float(answers.readline())

    try:
        yield taken
    finally:
        asked.close()
        child.wait(10)
