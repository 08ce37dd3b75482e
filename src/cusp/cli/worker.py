"""``cusp worker``: read uploads and prepare pages in the background."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING, Annotated

import typer

from cusp.cli._project import set_up, stop

if TYPE_CHECKING:
    from cusp.web.background.worker import Worker


def worker(
    parent: Annotated[
        int, typer.Option("--parent", help="End when this process ends", hidden=True)
    ] = 0,
) -> None:
    """Read uploads and prepare pages in the background.

    `cusp web` starts its own worker. Only run one yourself with `cusp web --no-worker`.
    """
    set_up()
    from django.conf import settings

    from cusp.web.background.lifeline import end_with
    from cusp.web.background.process_lock import OF_THE_WORKER, AlreadyRunning, only_process

    if parent:
        end_with(parent)
    while True:
        try:
            with only_process(settings.DATA / OF_THE_WORKER, note=f"process {os.getpid()}"):
                work()
                return
        except AlreadyRunning as other:
            if not parent:
                stop(f"A worker is already running ({other}). Only one can run at a time.")
            time.sleep(1)


def work() -> None:
    """Work until told to stop."""
    from django.conf import settings

    from cusp.web.background.lock_timeout import OF_THE_WORKER, wait_for_locks
    from cusp.web.background.status import NAME, Status
    from cusp.web.background.worker import Worker
    from cusp.web.boards import background_work as boards
    from cusp.web.practice import background_work as practice
    from cusp.web.record import background_work as record
    from cusp.web.response import background_work as response

    wait_for_locks(OF_THE_WORKER)
    status = Status(settings.DATA / NAME)
    loop = Worker(boards.STEPS | record.STEPS | response.STEPS | practice.STEPS, status)
    stop_on_signal(loop)
    try:
        loop.run()
    finally:
        status.close()


def stop_on_signal(loop: Worker) -> None:
    """Let Ctrl+C and a service manager end the loop once the current piece of work is done."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: loop.stop())
