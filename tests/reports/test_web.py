"""Requests to a site that is slow, busy or faulty: waits, redirects, limits and errors."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from cusp.reports.acquire.fetch import Document, Folder
from cusp.reports.acquire.ofsted_site import (
    hosts_of,
)
from cusp.reports.acquire.web import CannotFetch, Limits, Web
from tests.reports.fake_ofsted import SOUTHEND, FakeOfsted, File, pdf
from tests.reports.fetching import (
    LABEL,
    Time,
    documents,
    fetched,
    leftovers,
    outcomes,
    web,
)


@pytest.mark.parametrize(
    ("after", "waited"),
    [("7", 7.0), ("Mon, 02 Mar 2026 09:00:30 GMT", 30.0), ("soon", 2.0), (None, 2.0)],
)
@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_site_is_given_the_time_it_asks_for(
    site: FakeOfsted, tmp_path: Path, status: int, after: str | None, waited: float
) -> None:
    headers = {"Retry-After": after} if after else {}
    site.add(File(LABEL, answers=[(status, headers)]))
    passing = Time()
    assert outcomes(fetched(site, tmp_path, passing)) == ["new"]
    assert passing.sleeps == [waited]


def test_a_site_that_stays_busy_is_left_alone(site: FakeOfsted, tmp_path: Path) -> None:
    site.add(File(LABEL, answers=[(503, {})] * 9))
    passing = Time()
    [result] = fetched(site, tmp_path, passing)
    assert result.reason == "the site returned 503 Service Unavailable (tried 4 times)"
    assert passing.sleeps == [2.0, 4.0, 8.0]


def test_a_very_long_wait_is_not_waited_for(site: FakeOfsted, tmp_path: Path) -> None:
    site.add(File(LABEL, answers=[(429, {"Retry-After": "86400"})]))
    passing = Time()
    [result] = fetched(site, tmp_path, passing)
    assert "asks Cusp to wait 86400 seconds" in result.reason
    assert passing.sleeps == []


def test_nothing_more_is_asked_of_a_site_that_wants_a_very_long_wait(
    site: FakeOfsted, tmp_path: Path
) -> None:
    site.add(*(File(LABEL.replace("2019", year)) for year in ("2019", "2016", "2013")))
    site.files[SOUTHEND][1].answers = [(429, {"Retry-After": "86400"})]
    results = fetched(site, tmp_path)
    assert outcomes(results) == ["new", "failed", "failed"]
    assert results[2].reason == "not tried: the site asked Cusp to wait; run this again later"
    assert len(site.requests) == 2


def test_redirects_within_the_site_are_followed(site: FakeOfsted, tmp_path: Path) -> None:
    site.add(File(LABEL, etag='"a1"'))
    site.pages["/old"] = (302, {"Location": "/older"})
    site.pages["/older"] = (301, {"Location": f"{site.address}v1/file/80559000"})
    wanted = documents(site)[0]
    moved = Document("southend-on-sea", SOUTHEND, "A", wanted.published, f"{site.address}old")
    passing = Time()
    with web(site, passing) as client:
        assert [r.outcome for r in Folder(tmp_path).fetch(client, [moved])] == ["new"]
    assert passing.sleeps == [1.0, 1.0]


def test_a_circle_of_redirects_ends(site: FakeOfsted, tmp_path: Path) -> None:
    site.add(File(LABEL, answers=[(302, {"Location": "/v1/file/80559000"})] * 20))
    [result] = fetched(site, tmp_path)
    assert result.reason == "redirected more than 5 times"
    assert len(site.requests) == 6


@pytest.mark.parametrize(
    "where", ["http://localhost:9/x.pdf", "//other.example/x", "file:///etc/passwd", "http://[x"]
)
def test_redirects_elsewhere_are_not_followed(site: FakeOfsted, tmp_path: Path, where: str) -> None:
    site.add(File(LABEL, answers=[(302, {"Location": where})]))
    [result] = fetched(site, tmp_path)
    assert re.search("another host.*not followed|not a valid address", result.reason)
    assert len(site.requests) == 1


@pytest.mark.parametrize("href", ["https://other.example/r.pdf", "javascript:x()", "http://[x"])
def test_links_elsewhere_are_not_followed(site: FakeOfsted, tmp_path: Path, href: str) -> None:
    site.add(File(LABEL, href=href))
    [result] = fetched(site, tmp_path)
    assert result.outcome == "failed"
    assert site.requests == []


def test_https_is_not_left_for_http(tmp_path: Path) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(302, headers={"Location": "http://reports.example/x"})

    client = Web(["reports.example"], agent="cusp/test", transport=httpx.MockTransport(answer))
    with client, pytest.raises(CannotFetch, match="from https to http"):
        client.page("https://reports.example/")


@pytest.mark.parametrize("limit", ["by its length", "by its bytes", "by the rest's length"])
def test_too_large(site: FakeOfsted, tmp_path: Path, limit: str) -> None:
    file = File(LABEL, data=pdf() + b" " * 60_000, etag='"a1"', drops=[3_000])
    site.add(file)
    if limit == "by its length":
        file.announced = 10**9
    if limit == "by its bytes":
        file.announced, file.drops = -1, []
    if limit == "by the rest's length":
        file.announced = 4_000
        fetched(site, tmp_path, tries=1)
        file.announced, file.drops = 49_000, [100] * 9
    [result] = fetched(site, tmp_path, most_bytes=50_000)
    assert result.reason == "larger than 0 MB"
    assert leftovers(tmp_path) == []


def test_too_slow(site: FakeOfsted, tmp_path: Path) -> None:
    site.add(File(LABEL, etag='"a1"', drip=0.05))
    passing = Time()

    def clock() -> float:
        passing.at += 1.0
        return passing.at

    wanted = documents(site)
    client = Web(
        hosts_of(site.address),
        agent="cusp/test",
        clock=clock,
        sleep=passing.sleep,
        limits=Limits(longest_body=5.0),
    )
    with client:
        [result] = Folder(tmp_path).fetch(client, wanted)
    assert result.reason == "too slow: not complete after 5 seconds; run this again"
    site.files[SOUTHEND][0].drip = 0.0
    assert outcomes(fetched(site, tmp_path)) == ["new"]
    assert "Range" in site.requests[-1].headers


def test_no_answer_in_time(site: FakeOfsted, tmp_path: Path) -> None:
    site.add(File(LABEL, drip=0.5))
    [result] = fetched(site, tmp_path, timeout=0.1, tries=2)
    assert result.reason == "the site did not respond in time (tried 2 times)"


def test_no_connection(tmp_path: Path) -> None:
    passing = Time()
    client = Web(
        ["127.0.0.1:9"],
        agent="cusp/test",
        clock=passing.clock,
        sleep=passing.sleep,
        limits=Limits(tries=2),
    )
    with client, pytest.raises(CannotFetch, match=r"no connection .*tried 2 times"):
        client.page("http://127.0.0.1:9/")
