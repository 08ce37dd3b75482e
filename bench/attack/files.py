"""``python3 dev.py bench attack files``: each hostile file is added or viewed 10 times at once.

Every response must be a clear sentence or a picture, no web process may use more than 400 MB, and
the home page must respond within a second throughout.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from html import unescape
from itertools import chain
from pathlib import Path

import psutil
import pypdfium2
import requests
from tests.history.test_measures import FIGURES, write_dictionary, write_figures
from tests.web.browser.site import OFFICER, Site, made_ready, running
from tests.web.password import PASSWORD

from cusp.specimens import STORIES, hostile, write_specimen

AT_ONCE = 10
MOST_MEGABYTES, MOST_SECONDS = 400, 1.0
_LONGEST = 180
# After this many visits, every web process has loaded what it needs.
_WARM = 30
# Puts a hostile file in place of a stored report's PDF, as if it had been added long ago.
_EXCHANGE = """
import sys, django
django.setup()
from pathlib import Path
from cusp.web.record.models import Document
document = Document.objects.get()
document.path.write_bytes(Path(sys.argv[1]).read_bytes())
document.pages = int(sys.argv[2])
document.save()
print(document.inspection.get_absolute_url())
"""
# The server's child processes that are not web processes: they do what a web process must not.
_OTHERS = ("cusp.outside", "cusp.cli work", "resource_tracker")
Try = Callable[[], tuple[int, str, float]]


class Watch:
    """The memory web processes use and how long the home page takes, while the block runs."""

    def __init__(self, site: Site, server: psutil.Process) -> None:
        self.megabytes = self.others = 0.0
        self.fronts: list[float] = []
        self._site, self._server = site, server
        self._done = threading.Event()
        self._threads = [threading.Thread(target=run) for run in (self._weigh, self._visit)]

    def __enter__(self) -> Watch:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        for thread in self._threads:
            thread.join()

    def _weigh(self) -> None:
        while not self._done.wait(0.05):
            for process in (self._server, *self._server.children(recursive=True)):
                try:
                    held = process.memory_info().rss / 2**20
                    words = " ".join(process.cmdline())
                except psutil.Error:
                    continue
                if any(other in words for other in _OTHERS):
                    self.others = max(self.others, held)
                else:
                    self.megabytes = max(self.megabytes, held)

    def _visit(self) -> None:
        while not self._done.wait(0.1):
            began = time.monotonic()
            requests.get(f"{self._site.address}/", timeout=_LONGEST)
            self.fronts.append(time.monotonic() - began)

    @property
    def held(self) -> bool:
        """Whether both limits were kept."""
        return self.megabytes <= MOST_MEGABYTES and max(self.fronts, default=0.0) <= MOST_SECONDS


def main(_: list[str]) -> None:
    """Starts a server and attacks it with each kind of file."""
    with tempfile.TemporaryDirectory(prefix="cusp-attack-") as name:
        folder = Path(name)
        (folder / "ready").mkdir()
        with made_ready(folder / "ready") as ready, running(ready, folder / "site") as site:
            server = _server_of(site)
            files = _written(folder)
            for _visit in range(_WARM):
                requests.get(f"{site.address}/", timeout=_LONGEST)
            held = [
                _attacked(site, server, what, attack)
                for what, attack in chain(_looks(site, folder, files), _additions(site, files))
            ]
    print(f"\n{sum(held)} of {len(held)} attacks within the limits")
    sys.exit(0 if all(held) else 1)


def _server_of(site: Site) -> psutil.Process:
    """The process that serves the site."""
    port = site.address.rpartition(":")[2]
    children = psutil.Process().children()
    return next(child for child in children if any(word.endswith(port) for word in child.cmdline()))


def _written(folder: Path) -> dict[str, Path]:
    """Every hostile file, and the files that go with it."""
    files = {}
    for kinds, ending in (
        (hostile.PAGES, "pdf"), (hostile.FIGURES, "parquet"), (hostile.WORKBOOKS, "xlsx"),
    ):  # fmt: skip
        for kind, write in kinds.items():
            files[kind] = folder / f"{kind}.{ending}"
            write(files[kind])
    write_figures(folder / "good.parquet", FIGURES)
    write_dictionary(folder / "dictionary.csv")
    return files


def _attacked(site: Site, server: psutil.Process, what: str, attack: Try) -> bool:
    """Attacks 10 times at once; prints the result and returns whether the limits were kept."""
    with Watch(site, server) as watch, ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(lambda _: attack(), range(AT_ONCE)))
    bad = [status for status, _, _ in answers if status >= 500 and status != 503]
    said = Counter((status, words) for status, words, _ in answers)
    held = watch.held and not bad
    print(
        f"{'kept' if held else 'BROKEN':<7}{what:<32} longest response "
        f"{max(seconds for _, _, seconds in answers):5.1f} s  web process {watch.megabytes:4.0f} MB"
        f"  others {watch.others:5.0f} MB  home page {max(watch.fronts, default=0):.2f} s",
        flush=True,
    )
    for (status, words), count in said.most_common():
        print(f"       {count:>2} x {status} {words[:150]}", flush=True)
    return held


# Viewing


def _looks(site: Site, folder: Path, files: dict[str, Path]) -> Iterator[tuple[str, Try]]:
    specimen, layout = STORIES["wexcombe-2024"]
    report = write_specimen(specimen, folder / "report.pdf", layout)
    site.cusp("add", str(report))
    for kind in hostile.PAGES:
        whole, more = pypdfium2.PdfDocument(report), pypdfium2.PdfDocument(files[kind])
        for _ in range(AT_ONCE):
            whole.import_pages(more, [0])
        whole.save(folder / "whole.pdf")
        address = subprocess.run(
            [sys.executable, "-c", _EXCHANGE, str(folder / "whole.pdf"), str(len(whole))],
            env=site.environment, capture_output=True, text=True, check=True,
        ).stdout.strip()  # fmt: skip
        first = len(whole) - AT_ONCE + 1
        yield f"view one page: {kind}", _look(site, address, iter([first] * AT_ONCE))
        others = iter(range(first, first + AT_ONCE))
        yield f"view 10 pages: {kind}", _look(site, address, others)
        for old in Path(site.environment["CUSP_DATA"]).glob("page-images/*/*"):
            old.unlink()


def _look(site: Site, address: str, pages: Iterator[int]) -> Try:
    turn = threading.Lock()

    def look() -> tuple[int, str, float]:
        with turn:
            page = next(pages)
        began = time.monotonic()
        answer = requests.get(f"{site.address}{address}pages/{page}.png", timeout=_LONGEST)
        words = "a picture" if answer.ok else re.sub(r"Page \d+", "Page …", answer.text).strip()
        return answer.status_code, words, time.monotonic() - began

    return look


# Adding


def _additions(site: Site, files: dict[str, Path]) -> Iterator[tuple[str, Try]]:
    for kind in hostile.PAGES:
        yield f"add: {kind}", _add(site, "/add/", {"reports": files[kind]})
    folder = files["strokes"].parent
    good = {"figures": folder / "good.parquet", "dictionary": folder / "dictionary.csv"}
    for kind in hostile.FIGURES:
        yield f"load figures: {kind}", _add(site, "/measures/add/", good | {"figures": files[kind]})
    for kind in hostile.WORKBOOKS:
        sent = good | {"neighbours": files[kind]}
        yield f"load workbook: {kind}", _add(site, "/measures/add/", sent)


def _add(site: Site, address: str, files: dict[str, Path]) -> Try:
    signed_in = _session(site)
    token = signed_in.cookies["csrftoken"]

    def add() -> tuple[int, str, float]:
        began = time.monotonic()
        with _opened(files) as sent:
            answer = requests.post(
                f"{site.address}{address}", files=sent, cookies=signed_in.cookies,
                data={"csrfmiddlewaretoken": token}, timeout=_LONGEST,
            )  # fmt: skip
        seconds = time.monotonic() - began
        while answer.ok and address == "/add/" and not _said(answer.text):
            if time.monotonic() - began > _LONGEST:
                return 504, "not read in time", seconds
            time.sleep(1)
            answer = requests.get(answer.url, cookies=signed_in.cookies, timeout=_LONGEST)
        return answer.status_code, _said(answer.text), seconds

    return add


@contextmanager
def _opened(files: dict[str, Path]) -> Iterator[dict[str, tuple[str, bytes]]]:
    yield {name: (path.name, path.read_bytes()) for name, path in files.items()}


def _session(site: Site) -> requests.Session:
    session = requests.Session()
    address = f"{site.address}/account/login/"
    session.get(address, timeout=_LONGEST)
    session.post(
        address, timeout=_LONGEST,
        data={
            "login": OFFICER, "password": PASSWORD,
            "csrfmiddlewaretoken": session.cookies["csrftoken"],
        },
    ).raise_for_status()  # fmt: skip
    session.get(f"{site.address}/add/", timeout=_LONGEST).raise_for_status()
    return session


def _said(page: str) -> str:
    """What a page says about the file: its error, or why it was not added."""
    error, refused = r"govuk-error-summary__list.*?</ul>", r"<strong>[^<]+\.pdf</strong>.*?</li>"
    found = re.search(f"{error}|{refused}", page, re.DOTALL)
    words = re.sub(r"<[^>]+>", " ", found[0] if found else "")
    return " ".join(unescape(words.replace('govuk-error-summary__list">', "")).split())
