"""``python3 dev.py bench practice``: pages of practice with five years of monthly snapshots.

Makes up a council of 20,000 children, loads a snapshot for each of 60 months and gives three people
the whole service, a team and a chair's children. Prints how long a load takes, then queries and
processor time of each page, then the time in which 95 % of requests are answered with twenty people
at once. ``CUSP_DATA`` names a folder in which an earlier run loaded the snapshots. ``bench practice
2000 12`` makes fewer children and months.

Bar: 300 ms for 95 % of pages.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bench import plan as large_plan

CHILDREN, MONTHS, SECONDS, MOST_MS = 20_000, 60, 60, 300
LAST = date(2026, 10, 31)


def main(arguments: list[str]) -> None:
    """Measures and prints; the exit status is 1 if a page takes too many queries."""
    numbers = [int(one) for one in arguments if one.isdigit()]
    children, months = (*numbers, *(CHILDREN, MONTHS)[len(numbers) :])
    with tempfile.TemporaryDirectory(prefix="cusp-bench-practice-") as name:
        folder = Path(os.environ.get("CUSP_DATA") or name)
        large_plan._set_up(folder)
        from cusp.web.practice.models import Snapshot

        if not Snapshot.objects.exists():
            _load(children, months)
        held = True
        visitors = []
        for who, client in _people().items():
            pages = _pages(client)
            visitors.append((client.cookies["sessionid"].value, list(pages.items())))
            if "people" not in arguments:
                print(f"{who}:")
                held &= large_plan._pages(client, pages)
        if "pages" not in arguments:
            _twenty(folder, visitors)
    sys.exit(0 if held else 1)


def _twenty(folder: Path, visitors: list[Any]) -> None:
    from bench.web import pages as measured

    places = folder / "practice-pages.json"
    places.write_text(json.dumps(visitors), "utf-8")
    print(f"Twenty people (bar: p95 {MOST_MS} ms)", flush=True)
    for wait in (1.0, 0.0):
        environment = {**os.environ, "BENCH_PLACES": str(places)}
        measured(folder, environment, SECONDS, wait, visitors="bench/practice_visitors.py")


def _load(children: int, months: int) -> None:
    from cusp.made_up import made_up_council
    from cusp.web.practice import snapshots
    from cusp.web.practice.models import Chairing, Child

    began = time.perf_counter()
    first = date(LAST.year - (months - 1) // 12, LAST.month, 28) - timedelta(
        days=30 * ((months - 1) % 12)
    )
    council = made_up_council(seed=1, children=children, first=first, months=months)
    print(f"Making up the lives took {time.perf_counter() - began:.0f} s", flush=True)
    times = []
    for day in council.days:
        made = council.annex_a(day)
        began = time.perf_counter()
        snapshots.load(made, retain_until=date(2033, 1, 1), at=datetime.now(UTC), by="the bench")
        times.append(time.perf_counter() - began)
    print(
        f"Loading {len(times)} snapshots took {sum(times):.0f} s: {times[0]:.1f} s for the first, "
        f"{times[-1]:.1f} s for the last",
        flush=True,
    )
    refs = dict(Child.objects.values_list("child_id", "pk"))
    Chairing.objects.bulk_create(
        Chairing(
            child_id=refs[row["child_id"]], role=row["role"], name=row["name"],
            since=row["from"], until=row["to"],
        )
        for row in council.chairs(council.days[-1]).to_pylist()
        if row["child_id"] in refs
    )  # fmt: skip


def _people() -> dict[str, Any]:
    """Signed-in clients: the whole service, a team, a chair."""
    from django.test import Client

    from cusp.web.accounts.models import RoleGrant, User
    from cusp.web.practice.models import Case, Chairing, Reach

    team = Case.objects.exclude(team="").values_list("team", flat=True).first()
    name = Chairing.objects.filter(until=None).values_list("name", flat=True).first()
    reach: dict[str, dict[str, Any]] = {
        "the whole service": {"whole_service": True},
        "a team": {"teams": [team]},
        "a chair": {"names": [name]},
    }
    found = {}
    for who, fields in reach.items():
        email = f"{who.split()[-1]}@wexcombe.example"
        user = User.objects.filter(email=email).first()
        if user is None:
            user = User.objects.create_user(email, name=who)
            RoleGrant.objects.create(user=user, role="practice")
            Reach.objects.create(user=user, **fields)
        client = Client()
        client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
        found[who] = client
    return found


def _pages(client: Any) -> dict[str, str]:
    """The pages of practice that this person can open, by name."""
    from cusp.web.practice import reach
    from cusp.web.practice.models import Case

    user = client.get("/practice/").wsgi_request.user
    case = reach.cases_for(reach.reach_of(user), on=LAST).filter(in_care=True).first()
    found = {
        "who is waiting": "/practice/",
        "my children": "/practice/mine/",
        "children": "/practice/children/",
        "children, filtered": "/practice/children/?status=overdue",
        "measures": "/practice/measures/",
        "a measure": "/practice/measures/C5/",
        "who waits longer": "/practice/equality/",
        "challenges": "/practice/challenges/",
        "supervision": "/practice/supervision/",
    }
    if isinstance(case, Case):
        found["a child"] = case.child.get_absolute_url()
    return found
