"""The API: no request breaks it, and every response matches its schema."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from django.urls import URLPattern, get_resolver
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import positive_data_acceptance

from cusp.history.carried_over import Link
from cusp.web.accounts.guard import permission_of
from cusp.web.accounts.models import User
from cusp.web.accounts.permissions import Permission
from cusp.web.accounts.roles import Role
from cusp.web.api.operations import api
from cusp.web.record.comparison import carried_over
from cusp.web.record.models import Authority, Inspection
from cusp.web.wsgi import application
from tests.length import examples

SCHEMA = schemathesis.openapi.from_dict(
    json.loads(json.dumps(api.get_openapi_schema(), default=str))
)
SCHEMA.app = application
OPERATIONS: list[Any] = [
    found.ok()  # type: ignore[union-attr]  # a broken schema fails here
    for found in SCHEMA.get_all_operations()
]


@pytest.fixture
def town(wexcombe: list[Inspection]) -> str:
    """The slug of a council with reports."""
    return wexcombe[0].authority.slug


@pytest.fixture
def one_connection(db: None) -> Iterator[None]:
    """Stops requests from closing the connection that the test's transaction needs."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


# Each operation is a test with its own name: workers choose tests by name, and if several share a
# name (as with ``SCHEMA.parametrize``) only the first would run.
@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.label)
@given(drawn=st.data())
@settings(
    max_examples=examples(12), deadline=None, derandomize=True,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
def test_no_question_fails_and_every_answer_is_as_described(
    operation: Any, drawn: st.DataObject
) -> None:
    case: schemathesis.Case[Any] = drawn.draw(operation.as_strategy())
    # Words that leave nothing to look for ("-this") are well formed, but still refused.
    apart: list[Any] = [positive_data_acceptance] if operation.path.endswith("/search") else []
    case.call_and_validate(headers={"Host": "localhost"}, excluded_checks=apart)


def test_every_operation_of_the_schema_is_asked() -> None:
    paths = api.get_openapi_schema()["paths"]
    asked = sorted(operation.path for operation in OPERATIONS)
    assert asked == sorted(path for path, methods in paths.items() for _ in methods)


@pytest.fixture
def get(client: Client) -> Callable[..., Any]:
    def asking(address: str, **asked: str | int) -> Any:
        response = client.get(f"/api{address}", asked)
        return response.status_code, response.json()

    return asking


def test_authorities_come_in_pages_that_together_are_all(get: Callable[..., Any], db: None) -> None:
    status, first = get("/v1/authorities", per_page=100)
    assert (status, first["count"]) == (200, Authority.objects.count())
    names = [one["slug"] for one in first["items"]]
    for page in range(2, first["pages"] + 1):
        names += [
            one["slug"] for one in get("/v1/authorities", per_page=100, page=page)[1]["items"]
        ]
    assert sorted(names) == sorted(Authority.objects.values_list("slug", flat=True))


def test_an_inspection_has_the_record_of_its_report(
    get: Callable[..., Any], town: str, wexcombe: list[Inspection]
) -> None:
    last = wexcombe[-1]
    assert last.document is not None
    status, found = get(f"/v1/authorities/{town}/inspections/{last.start}")
    assert status == 200
    assert found["report"]["source"]["sha256"] == last.document.sha256
    assert found["inspection"]["start"] == last.start.isoformat()
    items = get(f"/v1/authorities/{town}/inspections/{last.start}/passages", kind="item")[1]
    assert [row["text"] for row in items["items"]] == [
        one.text for one in last.document.report.improvements
    ]


def test_a_comparison_marks_what_an_officer_said(
    get: Callable[..., Any], town: str, wexcombe: list[Inspection], person: Callable[..., User],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    # How items are linked is tested in tests/history.
    proposed = (Link(later=1, earlier=2, kind="same", score=0.99),)
    monkeypatch.setattr(
        "cusp.web.record.comparison.carried_over.propose_links", lambda *_: proposed
    )
    before, after = [one for one in wexcombe if one.improvements >= 2][:2]
    carried_over.propose(before, after)
    address = f"/v1/authorities/{town}/compare/{before.start}/{after.start}"
    status, found = get(address)
    assert (status, found["schema"]) == (200, "cusp.comparison/1")
    assert [(x["later"], x["earlier"], x["sure"], x["correction"]) for x in found["links"]] == [
        (1, 2, True, None)
    ]
    carried_over.correct(
        before, after, earlier_number=2, later_number=1, verdict="none", by=person(Role.OFFICER)
    )
    found = get(address)[1]
    assert found["links"] == []
    assert found["new"] == list(range(1, after.improvements + 1))
    assert [(x["later"], x["earlier"]) for x in found["refused"]] == [(1, 2)]
    assert found["refused"][0]["correction"]["verdict"] == "none"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/v1/authorities/nowhere", 404),
        ("/v1/authorities/southend-on-sea/inspections/2019-02-30", 422),
        ("/v1/authorities/southend-on-sea/inspections/1563148800", 422),
        ("/v1/authorities/southend-on-sea/inspections/1999-01-01", 404),
        ("/v1/authorities/no%00thing", 422),
        ("/v1/authorities?page=99999999999999999999999", 422),
        ("/v1/authorities?region=Atlantis", 422),
        ("/v1/authorities?regin=London", 422),
        ("/v1/search", 422),
        ("/v1/search?q=-children", 400),
        ("/v1/search?q=%00", 400),
        ("/v1/search?q=x&year_from=1", 422),
        ("/v1/search?q=x&authority=a%00b", 422),
        ("/v1/country?on=tomorrow", 422),
        ("/v1/nothing", 404),
        ("/v2", 404),
    ],
)
def test_what_cannot_be_answered_says_why_in_json(
    get: Callable[..., Any], db: None, address: str, status: int
) -> None:
    found, said = get(address)
    assert found == status
    assert said["detail"].strip()
    if status == 422:
        assert all(one["where"] and one["why"] for one in said["errors"])


