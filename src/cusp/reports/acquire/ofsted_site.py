"""Everything specific to Ofsted's public reports site: addresses, pages and labels.

Nothing here opens a connection. Functions take pages as text and return structs;
:func:`find_provider` takes the function that reads a page. If the site changes, change this file.

It relies on the following (as of February 2026; see ``docs/fetching.md``):

- The list of councils' children's services is a search with fixed types, up to 100 rows per page.
- A provider's address ends with its URN, Ofsted's number: ``/provider/<type>/<URN>``.
- On a provider's page every document is an ``a.publication-link`` with a ``span.nonvisual``. Its
  text gives the kind, file type and publication date, the last two in either order:
  ``Children's services inspection, pdf - 27 August 2019`` or ``… - 27 August 2019, pdf``.
- Documents are on other Ofsted hosts: ``files.ofsted.gov.uk`` and formerly ``files.api…``.
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
# The second host is older; some links to it may remain.
DOCUMENT_HOSTS = frozenset({"files.ofsted.gov.uk", "files.api.ofsted.gov.uk"})
ROWS = 100
_SEARCH = (
    "search?q=&location=&lat=&lon=&radius=&level_1_types=3&level_2_types%5B%5D=12"
    "&start={start}&rows={rows}"
)
# The list has two pages. If there are more than this, it is not the list.
_MOST_PAGES = 20
_PROVIDER = re.compile(r"/provider/(?:[^?#]*/)?(\d+)/?(?:[?#].*)?$")
_DATE = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)?\s+[a-z]{3,9}\.?,?\s+(?:19|20)\d\d\b", re.I)
_CLOSE, _MOST_CLOSE = 60.0, 5

Kind: TypeAlias = Literal["inspection", "visit", "joint", "send", "other"]


class SiteChanged(Exception):
    """Something is missing from a page; the message says what, in one line."""


class NotFound(Exception):
    """No provider matches, or more than one does; the message says so in one line."""


class Provider(msgspec.Struct, frozen=True):
    """A council as listed on the site: its number, printed name and page."""

    urn: str
    name: str
    address: str


class Publication(msgspec.Struct, frozen=True):
    """A document on a provider's page. ``published`` is ``None`` if its label has no date."""

    title: str
    kind: Kind
    published: date | None
    address: str


def list_address(site: str, start: int) -> str:
    """The address of the list of councils from result ``start``, which counts from 0."""
    return urljoin(_folder(site), _SEARCH.format(start=start, rows=ROWS))


def hosts_of(site: str) -> frozenset[str]:
    """The hosts (with port, if given) that documents of ``site`` may come from.

    Ofsted's document hosts are allowed for Ofsted's site only.
    """
    host = urlsplit(site).netloc.lower()
    return frozenset({host}) | (DOCUMENT_HOSTS if host == urlsplit(SITE).netloc else frozenset())


def providers(page: str, address: str) -> list[Provider]:
    """The providers linked from a page of the list, in order and without repeats."""
    found: dict[str, Provider] = {}
    for link in _links(page):
        match = _PROVIDER.search(link.href)
        if match and (match[1] not in found or not found[match[1]].name):
            found[match[1]] = Provider(match[1], link.text, _joined(address, link.href))
    return list(found.values())


def publications(page: str, address: str) -> list[Publication]:
    """The documents on a provider's page, in order and without repeated addresses.

    Raises :class:`SiteChanged` if there are none: a council's page has always had some.
    """
    links: dict[str, str] = {}
    for link in _links(page):
        if "publication-link" in link.classes and link.href:
            links.setdefault(_joined(address, link.href), link.label or link.text)
    if not links:
        raise SiteChanged(f"no documents on {address}: the site may have changed")
    return [_publication(label, where) for where, label in links.items()]


def find_provider(
    read: Callable[[str], str], *, site: str = SITE, name: str | None, urn: str | None
) -> Provider:
    """The provider with the number ``urn``, or else the one that ``name`` refers to.

    ``read`` returns the text of the page at an address. Pages of the list are read until the number
    is found. Raises :class:`NotFound` and :class:`SiteChanged`.
    """
    known = match_authority(name) if name else None
    number = urn or (known.ofsted_urn if known else None)
    seen: list[Provider] = []
    for new in _pages_of_list(read, site):
        seen += new
        found = next((provider for provider in new if provider.urn == number), None)
        if found and not (wrong := _other(found, known)):
            return found
        if found and urn:
            raise NotFound(f"URN {urn} is {wrong} on the site, not {name}")
    return _by_name(seen, name, known, urn)


def all_providers(read: Callable[[str], str], *, site: str = SITE) -> list[Provider]:
    """Every provider in the list, in order. Raises :class:`SiteChanged`."""
    return [provider for page in _pages_of_list(read, site) for provider in page]


