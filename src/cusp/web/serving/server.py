"""The web server: granian, which keeps slow and silent connections away from Cusp."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from granian.server.common import AbstractServer

# Seconds in which the headers of a request must arrive.
HEADERS_WITHIN = 30
# Seconds that a stopping process has to finish the requests it is answering.
TO_FINISH = 20
# Seconds until the server starts again after processes have ended repeatedly.
_REST = 1.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Address:
    """Where the server listens."""

    host: str
    port: int


def serve(address: Address, *, workers: int) -> None:
    """Answer requests until Ctrl+C or SIGTERM; a process that ends is replaced immediately.

    granian gives up if a process ends twice within a few seconds, but this must not stop the site.
    """
    raise_limit_of_connections()
    # A fork would copy the threads' locks, but not the threads that should release them.
    multiprocessing.set_start_method("spawn", force=True)
    logging.getLogger("_granian").setLevel(logging.WARNING)
    while True:
        server = _server(address, workers)
        with contextlib.suppress(SystemExit):
            server.serve()
        if server.interrupt_signal:
            return
        _log.warning("web processes ended repeatedly; the server is starting again")
        time.sleep(_REST)


def _server(address: Address, workers: int) -> AbstractServer[Any]:
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    return Granian(
        "cusp.web.asgi:build",
        address=address.host,
        port=address.port,
        interface=Interfaces.ASGINL,
        factory=True,
        workers=workers,
        http=HTTPModes.http1,
        websockets=False,
        http1_settings=HTTP1Settings(header_read_timeout=HEADERS_WITHIN * 1000),
        # Slow connections wait in the server, so there may be many; threads limit work in progress.
        backpressure=10_000,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=TO_FINISH,
    )


def raise_limit_of_connections() -> None:
    """Let this process and its children open as many connections as the machine allows."""
    if sys.platform == "win32":  # where there is no such limit
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 65_536 if hard == resource.RLIM_INFINITY else min(hard, 65_536)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
