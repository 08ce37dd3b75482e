"""The front page: a search box, the country in a line, what changed, what an officer must do."""

from collections.abc import Callable

import pytest
from django.conf import LazySettings
from django.test import Client

from cusp.web.accounts.roles import Role
from cusp.web.record.models import Inspection
from tests.web.markup import page, words

pytestmark = pytest.mark.django_db


def test_there_is_one_search_box_and_the_country_in_a_line(client: Client) -> None:
    text = words(page(client, "/"))
    assert page(client, "/").count('type="search"') == 1
    assert "46 of 153 authorities are outstanding, 11 inadequate." in text
    assert "Newest report held: published 20 August 2026." in text


def test_the_latest_inspections_come_by_publication_with_the_grade_before(client: Client) -> None:
    text = words(page(client, "/"))
    latest = text[text.index("Latest inspections") :]
    # Facts from August 2026: overall grades are no longer given.
    assert "Lancashire No overall grade given Previously good 20 August 2026" in latest
    assert latest.index("Lancashire") < latest.index("Portsmouth")


def test_reports_added_here_are_listed_newest_first(
    client: Client, wexcombe: list[Inspection]
) -> None:
    text = words(page(client, "/"))
    assert "Recently added" in text
    added = text[text.index("Recently added") :]
    assert "Wexcombe, 11 May 2026 added" in added


def test_without_reports_nothing_is_recently_added(client: Client) -> None:
    assert "Recently added" not in words(page(client, "/"))


def test_the_council_of_the_installation_is_named_if_there_is_one(
    client: Client, settings: LazySettings
) -> None:
    settings.HOME_AUTHORITY = "southend-on-sea"
    assert "Your council: Southend-on-Sea – Good, up from requires improvement" in words(
        page(client, "/")
    )


@pytest.mark.parametrize("slug", ["", "atlantis"])
def test_the_front_page_needs_no_council_of_its_own(
    client: Client, settings: LazySettings, slug: str
) -> None:
    settings.HOME_AUTHORITY = slug
    assert "Your council" not in words(page(client, "/"))


def test_an_officer_sees_what_waits(
    signed_in: Callable[..., Client], wexcombe: list[Inspection]
) -> None:
    officer = signed_in(Role.OFFICER)
    assert "There are no reports to check." in words(page(officer, "/"))
    Inspection.objects.filter(pk=wexcombe[0].pk).update(complete=False)
    assert "1 report with parts missing: Wexcombe" in words(page(officer, "/"))


def test_others_see_nothing_of_what_waits(client: Client, signed_in: Callable[..., Client]) -> None:
    for reader in (client, signed_in(Role.MEMBER)):
        assert "For you to check" not in words(page(reader, "/"))
