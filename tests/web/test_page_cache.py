"""Public pages cached for visitors: the same for all visitors, and never out of date."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from cusp.web.accounts.models import User
from cusp.web.accounts.roles import Role
from cusp.web.common import page_cache
from cusp.web.record.comparison import carried_over
from cusp.web.record.findings import stored_findings
from cusp.web.record.models import Inspection

pytestmark = pytest.mark.database


@pytest.fixture
def page(wexcombe: list[Inspection]) -> str:
    stored_findings.read_missing()  # otherwise the first view reads them, which is a change
    one, two = wexcombe[2:4]
    return f"{one.authority.get_absolute_url()}compare/{one.start}/{two.start}/"


def test_a_page_asked_for_again_costs_one_query(
    client: Client, page: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = client.get(page).content
    with django_assert_num_queries(1):
        assert client.get(page).content == first


def test_browsers_that_take_it_packed_get_it_packed(client: Client, page: str) -> None:
    import gzip

    plain = client.get(page)
    packed = client.get(page, HTTP_ACCEPT_ENCODING="gzip, br")
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert "Accept-Encoding" in packed["Vary"]


def test_a_change_of_the_record_is_seen_at_once(
    client: Client, page: str, wexcombe: list[Inspection], person: Callable[..., User]
) -> None:
    assert "Decided by" not in client.get(page).content.decode()
    carried_over.correct(
        *wexcombe[2:4], earlier_number=1, later_number=1, verdict="same", by=person(Role.OFFICER)
    )
    assert "Decided by" in client.get(page).content.decode()


def test_what_a_signed_in_person_sees_is_kept_for_nobody(
    client: Client, page: str, signed_in: Callable[..., Client]
) -> None:
    officer = signed_in(Role.OFFICER)
    assert "Correct a match" in officer.get(page).content.decode()
    assert "Correct a match" not in client.get(page).content.decode()
    assert "Correct a match" in officer.get(page).content.decode()


def test_a_page_is_for_its_address_its_host_and_its_day(
    client: Client, wexcombe: list[Inspection], monkeypatch: pytest.MonkeyPatch
) -> None:
    part = f"{wexcombe[-1].get_absolute_url()}improvement-1/"
    here = client.get(part, HTTP_HOST="localhost").content.decode()
    there = client.get(part, HTTP_HOST="127.0.0.1").content.decode()
    assert "http://localhost/" in here
    assert "http://127.0.0.1/" in there
    council = wexcombe[-1].authority.get_absolute_url()
    client.get(council)
    asked = []
    monkeypatch.setattr(page_cache.visitor_pages, "put", lambda key, _: asked.append(key))
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: date(2031, 1, 1))
    client.get(council)
    assert len(asked) == 1


def test_what_is_not_found_is_not_kept(client: Client, db: None) -> None:
    for _ in range(2):
        assert client.get("/authorities/atlantis/").status_code == 404


def test_the_shelf_lets_go_of_what_was_asked_for_longest_ago() -> None:
    visitor_pages = page_cache.PageCache(room=250)
    for name in "abc":
        if name == "c":
            assert visitor_pages.get(("a",))
        visitor_pages.put((name,), page_cache._Page(bytes(100), "text/html"))
    assert [bool(visitor_pages.get((name,))) for name in "abc"] == [True, False, True]