def test_an_older_name_leads_to_the_present_one_with_the_same_question(
    client: Client, db: None
) -> None:
    # The code is an older form of every council's address.
    moved = client.get("/api/v1/authorities/e06000033/inspections/2019-07-15/passages?kind=item")
    address = "/api/v1/authorities/southend-on-sea/inspections/2019-07-15/passages?kind=item"
    assert (moved.status_code, moved["Location"]) == (301, address)
    assert moved.json()["address"] == address


def test_the_country_adds_up(get: Callable[..., Any], db: None) -> None:
    found = get("/v1/country", on="2024-03-31")[1]
    assert sum(found["counts"].values()) == found["known"]
    assert found["known"] + found["not_known"] == found["total"] == len(found["councils"])
    assert found["on"] == date(2024, 3, 31).isoformat()


def test_an_answer_that_has_not_changed_is_not_sent_again(client: Client, db: None) -> None:
    first = client.get("/api/v1/country?on=2024-03-31")
    again = client.get("/api/v1/country?on=2024-03-31", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_every_view_of_the_api_names_its_permission(db: None) -> None:
    resolver = next(one for one in get_resolver().url_patterns if str(one.pattern) == "api/")
    views = list(_views(resolver))
    assert len(views) > 8
    assert all(view.permission is Permission.SEE_PUBLIC_RECORD for view in views)
    assert all(permission_of(view) is Permission.SEE_PUBLIC_RECORD for view in views)


def _views(resolver: Any) -> Any:
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield one.callback
        else:
            yield from _views(one)


def test_the_documentation_names_every_operation_and_needs_no_script(
    client: Client, db: None
) -> None:
    page = client.get("/api/docs").content.decode()
    for path in api.get_openapi_schema()["paths"]:
        assert path in page
    main = page[page.index("<main") : page.index("</main>")]
    assert "<script" not in main
    assert "style=" not in main
    assert client.get("/api/")["Location"] == "/api/docs"
