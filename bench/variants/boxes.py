"""Check that the places a record cites contain the words it gives."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium
from rapidfuzz import fuzz

from bench.variants.facts import Difference, letters
from bench.variants.making import opened
from cusp import Report

_ALIKE = 95.0  # a box may also contain a footnote mark or a stamp
_FINE = 100  # PDFium only takes integers for places on a page as shown


_TOLERANCE = 1.0


def words_amiss(data: bytes, report: Report) -> dict[str, int]:
    """Cited texts whose boxes contain other words, and the page that each should be on."""
    amiss = {}
    with opened(data) as document:
        pages: dict[int, Any] = {}
        checked = _checked_pages(len(document))
        for text, cites in _cited(report):
            if not {cite.page for cite in cites} <= checked:
                continue
            words = " ".join(_words_at(document, pages, cite) for cite in cites)
            alike = fuzz.ratio(letters(words), letters(text))
            # On a turned page, PDFium returns the lines in a different order.
            in_any_order = fuzz.ratio(sorted(letters(words)), sorted(letters(text)))
            if max(alike, in_any_order) < _ALIKE:
                amiss[text] = cites[0].page
        for page, text_page in pages.values():
            text_page.close()
            page.close()
    return amiss


def differences(amiss: dict[str, int], before: dict[str, int]) -> list[Difference]:
    """A single difference for all boxes with wrong words that are right in the original report."""
    new = {text: page for text, page in amiss.items() if text not in before}
    if not new:
        return []
    text, page = next(iter(new.items()))
    return [Difference("cites", "wrong", f"{len(new)} boxes, first on page {page}: “{text[:40]}…”")]


def _cited(report: Report) -> Iterator[tuple[str, Any]]:
    for item in (*report.improvements, *report.lscb_improvements):
        yield item.text, item.cites
    for section in report.sections:
        for paragraph in section.paragraphs:
            if len(paragraph.text) > 60:
                yield paragraph.text, paragraph.cites


def _checked_pages(pages: int) -> set[int]:
    """The pages whose boxes are checked: opening all would take longer than reading."""
    return {2, pages // 2, pages // 2 + 1, pages - 3}


def _words_at(document: Any, pages: dict[int, Any], cite: Any) -> str:
    if cite.page not in pages:
        page = document[cite.page - 1]
        pages[cite.page] = (page, page.get_textpage())
    page, text_page = pages[cite.page]
    x0, y0, x1, y1 = cite.box
    corners = [_on_page(page, x, y) for x, y in ((x0, y0), (x1, y1))]
    (left, right), (bottom, top) = (sorted(axis) for axis in zip(*corners, strict=True))
    # PDFium leaves out letters that are slightly over the edge, as on turned pages.
    return str(
        text_page.get_text_bounded(
            left - _TOLERANCE, bottom - _TOLERANCE, right + _TOLERANCE, top + _TOLERANCE
        )
    )


def _on_page(page: Any, x: float, y: float) -> tuple[float, float]:
    """A place on the page as shown, in the page's own units."""
    own_x, own_y = ctypes.c_double(), ctypes.c_double()
    width, height = (round(side * _FINE) for side in page.get_size())
    at = (round(x * _FINE), round(y * _FINE))
    pdfium.FPDF_DeviceToPage(page.raw, 0, 0, width, height, 0, *at, own_x, own_y)
    return own_x.value, own_y.value
