"""Cached addresses, and pages without the page cache."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from cusp.web.common.addresses import address_of
from cusp.web.record.models import Inspection
from tests.web.passages import put_in_three

pytestmark = pytest.mark.database


def test_an_address_is_what_django_gives() -> None:
    day = date(2019, 7, 15)
    assert address_of("inspection", "wexcombe", day.isoformat()) == reverse(
        "inspection", args=["wexcombe", day]
    )


@pytest.fixture
def three(db: None) -> dict[str, Inspection]:
    return put_in_three()


def test_without_the_page_cache_every_page_is_made_anew(
    client: Client, three: dict[str, Inspection], settings: object
) -> None:
    settings.PAGE_CACHE = False  # type: ignore[attr-defined]  # as CUSP_NO_PAGE_CACHE does
    page = three["new"].get_absolute_url()
    assert client.get(page).content
    Inspection.objects.filter(pk=three["new"].pk).update(overall_given=False)  # no new revision
    assert "no overall grade given" in client.get(page).content.decode().lower()
