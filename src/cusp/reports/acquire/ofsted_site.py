"""Everything that is particular to Ofsted's public reports site: addresses, pages and labels.

Nothing here opens a connection. Pages come in as text and leave as structs; :func:`find_provider`
is given the function that reads a page. When the site changes, this is the file to change.

What is relied on (as of February 2026; see ``docs/fetching.md``):

- The list of councils' children's services is a search with fixed types, at most 100 rows a page.
- A provider's address ends with its URN, Ofsted's number: ``/provider/<type>/<URN>``.
- On a provider's page every document is an ``a.publication-link`` with a ``span.nonvisual``, whose
  text names kind, file type and publication date, the last two in either order:
  ``Children's services inspection, pdf - 27 August 2019`` or ``… - 27 August 2019, pdf``.
- Documents lie on other hosts of Ofsted's, ``files.ofsted.gov.uk`` and once ``files.api…``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from html.parser import HTMLParser
from typing import Literal, TypeAlias
from urllib.parse import urljoin, urlsplit

import msgspec
from rapidfuzz import fuzz, process

from cusp.reports.authorities import (
    KnownAuthority,
    known_authorities,
    match_authority,
)
from cusp.reports.dates import NotDates, one_date
from cusp.reports.names import plain_name

SITE = "https://reports.ofsted.gov.uk/"
# The second one is the older; links to it may still be about.
DOCUMENT_HOSTS = frozenset({"files.ofsted.gov.uk", "files.api.ofsted.gov.uk"})
ROWS = 100
_SEARCH = (
    "search?q=&location=&lat=&lon=&radius=&level_1_types=3&level_2_types%5B%5D=12"
    "&start={start}&rows={rows}"
)
# The list takes two pages. One that never ends is not the list.
_MOST_PAGES = 20
_PROVIDER = re.compile(r"/provider/(?:[^?#]*/)?(\d+)/?(?:[?#].*)?$")
_DATE = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)?\s+[a-z]{3,9}\.?,?\s+(?:19|20)\d\d\b", re.I)
_CLOSE, _MOST_CLOSE = 60.0, 5

Kind: TypeAlias = Literal["inspection", "visit", "joint", "send", "other"]


class SiteChanged(Exception):
    """A page does not hold what it should; the message says in one line what is missing."""


class NotFound(Exception):
    """No provider, or more than one, fits what was asked for; the message is one line."""


class Provider(msgspec.Struct, frozen=True):
    """A council as the site lists it: its number, printed name and page."""

    urn: str
    name: str
    address: str


class Publication(msgspec.Struct, frozen=True):
    """A document on a provider's page; ``published`` is ``None`` where its label has no date."""

    title: str
    kind: Kind
    published: date | None
    address: str


def list_address(site: str, start: int) -> str:
    """The address of the list of councils from result ``start`` (0 is the first)."""
    return urljoin(_folder(site), _SEARCH.format(start=start, rows=ROWS))


def hosts_of(site: str) -> frozenset[str]:
    """Hosts (with port, if given) that documents of ``site`` may come from: its own and Ofsted's.

    Ofsted's hosts for documents are allowed for Ofsted's site only.
    """
    host = urlsplit(site).netloc.lower()
    return frozenset({host}) | (DOCUMENT_HOSTS if host == urlsplit(SITE).netloc else frozenset())


def providers(page: str, address: str) -> list[Provider]:
    """The providers that a page of the list links to, in its order, each once."""
    found: dict[str, Provider] = {}
    for link in _links(page):
        match = _PROVIDER.search(link.href)
        if match and (match[1] not in found or not found[match[1]].name):
            found[match[1]] = Provider(match[1], link.text, _joined(address, link.href))
    return list(found.values())


def publications(page: str, address: str) -> list[Publication]:
    """The documents on a provider's page, in its order, each address once.

    Raises :class:`SiteChanged` where there is none: a council's page always had some.
    """
    links: dict[str, str] = {}
    for link in _links(page):
        if "publication-link" in link.classes and link.href:
            links.setdefault(_joined(address, link.href), link.label or link.text)
    if not links:
        raise SiteChanged(f"no documents on {address}: the site may have changed")
    return [_publication(label, where) for where, label in links.items()]


def find_provider(
    read: Callable[[str], str], *, site: str = SITE, asked: str | None, urn: str | None
) -> Provider:
    """The provider with number ``urn``, or else the one that the name ``asked`` means.

    ``read`` returns the text of the page at an address; pages of the list are read until the
    number is found. Raises :class:`NotFound` and :class:`SiteChanged`.
    """
    known = match_authority(asked) if asked else None
    number = urn or (known.ofsted_urn if known else None)
    seen: list[Provider] = []
    for new in _pages_of_list(read, site):
        seen += new
        found = next((one for one in new if one.urn == number), None)
        if found and not (wrong := _other(found, known)):
            return found
        if found and urn:
            raise NotFound(f"URN {urn} is {wrong} on the site, not {asked}")
    return _by_name(seen, asked, known, urn)


def all_providers(read: Callable[[str], str], *, site: str = SITE) -> list[Provider]:
    """Every provider of the list, in its order. Raises :class:`SiteChanged`."""
    return [one for new in _pages_of_list(read, site) for one in new]


def named_provider(listed: list[Provider], asked: str) -> Provider:
    """The one of a list that a name means. Raises :class:`NotFound`."""
    return _by_name(listed, asked, match_authority(asked), None)


def council_of(provider: Provider) -> KnownAuthority | None:
    """The known council that a provider surely is; name and number must not say two things."""
    by_name = match_authority(provider.name)
    by_number = next((k for k in known_authorities() if k.ofsted_urn == provider.urn), None)
    if by_name and by_number and by_name.name != by_number.name:
        return None
    return by_name or by_number


