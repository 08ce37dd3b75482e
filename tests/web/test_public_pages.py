"""What holds for every public address: looking changes nothing and shows nothing of the server."""

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
from django.urls import URLPattern

from cusp.web.accounts.guard import permission_of
from cusp.web.accounts.models import User
from cusp.web.accounts.permissions import Permission
from cusp.web.record.models import Inspection
from tests.web.test_permissions import address_of, every_pattern

PUBLIC = [
    pytest.param(*found, id=found[0] or "/")
    for found in every_pattern()
    if permission_of(found[1].callback) is Permission.SEE_PUBLIC_RECORD
]
CHANGES = ("INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "DROP")


def files_of(folder: Path) -> set[tuple[str, int, int]]:
    """The files of a folder with their sizes and times, but for images of pages and who draws."""
    found = [
        p
        for p in folder.rglob("*")
        if p.is_file() and not {"page-images", "opening"} & set(p.parts)
    ]
    return {(str(f), f.stat().st_size, f.stat().st_mtime_ns) for f in found}


def runs(*_: object) -> None:
    """In place of a model."""
    pytest.fail("a page ran a model")


@pytest.mark.parametrize(("route", "pattern", "kinds"), PUBLIC)
def test_looking_changes_nothing_and_shows_nothing_of_the_server(
    route: str,
    pattern: URLPattern,
    kinds: dict[str, Any],
    wexcombe: list[Inspection],
    person: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for model in ("findings_of", "places_of"):
        monkeypatch.setattr(f"cusp.web.record.findings.stored_findings.{model}", runs)
    monkeypatch.setattr("cusp.web.record.comparison.carried_over.propose_links", runs)
    someone: User = person()
    address = address_of(route, kinds, wexcombe, someone)
    before = files_of(Path(settings.DATA))

    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = Client(raise_request_exception=False).get(address)

    changed = [q["sql"] for q in queries if q["sql"].lstrip().upper().startswith(CHANGES)]
    assert changed == []
    assert files_of(Path(settings.DATA)) == before
    if isinstance(response, HttpResponse):
        for path in (str(settings.DATA), tempfile.gettempdir(), str(Path(__file__).parents[2])):
            assert path.encode() not in response.content
