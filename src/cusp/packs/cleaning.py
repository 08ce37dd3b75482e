"""Take out of a paper whatever is not on its pages, so that a pack holds nothing else.

Left out: document information, attachments, scripts and actions, comments, and notes that programs
store for themselves. Links within the paper are kept, as places on its pages instead of names, so
that the names of two papers cannot be mixed up.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from cusp.packs.forms import settle_form
from cusp.packs.photos import strip_photo
from cusp.packs.tags import is_tagged
from cusp.packs.view import view_of

_CATALOG = {
    "/Type", "/Pages", "/StructTreeRoot", "/MarkInfo", "/Lang", "/Outlines", "/AcroForm",
    "/OCProperties",
}  # fmt: skip
_PAGE = {
    "/Type", "/Parent", "/Contents", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit",
    "/Annots", "/StructParents", "/Tabs", "/Group",
}  # fmt: skip
# Anything in a file may have these: descriptions, private data of programs, scripts, attachments.
_PRIVATE = {"/Metadata", "/PieceInfo", "/AA", "/AF", "/LastModified", "/Alternates", "/OPI"}
# Places in the tags, which mean nothing in an untagged paper.
_NUMBERS = {"/StructParent", "/StructParents"}
# What is often written inside another object instead of being one of its own.
_MAY_HOLD = {"/Annots", "/Resources", "/XObject", "/Properties", "/K", "/Group", "/Kids"}
_DEEPEST = 20
# Remarks about a page, and what plays or holds other files.
_REMARKS = {
    "/Text", "/Popup", "/Caret", "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Redact",
}  # fmt: skip
_PLAYED = {
    "/FileAttachment", "/Sound", "/Movie", "/Screen", "/RichMedia", "/3D", "/PrinterMark",
    "/TrapNet", "/Projection",
}  # fmt: skip
# What a drawn annotation says about its author, and the remark that belongs to it.
_ABOUT = ("/T", "/Subj", "/NM", "/CreationDate", "/M", "/RC", "/Popup", "/IRT", "/PA", "/FS")
_DRAWN = {"/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Ink", "/Stamp"}
_SCHEMES = ("http://", "https://", "mailto:", "tel:")
_MOST_BOOKMARKS = 20_000


class Remark(NamedTuple):
    """A comment on a page, which is left out."""

    page: int
    author: str
    words: str


class Removed(NamedTuple):
    """What was found and left out, for the findings."""

    properties: dict[str, str]
    attachments: list[str]
    scripts: int
    links: int
    remarks: list[Remark]
    unapplied: list[int]  # pages with marks for redaction that were never applied
    form: str


def clean(pdf: pikepdf.Pdf) -> Removed:
    """Take everything private out of an open document, and say what it was."""
    cleaner = _Cleaner(pdf)
    cleaner.run()
    return cleaner.removed


class _Cleaner:
    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.names = _named_places(pdf)
        self.gone: set[tuple[int, int]] = set()
        self.removed = Removed(_properties(pdf), _attachments(pdf), 0, 0, [], [], "")

    def run(self) -> None:
        root = self.pdf.Root
        scripts = _scripts_of(root)
        form = settle_form(self.pdf)
        for number, page in enumerate(self.pdf.pages, 1):
            self._clean_page(number, page)
        scripts += self._sweep()
        self._clean_bookmarks()
        for key in set(root.keys()) - _CATALOG:
            del root[key]
        if "/StructTreeRoot" in root:
            for key in ("/PronunciationLexicon", "/AF"):
                if key in root.StructTreeRoot:
                    del root.StructTreeRoot[key]
            if self.gone:
                _without_annotations(root.StructTreeRoot, self.gone)
        if "/Info" in self.pdf.trailer:
            del self.pdf.trailer["/Info"]
        self.removed = self.removed._replace(scripts=self.removed.scripts + scripts, form=form)

    def _clean_page(self, number: int, page: pikepdf.Page) -> None:
        x0, y0, x1, y1 = view_of(page).box
        turn = view_of(page).turn
        for key in set(page.obj.keys()) - _PAGE:
            if key == "/AA":
                self.removed = self.removed._replace(scripts=self.removed.scripts + 1)
            del page.obj[key]
        if _media(page.obj) is None:
            page.obj.MediaBox = Array([x0, y0, x1, y1])
        page.obj.CropBox = Array([x0, y0, x1, y1])
        page.obj.Rotate = turn
        if "/Annots" in page.obj:
            kept = self._kept(number, page.obj.Annots)
            if kept:
                page.obj.Annots = Array(kept)
            else:
                del page.obj["/Annots"]

    def _kept(self, number: int, annotations: Any) -> list[Any]:
        kept = []
        for each in annotations if isinstance(annotations, Array) else ():
            if not isinstance(each, Dictionary):
                continue
            kind = str(each.get("/Subtype", ""))
            if kind in _REMARKS or kind in _PLAYED:
                self._note(number, kind, each)
                if each.is_indirect:
                    self.gone.add(each.objgen)
                continue
            self._clean_annotation(number, kind, each)
            kept.append(each)
        return kept

    def _note(self, number: int, kind: str, each: Dictionary) -> None:
        author, words = _text(each.get("/T")), _text(each.get("/Contents"))
        if kind == "/Redact":
            self.removed.unapplied.append(number)
        elif kind in _PLAYED:
            name = _file_name(each.get("/FS")) or kind[1:]
            self.removed.attachments.append(name)
        elif kind != "/Popup" and words.strip():
            self.removed.remarks.append(Remark(number, author, words))

    def _clean_annotation(self, number: int, kind: str, each: Dictionary) -> None:
        if kind in _DRAWN and "/Contents" in each:
            words = _text(each.Contents)
            if words.strip() and "/T" in each:
                self.removed.remarks.append(Remark(number, _text(each.T), words))
                del each["/Contents"]
        for key in _ABOUT:
            if key in each and not (kind == "/Widget" and key == "/T"):
                del each[key]
        self._settle_target(each)

    def _settle_target(self, each: Dictionary) -> None:
        """Keep a link to a page or a web address; take off any other action."""
        dest, action = each.get("/Dest"), each.get("/A")
        for key in ("/Dest", "/A", "/SE"):
            if key in each:
                del each[key]
        if isinstance(action, Dictionary):
            kind = action.get("/S")
            if kind == Name.GoTo:
                dest = action.get("/D")
            elif kind == Name.URI:
                address = _text(action.get("/URI"))
                if address.strip().lower().startswith(_SCHEMES):
                    each.A = Dictionary(S=Name.URI, URI=String(address))
                else:
                    self.removed = self.removed._replace(links=self.removed.links + 1)
            elif kind == Name.JavaScript:
                self.removed = self.removed._replace(scripts=self.removed.scripts + 1)
            elif kind != Name.Named:
                self.removed = self.removed._replace(links=self.removed.links + 1)
        place = self._place(dest)
        if place is not None:
            each.Dest = place

    def _place(self, dest: Any) -> Array | None:
        """A destination as a place on a page, if it is one of this paper's."""
        for _ in range(4):
            if isinstance(dest, String | Name):
                dest = self.names.get(str(dest).lstrip("/"))
            elif isinstance(dest, Dictionary):
                dest = dest.get("/D")
            else:
                break
        if not isinstance(dest, Array) or not len(dest):
            return None
        page = dest[0]
        if not isinstance(page, Dictionary) or page.get("/Type") != Name.Page:
            return None
        rest = [part for part in dest[1:] if not isinstance(part, Dictionary | Array)]
        return Array([page, *rest])

    def _clean_bookmarks(self) -> None:
        for item in bookmarks_of(self.pdf):
            self._settle_target(item)

    def _sweep(self) -> int:
        """Take private entries off every object; returns how many had scripts of their own."""
        unwanted = _PRIVATE if is_tagged(self.pdf) else _PRIVATE | _NUMBERS
        if unwanted is not _PRIVATE:
            for key in ("/StructTreeRoot", "/MarkInfo"):
                if key in self.pdf.Root:
                    del self.pdf.Root[key]
        return sum(_strip(each, unwanted) for each in self.pdf.objects)


