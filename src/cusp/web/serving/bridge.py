"""Connects the server's asynchronous requests to Django's threads.

The event loop reads a request's body, which uses no thread however slowly it arrives. Then one of a
few threads answers it. No thread waits for a slow reader either: a response is either complete, or
an open file that is read piece by piece as the reader takes it.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from asgiref.wsgi import WsgiToAsgiInstance

from cusp.web.serving.screening import FROM_ANYBODY, Refusal

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Screen = Callable[[str, dict[str, str]], Refusal | None]
WsgiApplication = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

PATIENCE = 60.0
"""Seconds to wait for a byte before giving up on a sender."""
PIECE = 256 * 1024
_NO_ROOM = Refusal(
    507, "The server has no room for what you sent, so nothing was saved. Try again later."
)
_log = logging.getLogger(__name__)


class CannotRead(Exception):
    """The body of a request did not arrive."""


class OpenFile:
    """A response that is a file: what WSGI calls ``wsgi.file_wrapper``."""

    def __init__(self, file: IO[bytes], _size: int = PIECE) -> None:
        self.file = file
        self.close = file.close

    def __iter__(self) -> OpenFile:
        return self

    def __next__(self) -> bytes:
        """The next piece, for code that reads it like any other response."""
        if piece := self.file.read(PIECE):
            return piece
        raise StopIteration


@dataclass
class Answer:
    """Django's response: `pieces` are complete unless `file` is given."""

    status: int = 500
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    pieces: list[bytes] = field(default_factory=list)
    file: OpenFile | None = None


class Bridge:
    """The application that the server calls."""

    def __init__(self, application: WsgiApplication, screen: Screen, threads: int) -> None:
        self.application = application
        self.screen = screen
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="page")

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        headers = _headers(scope)
        if refused := await self._refusal(scope, headers):
            await _send_refusal(send, refused)
            return
        with SpooledTemporaryFile(max_size=FROM_ANYBODY) as body:
            try:
                await take_in(receive, body)
            except CannotRead as error:
                await _send_refusal(send, Refusal(408, str(error)))
                return
            except OSError:
                _log.exception("a request could not be kept")
                await _send_refusal(send, _NO_ROOM)
                return
            answer = await self._in_thread(self._answer, scope, body)
        await self._send(send, answer)

    async def _refusal(self, scope: Message, headers: dict[str, str]) -> Refusal | None:
        if "transfer-encoding" not in headers and headers.get("content-length", "0") == "0":
            return None
        refused: Refusal | None = await self._in_thread(self.screen, scope["path"], headers)
        return refused

    async def _in_thread(self, work: Callable[..., Any], *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self.pool, work, *arguments)

    def _answer(self, scope: Message, body: IO[bytes]) -> Answer:
        instance: Any = WsgiToAsgiInstance(self.application)  # type: ignore[no-untyped-call]
        # A name with an underscore could be mistaken for a proxy's header.
        scope = {**scope, "headers": [h for h in scope["headers"] if b"_" not in h[0]]}
        instance.scope = scope
        try:
            environ = instance.build_environ(scope, body)
        except ValueError:
            return Answer(400, [(b"content-type", b"text/plain")], [b"Too many headers."])
        environ["wsgi.file_wrapper"] = OpenFile
        answer = Answer()

        def start(status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
            answer.status = int(status.split(" ", 1)[0])
            answer.headers = [
                (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers
            ]

        result = self.application(environ, start)
        if isinstance(result, OpenFile):
            answer.file = result
        else:
            try:
                answer.pieces = [bytes(piece) for piece in result]
            finally:
                getattr(result, "close", lambda: None)()
        return answer

    async def _send(self, send: Send, answer: Answer) -> None:
        start = {"type": "http.response.start", "status": answer.status, "headers": answer.headers}
        try:
            await send(start)
            if answer.file is not None:
                while piece := await self._in_thread(answer.file.file.read, PIECE):
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b"".join(answer.pieces)})
        finally:
            if answer.file is not None:
                await self._in_thread(answer.file.close)


async def take_in(receive: Receive, body: IO[bytes]) -> None:
    """Write the whole body of a request to `body`, then go back to its start.

    Raises :class:`CannotRead` if nothing comes for :data:`PATIENCE` seconds, or the sender leaves.
    """
    while True:
        try:
            message = await asyncio.wait_for(receive(), PATIENCE)
        except TimeoutError:
            raise CannotRead("The request took too long to arrive.") from None
        if message["type"] != "http.request":
            raise CannotRead("The sender disconnected.")
        if piece := message.get("body"):
            body.write(piece)
        if not message.get("more_body"):
            break
    body.seek(0)


def _headers(scope: Message) -> dict[str, str]:
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}


async def _send_refusal(send: Send, refused: Refusal) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    with contextlib.suppress(ConnectionError, RuntimeError):  # the client may have left
        await send({"type": "http.response.start", "status": refused.status, "headers": headers})
        await send({"type": "http.response.body", "body": f"{refused.why}\n".encode()})
