"""Ends a process when the one that started it ends, even if that one is killed."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time

import psutil

LOOK_EVERY = 0.5
TO_FINISH = 5.0


def end_with(parent: int) -> None:
    """End this process soon after `parent` has ended, to release what it holds.

    Otherwise a restarted server could not listen on a port still held by an old process.
    """
    threading.Thread(target=_watch, args=(parent,), name="lifeline", daemon=True).start()


def end_with_parent() -> None:
    """Do so with the process that started this one by ``multiprocessing``.

    It is the one that was noted at the start: it may have been killed since.
    """
    started_by = multiprocessing.parent_process()
    if started_by is not None and started_by.pid is not None:
        end_with(started_by.pid)


def _watch(parent: int) -> None:
    while _lives(parent):
        time.sleep(LOOK_EVERY)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(TO_FINISH)
    os._exit(1)


def _lives(parent: int) -> bool:
    # An orphan is given a new parent at once; its first parent may still exist as a zombie.
    return psutil.pid_exists(parent) if os.name == "nt" else os.getppid() == parent
