"""Files that a reader must refuse with one clear line, and go on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from cusp.specimens.paper import HEIGHT, WIDTH

_LETTER = """Focused visit to Wexcombe children’s services
Dear director, this letter sums up what two inspectors found on their visit.
They looked at the front door. No grade was given."""
_SCHOOL = """Inspection of a school like other schools: Wexcombe Primary Academy
Inspection dates: 3 and 4 March 2020
Overall effectiveness Good
The quality of education Good"""
_RESPONSE = """Inspection of services for children in need of help and protection
Report of the director to cabinet
Members are asked to note what the council will do in answer to the report."""
_NOVEL = "It rained on the harbour all that week and nobody came. " * 40


def write_bad(folder: Path) -> dict[str, Path]:
    """Writes one of each kind into ``folder``; gives their paths by what they are."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {name: folder / f"{name}.pdf" for name in _WRITERS}
    for name, path in files.items():
        _WRITERS[name](path)
    return files


def write_text(path: Path, text: str, *, pages: int = 1, password: str | None = None) -> None:
    """A plain PDF with the same lines on each page, open or locked."""
    make: Any = StandardEncryption
    lock = make(password, ownerPassword="owner") if password else None
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=True, encrypt=lock)
    for _ in range(pages):
        for i, line in enumerate(text.splitlines()):
            canvas.setFont("Helvetica", 16 if i == 0 else 11)
            canvas.drawString(72, HEIGHT - 90 - 20 * i, line[:90])
        canvas.showPage()
    canvas.save()


def write_crowded(path: Path, objects: int) -> None:
    """A page that holds very many pieces of text under a title that looks right."""
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=True, pageCompression=1)
    canvas.setFont("Helvetica", 20)
    canvas.drawString(72, HEIGHT - 90, "Inspection of Wexcombe local authority children’s services")
    canvas.setFont("Helvetica", 4)
    for i in range(objects):
        canvas.drawString(20 + (i * 7) % 540, HEIGHT - 110 - (i * 3) % 650, "x")
    canvas.save()


def write_scan(path: Path) -> None:
    """Pages that hold shapes and no text."""
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=True)
    for _ in range(3):
        for y in range(100, 760, 20):
            canvas.rect(72, y, 440, 6, fill=1)
        canvas.showPage()
    canvas.save()


def _cut_off(path: Path) -> None:
    write_text(path, _NOVEL, pages=4)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 3])


_WRITERS: dict[str, Callable[[Path], object]] = {
    "web-page": lambda p: p.write_text("<!DOCTYPE html>\n<html><body>No</body></html>", "utf-8"),
    "empty": lambda p: p.write_bytes(b""),
    "garbage": lambda p: p.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 20),
    "office": lambda p: p.write_bytes(b"PK\x03\x04" + b"\0" * 200),
    "cut-off": _cut_off,
    "locked": lambda p: write_text(p, _NOVEL, password="secret"),
    "scan": write_scan,
    "school": lambda p: write_text(p, _SCHOOL, pages=6),
    "focused-visit": lambda p: write_text(p, _LETTER, pages=3),
    "response": lambda p: write_text(p, _RESPONSE, pages=4),
    "novel": lambda p: write_text(p, _NOVEL, pages=20),
    "thousands-of-pages": lambda p: write_text(
        p, "Inspection of Wexcombe local authority children’s services\n1 May 2024", pages=3000
    ),
}  # fmt: skip
