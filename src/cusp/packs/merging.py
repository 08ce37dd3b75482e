"""Make one PDF of the front pages and of papers that have been cleaned, with all their tags."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from cusp.packs.bookmarks import Bookmark, Copied, top_of, write_bookmarks
from cusp.packs.contents import Line
from cusp.packs.front import Front, front_pages, link_contents, mark_as_contents
from cusp.packs.passed import CleanPaper, Merged, Spot
from cusp.packs.record import Cover
from cusp.packs.stamps import highest_mark, letters_for, mark_as_paragraph, stamp
from cusp.packs.tags import Tags
from cusp.tables import atomic_file

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<dc:format>application/pdf</dc:format>{claim}
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
_CLAIM = """
<pdfuaid:part xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">1</pdfuaid:part>"""


def merge(cover: Cover, lines: Sequence[Line], papers: Sequence[CleanPaper], out: Path) -> Merged:
    """Write the pack. ``lines`` are the contents. Raises :class:`~cusp.tables.CannotWrite`."""
    front = front_pages(cover, lines)
    with ExitStack() as stack:
        merger = _Merger(cover, papers, stack)
        merger.add_front(front, lines)
        for paper in papers:
            merger.add_paper(paper, lines[paper.line])
        merger.finish()
        with atomic_file(out) as part:
            merger.pdf.save(
                part, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True
            )
        return Merged(len(merger.pdf.pages), front.pages, front.first_pages, merger.meets_pdf_ua)


class _Merger:
    def __init__(self, cover: Cover, papers: Sequence[CleanPaper], stack: ExitStack) -> None:
        self.cover = cover
        self.stack = stack  # papers must stay open until the pack has been written
        self.pdf = stack.enter_context(pikepdf.new())
        self.tags = Tags(self.pdf)
        self.bookmarks: list[Bookmark] = []
        self.links: list[tuple[int, int, int]] = []
        self.first_pages: tuple[int, ...] = ()
        self.spots: list[Spot] = []
        self.meets_pdf_ua = all(paper.checked.meets_pdf_ua for paper in papers)

    def add_front(self, front: Front, lines: Sequence[Line]) -> None:
        """Add the front pages."""
        source = self.stack.enter_context(pikepdf.open(io.BytesIO(front.pdf)))
        self.first_pages = front.first_pages
        targets = [
            (line.title, first) for line, first in zip(lines, front.first_pages, strict=True)
        ]
        self.links = link_contents(source, targets)
        mark_as_contents(source.Root.StructTreeRoot)
        pages = self._take_pages(source)
        part = self.tags.part("Contents", self.cover.language)
        self._moved(pages, self.tags.add(source, part, 0), source, inside=False)
        self.bookmarks.append(Bookmark("Contents", top_of(pages[0].obj), []))
        self.spots += [Spot()] * len(pages)

    def add_paper(self, paper: CleanPaper, line: Line) -> None:
        """Add a paper with its tags and bookmarks; pikepdf brings its form and its layers."""
        source = self.stack.enter_context(pikepdf.open(paper.path))
        pages = self._take_pages(source)
        name = f"{line.number} {line.title}".strip()
        language = paper.checked.language or self.cover.language
        if paper.checked.check.tagged:
            part = self.tags.part(name, language)
            moved = self.tags.add(source, part, paper.line + 1)
            self._moved(pages, moved, source, inside=paper.checked.marked_inside)
        else:
            part = self.tags.part(f"{name} (not tagged)", language)
            self._tag_as_text(pages, part)
        objects = [page.obj for page in pages]
        below = Copied(source, objects).below(source.Root.get("/Outlines"))
        self.bookmarks.append(Bookmark(name, top_of(objects[0]), below))
        self.spots += paper.checked.spots

    def finish(self) -> None:
        """Number the pages and write what belongs to the whole pack."""
        pdf, pages = self.pdf, list(self.pdf.pages)
        for page_number, at, item in self.links:
            target = pages[self.first_pages[item] - 1].obj
            pages[page_number].obj.Annots[at].Dest = top_of(target)
        letters = letters_for(pdf)
        opening = pdf.make_indirect(Stream(pdf, b"q\n"))
        for number, (page, spot) in enumerate(zip(pages, self.spots, strict=True), 1):
            stamp(pdf, page, f"Page {number} of {len(pages)}", letters, spot, opening)
            if "/Annots" in page.obj:
                page.obj.Tabs = Name.S
        self.tags.finish()
        write_bookmarks(pdf, self.bookmarks)
        self._describe()

    def _take_pages(self, source: pikepdf.Pdf) -> list[pikepdf.Page]:
        before = len(self.pdf.pages)
        self.pdf.add_pages_from(source, outlines="ignore")
        return list(self.pdf.pages[before:])

    def _moved(
        self, pages: list[pikepdf.Page], moved: int, source: pikepdf.Pdf, *, inside: bool
    ) -> None:
        """Move up a paper's numbers in the parent tree, on its pages and their annotations."""
        for page in pages:
            _move(page.obj, moved)
            for each in page.obj.get("/Annots", ()):
                _move(each, moved)
        if inside:  # pictures and forms with marks of their own
            for each in source.objects:
                if isinstance(each, Stream) and each.keys() & {"/StructParent", "/StructParents"}:
                    _move(self.pdf.copy_foreign(each), moved)

    def _tag_as_text(self, pages: list[pikepdf.Page], part: Any) -> None:
        for page in pages:
            for each in page.obj.get("/Annots", ()):
                if "/StructParent" in each:
                    del each["/StructParent"]
            if "/Contents" in page.obj:
                mark = self.tags.add_untagged(part, page.obj, highest_mark(page))
                mark_as_paragraph(self.pdf, page, mark)

    def _describe(self) -> None:
        pdf, cover = self.pdf, self.cover
        claim = _CLAIM if self.meets_pdf_ua else ""
        text = _XMP.format(
            title=escape(_plain(cover.title)), language=escape(cover.language), claim=claim
        )
        pdf.Root.Metadata = Stream(pdf, text.encode("utf-8"), Type=Name.Metadata, Subtype=Name.XML)
        pdf.docinfo["/Title"] = String(_plain(cover.title))
        pdf.Root.Lang = String(cover.language)
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        pdf.Root.PageMode = Name.UseOutlines
        pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))


def _move(holder: Any, moved: int) -> None:
    for key in ("/StructParents", "/StructParent"):
        if key in holder:
            holder[key] = int(holder[key]) + moved


def _plain(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)
