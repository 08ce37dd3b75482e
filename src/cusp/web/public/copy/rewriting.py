"""Turns a page of the site into a page of a copy: links between files, nothing that needs a server.

Templates mark what a copy leaves out with ``data-live-only``, and where a link or form leads in a
copy with ``data-in-copy``. Other links that need a server become plain text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from urllib.parse import parse_qsl, urljoin, urlsplit

import msgspec

from cusp.web.public.copy import addresses, markup
from cusp.web.public.copy.markup import DROP, KEEP, UNWRAP, Tag

LIVE_ONLY, IN_COPY = "data-live-only", "data-in-copy"
_PLAIN = re.compile(r"/(?:[\w.-]+/)*[\w.-]*")
_LINKS = ("href", "src", "xlink:href")
_TO_FETCH = re.compile(r"url\(\s*[\"']?([^\"')]+)[\"']?\s*\)")
_IMPORTED = re.compile(r"(?:\bfrom\s*|\bimport\s*)[\"'](\.{1,2}/[^\"']+)[\"']")
_OWN = re.compile(
    rf"https?://{re.escape(addresses.HOST)}((?:/[\w./~%#?=&+-]*)?)"
)  # fmt: skip
_OWN_IN_WORDS = re.compile(rf";?\s*https?://{re.escape(addresses.HOST)}[\w./~%#?=&+-]*")


class Pages(msgspec.Struct, frozen=True):
    """The pages of a long list: the address of each, and the ids on it."""

    path: str
    queries: tuple[str, ...]
    ids: tuple[frozenset[str], ...]

    def file_with(self, query: str, fragment: str) -> str | None:
        """The file of the page that a link with a query leads to; ``None`` if it needs a server."""
        if query in self.queries:
            return addresses.file_of(self.path, self.queries.index(query) + 1)
        given = parse_qsl(query)
        if len(given) != 1:
            return None
        name, value = given[0]
        if name == "page" and value.isdigit() and 1 <= int(value) <= len(self.queries):
            return addresses.file_of(self.path, int(value))
        wanted = [part for part in (fragment, value) if part]
        return next(
            (
                addresses.file_of(self.path, number)
                for part in wanted
                for number, held in enumerate(self.ids, 1)
                if part in held
            ),
            None,
        )


# The pages of a list by its address, or ``None`` if it is not one.
Lists = Callable[[str], Pages | None]


class Rewritten(msgspec.Struct):
    """A page of the copy, and the addresses of everything it links to or loads."""

    content: bytes
    targets: set[str]


class Rewriter:
    """Rewrites one page: ``path`` and ``query`` are its address, ``file`` is its file."""

    def __init__(
        self, *, path: str, file: str, lists: Lists, site: str = "", query: str = ""
    ) -> None:
        self._path, self._file, self._lists, self._site = path, file, lists, site
        self._base = f"{path}?{query}" if query else path
        self.targets: set[str] = set()

    def page(self, text: str) -> Rewritten:
        """An HTML page."""
        found = markup.changed(text, self._decide)
        found = self._with_addresses(found) if self._site else _OWN_IN_WORDS.sub("", found)
        return Rewritten(found.encode(), self.targets)

    def data(self, text: str) -> Rewritten:
        """Text with whole addresses of the site: JSON, CSV, a feed, a catalogue."""
        return Rewritten(self._with_addresses(text).encode(), self.targets)

    def _with_addresses(self, text: str) -> str:
        """The site's addresses as the copy's, or as links from this file if it may be anywhere."""

        def own(found: re.Match[str]) -> str:
            parts = urlsplit(found.group(1) or "/")
            file = self._file_at(parts.path, parts.query, parts.fragment)
            if file is None:
                return self._site
            fragment = f"#{parts.fragment}" if parts.fragment else ""
            if not self._site:
                return addresses.relative(file, seen_from=self._file) + fragment
            return self._site + file.removesuffix("index.html") + fragment

        return _OWN.sub(own, text)

    def _decide(self, tag: Tag) -> str:
        given = tag.attributes
        if LIVE_ONLY in given:
            return DROP
        moved = given.pop(IN_COPY, None)
        if tag.name == "form":
            return self._form(tag, moved)
        name = next((name for name in _LINKS if name in given), None)
        if name is None:
            return KEEP
        link = self._link(moved if moved is not None else given[name])
        if link is None:
            return UNWRAP if tag.name == "a" else DROP
        if link == given[name] and moved is None:
            return KEEP
        given[name] = link
        return tag.written()

    def _form(self, tag: Tag, moved: str | None) -> str:
        link = self._link(moved) if moved is not None else None
        if link is None:
            return DROP
        tag.attributes["action"] = link
        return tag.written()

    def _link(self, link: str) -> str | None:
        """The link in the copy; ``None`` if it needs a server."""
        if _PLAIN.fullmatch(link):  # most are; the long way gives the same
            file = self._file_at(link, "", "")
            return addresses.relative(file, seen_from=self._file) if file else None
        whole = urlsplit(urljoin(f"//{addresses.HOST}{self._base}", link))
        if link.startswith("#") or whole.netloc != addresses.HOST:
            return link
        if whole.scheme not in ("", "http", "https"):
            return link
        file = self._file_at(whole.path or "/", whole.query, whole.fragment)
        if file is None:
            return None
        fragment = f"#{whole.fragment}" if whole.fragment else ""
        if file == self._file and fragment:
            return fragment
        return addresses.relative(file, seen_from=self._file) + fragment

    def _file_at(self, path: str, query: str, fragment: str) -> str | None:
        if addresses.needs_server(path):
            return None
        if path != addresses.SEARCH:
            self.targets.add(path)
        if not query:
            return addresses.file_of(path)
        pages = self._lists(path)
        found = pages.file_with(query, fragment) if pages else None
        if found is None and path != self._path:
            self.targets.discard(path)
        return found


def script_or_style(text: str, path: str) -> set[str]:
    """The addresses that a style sheet or a script loads, which stay as they are."""
    found = {*_TO_FETCH.findall(text)} if path.endswith(".css") else {*_IMPORTED.findall(text)}
    return {
        urlsplit(urljoin(path, link)).path
        for link in found
        if not urlsplit(link).scheme and not link.startswith("#")
    }


def moved_page(link: str) -> bytes:
    """A page at an old address, for hosts that cannot redirect."""
    to = escape(link)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>Page moved – Cusp'
        f'</title><meta http-equiv="refresh" content="0; url={to}"></head>\n'
        f'<body><p>This page has moved: <a href="{to}">go to the new address</a>.</p></body>\n'
        "</html>\n"
    ).encode()
