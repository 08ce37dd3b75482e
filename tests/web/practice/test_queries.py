"""No page takes many queries, however many children, teams and returns there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cusp.web.accounts.models import User
from cusp.web.practice.teams import slug_of
from tests.web.clients import signed_in
from tests.web.practice import rows
from tests.web.practice.rows import NORTH

pytestmark = pytest.mark.django_db

MOST = 12
PAGES = (
    "/practice/",
    f"/practice/teams/{slug_of(NORTH)}/",
    "/practice/children/?status=overdue",
    "/practice/children/export/",
    "/practice/measures/",
    "/practice/measures/A1/?by=worker",
    "/practice/equality/",
    "/practice/equality/?what=T08",
)


def test_every_page_takes_few_queries(head: User) -> None:
    now = rows.small_service()
    for n in range(60):
        rows.child(f"N{n}", [("T08", "overdue", n + 1), ("T02", "due soon", 2)])
        rows.figure(now, "A1", (n, 60), "worker", f"Worker {n}")
    client = signed_in(head)
    over = {}
    for address in PAGES:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200, address
        if len(asked) > MOST:
            over[address] = len(asked)
    assert over == {}
