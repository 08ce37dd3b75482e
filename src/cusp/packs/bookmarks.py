"""The bookmarks of a pack: one for each paper, with the paper's own below it."""

from __future__ import annotations

from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, String

_MOST, _DEEPEST = 20_000, 30


class Bookmark(NamedTuple):
    """A bookmark: its title, its place on a page of the pack, and those below it."""

    title: str
    place: Array | None
    below: list[Bookmark]


class Copied:
    """Copies a paper's bookmarks; places on its pages become places on those of the pack."""

    def __init__(self, paper: pikepdf.Pdf, pages: list[Any]) -> None:
        self.numbers: dict[Any, int] = {
            page.objgen: number for number, page in enumerate(paper.pages)
        }
        self.pages = pages
        self.seen: set[tuple[int, int]] = set()

    def below(self, parent: Any, depth: int = 0) -> list[Bookmark]:
        """The bookmarks below another, or below a document's ``/Outlines``."""
        found: list[Bookmark] = []
        item = parent.get("/First") if isinstance(parent, Dictionary) else None
        while isinstance(item, Dictionary) and depth < _DEEPEST and len(self.seen) < _MOST:
            if item.objgen in self.seen:
                break
            self.seen.add(item.objgen)
            title = str(item.get("/Title", "")).strip()
            further = self.below(item, depth + 1)
            if title:
                found.append(Bookmark(title, self._place(item.get("/Dest")), further))
            item = item.get("/Next")
        return found

    def _place(self, dest: Any) -> Array | None:
        if not isinstance(dest, Array) or not len(dest) or not isinstance(dest[0], Dictionary):
            return None
        number = self.numbers.get(dest[0].objgen)
        if number is None:
            return None
        return Array([self.pages[number], *list(dest)[1:]])


def top_of(page: Any) -> Array:
    """A place: the whole page."""
    return Array([page, Name.Fit])


def write_bookmarks(pack: pikepdf.Pdf, bookmarks: list[Bookmark]) -> None:
    """Give a pack its bookmarks."""
    root = pack.make_indirect(Dictionary(Type=Name.Outlines))
    _fill(pack, root, bookmarks)
    root.Count = len(bookmarks)
    pack.Root.Outlines = root


def _fill(pack: pikepdf.Pdf, parent: Any, bookmarks: list[Bookmark]) -> None:
    before = None
    for each in bookmarks:
        item = pack.make_indirect(Dictionary(Title=String(each.title), Parent=parent))
        if each.place is not None:
            item.Dest = each.place
        if each.below:
            _fill(pack, item, each.below)
            item.Count = -_count(each.below)  # closed until someone opens it
        if before is None:
            parent.First = item
        else:
            before.Next, item.Prev = item, before
        before = item
    if before is not None:
        parent.Last = before


def _count(bookmarks: list[Bookmark]) -> int:
    """How many are seen once the one above is opened; those further down stay closed."""
    return len(bookmarks)
