"""Draw a page of a report as an image, with cited words highlighted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageDraw

from cusp.reports.documents import NotAReport, open_pdf
from cusp.reports.record import Cite, Report

# Pixels for each point: 2 makes a page 1,190 pixels wide.
SCALE = 2.0
# The most pixels along the longer side; a page that would have more is drawn at a smaller scale.
MOST_DOTS = 2_400
_FILL = (255, 236, 120)
_EDGE = (160, 110, 0)
# Space around the words, in points.
_MARGIN = 1.0


class NoSuchCite(LookupError):
    """The record has no such field, or the field has no place on the page."""


def cites_at(report: Report, address: str) -> tuple[Cite, ...]:
    """The places on the page for a field of the record.

    Addresses: ``improvements.1``, ``lscb_improvements.1``, ``judgements.leaders``,
    ``paragraphs.16``, ``sections.help_and_protection``, ``authority``, ``inspected``,
    ``published``, ``lead_inspector``. Raises :class:`NoSuchCite`.
    """
    field, _, key = address.partition(".")
    found: Sequence[Cite | None] = ()
    if field in ("improvements", "lscb_improvements"):
        items = report.improvements if field == "improvements" else report.lscb_improvements
        found = [c for item in items if str(item.number) == key for c in item.cites]
    elif field == "judgements":
        found = [j.cite for j in report.judgements if j.area == key]
    elif field == "paragraphs":
        paragraphs = [p for s in report.sections for p in s.paragraphs]
        found = [c for p in paragraphs if str(p.number) == key for c in p.cites]
    elif field == "sections":
        found = [c for s in report.sections if s.area == key for c in s.cites]
    elif field == "authority" and report.authority:
        found = report.authority.cites
    elif field == "inspected" and report.inspected:
        found = report.inspected.cites
    elif field == "published":
        found = [report.published_cite]
    elif field == "lead_inspector":
        found = [report.lead_inspector_cite]
    places = tuple(c for c in found if c is not None)
    if not places:
        raise NoSuchCite(f"“{address}” is not in this report; try improvements.1")
    return places


def page_image(
    path: Path, page: int, cites: Sequence[Cite] = (), *, scale: float = SCALE
) -> Image.Image:
    """Page ``page`` (from 1), with the boxes of any ``cites`` on it.

    A page larger than A3 is drawn at a smaller scale.

    Raises :class:`~cusp.reports.documents.NotAReport` if the file cannot be opened, and
    :class:`NoSuchCite` if it has no such page.
    """
    with open_pdf(path) as pdf:
        if not 1 <= page <= pdf.count:
            raise NoSuchCite(f"the report has pages 1 to {pdf.count}, not {page}")
        try:
            own = pdf.document[page - 1]
            scale = min(scale, MOST_DOTS / max(own.get_size()))
            shown = own.render(scale=scale).to_pil().convert("RGB")
        except pypdfium2.PdfiumError:
            raise NotAReport(f"page {page} is broken and cannot be drawn") from None
    marks = Image.new("RGB", shown.size, "white")
    pen = ImageDraw.Draw(marks)
    for cite in cites:
        if cite.page == page:
            x0, y0, x1, y1 = cite.box
            box = (x0 - _MARGIN, y0 - _MARGIN, x1 + _MARGIN, y1 + _MARGIN)
            pen.rectangle([v * scale for v in box], fill=_FILL, outline=_EDGE, width=2)
    return ImageChops.multiply(shown, marks)  # like a highlighter pen: the words stay black
