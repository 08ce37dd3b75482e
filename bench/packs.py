"""``python3 dev.py bench packs``: time and memory of a pack of 300 pages from 25 papers.

The papers are tagged PDFs of 12 pages each with headings, text and tables, laid out by typst. The
pack is checked, cleaned and merged as ``cusp pack`` does it, and each process that does so is
watched. Plain merging by pikepdf, which loses the tags, is the baseline in the same run.

Bars: 5 seconds and 300 MB; "Page k of n" on every page k; as many tags as the papers have.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import pikepdf
import psutil
import pypdfium2
import typst

from bench.peak import Peak
from cusp.outside.process import Limits, once
from cusp.packs import Pack, PackItem, make_pack

PAPERS, PAGES, SECONDS, MEGABYTES = 25, 12, 5.0, 300
_LAYOUT = """
#set document(title: "Paper " + sys.inputs.number)
#set text(lang: "en", region: "GB")
#set heading(numbering: "1.")
#for page in range(int(sys.inputs.pages)) [
  #if page > 0 { pagebreak() }
  = Part #(page + 1)
  #lorem(220)
  == Measures
  #table(columns: 5, table.header([Measure], [Target], [June], [July], [August]),
    ..range(60).map(n => [#n]))
]
"""


def main(_arguments: list[str]) -> None:
    """Measures and prints; the exit status is 1 if a bar is missed."""
    with tempfile.TemporaryDirectory(prefix="cusp-bench-packs-") as name:
        folder = Path(name)
        files = [
            _paper(folder / f"paper-{number:02}.pdf", number) for number in range(1, PAPERS + 1)
        ]
        size = sum(file.stat().st_size for file in files) / 1e6
        print(f"{PAPERS} papers, {PAPERS * PAGES} pages, {size:.1f} MB")
        began = time.perf_counter()
        plain = _plain_merge(files, folder / "plain.pdf")
        print(f"  plain merge by pikepdf   {time.perf_counter() - began:6.2f} s   {plain} tags")
        out = folder / "pack.pdf"
        items = tuple(PackItem(title=file.stem, file=file) for file in files)
        with Peak(of_children=True) as peak:
            began = time.perf_counter()
            made = make_pack(Pack(title="Bench", items=items), out, opened=_opened)
            seconds = time.perf_counter() - began
        tags, wanted = _tags(out), sum(map(_tags, files))
        spent = psutil.Process().cpu_times().children_user
        print(f"  pack by Cusp             {seconds:6.2f} s   (bar: {SECONDS:g})")
        print(f"  processor time of it     {spent:6.2f} s")
        print(f"  most memory of a process {peak.megabytes:6.0f} MB  (bar: {MEGABYTES})")
        print(f"  tags                     {tags:,} of {wanted:,} and those of the front page")
        numbered = _numbered(out)
        print(f"  pages with their number  {numbered} of {made.pages}")
    held = seconds <= SECONDS and peak.megabytes <= MEGABYTES
    sys.exit(0 if held and tags >= wanted and numbered == made.pages else 1)


def _paper(path: Path, number: int) -> Path:
    layout = path.with_suffix(".typ")
    layout.write_text(_LAYOUT, "utf-8")
    inputs = {"number": str(number), "pages": str(PAGES)}
    made = typst.compile(layout, format="pdf", sys_inputs=inputs, pdf_standards=["ua-1"])
    assert isinstance(made, bytes)
    path.write_bytes(made)
    return path


def _plain_merge(files: list[Path], out: Path) -> int:
    with pikepdf.new() as pack:
        sources = [pikepdf.open(file) for file in files]
        for source in sources:
            pack.pages.extend(source.pages)
        pack.save(out)
    return _tags(out)


def _tags(path: Path) -> int:
    with pikepdf.open(path) as pdf:
        return sum(
            isinstance(each, pikepdf.Dictionary) and each.get("/Type") == pikepdf.Name.StructElem
            for each in pdf.objects
        )


def _numbered(path: Path) -> int:
    with pypdfium2.PdfDocument(path) as document:
        count = len(document)
        return sum(
            f"Page {at + 1} of {count}" in document[at].get_textpage().get_text_range()
            for at in range(count)
        )


def _opened(task: str, order: bytes, limits: Limits) -> bytes:
    return once(task, order, limits, within=120.0)