def named_provider(listed: list[Provider], name: str) -> Provider:
    """The provider in a list that a name refers to. Raises :class:`NotFound`."""
    return _by_name(listed, name, match_authority(name), None)


def council_of(provider: Provider) -> KnownAuthority | None:
    """The known council that a provider is, or ``None`` if its name and number disagree."""
    by_name = match_authority(provider.name)
    by_number = next((k for k in known_authorities() if k.ofsted_urn == provider.urn), None)
    if by_name and by_number and by_name.name != by_number.name:
        return None
    return by_name or by_number


def _pages_of_list(read: Callable[[str], str], site: str) -> Iterator[list[Provider]]:
    """The new providers on each page of the list. Raises :class:`SiteChanged` if it is empty."""
    seen: set[str] = set()
    start = longest = 0
    for _ in range(_MOST_PAGES):
        address = list_address(site, start)
        here = providers(read(address), address)
        new = [provider for provider in here if provider.urn not in seen]
        seen.update(provider.urn for provider in new)
        yield new
        # The site once lowered its limit on rows, so continue from the number it returned.
        start, longest = start + min(len(here), ROWS), max(longest, len(here))
        if not new or len(here) < longest:
            break
    if not seen:
        raise SiteChanged(
            f"no councils listed on {list_address(site, 0)}: the site may have changed"
        )


def authority_of(provider: Provider) -> tuple[str, str]:
    """A provider's name and slug: the known council's, or else based on the printed name.

    A slug has only a-z, 0-9 and hyphens, so it is safe as a folder name.
    """
    known = _known(provider)
    name = known.name if known else provider.name or f"URN {provider.urn}"
    slug = plain_name(known.slug if known else name).encode("ascii", "ignore").decode()
    return name, "-".join(slug.split()) or f"urn-{provider.urn}"


def _by_name(
    listed: list[Provider], name: str | None, known: KnownAuthority | None, urn: str | None
) -> Provider:
    if urn or not name:
        raise NotFound(f"no council with URN {urn} among the {len(listed)} on the site")
    plain = plain_name(name)
    fits = [provider for provider in listed if known and match_authority(provider.name) == known]
    fits = [provider for provider in fits if plain_name(provider.name) == plain] or fits
    fits = fits or [provider for provider in listed if plain_name(provider.name) == plain]
    if len(fits) == 1:
        return fits[0]
    if fits:
        several = ", ".join(f"{provider.name} ({provider.urn})" for provider in fits)
        raise NotFound(f"“{name}” could be any of {several}: choose one with --urn")
    raise NotFound(f"no council “{name}” among the {len(listed)} on the site{_close(name, listed)}")


def _close(name: str, listed: list[Provider]) -> str:
    """Names to suggest instead, if any."""
    names = {plain_name(council.name): council.name for council in known_authorities()}
    listed_names = (authority_of(provider)[0] for provider in listed)
    names |= {plain_name(listed_name): listed_name for listed_name in listed_names if listed_name}
    close = process.extract(
        plain_name(name), list(names), scorer=fuzz.WRatio, limit=_MOST_CLOSE, score_cutoff=_CLOSE
    )
    return f"; did you mean {' or '.join(names[found[0]] for found in close)}?" if close else ""


def _known(provider: Provider) -> KnownAuthority | None:
    """The council that a provider is, going by its name or else its number."""
    by_name = match_authority(provider.name)
    if by_name is not None:
        return by_name
    return next((k for k in known_authorities() if k.ofsted_urn == provider.urn), None)


def _other(provider: Provider, wanted: KnownAuthority | None) -> str | None:
    """The provider's name if it is clearly not the council wanted."""
    found = match_authority(provider.name)
    return provider.name if wanted and found and found.code != wanted.code else None


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
    """Where a link leads. An invalid address is returned unchanged, to be shown when refused."""
    try:
        return urljoin(address, href)
    except ValueError:
        return href


def _folder(site: str) -> str:
    return site if site.endswith("/") else site + "/"


class _Link:
    """An ``a`` element: its address, classes, text and label."""

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
    """Collects the links on a page; an unclosed link ends at the next one."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[_Link] = []
        self._open: _Link | None = None
        self._spans: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "a":
            self._open, self._spans = _Link(attributes), []
            self.links.append(self._open)
        elif tag == "span":
            self._spans.append("nonvisual" in (attributes.get("class") or "").split())

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
    """Text on one line, without characters that could control a terminal."""
    text = unicodedata.normalize("NFC", "".join(parts)).replace("\u00ad", "")
    shown = (" " if unicodedata.category(ch) in {"Cc", "Cf", "Zl", "Zp"} else ch for ch in text)
    return " ".join("".join(shown).split())
