"""``python3 dev.py bench attack slow [SECONDS]``: slow connections, and 2 GB from strangers.

For so many seconds (180 unless given) 200 connections are silent, 50 stop in the middle of their
headers and 20 send a form byte by byte, while officers' uploads arrive in small pieces. Then
strangers send 2 GB in several ways, as fast as the server takes it.

Bars: the front page answers within a second throughout, every upload arrives, and a stranger's
request is refused before 1 MB has been written anywhere.
"""

from __future__ import annotations

import contextlib
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psutil
import requests

from bench.attack._served import PATIENCE, Reports, Served, on_each, within

SECONDS, MOST_SECONDS, MOST_WRITTEN = 180.0, 1.0, 1_000_000
SILENT, HALF_SENT, TRICKLING, UPLOADS = 200, 50, 20, 3
_HALF = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Half"
_FORM = b"POST /account/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %d\r\n\r\n"
_PIECE = b"x" * 65_536
# A sender stops by itself after this much, if nothing stops it before.
_MOST_SENT = 200_000_000
_PIECES_OF_AN_UPLOAD = 60


@contextmanager
def _crowd(site: Served) -> Iterator[None]:
    """Slow connections, opened again whenever the server closes them."""
    kinds = ((SILENT, b"", b""), (HALF_SENT, _HALF, b""), (TRICKLING, _FORM % 1000, b"x"))
    done = threading.Event()
    with ThreadPoolExecutor(len(kinds)) as pool:
        kept = [pool.submit(_keep, site, done, *kind) for kind in kinds]
        try:
            yield
        finally:
            done.set()
    for one in kept:
        one.result()


def _keep(site: Served, done: threading.Event, count: int, first: bytes, byte: bytes) -> None:
    held = [_connected(site, first) for _ in range(count)]
    while not done.wait(0.2):
        for place, connection in enumerate(held):
            if not _goes_on(connection, byte):
                connection.close()
                held[place] = _connected(site, first)
    for connection in held:
        connection.close()


def _connected(site: Served, first: bytes) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", site.port), timeout=30)
    connection.sendall(first)
    connection.setblocking(False)
    return connection


def _goes_on(connection: socket.socket, byte: bytes) -> bool:
    try:
        if byte:
            connection.send(byte)
        connection.recv(1000)
    except BlockingIOError:
        return True
    except OSError:
        pass
    return False  # it was answered or closed


def _fronts(site: Served, seconds: float) -> list[float]:
    """How long the front page takes, asked again and again."""
    found = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        began = time.monotonic()
        requests.get(f"{site.address}/", timeout=PATIENCE).raise_for_status()
        found.append(time.monotonic() - began)
        time.sleep(0.25)
    return found


