"""A real server with connections that are silent, half sent or very slow."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest

from tests.web.browser.site import Ready, Site, running


@pytest.fixture(scope="module")
def site(ready: Ready, tmp_path_factory: pytest.TempPathFactory) -> object:
    with running(ready, tmp_path_factory.mktemp("slow")) as site:
        yield site


def connect(site: Site) -> socket.socket:
    address = urlsplit(site.address)
    assert address.hostname
    assert address.port
    return socket.create_connection((address.hostname, address.port), timeout=30)


def seconds_of_front_page(site: Site) -> float:
    began = time.monotonic()
    with connect(site) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        assert connection.recv(12) == b"HTTP/1.1 200"
    return time.monotonic() - began


def test_silent_and_trickling_connections_do_not_stop_the_site(site: Site) -> None:
    head = b"POST /account/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 60\r\n"
    seconds_of_front_page(site)
    silent = [connect(site) for _ in range(200)]
    half_sent = [connect(site) for _ in range(50)]
    trickling = [connect(site) for _ in range(20)]
    for connection in half_sent:
        connection.sendall(head[:40])
    for connection in trickling:
        connection.sendall(head + b"Content-Type: text/plain\r\n\r\n")

    def trickle() -> None:
        for _ in range(60):
            for connection in trickling:
                connection.sendall(b"x")
            time.sleep(0.1)

    thread = threading.Thread(target=trickle)
    thread.start()
    seconds = [seconds_of_front_page(site) for _ in range(10)]
    thread.join()

    # Without the bridge one waits for as long as the slowest sender trickles. A busy machine may
    # hold up one of them for a moment: the bench measures the longest, on a quiet one.
    assert sorted(seconds)[-2] < 1
    assert max(seconds) < 5
    for connection in trickling:  # each arrived complete, and Django answered: no token
        assert connection.recv(12) == b"HTTP/1.1 403"
    for connection in silent + half_sent + trickling:
        connection.close()


@pytest.mark.parametrize("path", ["/add/", "/nowhere/"])
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ("Content-Length: 2000000000\r\n", None),
        ("Content-Length: 2000000000\r\nCookie: sessionid=forged\r\n", None),
        ("Transfer-Encoding: chunked\r\n", b"411"),
    ],
    ids=["with a length", "with a forged cookie", "in chunks"],
)
def test_what_a_stranger_sends_is_refused_by_its_headers(
    path: str, headers: str, status: bytes | None, site: Site
) -> None:
    with connect(site) as connection:
        connection.sendall(f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n".encode())
        answer = connection.recv(12)

    assert answer[9:] == (status or (b"403" if path == "/add/" else b"404"))


def test_two_gigabytes_of_a_stranger_are_refused_unread(site: Site) -> None:
    folder = Path(site.environment["CUSP_DATA"])
    server = _server(site)
    before = sum(process.memory_info().rss for process in [server, *server.children()])
    head = b"POST /add/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2000000000\r\n\r\n"

    with connect(site) as connection:
        connection.sendall(head)
        answer = connection.recv(12)

    after = sum(process.memory_info().rss for process in [server, *server.children()])
    assert answer == b"HTTP/1.1 403"
    assert after - before < 20_000_000
    assert not list(folder.glob("**/*.upload"))


def test_a_killed_server_leaves_its_port_free(ready: Ready, tmp_path: Path) -> None:
    with running(ready, tmp_path) as site:
        server = _server(site)
        workers = server.children()
        server.kill()
        _, alive = psutil.wait_procs(workers, timeout=10)

        assert alive == []


@pytest.mark.slow
def test_a_killed_process_is_replaced(ready: Ready, tmp_path: Path) -> None:
    with running(ready, tmp_path) as site:
        server = _server(site)
        killed = server.children()
        for process in killed:
            process.kill()
        assert _answers_within(site, 30)


def _answers_within(site: Site, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with contextlib.suppress(OSError, AssertionError):
            seconds_of_front_page(site)
            return True
        time.sleep(0.2)
    return False


def _server(site: Site) -> psutil.Process:
    """Of the processes listening on the port, the one that was started."""
    port = urlsplit(site.address).port
    listening = [c for c in psutil.net_connections("tcp") if c.laddr and c.laddr.port == port]
    process = psutil.Process(next(c.pid for c in listening if c.status == "LISTEN" and c.pid))
    while (parent := process.parent()) and "cusp.cli" in parent.cmdline():
        process = parent
    return process
