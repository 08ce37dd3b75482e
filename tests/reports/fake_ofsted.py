"""A local stand-in for Ofsted's reports site, with its known structure and faults."""

from __future__ import annotations

import html
import io
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from reportlab.pdfgen.canvas import Canvas

from cusp.reports.authorities import known_authorities

SOUTHEND = "80559"
MOST_ROWS = 100
LAYOUT = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title></head><body>
<a class="skip" href="#main">Skip to content</a><nav><a href="/">Find an inspection report</a></nav>
<main id="main">{main}</main><footer><a href="https://www.gov.uk/ofsted">Ofsted</a></footer>
</body></html>"""


def pdf(words: str = "A specimen", pages: int = 1) -> bytes:
    """A PDF that opens, the same each time."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1, pageCompression=0)
    for number in range(pages):
        canvas.drawString(72, 720, f"{words}, page {number + 1}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@dataclass
class File:
    """A document on the site. ``label`` is its hidden span; the rest controls how it is served."""

    label: str
    data: bytes = b""
    href: str = ""
    kind: str = "application/pdf"
    etag: str | None = None
    modified: str | None = None
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)  # sent first, in turn
    drops: list[int] = field(default_factory=list)  # bytes after which the connection ends, in turn
    ranges: bool = True
    announced: int | None = None  # a false Content-Length, or -1 for none
    drip: float = 0.0  # seconds between pieces

    def __post_init__(self) -> None:
        self.data = self.data or pdf(self.label, pages=8)


@dataclass
class Request:
    path: str
    headers: dict[str, str]
    at: float


class FakeOfsted:
    """The site's contents, which tests can change, and the requests received."""

    def __init__(self) -> None:
        there = [council for council in known_authorities() if council.ended is None]
        self.councils = {
            council.ofsted_urn or f"9{i:04}": council.name for i, council in enumerate(there)
        }
        self.files: dict[str, list[File]] = {}
        self.pages: dict[str, tuple[int, dict[str, str]]] = {}
        self.most_rows = MOST_ROWS
        self.requests: list[Request] = []
        self.address = ""

    def add(self, *files: File, urn: str = SOUTHEND) -> None:
        """Add documents to a council's page, below the others."""
        self.files.setdefault(urn, []).extend(files)
        for number, file in enumerate(self.files[urn]):
            file.href = file.href or f"/v1/file/{urn}{number:03}"

    def requests_for(self, part: str) -> list[Request]:
        return [request for request in self.requests if part in request.path]

    def list_page(self, query: dict[str, list[str]]) -> str:
        wanted = query.get("level_1_types") == ["3"] and query.get("level_2_types[]") == ["12"]
        start, rows = int(query["start"][0]), int(query["rows"][0])
        shown = list(self.councils.items())[start : start + min(rows, self.most_rows)]
        items = "".join(
            f'<li class="search-result"><h3><a href="/provider/44/{urn}">{html.escape(name)}</a>'
            f"</h3><address>Civic Centre</address></li>"
            for urn, name in (shown if wanted else [])
        )
        return LAYOUT.format(title="Results", main=f'<ul class="results-list">{items}</ul>')

    def provider_page(self, urn: str) -> str:
        items = "".join(
            f'<li><a class="publication-link" href="{html.escape(file.href)}" target="_blank">\n'
            f'  Report <span class="nonvisual">{html.escape(file.label)}</span></a></li>'
            for file in self.files.get(urn, [])
        )
        name = html.escape(self.councils[urn])
        return LAYOUT.format(title=name, main=f"<h1>{name}</h1><ol>{items}</ol>")

    def file_at(self, path: str) -> File | None:
        return next((f for files in self.files.values() for f in files if f.href == path), None)


@contextmanager
def running() -> Iterator[FakeOfsted]:
    """The running site; ``address`` is its URL."""
    site = FakeOfsted()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(site))
    server.daemon_threads = True
    site.address = f"http://127.0.0.1:{server.server_address[1]}/"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(site: FakeOfsted) -> type[BaseHTTPRequestHandler]:
    class Handler(_Handler):
        fake = site

    return Handler


class _Handler(BaseHTTPRequestHandler):
    fake: FakeOfsted
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def handle(self) -> None:
        with suppress(ConnectionError):  # if the client has stopped listening
            super().handle()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name there
        pass

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self.fake.requests.append(Request(self.path, dict(self.headers), time.monotonic()))
        file = self.fake.file_at(self.path)
        urn = parts.path.rpartition("/")[2]
        if parts.path in self.fake.pages:
            self._send(*self.fake.pages[parts.path])
        elif parts.path == "/search":
            self._page(self.fake.list_page(parse_qs(parts.query, keep_blank_values=True)))
        elif parts.path.startswith("/provider/") and urn in self.fake.councils:
            self._page(self.fake.provider_page(urn))
        elif file:
            self._file(file)
        else:
            self._send(404, {}, LAYOUT.format(title="404", main="Page not found").encode())

    def _page(self, text: str) -> None:
        self._send(200, {"Content-Type": "text/html; charset=utf-8"}, text.encode())

    def _send(self, status: int, headers: dict[str, str], data: bytes = b"") -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(data)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if status not in {204, 304}:
            self.wfile.write(data)

    def _file(self, file: File) -> None:
        if file.answers:
            self._send(*file.answers.pop(0))
            return
        headers = {"Content-Type": file.kind}
        headers |= {"ETag": file.etag} if file.etag else {}
        headers |= {"Last-Modified": file.modified} if file.modified else {}
        if self._held(file):
            self._send(304, headers)
            return
        start = self._start(file)
        data = file.data[start:]
        if start:
            headers["Content-Range"] = f"bytes {start}-{len(file.data) - 1}/{len(file.data)}"
        if file.announced != -1:
            headers["Content-Length"] = str(file.announced or len(data))
        self.send_response(206 if start else 200)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self._body(file, data)

    def _held(self, file: File) -> bool:
        if file.etag and (given := self.headers.get("If-None-Match")):
            return given == file.etag
        return bool(file.modified) and self.headers.get("If-Modified-Since") == file.modified

    def _start(self, file: File) -> int:
        """Where to begin: 0 unless a range of the current file was requested."""
        wanted = self.headers.get("Range", "")
        if not wanted or not file.ranges:
            return 0
        if self.headers.get("If-Range") not in {file.etag, file.modified} - {None}:
            return 0
        return int(wanted.removeprefix("bytes=").rstrip("-"))

    def _body(self, file: File, data: bytes) -> None:
        ends = file.drops.pop(0) if file.drops else None
        if ends is not None:
            self.wfile.write(data[:ends])
            self.close_connection = True
            return
        self.close_connection = file.announced == -1
        step = 256 if file.drip else len(data) or 1
        try:
            for at in range(0, len(data), step):
                self.wfile.write(data[at : at + step])
                self.wfile.flush()
                time.sleep(file.drip)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