def _slow_upload(site: Served, file: Path, seconds: float, arrived: list[str]) -> None:
    """A report sent in pieces with pauses between them."""
    request = requests.Request(
        "POST", f"{site.address}/add/", files={"reports": (file.name, file.read_bytes())},
        data={"csrfmiddlewaretoken": site.token}, cookies=site.session.cookies,
    ).prepare()  # fmt: skip
    assert isinstance(request.body, bytes)
    headers = {"Host": f"127.0.0.1:{site.port}", **request.headers}
    first = "\r\n".join(
        ("POST /add/ HTTP/1.1", *(f"{name}: {value!s}" for name, value in headers.items()))
    )
    with socket.create_connection(("127.0.0.1", site.port), timeout=PATIENCE) as connection:
        connection.sendall(f"{first}\r\n\r\n".encode())
        size = -(-len(request.body) // _PIECES_OF_AN_UPLOAD)
        for start in range(0, len(request.body), size):
            connection.sendall(request.body[start : start + size])
            time.sleep(seconds / _PIECES_OF_AN_UPLOAD)
        arrived.append(connection.recv(4000).decode("latin-1"))


def _crowded(site: Served, papers: Path, seconds: float) -> bool:
    files = Reports(papers, ["Wexcombe"]).next(UPLOADS)
    arrived: list[str] = []
    uploads = [
        threading.Thread(target=_slow_upload, args=(site, file, seconds * 0.95, arrived))
        for file in files
    ]
    with _crowd(site):
        for thread in uploads:
            thread.start()
        fronts = _fronts(site, seconds)
        for thread in uploads:
            thread.join()
    came = sum(" 302 " in answer.partition("\r\n")[0] for answer in arrived)
    pages = [_location(answer) for answer in arrived]
    added = within(PATIENCE, lambda: all("1 report added" in site.page(page) for page in pages))
    held = max(fronts) <= MOST_SECONDS and came == UPLOADS and added is not None
    print(
        f"{_word(held)} {SILENT} silent, {HALF_SENT} half-sent and {TRICKLING} trickling for "
        f"{seconds:.0f} s: front page at most {max(fronts):.2f} s ({len(fronts)} visits), "
        f"{came} of {UPLOADS} trickled uploads arrived",
        flush=True,
    )
    return held


def _location(answer: str) -> str:
    lines = answer.lower().split("\r\n")
    return next((line[10:].strip() for line in lines if line.startswith("location:")), "/add/")


# Two gigabytes


def _strangers(site: Served) -> bool:
    declared = f"Content-Length: {2_000_000_000}\r\n"
    ways = {
        f"{what} to {path}": f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n"
        for path in ("/add/", "/account/login/", "/nowhere/")
        for what, headers in (
            ("2 GB", declared),
            ("2 GB in chunks", "Transfer-Encoding: chunked\r\n"),
            ("2 GB with a forged cookie", f"{declared}Cookie: sessionid=0123456789abcdef\r\n"),
            ("2 GB in chunks that hide a length", f"{declared}Transfer-Encoding: chunked\r\n"),
            ("2 GB after Expect", f"{declared}Expect: 100-continue\r\n"),
        )
    }
    held = [_refused(site, what, head.encode()) for what, head in ways.items()]
    return all(held)


def _refused(site: Served, what: str, head: bytes) -> bool:
    before, room = _written(site), _on_disk(site)
    status, sent = _sent_much(site, head)
    time.sleep(0.5)
    written = max(_written(site) - before, _on_disk(site) - room)
    held = 400 <= status < 500 and written < MOST_WRITTEN
    print(
        f"{_word(held)} {what}: {status}, {sent / 1e6:.1f} MB sent, {max(written, 0) / 1e3:.0f} kB "
        "written",
        flush=True,
    )
    return held


def _sent_much(site: Served, head: bytes) -> tuple[int, int]:
    """The status that comes back, and how much the server took before it closed."""
    sent, chunked = 0, b"chunked" in head
    piece = b"%x\r\n%s\r\n" % (len(_PIECE), _PIECE) if chunked else _PIECE
    answer = b""
    with (
        socket.create_connection(("127.0.0.1", site.port), timeout=15) as connection,
        contextlib.suppress(OSError),
    ):
        connection.sendall(head)
        connection.settimeout(2)
        with contextlib.suppress(TimeoutError):
            answer = connection.recv(1000)
        while sent < _MOST_SENT:
            connection.sendall(piece)
            sent += len(piece)
    words = answer.split(b" ", 2)
    return int(words[1]) if len(words) > 1 and words[1].isdigit() else 0, sent


def _written(site: Served) -> int:
    """Bytes that the processes of the server have written to disks, or to anything."""
    total = 0
    for process in [site.server, *site.server.children(recursive=True)]:
        with contextlib.suppress(psutil.Error, AttributeError):
            total += process.io_counters().write_bytes
    return total


def _on_disk(site: Served) -> int:
    """Bytes in the data and temporary folders, also of files that have no name any more."""
    total = 0
    for process in [site.server, *site.server.children(recursive=True)]:
        folder = Path(f"/proc/{process.pid}/fd")
        for link in folder.iterdir() if folder.exists() else ():
            with contextlib.suppress(OSError):
                name = str(link.readlink())
                if "(deleted)" in name or name.startswith(tempfile.gettempdir()):
                    total += link.stat().st_size
    return total


def _word(held: bool) -> str:
    return "held  " if held else "BROKEN"


def main(arguments: list[str]) -> None:
    """Attacks a server of its own, on SQLite unless another database is named."""
    seconds = next((float(word) for word in arguments if word.isdigit()), SECONDS)
    held = True
    with on_each([w for w in arguments if not w.isdigit()] or ["sqlite"]) as databases:
        for _, folder, ready in databases:
            (papers := folder / "papers").mkdir()
            with ready.copied(folder / "data") as environment, Served(environment) as site:
                site.sign_in()
                _fronts(site, 3)
                held &= _strangers(site)
                held &= _crowded(site, papers, seconds)
    sys.exit(0 if held else 1)
