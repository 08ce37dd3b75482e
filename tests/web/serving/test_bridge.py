"""The bridge between the server and Django: bodies, responses and refusals."""

from __future__ import annotations

import asyncio
import errno
import io
import threading
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest

from cusp.web.serving import bridge
from cusp.web.serving.bridge import Bridge, OpenFile
from cusp.web.serving.screening import Refusal

Environ = dict[str, Any]
Result = TypeVar("Result")


def scope(**changes: Any) -> dict[str, Any]:
    return {
        "type": "http",
        "method": "POST",
        "path": "/here/",
        "query_string": b"a=1",
        "http_version": "1.1",
        "scheme": "http",
        "client": ("10.0.0.1", 5),
        "server": ("127.0.0.1", 80),
        "headers": [(b"content-length", b"6"), (b"host", b"x")],
        **changes,
    }


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """What a coroutine gives, in a thread: the browser's tests keep a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


class Conversation:
    """What a client sends, piece by piece, and what it gets back."""

    def __init__(self, *pieces: bytes) -> None:
        self.pieces = list(pieces)
        self.sent: list[dict[str, Any]] = []

    async def receive(self) -> dict[str, Any]:
        if not self.pieces:
            return {"type": "http.disconnect"}
        body = self.pieces.pop(0)
        return {"type": "http.request", "body": body, "more_body": bool(self.pieces)}

    async def send(self, message: dict[str, Any]) -> None:
        self.sent.append(message)

    @property
    def status(self) -> int:
        status: int = self.sent[0]["status"]
        return status

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.sent[1:])


def echo(environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
    """An application that responds with what it was sent."""
    start("200 OK", [("Content-Type", "text/plain")])
    return [environ["wsgi.input"].read(), environ["QUERY_STRING"].encode()]


def answer(
    talk: Conversation,
    application: Any = echo,
    refusal: Refusal | None = None,
    **changes: Any,
) -> Conversation:
    served = Bridge(application, lambda _path, _headers: refusal, threads=2)
    run(served(scope(**changes), talk.receive, talk.send))
    return talk


def test_a_body_in_pieces_reaches_the_application_in_one() -> None:
    talk = answer(Conversation(b"ab", b"", b"cd", b"ef"))

    assert (talk.status, talk.body) == (200, b"abcdefa=1")


def test_a_body_that_is_refused_is_not_read() -> None:
    talk = answer(Conversation(b"abc", b"def"), refusal=Refusal(403, "No."))

    assert (talk.status, talk.body) == (403, b"No.\n")
    assert len(talk.pieces) == 2


def test_a_sender_that_leaves_or_falls_silent_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    class Leaves(Conversation):
        async def receive(self) -> dict[str, Any]:
            return {"type": "http.disconnect"}

    class Silent(Conversation):
        async def receive(self) -> dict[str, Any]:
            await asyncio.sleep(10)
            raise AssertionError

    monkeypatch.setattr(bridge, "PATIENCE", 0.05)

    assert answer(Leaves()).status == 408
    assert answer(Silent()).status == 408


def test_a_file_is_sent_in_pieces_and_closed() -> None:
    file = io.BytesIO(b"x" * (2 * bridge.PIECE + 1))

    def download(environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        start("200 OK", [])
        wrapped: OpenFile = environ["wsgi.file_wrapper"](file, 4096)
        return wrapped

    talk = answer(Conversation(b""), download)

    assert len(talk.body) == 2 * bridge.PIECE + 1
    assert len(talk.sent) == 1 + 3 + 1
    assert file.closed


def test_no_header_with_an_underscore_passes_for_that_of_a_proxy() -> None:
    seen: list[Environ] = []

    def look(environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        seen.append(environ)
        start("204 No Content", [])
        return []

    headers = [(b"content-length", b"0"), (b"x_forwarded_proto", b"https"), (b"host", b"x")]
    answer(Conversation(b""), look, headers=headers)

    assert "HTTP_X_FORWARDED_PROTO" not in seen[0]
    assert seen[0]["REMOTE_ADDR"] == "10.0.0.1"


def test_slow_senders_hold_no_thread() -> None:
    """Forty bodies hang while one request, on the only thread, is answered."""
    threads: set[str] = set()

    def note(_environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        threads.add(threading.current_thread().name)
        start("200 OK", [])
        return [b"done"]

    class Hanging(Conversation):
        async def receive(self) -> dict[str, Any]:
            await asyncio.sleep(10)
            raise AssertionError

    async def all_at_once() -> Conversation:
        served = Bridge(note, lambda _path, _headers: None, threads=1)
        hanging = [Hanging() for _ in range(40)]
        waiting = [asyncio.create_task(served(scope(), t.receive, t.send)) for t in hanging]
        await asyncio.sleep(0)
        talk = Conversation(b"")
        await asyncio.wait_for(served(scope(), talk.receive, talk.send), 5)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        return talk

    assert run(all_at_once()).body == b"done"
    assert len(threads) == 1


def test_a_body_that_finds_no_room_on_the_disk_is_refused_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Full(io.BytesIO):
        def __init__(self, **_: int) -> None:
            super().__init__()

        def write(self, _: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(bridge, "SpooledTemporaryFile", Full)

    talk = answer(Conversation(b"abcdef"))

    assert talk.status == 507
    assert b"no room" in talk.body
