"""The server goes on when granian gives up; real processes are killed by ``bench attack kills``."""

from __future__ import annotations

import pytest

from cusp.web.serving import server
from cusp.web.serving.server import Address, serve


class StubServer:
    """A server that gives up, as granian does, or is stopped by a signal."""

    def __init__(self, interrupt_signal: bool) -> None:
        self.interrupt_signal = interrupt_signal

    def serve(self) -> None:
        if not self.interrupt_signal:
            raise SystemExit(1)


def test_starts_again_after_processes_have_ended_repeatedly(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    started = [StubServer(True), StubServer(False), StubServer(False)]
    monkeypatch.setattr(server, "_server", lambda *_: started.pop())
    monkeypatch.setattr(server, "_REST", 0)
    monkeypatch.setattr("multiprocessing.set_start_method", lambda *_, **__: None)

    serve(Address("127.0.0.1", 0), workers=1)

    assert started == []
    assert caplog.text.count("the server is starting again") == 2
