"""Check a PDF before it goes into a pack, and make a clean copy of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pikepdf
import pypdfium2
from pikepdf import Dictionary

from cusp.packs import wording
from cusp.packs.cleaning import Removed, clean
from cusp.packs.hidden_words import PageFound, open_document, page_found
from cusp.packs.layers import layer_names, layers_of
from cusp.packs.passed import Checked, Spot
from cusp.packs.record import Check, Finding
from cusp.packs.stamps import spot_for
from cusp.packs.tags import is_tagged
from cusp.packs.view import Box, View, view_of
from cusp.wording import counted

MOST_PAGES = 2_000
_AGAIN = "Save it again as a PDF from the program it was written in."
# About how wide "Page 120 of 300" is, in the size of its letters.
_STAMP_WIDTH = 8.0
_END = 1024
_UA = re.compile(rb"""pdfuaid:part\s*(?:>\s*|=\s*["'])1""")
_REPAIRED = re.compile(r"xref|trailer|recover|reconstruct|EOF|damaged", re.I)
_UNTAGGED = (
    Finding(
        "untagged", "tells",
        "It is not tagged, so a screen reader may read it in the wrong order, and without its "
        "headings and tables. Save it as a PDF with tags for accessibility.",
    ),
)  # fmt: skip
_RESTRICTED = (
    Finding(
        "restrictions", "tells",
        "It does not allow everything, such as copying its words. The pack does.",
    ),
)  # fmt: skip
# Annotations that people draw over words to hide them, and the entry with their filling.
_COVERS = {
    "/Square": "/IC", "/Circle": "/IC", "/Polygon": "/IC", "/FreeText": "/C", "/Redact": "/IC",
    "/Highlight": "/C", "/Stamp": "",
}  # fmt: skip
# Flags of an annotation that is not drawn on the screen: hidden, and no view.
_NOT_SHOWN = 2 | 32
_DARK, _OPAQUE = 0.35, 0.98


def check_pdf(path: Path, clean_to: Path | None = None) -> Checked:
    """Check a PDF and, if it can be in a pack, write a clean copy of it."""
    try:
        with pikepdf.open(path) as pdf:
            return _check_open(path, pdf, clean_to)
    except pikepdf.PasswordError:
        text = "It is protected by a password. Save a copy without one."
        return Checked(Check(findings=wording.stop("encrypted", text)))
    except (pikepdf.PdfError, pypdfium2.PdfiumError, ValueError, TypeError, KeyError,
            AttributeError, IndexError, RuntimeError, OverflowError):  # fmt: skip
        text = f"It is damaged and cannot be opened. {_AGAIN}"
        return Checked(Check(findings=wording.stop("damaged", text)))


def _check_open(path: Path, pdf: pikepdf.Pdf, clean_to: Path | None) -> Checked:
    count = len(pdf.pages)
    if count > MOST_PAGES or not count:
        much = f"It has {count:,} pages; a paper can have up to {MOST_PAGES:,}. Split it up."
        none = f"It has no pages. {_AGAIN}"
        return Checked(Check(findings=wording.stop("too many pages", much if count else none)))
    tagged, claims = is_tagged(pdf), _claims_pdf_ua(pdf)
    language = str(pdf.Root.get("/Lang", ""))
    views = [view_of(page) for page in pdf.pages]
    found, broken = _look(path, views, [list(_covers(page)) for page in pdf.pages])
    findings = [
        *_damage(path, pdf, broken),
        *wording.hidden_words([
            (page, hidden.why, hidden.words)
            for page, each in found.items() for hidden in each.hidden
        ]),
        *_hidden_layers(pdf),
        *_hidden_fields(pdf),
        *_pictures(found),
        *(_tags(pdf, found, language, claims=claims) if tagged else _UNTAGGED),
        *(_RESTRICTED if pdf.is_encrypted else ()),
        *_changed(removed := clean(pdf)),
        *_left_out(removed),
    ]  # fmt: skip
    marked_inside = clean_to is not None and _has_tags_inside(pdf)
    if clean_to is not None:
        pdf.save(clean_to, encryption=False, compress_streams=False)
    spots = tuple(_spot(view, found.get(number)) for number, view in enumerate(views, 1))
    check = Check(count, tagged, tuple(findings))
    return Checked(check, tagged and claims, language, marked_inside, spots)


def _look(
    path: Path, views: Sequence[View], covers: Sequence[list[Box]]
) -> tuple[dict[int, PageFound], list[int]]:
    """What PDFium finds on each page, from 1, and the pages that it cannot read."""
    found, broken = {}, []
    document = open_document(path)
    try:
        if len(document) != len(views):
            raise ValueError("two readers do not agree on the number of pages")
        for at, view in enumerate(views):
            try:
                page = document[at]
                found[at + 1] = page_found(page, view, covers[at])
                page.close()
            except (pypdfium2.PdfiumError, ValueError):
                broken.append(at + 1)
    finally:
        document.close()
    return found, broken


def _covers(page: pikepdf.Page) -> Iterator[Box]:
    """The boxes of annotations that are filled, so that nobody sees what is below them."""
    annotations = page.obj.get("/Annots")
    for each in annotations if isinstance(annotations, pikepdf.Array) else ():
        if not isinstance(each, Dictionary) or "/Rect" not in each:
            continue
        kind = str(each.get("/Subtype", ""))
        if kind not in _COVERS or float(each.get("/CA", 1)) < _OPAQUE:
            continue
        colour = [float(part) for part in each.get(_COVERS[kind] or "/None", ())]
        if kind == "/Highlight" and (not colour or max(colour) > _DARK):
            continue
        if colour or kind in ("/Stamp", "/Redact"):
            x0, y0, x1, y1 = (float(part) for part in each.Rect)
            yield min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _spot(view: View, found: PageFound | None) -> Spot:
    if found is None:
        return Spot()
    words = [view.seen(box) for box in found.words]
    grounds = [view.seen(box) for box in found.grounds]
    return spot_for(view, words, grounds, _STAMP_WIDTH)


# Findings


def _damage(path: Path, pdf: pikepdf.Pdf, broken: list[int]) -> list[Finding]:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 4 * _END))
        ending = file.read().rstrip(b"\0\t\n\r ")[-_END:]
    repaired = any(_REPAIRED.search(warning) for warning in pdf.get_warnings())
    findings = []
    if b"%%EOF" not in ending or repaired:
        text = (
            "It is damaged and had to be repaired, so words or pages may be missing. "
            f"{_AGAIN} Or check every page and confirm that it is complete."
        )
        findings.append(Finding("damaged", "asks", text))
    if broken:
        text = f"{wording.on_pages(broken)} cannot be read in full. {_AGAIN}"
        findings.append(Finding("damaged", "asks", text, tuple(broken)))
    return findings


