"""``python3 dev.py bench [web] [FOLDER]``: speed and memory of reading, compared with other tools.

``bench variants`` measures how altered reports are read. ``bench attack`` tests how a running Cusp
stands up to attacks. ``bench pages`` compares pages made afresh with Datasette's. ``bench plan``
measures the pages and papers of a large improvement plan. ``bench packs`` measures a pack of 300
pages. ``bench returns`` measures an Annex A return of 100,000 children, and ``bench clocks`` its
clocks and measures. ``bench planted`` compares those of 1,000 made-up councils with slow sums.
``bench practice`` measures the pages of practice with five years of snapshots.

All figures come from the same run on the same files. PDFium's plain text is the baseline, since any
reader that uses PDFium takes at least that long. The files are real reports if there are any, or
otherwise the specimens.
"""

from __future__ import annotations

import gc
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

import pypdfium2

from bench.peak import Peak
from cusp.reports import NotAReport, read_report, read_reports
from cusp.specimens import write_all

# pdfplumber takes seconds for each report, so it is compared on a sample only.
SAMPLE = 12


_OTHERS = {
    "variants": "bench.variants.command",
    "attack": "bench.attack",
    "pages": "bench.pages",
    "clocks": "bench.clocks",
    "packs": "bench.packs",
    "plan": "bench.plan",
    "planted": "bench.planted",
    "practice": "bench.practice",
    "returns": "bench.returns",
}


def main() -> None:
    """Measures, and prints the figures."""
    arguments = sys.argv[1:]
    if arguments and arguments[0] in _OTHERS:
        import_module(_OTHERS[arguments[0]]).main(arguments[1:])
        return
    web = "web" in arguments[:1]
    users = _users(arguments)
    with tempfile.TemporaryDirectory() as folder:
        files = _files(arguments[web:], Path(folder))
        if web:
            from bench.web import main as pages

            pages(files, users=users)
            return
        megabytes = sum(file.stat().st_size for file in files) / 1e6
        print(f"{len(files)} files, {megabytes:.1f} MB, {os.cpu_count()} processors\n")
        _one_process(files)
        _beside_pdfplumber(files)
        _many_processes(files)


def _users(arguments: list[str]) -> int:
    """Take ``--users NUMBER`` out of the arguments; twenty if it is not there."""
    if "--users" not in arguments:
        return 20
    at = arguments.index("--users")
    number = arguments[at + 1 : at + 2]
    if not number or not number[0].isdigit() or number[0] == "0":
        sys.exit("Enter how many readers there are, for example --users 50")
    del arguments[at : at + 2]
    return int(number[0])


def _files(arguments: Sequence[str], scratch: Path) -> list[Path]:
    root = Path(__file__).resolve().parent.parent
    default = os.environ.get("CUSP_CORPUS") or root.parent / "shared" / "corpus"
    corpus = Path(arguments[0] if arguments else default)
    found = sorted(corpus.rglob("*.pdf"))
    if not found:
        print("No real reports found: using the specimens.")
        return write_all(scratch)
    return [path for path in found if path.read_bytes()[:5] == b"%PDF-"]


def _one_process(files: Sequence[Path]) -> None:
    """Compares reading with PDFium's plain text, file by file so that conditions are the same."""
    plain = ours = 0.0
    pages = 0
    with Peak() as peak:
        for path in files:
            plain += _timed(_plain_text, path)
            ours += _timed(_read, path)
            gc.collect(0)
    pages = sum(len(pypdfium2.PdfDocument(path)) for path in files)
    print("One process")
    print(f"  plain text by PDFium   {plain:7.2f} s   {1000 * plain / len(files):6.1f} ms per file")
    each, rate = 1000 * ours / len(files), pages / ours
    print(f"  records by Cusp        {ours:7.2f} s   {each:6.1f} ms per file, {rate:.0f} pages/s")
    print(f"  ratio                  {ours / plain:7.2f}     (target: at most 3)")
    print(f"  most memory            {peak.megabytes:7.0f} MB  (target: at most 250)\n")


def _beside_pdfplumber(files: Sequence[Path]) -> None:
    try:
        import pdfplumber
    except ImportError:
        print("pdfplumber is not installed, so it is not compared\n")
        return

    def peer(path: Path) -> None:
        with pdfplumber.open(path) as document:
            for page in document.pages:
                page.extract_text()

    sample = list(files)[:: max(1, len(files) // SAMPLE)][:SAMPLE]
    theirs = sum(_timed(peer, path) for path in sample)
    ours = sum(_timed(_read, path) for path in sample)
    print(f"Compared with pdfplumber's plain text, {len(sample)} files")
    print(f"  pdfplumber             {theirs:7.2f} s")
    faster = theirs / ours
    print(f"  records by Cusp        {ours:7.2f} s   {faster:.0f} times faster (target: 15)\n")


def _many_processes(files: Sequence[Path]) -> None:
    print("Worker processes, including start-up")
    alone = 0.0
    for jobs in (1, 2, 4):
        began = time.perf_counter()
        good = sum(1 for o in read_reports(files, jobs=jobs) if o.report)
        seconds = time.perf_counter() - began
        alone = alone or seconds
        faster = f"{alone / seconds:4.2f} times as fast as one job"
        print(f"  --jobs {jobs}               {seconds:7.2f} s   {faster}, {good} read")


def _plain_text(path: Path) -> None:
    document = pypdfium2.PdfDocument(path)
    for page in document:
        text = page.get_textpage()
        text.get_text_range()
        text.close()
        page.close()
    document.close()


def _read(path: Path) -> None:
    try:
        read_report(path)
    except NotAReport as error:
        print(f"  not read: {path.name}: {error}")


def _timed(work: Callable[[Path], object], path: Path) -> float:
    began = time.perf_counter()
    work(path)
    return time.perf_counter() - began


main()
