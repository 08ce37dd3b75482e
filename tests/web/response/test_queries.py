"""No page of the plan takes many queries, however much is in the plan."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cusp.web.accounts.models import User
from cusp.web.record.models import Inspection
from tests.web.response import large_plan

pytestmark = pytest.mark.django_db

MOST = 15


def test_every_page_of_the_plan_takes_few_queries(inspection: Inspection, officer: User) -> None:
    today = timezone.localdate()
    large_plan.grown(officer, today=today, areas=12, actions=60, updates=120)
    client: Client = large_plan.signed_in(officer)
    pages = large_plan.pages()
    assert {"plan", "plan-area", "plan-action", "plan-history", "plan-history-day"} <= set(pages)
    client.get("/plan/decisions/")  # the record of the plan is kept until the plan changes
    over = {}
    for name, address in pages.items():
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        assert answer.status_code in (200, 302, 400), (address, answer.status_code)
        if len(asked) > MOST:
            over[name] = len(asked)
    assert over == {}
