"""What the worker is doing and any problems it has, in a small file that pages read.

It is a file and not a row, because the database itself may be locked. It is written in place and
never grows, so it can be written even if the disk is full.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

NAME = "worker.status"
SIZE = 8192
BEAT_SECONDS = 2.0
_LONGEST = 300
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class WorkerStatus:
    """What pages can say about the worker."""

    running: bool = False
    doing: str = ""
    """In words, such as "Reading report.pdf, 3 of 40"; empty when there is nothing to do."""
    troubles: Mapping[str, str] = field(default_factory=dict)
    """Why each kind of work has stopped for now, by name."""


class Status:
    """What the worker reports about itself; a thread writes a heartbeat while it works."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._said: dict[str, Any] = {
            "pid": os.getpid(),
            "started": _started(psutil.Process()),
            "beat": 0,
            "doing": "",
            "troubles": {},
        }
        self._stopped = threading.Event()
        self._prepare()
        threading.Thread(target=self._keep_beating, name="heartbeat", daemon=True).start()

    def doing(self, what: str) -> None:
        """Report what is being done."""
        self._change(doing=what[:_LONGEST])

    def trouble(self, name: str, reason: str) -> None:
        """Report why a kind of work cannot continue; an empty reason clears this."""
        troubles = {**self._said["troubles"], name: reason[:_LONGEST]}
        self._change(troubles={kind: why for kind, why in troubles.items() if why})

    def close(self) -> None:
        """Report that the worker has ended."""
        self._stopped.set()
        self._change(pid=0, doing="")

    def _change(self, **said: Any) -> None:
        with self._lock:
            self._said |= said
            self._write()

    def _keep_beating(self) -> None:
        while not self._stopped.wait(BEAT_SECONDS):
            self._change(beat=self._said["beat"] + 1)

    def _prepare(self) -> None:
        """Reserve the disk space that all later writing needs."""
        with suppress(OSError):
            if not self._file.exists() or self._file.stat().st_size != SIZE:
                self._file.write_bytes(b" " * SIZE)
        self._change(at=datetime.now(UTC).isoformat(timespec="seconds"))

    def _write(self) -> None:
        text = json.dumps(self._said).encode().ljust(SIZE)
        if len(text) > SIZE:
            text = json.dumps({**self._said, "troubles": {}}).encode().ljust(SIZE)
        try:
            with self._file.open("r+b") as out:
                out.write(text)
        except OSError as error:
            _log.warning("the worker's status could not be saved: %s", error)


def read(file: Path) -> WorkerStatus:
    """What the worker last reported; "not running" if its process has ended."""
    for _ in range(3):  # it may be only half written
        try:
            said = json.loads(file.read_bytes())
        except FileNotFoundError:
            return WorkerStatus()
        except (OSError, ValueError):
            time.sleep(0.02)
            continue
        running = _is_running(said)
        return WorkerStatus(running, said.get("doing", "") if running else "", said["troubles"])
    return WorkerStatus()


def _is_running(said: Mapping[str, Any]) -> bool:
    try:
        started = _started(psutil.Process(said["pid"]))
    except (psutil.Error, KeyError, ValueError):
        return False
    # Process ids are reused.
    return bool(said["pid"]) and abs(started - said.get("started", 0)) < 2


def _started(process: psutil.Process) -> float:
    """When a process started, whatever the clock has been set to since."""
    created: float = process.create_time()
    # Linux counts from when the machine started, and psutil adds that in terms of today's clock.
    return created - psutil.boot_time() if sys.platform == "linux" else created
