"""A small made-up return, and people who see all, some or none of its children."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from cusp.returns.record import Return
from cusp.web.accounts.models import User
from cusp.web.practice import snapshots
from cusp.web.practice.models import Case, Snapshot
from tests.oversight.rows import loaded
from tests.web.practice.rows import NORTH, SOUTH, chaired, sees

AS_AT = date(2026, 3, 31)
NOW = datetime(2026, 4, 2, 9, 0, tzinfo=UTC)
UNTIL = date(2028, 4, 2)


def small_return(as_at: date = AS_AT) -> Return:
    """Three children: on a plan in the north, in care in the south, and with both in the north.

    The first child's plan has lasted 16 months, and its next review conference is overdue since
    8 March (six months from 8 September). Nothing is late for the second. The third has had four
    placements.
    """
    return loaded(
        {
            6: [
                {"child_id": "1001", "case_status": "protection_plan", "team": NORTH},
                {"child_id": "1002", "case_status": "looked_after", "team": SOUTH},
                {"child_id": "1003", "case_status": "looked_after", "team": NORTH},
            ],
            7: [
                {
                    "child_id": "1001", "plan_start": date(2024, 11, 20),
                    "latest_review": date(2025, 9, 8), "last_visit": date(2026, 3, 24),
                    "latest_category": "neglect", "team": NORTH, "worker": "Asha Bell",
                }
            ],
            8: [
                {
                    "child_id": "1002", "care_start": date(2025, 2, 3), "legal_status": "C2",
                    "latest_review": date(2026, 1, 20), "last_visit": date(2026, 3, 20),
                    "placement_start": date(2025, 2, 3), "placement_type": "U6",
                    "permanence_plan": "fostering", "placements_12_months": 1, "team": SOUTH,
                    "worker": "Ben Okafor",
                },
                {
                    "child_id": "1003", "care_start": date(2025, 2, 3), "legal_status": "C2",
                    "latest_review": date(2026, 1, 20), "last_visit": date(2026, 3, 20),
                    "placement_start": date(2026, 1, 5), "placement_type": "U6",
                    "placements_12_months": 4, "team": NORTH, "worker": "Asha Bell",
                },
            ],
        },
        as_at,
    )  # fmt: skip


@pytest.fixture
def snapshot(db: None) -> Snapshot:
    return snapshots.load(small_return(), retain_until=UNTIL, at=NOW, by=None).snapshot


@pytest.fixture
def head(person: Callable[..., User]) -> User:
    """Somebody who sees the whole service."""
    return sees(person, "head", whole_service=True)


@pytest.fixture
def manager(person: Callable[..., User]) -> User:
    """The manager of the north team."""
    return sees(person, "manager", teams=[NORTH])


@pytest.fixture
def chair(person: Callable[..., User], snapshot: Snapshot) -> User:
    """The reviewing officer of the child in the south, and of no other."""
    chaired(Case.objects.get(child__child_id="1002"), "Carla Dunn", "reviewing officer")
    return sees(person, "chair", names=["Carla Dunn"])
