"""Change whole pages: leave out, repeat, merge, turn or resize them."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

Matrix = tuple[float, float, float, float, float, float]


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """An open document, closed afterwards."""
    document = pypdfium2.PdfDocument(data)
    try:
        yield document
    finally:
        document.close()


def saved(document: Any) -> bytes:
    """The document as a file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def count(data: bytes) -> int:
    """How many pages a file has."""
    with opened(data) as document:
        return len(document)


def joined(*parts: tuple[bytes, Sequence[int]]) -> bytes:
    """A new file made of chosen pages from one or more files."""
    new = pypdfium2.PdfDocument.new()
    for data, indexes in parts:
        with opened(data) as document:
            new.import_pages(document, list(indexes))
    out = saved(new)
    new.close()
    return out


def chosen(data: bytes, indexes: Iterable[int]) -> bytes:
    """A file with these pages in this order."""
    return joined((data, list(indexes)))


def changed(data: bytes, indexes: Iterable[int], change: Callable[[Any], object]) -> bytes:
    """The file with ``change`` made to each of these pages."""
    with opened(data) as document:
        for index in indexes:
            page = document[index]
            change(page)
            page.close()
        return saved(document)


def rotated(degrees: int) -> Callable[[Any], object]:
    """Turns a page through its rotation entry, like "rotate" in a viewer."""
    return lambda page: page.set_rotation((page.get_rotation() + degrees) % 360)


def transform(page: Any, matrix: Matrix) -> None:
    """Moves, turns or scales everything drawn on a page."""
    pdfium.FPDFPage_TransFormWithClip(page.raw, pdfium.FS_MATRIX(*matrix), None)


def _moved_box(page: Any, width: float, height: float) -> None:
    for set_box in (page.set_mediabox, page.set_cropbox):
        set_box(0, 0, width, height)


def turned_content(degrees: int, *, counter: bool = False) -> Callable[[Any], None]:
    """Turns what is drawn on a page; with ``counter`` the rotation entry turns it back."""

    def change(page: Any) -> None:
        left, bottom, right, top = page.get_cropbox()
        width, height = right - left, top - bottom
        cos, sin = round(math.cos(math.radians(degrees))), round(math.sin(math.radians(degrees)))
        shift = {90: (height, 0.0), 180: (width, height), 270: (0.0, width)}[degrees]
        transform(page, (1, 0, 0, 1, -left, -bottom))
        transform(page, (cos, sin, -sin, cos, *shift))
        _moved_box(page, *((height, width) if degrees != 180 else (width, height)))
        if counter:
            page.set_rotation((page.get_rotation() + degrees) % 360)

    return change


def shrunk(scale: float, *, corner: bool = False) -> Callable[[Any], None]:
    """Shrinks what is drawn, on a page of the same size, into the middle or a corner."""

    def change(page: Any) -> None:
        left, bottom, right, top = page.get_cropbox()
        if corner:
            x, y = left * (1 - scale), top * (1 - scale)
        else:
            x, y = (1 - scale) * (left + right) / 2, (1 - scale) * (bottom + top) / 2
        transform(page, (scale, 0, 0, scale, x, y))

    return change


def resized(scale: float) -> Callable[[Any], None]:
    """Resizes the page and what is drawn on it, such as A4 printed on A5."""

    def change(page: Any) -> None:
        left, bottom, right, top = page.get_cropbox()
        transform(page, (scale, 0, 0, scale, -scale * left, -scale * bottom))
        _moved_box(page, scale * (right - left), scale * (top - bottom))

    return change


def several_to_a_sheet(data: bytes, across: int, down: int) -> bytes:
    """Two or more pages printed on each landscape sheet."""
    with opened(data) as document:
        width, height = (842.0, 595.0) if across > down else (595.0, 842.0)
        raw = pdfium.FPDF_ImportNPagesToOne(document.raw, width, height, across, down)
        new = pypdfium2.PdfDocument(raw)
        out = saved(new)
        new.close()
        return out
