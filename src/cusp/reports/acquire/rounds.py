"""Check many councils' pages on Ofsted's site in turn, and download reports to one folder.

If a round is interrupted, it leaves ``round.jsonl`` in the folder so that the next one can carry
on. A complete round leaves nothing. This module does not use the record.
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
# Councils checked in an interrupted round are not checked again within this time.
FRESH = timedelta(hours=12)
# Corrections are made soon after publication. Older reports are checked once in this many days.
NEW, TURN = timedelta(days=60), 30
# If this many councils in a row fail, the site is down and the others are left for the next run.
MOST_FAILURES = 3


class Council(msgspec.Struct, frozen=True):
    """A council that Cusp recognises, and its page."""

    known: KnownAuthority
    provider: Provider


class Listed(msgspec.Struct, frozen=True):
    """Councils to check. ``unknown`` are on Ofsted's list but do not clearly match a known council,
    ``missing`` are known but not listed, and ``not_found`` has errors for names that were given."""

    councils: list[Council]
    unknown: list[Provider]
    missing: list[KnownAuthority]
    not_found: list[str]


class Checked(msgspec.Struct, frozen=True):
    """The result for a council's page. ``undated`` documents were not fetched, and ``gone`` are
    files whose documents are no longer listed."""

    council: Council
    results: tuple[Result, ...]
    undated: tuple[Publication, ...]
    gone: tuple[Entry, ...]


class NotChecked(msgspec.Struct, frozen=True):
    """A council whose page could not be read, and why."""

    council: Council
    why: str


class BrokenOff(Exception):
    """The round stopped early; the message says why, in one sentence."""


class _Line(msgspec.Struct, frozen=True):
    """A council visited in a round."""

    urn: str
    at: datetime
    since: date
    good: bool


def everyone(listed: Iterable[Provider]) -> Listed:
    """All councils on Ofsted's list, sorted by name."""
    known = [(provider, council_of(provider)) for provider in listed]
    councils = [Council(council, provider) for provider, council in known if council]
    codes = {council.known.code for council in councils}
    return Listed(
        sorted(councils, key=lambda council: (council.known.name, council.provider.urn)),
        [provider for provider, council in known if council is None],
        [known for known in known_authorities() if known.ended is None and known.code not in codes],
        [],
    )


def those_named(listed: list[Provider], names: Iterable[str]) -> Listed:
    """The councils that the names refer to, without repeats."""
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
    """What can be fetched from a page, newest first. If several have the same date, the report
    comes first and gets the plain name."""
    dated = [(item.published, item) for item in listed if item.published]
    dated.sort(key=lambda pair: (-pair[0].toordinal(), pair[1].kind != "inspection"))
    return [
        Document(
            slug, urn, item.title, day, item.address, "" if item.kind == "inspection" else item.kind
        )
        for day, item in dated
    ]


def check(
    web: Web, council: Council, into: Path, *, since: date, today: date | None = None
) -> Checked:
    """Fetch a council's inspection reports that are new or have changed.

    With ``today``, existing files are requested again only if they are :func:`due`; without it,
    they all are. Raises :class:`CannotFetch` and :class:`SiteChanged` if its page cannot be read.
    """
    provider = council.provider
    listed = publications(web.page(provider.address), provider.address)
    reports = [item for item in listed if item.kind == "inspection"]
    documents = documents_of(reports, authority_of(provider)[1], provider.urn)
    settled = [item.address for item in documents if today and not due(item, today)]
    folder = Folder(into, [item.address for item in listed], settled=settled)
    wanted = [item for item in documents if item.published >= since]
    results = tuple(folder.fetch(web, wanted))
    return Checked(
        council,
        results,
        undated=tuple(item for item in reports if item.published is None),
        gone=tuple(folder.gone(provider.urn, documents)),
    )


def due(document: Document, today: date) -> bool:
    """Whether to check a document for changes: daily while it is new, then once every 30 days.

    Which of the 30 days depends on its address, so checks are spread evenly.
    """
    if document.published > today - NEW:
        return True
    return crc32(document.address.encode()) % TURN == today.toordinal() % TURN


class Round:
    """A round of councils: fetch what was published from the day ``since`` to the folder ``into``.

    ``whole`` means all councils. If such a round is interrupted, the next one carries on.
    """

    def __init__(
        self, into: Path, councils: list[Council], *, since: date, now: datetime, whole: bool
    ) -> None:
        self._into, self._since, self._whole = into, since, whole
        self._lines = JsonLines(into / JOURNAL, _Line)
        lines = self._lines.read() if whole else ()
        visited = {line.urn: line for line in lines if line.since == since}
        fresh = {urn for urn, line in visited.items() if line.good and line.at >= now - FRESH}
        self.skipped = [council for council in councils if council.provider.urn in fresh]
        self.left = [council for council in councils if council.provider.urn not in fresh]
        # Councils not yet visited come first, so those that always fail do not hold them up.
        self.left.sort(key=lambda council: council.provider.urn in visited)

    def go(self, web: Web) -> Iterator[Checked | NotChecked]:
        """Check the remaining councils. Raises :class:`BrokenOff` if the site seems to be down.

        A council counts as checked once the caller asks for the next one.
        """
        failures = 0
        for council in self.left:
            found = self._check(web, council)
            yield found
            if self._whole:
                urn = council.provider.urn
                self._lines.add(_Line(urn, web.now(), self._since, _good(found)))
            failures = failures + 1 if _all_failed(found) else 0
            if web.asked_to_wait:
                raise BrokenOff("Ofsted’s site asked Cusp to try again later")
            if failures == MOST_FAILURES and council is not self.left[-1]:
                raise BrokenOff(f"{failures} councils in a row could not be checked")
        if self._whole:
            self._lines.path.unlink(missing_ok=True)

    def _check(self, web: Web, council: Council) -> Checked | NotChecked:
        today = web.now().date() if self._whole else None
        try:
            return check(web, council, self._into, since=self._since, today=today)
        except (CannotFetch, SiteChanged) as error:
            return NotChecked(council, str(error))


def _good(found: Checked | NotChecked) -> bool:
    return isinstance(found, Checked) and all(
        result.outcome != "failed" for result in found.results
    )


def _all_failed(found: Checked | NotChecked) -> bool:
    """Whether every request for a council failed."""
    if isinstance(found, NotChecked):
        return True
    return bool(found.results) and all(result.outcome == "failed" for result in found.results)
