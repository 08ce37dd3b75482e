"""Shared by tests that fetch: a stopped clock, and fetching from the stand-in site."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from cusp.reports.acquire import fetch as fetching
from cusp.reports.acquire.fetch import Document, Folder, Result
from cusp.reports.acquire.ofsted_site import (
    Provider,
    authority_of,
    hosts_of,
    publications,
)
from cusp.reports.acquire.web import Limits, Web
from tests.reports.fake_ofsted import SOUTHEND, FakeOfsted

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LABEL = "Children's services inspection, pdf - 27 August 2019"
ADDRESS = "https://reports.ofsted.gov.uk/provider/44/80559"


class Time:
    """A clock that moves only when asked to sleep, and records the sleeps."""

    def __init__(self) -> None:
        self.at = 0.0
        self.sleeps: list[float] = []

    def clock(self) -> float:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        self.at += seconds


def web(site: FakeOfsted, passing: Time | None = None, **limits: float) -> Web:
    passing = passing or Time()
    return Web(
        hosts_of(site.address),
        agent="cusp/test",
        clock=passing.clock,
        sleep=passing.sleep,
        now=lambda: NOW,
        limits=Limits(**{"timeout": 5.0, **limits}),  # type: ignore[arg-type]
    )


def documents(site: FakeOfsted, urn: str = SOUTHEND) -> list[Document]:
    address = f"{site.address}provider/44/{urn}"
    listed = publications(site.provider_page(urn), address)
    slug = authority_of(Provider(urn, site.councils[urn], address))[1]
    return [
        Document(slug, urn, item.title, item.published, item.address)
        for item in listed
        if item.published
    ]


def fetched(
    site: FakeOfsted, into: Path, passing: Time | None = None, **limits: float
) -> list[Result]:
    wanted = documents(site)
    with web(site, passing, **limits) as client:
        return list(Folder(into, [d.address for d in wanted]).fetch(client, wanted))


def outcomes(results: list[Result]) -> list[str]:
    return [result.outcome for result in results]


def lines(into: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in (into / fetching.MANIFEST).read_text("utf-8").splitlines()]


def leftovers(into: Path) -> list[str]:
    return [path.name for path in into.rglob("*.part*")]
