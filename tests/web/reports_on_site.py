"""Specimen reports on pages of the stand-in for Ofsted's website."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

from cusp.specimens import STORIES, write_specimen
from tests.reports.fake_ofsted import FakeOfsted, File


def few_councils(site: FakeOfsted, *names: str) -> None:
    """Leave only a few councils on the list."""
    site.councils = {urn: name for urn, name in site.councils.items() if name in names}


def urn_of(site: FakeOfsted, name: str) -> str:
    return next(urn for urn, named in site.councils.items() if named == name)


def report(story: str, council: str = "Southend-on-Sea") -> File:
    """A specimen report rewritten for a council, published on the 9th of the next month."""
    specimen, _ = STORIES[story]
    day = specimen.end.replace(month=specimen.end.month + 1, day=9)
    label = f"Children's services inspection, pdf - {day.day} {day:%B} {day.year}"
    return File(label, _pdf(story, council), etag=f'"{story}"')


@cache
def _pdf(story: str, council: str) -> bytes:
    specimen, layout = STORIES[story]
    with tempfile.TemporaryDirectory() as folder:
        told = replace(specimen, council=council, styled=None)
        return write_specimen(told, Path(folder) / "report.pdf", layout).read_bytes()


def put_one_each(site: FakeOfsted) -> None:
    """The 2019 report on every council's page."""
    for urn, name in site.councils.items():
        site.add(report("wexcombe-2019", name), urn=urn)