def _hidden_layers(pdf: pikepdf.Pdf) -> list[Finding]:
    every, hidden = layers_of(pdf)
    if hidden:
        text = (
            f"It has hidden layers ({wording.quoted(layer_names(hidden))}), which anyone can show. "
            "Delete them, or confirm that they may be published."
        )
        return [Finding("hidden layer", "asks", text)]
    if every:
        text = f"It has layers ({wording.quoted(layer_names(every))}). All of them are shown."
        return [Finding("layers", "tells", text)]
    return []


def _hidden_fields(pdf: pikepdf.Pdf) -> list[Finding]:
    """Fields of a form that are filled in but not shown."""
    values = {
        number: [
            str(each.V) for each in page.obj.get("/Annots", ())
            if isinstance(each, Dictionary) and int(each.get("/F", 0)) & _NOT_SHOWN
            and isinstance(each.get("/V"), pikepdf.String) and str(each.V).strip()
        ]
        for number, page in enumerate(pdf.pages, 1)
    }  # fmt: skip
    return wording.hidden_words(
        [(page, "field", tuple(words)) for page, words in values.items() if words]
    )


def _pictures(found: dict[int, PageFound]) -> list[Finding]:
    pages = tuple(page for page, each in found.items() if each.scanned and not each.has_text)
    if not pages:
        return []
    are = "is a picture" if len(pages) == 1 else "are pictures"
    text = (
        f"{wording.on_pages(pages)} {are} without words, which a screen reader cannot read. Use "
        "the document that was scanned, or run text recognition (OCR) on it."
    )
    return [Finding("scanned", "tells", text, pages)]


