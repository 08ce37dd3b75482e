"""Reports changed by printers, scanners and converters: rotated, reduced or redrawn."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

Matrix = tuple[float, float, float, float, float, float]
Placing = Callable[[float, float], tuple[Matrix, float, float]]


def turned(source: Path, into: Path, pages: Collection[int], degrees: int) -> Path:
    """Pages (from 0) with a rotation entry."""
    document = pypdfium2.PdfDocument(source)
    for index in pages:
        document[index].set_rotation(degrees)
    document.save(into)
    return into


def redrawn(source: Path, into: Path, pages: Collection[int], placing: Placing) -> Path:
    """Pages (from 0) drawn as one form, on the paper and with the matrix from ``placing``."""
    document, new = pypdfium2.PdfDocument(source), pypdfium2.PdfDocument.new()
    for index in range(len(document)):
        if index not in pages:
            new.import_pages(document, [index])
            continue
        matrix, width, height = placing(*document[index].get_size())
        page: Any = new.new_page(width, height)
        form = pdfium.FPDF_NewXObjectFromPage(new.raw, document.raw, index)
        item = pdfium.FPDF_NewFormObjectFromXObject(form)
        pdfium.FPDFPageObj_SetMatrix(item, ctypes.byref(pdfium.FS_MATRIX(*matrix)))
        pdfium.FPDFPage_InsertObject(page.raw, item)
        page.gen_content()
    new.save(into)
    return into


def sideways(width: float, height: float) -> tuple[Matrix, float, float]:
    """Text that runs upwards on landscape paper."""
    return (0, 1, -1, 0, height, 0), height, width


def scaled(scale: float, across: float, up: float) -> Placing:
    """Paper of the same size, with these shares of the free space on the left and below."""

    def placing(width: float, height: float) -> tuple[Matrix, float, float]:
        dx, dy = (1 - scale) * width * across, (1 - scale) * height * up
        return (scale, 0, 0, scale, dx, dy), width, height

    return placing
