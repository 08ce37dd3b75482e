"""A round of Ofsted's site: the pages of many councils, one after another, into one folder.

Knows nothing of the record. A round that breaks off leaves ``round.jsonl`` in the folder, by which
the next one goes on; a round that comes to its end leaves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zlib import crc32

import msgspec

from cusp.reports.acquire.fetch import Document, Entry, Folder, Result
from cusp.reports.acquire.ofsted_site import (
    NotFound,
    Provider,
    Publication,
    SiteChanged,
    authority_of,
    council_of,
    named_provider,
    publications,
)
from cusp.reports.acquire.web import CannotFetch, Web
from cusp.reports.authorities import KnownAuthority, known_authorities
from cusp.reports.json_lines import JsonLines

JOURNAL = "round.jsonl"
# What was checked in a round that broke off is not asked for again within this time.
FRESH = timedelta(hours=12)
# Corrections come soon after publication. An older report is asked for once in so many days.
NEW, TURN = timedelta(days=60), 30
# A site that fails so many councils running is down: the rest is left to the next run.
MOST_RUNNING = 3


class Council(msgspec.Struct, frozen=True):
    """A council that Cusp knows, and its page."""

    known: KnownAuthority
    provider: Provider


class Listed(msgspec.Struct, frozen=True):
    """Councils to check. ``unknown`` are listed and match none for sure, ``missing`` are known and
    not listed; ``not_found`` says of names asked for what is wrong with them."""

    councils: list[Council]
    unknown: list[Provider]
    missing: list[KnownAuthority]
    not_found: list[str]


class Checked(msgspec.Struct, frozen=True):
    """What a council's page gave. ``undated`` documents were not fetched, ``gone`` are files whose
    documents the page lists no more."""

    council: Council
    results: tuple[Result, ...]
    undated: tuple[Publication, ...]
    gone: tuple[Entry, ...]


class NotChecked(msgspec.Struct, frozen=True):
    """A council whose page could not be read, and why."""

    council: Council
    why: str


class BrokenOff(Exception):
    """The round ended before its end; the message says why, in one sentence."""


class _Line(msgspec.Struct, frozen=True):
    """A council that a round has been to."""

    urn: str
    at: datetime
    since: date
    good: bool


def everyone(listed: Iterable[Provider]) -> Listed:
    """All councils of Ofsted's list, by name."""
    known = [(one, council_of(one)) for one in listed]
    councils = [Council(council, one) for one, council in known if council]
    here = {one.known.code for one in councils}
    return Listed(
        sorted(councils, key=lambda one: (one.known.name, one.provider.urn)),
        [one for one, council in known if council is None],
        [one for one in known_authorities() if one.ended is None and one.code not in here],
        [],
    )


def those_named(listed: list[Provider], names: Iterable[str]) -> Listed:
    """The councils that names mean, each once."""
    councils: dict[str, Council] = {}
    unknown, not_found = [], []
    for name in names:
        try:
            provider = named_provider(listed, name)
        except NotFound as error:
            not_found.append(str(error))
            continue
        known = council_of(provider)
        if known:
            councils[provider.urn] = Council(known, provider)
        else:
            unknown.append(provider)
    return Listed(list(councils.values()), unknown, [], not_found)


def documents_of(listed: Iterable[Publication], slug: str, urn: str) -> list[Document]:
    """What can be fetched of a page: the newest first; of one day the report first, so that it has
    the plain name."""
    dated = [(one.published, one) for one in listed if one.published]
    dated.sort(key=lambda pair: (-pair[0].toordinal(), pair[1].kind != "inspection"))
    return [
        Document(
            slug, urn, one.title, day, one.address, "" if one.kind == "inspection" else one.kind
        )
        for day, one in dated
    ]


def check(
    web: Web, council: Council, into: Path, *, since: date, today: date | None = None
) -> Checked:
    """Fetch the inspection reports of a council that are new or changed since they were fetched.

    On ``today`` files that are there are asked for again where they are :func:`due`; without it
    all are. Raises :class:`CannotFetch` and :class:`SiteChanged` where its page cannot be read.
    """
    provider = council.provider
    listed = publications(web.page(provider.address), provider.address)
    reports = [one for one in listed if one.kind == "inspection"]
    documents = documents_of(reports, authority_of(provider)[1], provider.urn)
    settled = [one.address for one in documents if today and not due(one, today)]
    folder = Folder(into, [one.address for one in listed], settled=settled)
    wanted = [one for one in documents if one.published >= since]
    results = tuple(folder.fetch(web, wanted))
    return Checked(
        council,
        results,
        undated=tuple(one for one in reports if one.published is None),
        gone=tuple(folder.gone(provider.urn, documents)),
    )


def due(document: Document, today: date) -> bool:
    """Whether to ask if a document has changed: daily while it is new, then once in 30 days.

    Which day of the 30 depends on its address, so that each day has its share.
    """
    if document.published > today - NEW:
        return True
    return crc32(document.address.encode()) % TURN == today.toordinal() % TURN


class Round:
    """A round through councils: what was published ``since`` a day, into the folder ``into``.

    ``whole`` is a round through all councils: broken off, it is gone on with by the next one.
    """

    def __init__(
        self, into: Path, councils: list[Council], *, since: date, now: datetime, whole: bool
    ) -> None:
        self._into, self._since, self._whole = into, since, whole
        self._lines = JsonLines(into / JOURNAL, _Line)
        lines = self._lines.read() if whole else ()
        been = {line.urn: line for line in lines if line.since == since}
        fresh = {urn for urn, line in been.items() if line.good and line.at >= now - FRESH}
        self.skipped = [one for one in councils if one.provider.urn in fresh]
        self.left = [one for one in councils if one.provider.urn not in fresh]
        # Those never asked come first, so that a few that always fail keep nobody from their turn.
        self.left.sort(key=lambda one: one.provider.urn in been)

    def go(self, web: Web) -> Iterator[Checked | NotChecked]:
        """Check what is left. Raises :class:`BrokenOff` where the site seems to be down.

        A council counts as checked once the caller asks for the next one.
        """
        running = 0
        for council in self.left:
            found = self._found(web, council)
            yield found
            if self._whole:
                urn = council.provider.urn
                self._lines.add(_Line(urn, web.now(), self._since, _good(found)))
            running = running + 1 if _nothing(found) else 0
            if web.asked_to_wait:
                raise BrokenOff("Ofsted’s site asks to be left alone for a while")
            if running == MOST_RUNNING and council is not self.left[-1]:
                raise BrokenOff(f"{running} councils in a row could not be checked")
        if self._whole:
            self._lines.path.unlink(missing_ok=True)

    def _found(self, web: Web, council: Council) -> Checked | NotChecked:
        today = web.now().date() if self._whole else None
        try:
            return check(web, council, self._into, since=self._since, today=today)
        except (CannotFetch, SiteChanged) as error:
            return NotChecked(council, str(error))


def _good(found: Checked | NotChecked) -> bool:
    return isinstance(found, Checked) and all(one.outcome != "failed" for one in found.results)


def _nothing(found: Checked | NotChecked) -> bool:
    """Whether all that was asked for a council failed."""
    if isinstance(found, NotChecked):
        return True
    return bool(found.results) and all(one.outcome == "failed" for one in found.results)
