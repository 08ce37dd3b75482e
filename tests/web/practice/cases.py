"""Rows about children for tests of pages, built without loading a return."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from cusp.web.accounts.models import User
from cusp.web.practice.models import Case, Chairing, Child, Clock, Snapshot

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NORTH, SOUTH = "North team", "South team"


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def today() -> date:
    return timezone.localdate()


def a_snapshot(as_at: date | None = None) -> Snapshot:
    """A return as at today, without files."""
    as_at = as_at or today()
    return Snapshot.objects.create(
        kind="annex_a", as_at=as_at, file="annex-a.xlsx", sha256="0" * 64, folder=str(as_at),
        rows=1, errors=0, warnings=0, loaded_at=datetime(2026, 1, 1, tzinfo=UTC),
        loaded_by_then="", retain_until=date(2100, 1, 1),
    )  # fmt: skip


def a_child(number: str, *, team: str = NORTH, **case: Any) -> Case:
    """A child on a plan, with a case on the newest return."""
    child = Child.objects.create(child_id=number)
    given = {"on_plan": True, "worker": "Asha Bell", "age": 7, **case}
    return Case.objects.create(child=child, team=team, **given)


def due(case: Case, days: int, *, clock: str = "T07", **more: Any) -> Clock:
    """A clock of a child that falls due in some days from today; overdue if they are negative."""
    status = "overdue" if days < 0 else "due soon" if days <= 14 else "in time"
    given = {
        "status": status, "due": today() + timedelta(days), "days": abs(days),
        "start": today() + timedelta(days - 180), **more,
    }  # fmt: skip
    return Clock.objects.create(child=case.child, clock=clock, team=case.team, **given)


def chaired(case: Case, name: str, role: str = "chair") -> Chairing:
    return Chairing.objects.create(child=case.child, role=role, name=name)