def _strip(holder: Any, unwanted: set[str], depth: int = 0) -> int:
    """Take unwanted entries off an object and what is written inside it; counts scripts."""
    scripts = 0
    if isinstance(holder, Array):
        inside = list(holder) if depth < _DEEPEST else []
    elif isinstance(holder, Dictionary | pikepdf.Stream):
        keys = holder.keys()
        for key in keys & unwanted:
            scripts += key == "/AA"
            del holder[key]
        if isinstance(holder, pikepdf.Stream):
            strip_photo(holder)
        inside = [holder[key] for key in keys & _MAY_HOLD] if depth < _DEEPEST else []
    else:
        return 0
    for each in inside:
        if isinstance(each, Array | Dictionary) and not each.is_indirect:
            scripts += _strip(each, unwanted, depth + 1)
    return scripts


def bookmarks_of(pdf: pikepdf.Pdf) -> Iterator[Dictionary]:
    """Every bookmark of a document. A damaged chain ends where it comes back to itself."""
    seen: set[tuple[int, int]] = set()
    waiting = [pdf.Root.get("/Outlines")]
    while waiting:
        item = waiting.pop()
        while isinstance(item, Dictionary) and len(seen) < _MOST_BOOKMARKS:
            if item.is_indirect and item.objgen in seen:
                break
            seen.add(item.objgen)
            if "/Title" in item:
                yield item
            waiting.append(item.get("/First"))
            item = item.get("/Next")


