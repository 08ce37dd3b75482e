"""Keeps a worker running alongside the web server: starts it, and replaces it if it ends."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

LARGEST_LOG = 5_000_000
TO_FINISH = 5.0
SHORTEST_WAIT, LONGEST_WAIT = 0.5, 5.0
# A process that ran for this many seconds had started properly.
WELL = 10.0
_log = logging.getLogger(__name__)


class Supervisor:
    """One process, restarted whenever it ends; its output goes to a log file."""

    def __init__(self, command: Sequence[str], log: Path) -> None:
        self._command, self._log_file = command, log
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._supervise, name="supervisor", daemon=True)

    def start(self) -> None:
        """Start the process."""
        self._thread.start()

    def stop(self) -> None:
        """End the process and wait until it has ended."""
        self._stopping.set()
        if not self._thread.is_alive():
            return
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(TO_FINISH)
            except subprocess.TimeoutExpired:
                self._process.kill()
        self._thread.join(TO_FINISH)

    def _supervise(self) -> None:
        wait = SHORTEST_WAIT
        while not self._stopping.is_set():
            began = time.monotonic()
            status = self._run()
            if self._stopping.is_set():
                return
            wait = SHORTEST_WAIT if time.monotonic() - began > WELL else min(2 * wait, LONGEST_WAIT)
            _log.warning("the worker stopped (status %s) and is being restarted", status)
            self._stopping.wait(wait)

    def _run(self) -> int | None:
        try:
            turn_over(self._log_file)
            with self._log_file.open("ab") as out:
                self._process = subprocess.Popen(
                    self._command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT
                )
            return self._process.wait()
        except OSError as error:
            _log.warning("the worker could not be started: %s", error)
            return None


def turn_over(log: Path) -> None:
    """Rename a log that has grown large as the previous log, and start a new one."""
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_suffix(".log.1"))


def worker_command() -> list[str]:
    """The command for a worker that ends with this process."""
    return [sys.executable, "-m", "cusp.cli", "worker", "--parent", str(os.getpid())]
