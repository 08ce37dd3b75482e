"""The pages of practice agree: the same children and numbers, in one frame."""

import re

import pytest

from cusp.web.accounts.models import User
from cusp.web.practice.models import Child
from cusp.web.practice.teams import slug_of
from tests.web.clients import signed_in
from tests.web.markup import heading, page, words
from tests.web.practice import rows
from tests.web.practice.rows import NORTH

pytestmark = pytest.mark.django_db
_FRAMED = (
    "/practice/", "/practice/mine/", "/practice/children/", "/practice/measures/",
    "/practice/equality/", "/practice/challenges/", "/practice/supervision/",
    "/practice/supervision/new/", "/practice/returns/", "/practice/returns/load/",
    "/practice/lists/", "/practice/lists/chairs/", "/practice/children/export/",
)  # fmt: skip


def test_a_team_has_the_same_children_and_numbers_on_every_page(manager: User) -> None:
    """The team's third child has left: the return names it, but nothing is open."""
    rows.small_service()
    rows.child("1004", in_need=False)
    client = signed_in(manager)
    overview = page(client, "/practice/")
    team = page(client, f"/practice/teams/{slug_of(NORTH)}/")
    mine = page(client, "/practice/mine/")
    listed = page(client, "/practice/children/")
    assert heading(overview) == heading(team) == "2 of 2 children have something overdue"
    assert heading(mine) == "2 of the 2 children in your teams are overdue for a review"
    assert heading(listed) == "2 children with an open case, the most urgent first"
    for one in (team, mine, listed):
        assert "1001" in one
        assert "1003" in one
        assert "1004" not in one
    assert "1004" in page(client, "/practice/children/?kind=all")
    assert "1 Cannot be determined, under other headings" in words(mine)
    assert "1 cannot be determined" in words(overview)


def test_a_child_is_late_by_the_same_number_of_days_on_every_page(manager: User) -> None:
    rows.small_service()
    client = signed_in(manager)
    team = f"/practice/teams/{slug_of(NORTH)}/"
    child = Child.objects.get(child_id="1001").get_absolute_url()
    for address in ("/practice/children/", team, "/practice/mine/", child):
        found = words(page(client, address))
        assert re.search(r"8 October 2026 (and )?23 days overdue", found), address


def test_the_links_between_pages_stand_below_the_trail_and_above_the_heading(head: User) -> None:
    rows.small_service()
    client = signed_in(head)
    child = Child.objects.get(child_id="1001").get_absolute_url()
    for address in (*_FRAMED, child, f"{child}midway/"):
        html = page(client, address)
        places = [html.index(one) for one in ("govuk-breadcrumbs", "cusp-sub-navigation", "<h1")]
        assert places == sorted(places), address
        assert html.count('aria-label="Practice"') == 1, address