def _tags(
    pdf: pikepdf.Pdf, found: dict[int, PageFound], language: str, *, claims: bool
) -> list[Finding]:
    findings = []
    bare = tuple(
        number for number, page in enumerate(pdf.pages, 1)
        if "/StructParents" not in page.obj and number in found and found[number].has_text
    )  # fmt: skip
    if bare:
        have = "has" if len(bare) == 1 else "have"
        text = f"{wording.on_pages(bare)} {have} no tags, although other pages do. {_AGAIN}"
        findings.append(Finding("untagged pages", "tells", text, bare))
    if not language:
        text = "It does not say which language it is in. The pack gives it its own language."
        findings.append(Finding("no language", "tells", text))
    if not claims:
        text = "It does not say that it meets PDF/UA, so the pack does not say so either."
        findings.append(Finding("not pdf/ua", "tells", text))
    return findings


def _claims_pdf_ua(pdf: pikepdf.Pdf) -> bool:
    metadata = pdf.Root.get("/Metadata")
    return isinstance(metadata, pikepdf.Stream) and bool(_UA.search(metadata.read_bytes()))


def _has_tags_inside(pdf: pikepdf.Pdf) -> bool:
    """Whether a picture or a form on a page has numbers in the parent tree."""
    keys = {"/StructParent", "/StructParents"}
    return any(isinstance(each, pikepdf.Stream) and each.keys() & keys for each in pdf.objects)


def _changed(removed: Removed) -> list[Finding]:
    """Forms, and marks that someone forgot to apply."""
    findings = []
    if removed.unapplied:
        pages = tuple(sorted(set(removed.unapplied)))
        has = "has" if len(pages) == 1 else "have"
        text = (
            f"{wording.on_pages(pages)} {has} marks for redaction that were never applied, so the "
            "words are still there. Apply them, or confirm that the words may be published."
        )
        findings.append(Finding("hidden words", "asks", text, pages))
    if removed.form == "xfa":
        text = (
            "It is a form (XFA) that most programs cannot show. Print it to a new PDF, or check "
            "every page and confirm that it is complete."
        )
        findings.append(Finding("form", "asks", text))
    elif removed.form:
        text = "It has a form. The pack shows what is filled in, and nobody can change it there."
        findings.append(Finding("form", "tells", text))
    return findings


def _left_out(removed: Removed) -> list[Finding]:
    """What a pack leaves out."""
    findings = []
    if removed.properties:
        said = ", ".join(f"{key} {wording.quoted([text])}" for key, text in
                         removed.properties.items())  # fmt: skip
        text = f"Its properties are left out: {said}."
        findings.append(Finding("properties", "removed", text))
    if removed.attachments:
        count = counted(len(removed.attachments), "attached file")
        text = f"{count} left out: {wording.quoted(removed.attachments)}."
        findings.append(Finding("attachments", "removed", text))
    if removed.scripts:
        text = f"{counted(removed.scripts, 'script')} left out."
        findings.append(Finding("scripts", "removed", text))
    if removed.links:
        count = counted(removed.links, "link")
        text = f"{count} to files or programs no longer work. Links to web pages do."
        findings.append(Finding("links", "removed", text))
    if removed.remarks:
        pages = tuple(sorted({remark.page for remark in removed.remarks}))
        count = counted(len(removed.remarks), "comment")
        words = tuple(remark.words for remark in removed.remarks)
        text = f"{count} left out, on {wording.on_pages(pages).lower()}: {wording.quoted(words)}."
        findings.append(Finding("comments", "removed", text, pages))
    return findings