def _named_places(pdf: pikepdf.Pdf) -> dict[str, Any]:
    places: dict[str, Any] = {}
    with contextlib.suppress(pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError):
        places |= {key.lstrip("/"): place for key, place in pdf.Root.Dests.items()}
    with contextlib.suppress(pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError):
        tree = pikepdf.NameTree(pdf.Root.Names.Dests)
        places |= {str(key).lstrip("/"): place for key, place in tree.items()}
    return places


def _properties(pdf: pikepdf.Pdf) -> dict[str, str]:
    info = pdf.trailer.get("/Info")
    if not isinstance(info, Dictionary):
        return {}
    found = {}
    for key in ("/Title", "/Author", "/Subject", "/Keywords"):
        words = _text(info.get(key)).strip()
        if words and words.lower() not in ("untitled", "anonymous", "unspecified"):
            found[key[1:].lower()] = words
    return found


def _attachments(pdf: pikepdf.Pdf) -> list[str]:
    found = []
    with contextlib.suppress(pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError):
        tree = pikepdf.NameTree(pdf.Root.Names.EmbeddedFiles)
        found = [_file_name(each) or str(name) for name, each in tree.items()]
    for each in pdf.Root.get("/AF", ()):
        name = _file_name(each)
        if name and name not in found:
            found.append(name)
    return found


def _file_name(spec: Any) -> str:
    if not isinstance(spec, Dictionary):
        return ""
    return _text(spec.get("/UF")) or _text(spec.get("/F"))


def _scripts_of(root: Any) -> int:
    """How many scripts and actions the document runs when it is opened."""
    count = 0
    opening = root.get("/OpenAction")
    if isinstance(opening, Dictionary) and opening.get("/S") != Name.GoTo:
        count += 1
    with contextlib.suppress(pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError):
        count += len(pikepdf.NameTree(root.Names.JavaScript))
    return count


def _without_annotations(tree: Any, gone: set[tuple[int, int]]) -> None:
    """Take references to annotations that are gone out of the structure tree."""
    waiting: list[Any] = [tree]
    seen: set[tuple[int, int]] = set()
    while waiting:
        element = waiting.pop()
        kids = element.get("/K")
        listed = list(kids) if isinstance(kids, Array) else [kids]
        kept = [kid for kid in listed if not _refers_to(kid, gone)]
        if len(kept) < len(listed):
            element.K = Array(kept)
        for kid in kept:
            if isinstance(kid, Dictionary) and "/S" in kid and kid.objgen not in seen:
                if kid.is_indirect:
                    seen.add(kid.objgen)
                waiting.append(kid)


def _refers_to(kid: Any, gone: set[tuple[int, int]]) -> bool:
    if not isinstance(kid, Dictionary) or kid.get("/Type") != Name.OBJR:
        return False
    target = kid.get("/Obj")
    return isinstance(target, Dictionary) and target.is_indirect and target.objgen in gone


def _media(page: Dictionary) -> Any:
    media = page.get("/MediaBox")
    return media if isinstance(media, Array) and len(media) == 4 else None


def _text(value: Any) -> str:
    return str(value) if isinstance(value, String) else ""
