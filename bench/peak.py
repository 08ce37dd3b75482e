"""The most memory that a process uses while something is measured."""

from __future__ import annotations

import threading

import psutil

_LOOK_EVERY = 0.02


class Peak:
    """The most memory of this process, or of any process it starts, while the block runs."""

    def __init__(self, *, of_children: bool = False) -> None:
        self.megabytes = 0.0
        self._of_children = of_children
        self._done = threading.Event()
        self._watch = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Peak:
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._watch.join()

    def _look(self) -> None:
        own = psutil.Process()
        while not self._done.wait(_LOOK_EVERY):
            for process in own.children() if self._of_children else [own]:
                try:
                    used = process.memory_info().rss / 2**20
                except psutil.Error:  # it has just ended
                    continue
                self.megabytes = max(self.megabytes, used)