def _pages_of_list(read: Callable[[str], str], site: str) -> Iterator[list[Provider]]:
    """The new providers of each page of the list. Raises :class:`SiteChanged` for an empty list."""
    seen: set[str] = set()
    start = longest = 0
    for _ in range(_MOST_PAGES):
        address = list_address(site, start)
        here = providers(read(address), address)
        new = [one for one in here if one.urn not in seen]
        seen.update(one.urn for one in new)
        yield new
        # The site once lowered the most rows of a page: go on by what it gave.
        start, longest = start + min(len(here), ROWS), max(longest, len(here))
        if not new or len(here) < longest:
            break
    if not seen:
        raise SiteChanged(
            f"no councils listed on {list_address(site, 0)}: the site may have changed"
        )


def authority_of(provider: Provider) -> tuple[str, str]:
    """Name and slug of a provider: the known council's, or else made from the printed name.

    A slug holds only a-z, 0-9 and hyphens, so that it is safe as a folder's name.
    """
    known = _known(provider)
    name = known.name if known else provider.name or f"URN {provider.urn}"
    slug = plain_name(known.slug if known else name).encode("ascii", "ignore").decode()
    return name, "-".join(slug.split()) or f"urn-{provider.urn}"


def _by_name(
    listed: list[Provider], asked: str | None, known: KnownAuthority | None, urn: str | None
) -> Provider:
    if urn or not asked:
        raise NotFound(f"no council with URN {urn} among the {len(listed)} on the site")
    plain = plain_name(asked)
    fits = [one for one in listed if known and match_authority(one.name) == known]
    fits = [one for one in fits if plain_name(one.name) == plain] or fits
    fits = fits or [one for one in listed if plain_name(one.name) == plain]
    if len(fits) == 1:
        return fits[0]
    if fits:
        several = ", ".join(f"{one.name} ({one.urn})" for one in fits)
        raise NotFound(f"“{asked}” may be any of {several}: name one with --urn")
    raise NotFound(
        f"no council “{asked}” among the {len(listed)} on the site{_close(asked, listed)}"
    )


def _close(asked: str, listed: list[Provider]) -> str:
    """Names to offer instead, or nothing."""
    names = {plain_name(one.name): one.name for one in known_authorities()}
    names |= {plain_name(name): name for one in listed if (name := authority_of(one)[0])}
    close = process.extract(
        plain_name(asked), list(names), scorer=fuzz.WRatio, limit=_MOST_CLOSE, score_cutoff=_CLOSE
    )
    return f"; did you mean {' or '.join(names[found[0]] for found in close)}?" if close else ""


def _known(provider: Provider) -> KnownAuthority | None:
    """The council that a provider is, by its name; by its number where the name says nothing."""
    by_name = match_authority(provider.name)
    if by_name is not None:
        return by_name
    return next((one for one in known_authorities() if one.ofsted_urn == provider.urn), None)


def _other(provider: Provider, asked: KnownAuthority | None) -> str | None:
    """The provider's name, where it is surely another council than the one asked for."""
    found = match_authority(provider.name)
    return provider.name if asked and found and found.code != asked.code else None


def _publication(label: str, address: str) -> Publication:
    published, title = None, label
    for match in reversed(list(_DATE.finditer(label))):
        try:
            published = one_date(match.group())
        except NotDates:
            continue
        title = label[: match.start()] + label[match.end() :]
        break
    title = re.sub(r"[\s,–-]*\bpdf\b", "", title, flags=re.I).strip(" ,-–\t")
    return Publication(title or "Document", _kind(title), published, address)


def _kind(title: str) -> Kind:
    words = plain_name(title)
    if re.search(r"\b(?:focused|monitoring|assurance)\b|\bvisits?\b", words):
        return "visit"
    if re.search(r"\bsend\b|special educational needs", words):
        return "send"
    if re.search(r"\bjoint\b|\bjtai\b", words):
        return "joint"
    return "inspection" if re.search(r"\b(?:re)?inspection\b", words) else "other"


def _joined(address: str, href: str) -> str:
    """Where a link leads; one that is no address is kept as it is, to be refused by name."""
    try:
        return urljoin(address, href)
    except ValueError:
        return href


def _folder(site: str) -> str:
    return site if site.endswith("/") else site + "/"


class _Link:
    """An ``a`` element: where it leads, its classes, all its text, and that of its label."""

    def __init__(self, attrs: dict[str, str | None]) -> None:
        self.href = (attrs.get("href") or "").strip()
        self.classes = (attrs.get("class") or "").split()
        self.parts: list[str] = []
        self.label_parts: list[str] = []

    @property
    def text(self) -> str:
        return _clean(self.parts)

    @property
    def label(self) -> str:
        return _clean(self.label_parts)


class _LinkParser(HTMLParser):
    """Collects the links of a page; a link left open is ended by the next one."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[_Link] = []
        self._open: _Link | None = None
        self._spans: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a":
            self._open, self._spans = _Link(given), []
            self.links.append(self._open)
        elif tag == "span":
            self._spans.append("nonvisual" in (given.get("class") or "").split())

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._open = None
        elif tag == "span" and self._spans:
            self._spans.pop()

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self._open.parts.append(data)
            if any(self._spans):
                self._open.label_parts.append(data)


def _links(page: str) -> list[_Link]:
    parser = _LinkParser()
    parser.feed(page)
    parser.close()
    return parser.links


def _clean(parts: list[str]) -> str:
    """Text on one line, without characters that could command a terminal."""
    text = unicodedata.normalize("NFC", "".join(parts)).replace("\u00ad", "")
    shown = (" " if unicodedata.category(ch) in {"Cc", "Cf", "Zl", "Zp"} else ch for ch in text)
    return " ".join("".join(shown).split())
