"""What is true of every public address: viewing changes nothing and reveals no server details."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cusp.web.accounts.guard import permission_of
from cusp.web.accounts.models import User
from cusp.web.accounts.permissions import Permission
from cusp.web.common.page_cache import visitor_pages
from cusp.web.record.archive import revision
from cusp.web.record.models import Inspection
from tests.web.addresses import patterns
from tests.web.test_permissions import GROUPS, address_of

VISITORS = Permission.SEE_PUBLIC_RECORD
# By their first word, so that a record is made for each group and not for each address.
PUBLIC = {
    group: public
    for group, found in GROUPS.items()
    if (public := [one for one in found if permission_of(one[1].callback) is VISITORS])
}
CHANGES = ("INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "DROP")


def files_of(folder: Path) -> set[tuple[str, int, int]]:
    """The files in a folder with their sizes and times, except for page images and their locks."""
    found = [
        p
        for p in folder.rglob("*")
        if p.is_file() and not {"page-images", "opening"} & set(p.parts)
    ]
    return {(str(f), f.stat().st_size, f.stat().st_mtime_ns) for f in found}


def runs(*_: object) -> None:
    """Runs instead of a model."""
    pytest.fail("a page ran a model")


@pytest.mark.parametrize("group", PUBLIC)
def test_looking_changes_nothing_and_shows_nothing_of_the_server(
    group: str, wexcombe: list[Inspection], person: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for model in ("findings_of", "places_of"):
        monkeypatch.setattr(f"cusp.web.record.findings.stored_findings.{model}", runs)
    monkeypatch.setattr("cusp.web.record.comparison.carried_over.propose_links", runs)
    someone: User = person()
    for route, _, kinds in PUBLIC[group]:
        visitor_pages.clear()
        revision.forget_kept()
        assert_looking_changes_nothing(address_of(route, kinds, wexcombe, someone))


def assert_looking_changes_nothing(address: str) -> None:
    before = files_of(Path(settings.DATA))

    with CaptureQueriesContext(connection) as queries:
        response = Client(raise_request_exception=False).get(address)

    changed = [q["sql"] for q in queries if q["sql"].lstrip().upper().startswith(CHANGES)]
    assert changed == [], address
    assert files_of(Path(settings.DATA)) == before, address
    if isinstance(response, HttpResponse):
        for path in (str(settings.DATA), tempfile.gettempdir(), str(Path(__file__).parents[2])):
            assert path.encode() not in response.content, address


def test_every_public_address_is_in_a_group() -> None:
    public = [r for r, p, _ in patterns() if permission_of(p.callback) is VISITORS]
    assert sorted(public) == sorted(route for found in PUBLIC.values() for route, _, _ in found)
    assert len(public) > 70
