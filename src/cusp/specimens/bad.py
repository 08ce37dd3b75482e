"""Files that must each be refused in one clear line."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from cusp.specimens.layout import Layout
from cusp.specimens.paper import HEIGHT, WIDTH, Paper

_NOVEL = (
    "It rained on the harbour all that week and nobody came. The inspection of the boats was put "
    "off, and the children of the town, who had been promised a ride, stood under the eaves of the "
    "fish market and were good. Inadequate, said the harbour master, and went in again."
)
_LETTER = (
    "14 March 2024",
    "Dear director",
    "Focused visit to Wexcombe local authority children’s services",
    "This letter sums up what two inspectors found when they came to see how children in need are "
    "helped. They came under the framework for the inspection of local authority children’s "
    "services. No grade is given for a visit of this kind.",
    "What needs to improve in this area of social work practice?",
    "Plans that say what will be different.",
    "The questions that managers ask in supervision.",
    "Main findings",
    "Children are seen often and by people whom they know. What is learned is written down and "
    "seldom used.",
    "Yours sincerely",
    "Harriet Lomax",
)
_MONITORING = (
    "Monitoring visit to Wexcombe children’s services",
    "Dear director, this letter sums up the second visit since the services were judged inadequate "
    "in December 2013. Areas covered by the visit: the front door.",
    "Overview",
    "The local authority makes steady progress. Nobody waits any more.",
)
_JOINT = (
    "Joint targeted area inspection of Wexcombe",
    "Inspection dates: 4 to 8 March 2024",
    "To those who lead the partnership. Four inspectorates looked at how agencies work together "
    "when children are at risk of exploitation.",
    "What needs to improve?",
    "The time it takes the partners to share what they know.",
)
_SCHOOL = (
    "Inspection of a school like other schools: Wexcombe Primary Academy",
    "Harbour Road, Wexcombe WX1 1XW",
    "Inspection dates: 3 and 4 March 2020",
    "Overall effectiveness Good",
    "The quality of education Good",
    "Behaviour and attitudes Outstanding",
    "Leadership and management Requires improvement",
    "What does the school do well and what does it need to do better?",
    "Pupils like to read. They are kind to one another and to the caretaker’s dog.",
)
_RESPONSE = (
    "Inspection of services for children in need of help and protection",
    "Report of the director to cabinet",
    "Members are asked to note what the council will do in answer to the report.",
)
_HOME = (
    "SC000000",
    "Inspection report for children’s home",
    "Registered provider: Wexcombe Borough Council. Inspection dates: 7 to 8 June 2022",
    "Overall experiences and progress of children and young people, taking into account: good",
    "How well children and young people are helped and protected: good",
    "The effectiveness of leaders and managers: outstanding",
)


def write_bad(folder: Path) -> dict[str, Path]:
    """Write one of each kind to ``folder`` and return their paths by kind."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {name: folder / f"{name}.pdf" for name in _WRITERS}
    for name, path in files.items():
        _WRITERS[name](path)
    return files


def write_text(path: Path, text: str, *, pages: int = 1, password: str | None = None) -> None:
    """A plain PDF with the same lines on each page, with or without a password."""
    make: Any = StandardEncryption
    lock = make(password, ownerPassword="owner") if password else None
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=True, encrypt=lock)
    for _ in range(pages):
        for i, line in enumerate(text.splitlines()):
            canvas.setFont("Helvetica", 16 if i == 0 else 11)
            canvas.drawString(72, HEIGHT - 90 - 20 * i, line[:90])
        canvas.showPage()
    canvas.save()


def write_document(path: Path, texts: Sequence[str], *, repeat: int = 1) -> None:
    """Another kind of document: a title in large print, then paragraphs."""
    with path.open("wb") as file:
        paper = Paper(file, Layout(spaces=True), ("", ""))
        title, *body = texts
        paper.heading(title, size=20, face="regular")
        for text in body * repeat:
            short = len(text.split()) < 12 and not text.endswith(".")
            paper.paragraph(text, face="bold" if short else "regular")
        paper.save()


def write_crowded(path: Path, objects: int) -> None:
    """A page with a huge number of pieces of text below a title that looks right."""
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=True, pageCompression=1)
    canvas.setFont("Helvetica", 20)
    canvas.drawString(72, HEIGHT - 90, "Inspection of Wexcombe local authority children’s services")
    canvas.setFont("Helvetica", 4)
    for i in range(objects):
        canvas.drawString(20 + (i * 7) % 540, HEIGHT - 110 - (i * 3) % 650, "x")
    canvas.save()


def write_scan(path: Path) -> None:
    """Pages that are images of text."""
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=True)
    picture = Image.new("L", (420, 594), 250)
    drawing = ImageDraw.Draw(picture)
    drawing.text((50, 60), "Inspection of Wexcombe local authority children's services", fill=30)
    for y in range(90, 540, 14):
        drawing.text((50, y), "what was seen and what was not " * 2, fill=60)
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=40)
    for _ in range(3):
        canvas.drawImage(ImageReader(file), 0, 0, WIDTH, HEIGHT)
        canvas.showPage()
    canvas.save()


def _cut_off(path: Path) -> None:
    write_text(path, _NOVEL, pages=4)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 3])


_WRITERS: dict[str, Callable[[Path], object]] = {
    "web-page": lambda p: p.write_text("<!DOCTYPE html>\n<html><body>No</body></html>", "utf-8"),
    "empty": lambda p: p.write_bytes(b""),
    "garbage": lambda p: p.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 20),
    "office": lambda p: p.write_bytes(b"PK\x03\x04" + b"\0" * 200),
    "cut-off": _cut_off,
    "locked": lambda p: write_text(p, _NOVEL, password="secret"),
    "scan": write_scan,
    "school": lambda p: write_document(p, _SCHOOL),
    "childrens-home": lambda p: write_document(p, _HOME),
    "focused-visit": lambda p: write_document(p, _LETTER),
    "response": lambda p: write_document(p, _RESPONSE),
    "monitoring-visit": lambda p: write_document(p, _MONITORING),
    "joint-inspection": lambda p: write_document(p, _JOINT),
    "novel": lambda p: write_document(p, ("The harbour", _NOVEL), repeat=200),
    "thousands-of-pages": lambda p: write_text(
        p, "Inspection of Wexcombe local authority children’s services\n1 May 2024", pages=3000
    ),
}
