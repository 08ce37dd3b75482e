"""Open a PDF, or say in one sentence why it cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2
import pypdfium2.raw

from cusp.reports.frames import in_usual_size, odd_in_size, several_on_a_sheet
from cusp.reports.pages import OddPageSize, Page, PageReader, TooManyObjects

# The largest file that is opened. Reports are smaller than 2 MB.
MOST_BYTES = 100 * 1024 * 1024
# No report under these frameworks has come close to this many pages.
MOST_PAGES = 400
# A complete PDF has its end mark within this many bytes of its end.
_END = 1024


class NotAReport(Exception):
    """The file is not a readable inspection report; the message says why."""


class OpenPdf:
    """An open document: its bytes, its number of pages, and its pages as lines."""

    def __init__(self, data: bytes, document: pypdfium2.PdfDocument) -> None:
        self.data = data
        self.document = document
        self.count = len(document)
        self._reader = PageReader()
        self._read: dict[int, Page] = {}
        self._pages: list[Page] = []

    def page(self, index: int) -> Page:
        """The page at ``index`` from 0. Raises :class:`NotAReport` if it cannot be read."""
        page = self._unscaled(index)
        if odd_in_size(page) and self.count <= MOST_PAGES:
            return self.pages()[index]
        return page

    def pages(self) -> list[Page]:
        """All pages, with any that were reduced or enlarged restored to their usual size.

        Raises :class:`NotAReport` if a page cannot be read.
        """
        if not self._pages:
            pages = [self._unscaled(index) for index in range(self.count)]
            if several_on_a_sheet(pages):
                raise NotAReport(
                    "it has two or more pages on each sheet; save it with one page to a sheet"
                )
            self._pages = in_usual_size(pages)
        return self._pages

    def _unscaled(self, index: int) -> Page:
        try:
            if index not in self._read:
                self._read[index] = self._reader.read(self.document, index)
        except TooManyObjects as error:
            raise NotAReport(
                f"page {index + 1} has {error.args[0]:,} objects, more than any page in a report"
            ) from None
        except OddPageSize as error:
            raise NotAReport(
                f"page {index + 1} {error}; save the report with A4 pages and try again"
            ) from None
        except pypdfium2.PdfiumError:
            raise NotAReport(f"page {index + 1} is broken and cannot be read") from None
        return self._read[index]


@contextmanager
def open_pdf(path: Path) -> Iterator[OpenPdf]:
    """Open ``path``. Raises :class:`NotAReport` if it is not a PDF that can be opened."""
    data = _bytes_of(path)
    if b"%PDF-" not in data[:1024]:
        raise NotAReport(_what_it_is(data))
    if b"%%EOF" not in data.rstrip(b"\0\t\n\r ")[-_END:]:
        # PDFium repairs a file that is cut off, so it would be read with pages missing.
        raise NotAReport("a PDF cut off before its end; download it again")
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise NotAReport(_why_closed(error)) from None
    try:
        if len(document) == 0:
            raise NotAReport("a PDF without pages")
        yield OpenPdf(data, document)
    finally:
        document.close()


def _bytes_of(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise NotAReport("a folder, not a file")
        size = path.stat().st_size
        if size == 0:
            raise NotAReport("the file is empty; download it again")
        if size > MOST_BYTES:
            raise NotAReport(
                f"{size / 1e6:.0f} MB, far larger than any report, so it was not opened"
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise NotAReport("no such file") from None
    except PermissionError:
        raise NotAReport("no permission to read it") from None
    except OSError as error:
        raise NotAReport(f"cannot be read from disk ({error.strerror})") from None


def _what_it_is(data: bytes) -> str:
    start = data[:2048].lstrip(b"\xef\xbb\xbf\x00 \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")) or b"<html" in start:
        return "a web page (HTML) saved as PDF; download the report itself again"
    if start.startswith(b"pk\x03\x04"):
        return "not a PDF but an Office or zip file; save it as PDF"
    return "not a PDF file"


def _why_closed(error: pypdfium2.PdfiumError) -> str:
    code = getattr(error, "err_code", None)
    if code == pypdfium2.raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
        return "protected by a password; save a copy without one"
    return "a broken PDF; download it again"
