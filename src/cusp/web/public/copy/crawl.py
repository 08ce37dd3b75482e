"""Fetches pages, rewrites them for a copy and writes those that changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import msgspec

from cusp.web.public.copy import addresses, markup, rewriting
from cusp.web.public.copy.rewriting import Pages, Rewriter
from cusp.web.public.copy.visitor import Answer, Visitor

# A list with more pages than this goes round in circles.
_MOST_PAGES = 1000
_SIGN_IN = "/account/login/"


class Made(msgspec.Struct, frozen=True):
    """A file of the copy."""

    sha256: str
    bytes: int


class Fetched(msgspec.Struct):
    """What fetching some pages came to.

    ``paths`` were asked for. ``targets`` are the other addresses that their pages link to, each
    with a file that does. ``faults`` say in a sentence what keeps the copy from being complete.
    """

    paths: set[str] = msgspec.field(default_factory=set)
    files: dict[str, Made] = msgspec.field(default_factory=dict)
    targets: dict[str, str] = msgspec.field(default_factory=dict)
    faults: list[str] = msgspec.field(default_factory=list)


class _Page(NamedTuple):
    query: str
    text: str


class Maker:
    """Makes files of a copy in a folder, leaving out those that are the same as before."""

    def __init__(
        self, visitor: Visitor, staging: Path, before: Mapping[str, Made], site: str
    ) -> None:
        self._visitor, self._staging, self._before, self._site = visitor, staging, before, site

    def fetch(self, wanted: Mapping[str, str], *, group: str = "") -> Fetched:
        """Make the pages at these addresses, and with a group, all of its pages that they link to.

        ``wanted`` has a file that links to each address, to name it if there is no such page.
        """
        return _Fetching(self, self._visitor, group).run(wanted)

    def keep(self, file: str, content: bytes) -> Made:
        """Write a file, unless it is the same as in the copy before."""
        made = Made(hashlib.sha256(content).hexdigest(), len(content))
        if self._before.get(file) != made:
            place = self._staging / file
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        return made

    def rewriter(self, path: str, file: str, lists: rewriting.Lists, query: str = "") -> Rewriter:
        """What rewrites a page for this copy."""
        return Rewriter(path=path, file=file, lists=lists, site=self._site, query=query)


class _Fetching:
    """One call of :meth:`Maker.fetch`."""

    def __init__(self, maker: Maker, visitor: Visitor, group: str) -> None:
        self._maker, self._visitor, self._group = maker, visitor, group
        self._fetched = Fetched()
        self._early: dict[str, list[_Page]] = {}  # lists fetched before their turn
        self._lists: dict[str, Pages | None] = {}

    def run(self, wanted: Mapping[str, str]) -> Fetched:
        todo = dict(wanted)
        while todo:
            path = next(iter(todo))
            linked_from = todo.pop(path)
            self._fetched.paths.add(path)
            for target, file in self._make(path, linked_from).items():
                if target in self._fetched.paths or target in todo:
                    continue
                own = self._group and addresses.group_of(target) == self._group
                (todo if own else self._fetched.targets).setdefault(target, file)
        return self._fetched

    def _make(self, path: str, linked_from: str) -> dict[str, str]:
        """Make what is at an address; returns what it links to, with the file that does."""
        if path in self._early:
            return self._page_or_pages(path, self._early.pop(path))
        answer = self._visitor.get(path)
        if answer.status in (301, 302, 307, 308):
            return self._moved(path, answer, linked_from)
        if answer.status != 200:
            self._fetched.faults.append(_fault(path, answer.status, linked_from))
            return {}
        if answer.is_page:
            return self._page_or_pages(path, self._whole_list(path, answer))
        return self._other(path, answer)

    def _page_or_pages(self, path: str, pages: list[_Page]) -> dict[str, str]:
        found: dict[str, str] = {}
        own = self._lists.get(path) or _as_list(path, pages)
        self._lists[path] = own

        def lists(other: str) -> Pages | None:
            return own if other == path else self._list_at(other)

        for number, page in enumerate(pages, 1):
            file = addresses.file_of(path, number)
            made = self._maker.rewriter(path, file, lists, page.query).page(page.text)
            self._fetched.files[file] = self._maker.keep(file, made.content)
            found |= dict.fromkeys(made.targets - found.keys(), file)
        return found

    def _other(self, path: str, answer: Answer) -> dict[str, str]:
        file, content = addresses.file_of(path), answer.body
        targets: Iterable[str] = ()
        if path.endswith((".css", ".js")):
            targets = rewriting.script_or_style(content.decode(), path)
        elif answer.is_text:
            content = self._maker.rewriter(path, file, self._list_at).data(content.decode()).content
        self._fetched.files[file] = self._maker.keep(file, content)
        return dict.fromkeys(targets, file)

    def _moved(self, path: str, answer: Answer, linked_from: str) -> dict[str, str]:
        if not answer.moved_to or answer.moved_to == _SIGN_IN:
            why = "only people who sign in can see it" if answer.moved_to else "it leads elsewhere"
            self._fetched.faults.append(f"{path}, linked from {linked_from}: {why}.")
            return {}
        file = addresses.file_of(path)
        link = addresses.relative(addresses.file_of(answer.moved_to), seen_from=file)
        self._fetched.files[file] = self._maker.keep(file, rewriting.moved_page(link))
        return {answer.moved_to: file}

    def _list_at(self, path: str) -> Pages | None:
        """The pages of another list of the same group, fetched before its turn."""
        if not self._group or addresses.group_of(path) != self._group:
            return None
        if path not in self._lists:
            answer = self._visitor.get(path)
            self._lists[path] = None
            if answer.status == 200 and answer.is_page:
                self._early[path] = self._whole_list(path, answer)
                self._lists[path] = _as_list(path, self._early[path])
        return self._lists[path]

    def _whole_list(self, path: str, answer: Answer) -> list[_Page]:
        """A page, and all that follow if it is the first of several."""
        pages = [_Page("", answer.body.decode())]
        while len(pages) < _MOST_PAGES and (query := _next(path, pages[-1])):
            answer = self._visitor.get(f"{path}?{query}")
            if answer.status != 200 or not answer.is_page:
                self._fetched.faults.append(_fault(f"{path}?{query}", answer.status, path))
                break
            pages.append(_Page(query, answer.body.decode()))
        return pages


def _as_list(path: str, pages: list[_Page]) -> Pages:
    return Pages(
        path, tuple(page.query for page in pages), tuple(markup.ids(page.text) for page in pages)
    )


def _next(path: str, page: _Page) -> str:
    """The query of the next page of the same list; empty on the last."""
    if 'rel="next"' not in page.text:
        return ""
    for tag in markup.start_tags(page.text):
        if tag.name == "a" and tag.attributes.get("rel") == "next":
            parts = urlsplit(urljoin(f"{path}?{page.query}", tag.attributes.get("href", "")))
            return parts.query if parts.path == path else ""
    return ""


def _fault(path: str, status: int, linked_from: str) -> str:
    if status == 404:
        return f"{path}, linked from {linked_from}: there is no such page."
    if status == 503:
        return f"{path} is not ready yet. Wait until the worker has prepared all pages."
    return f"{path} cannot be made (status {status}). The log says why."
