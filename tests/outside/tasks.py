"""What the processes of these tests do: nothing good."""

import ctypes
import os
import sys
import time
from pathlib import Path


def echo(order: bytes) -> bytes:
    return order


def work_on(order: bytes) -> bytes:
    until = time.process_time() + float(order)
    while time.process_time() < until:
        pass
    return b"done"


def sleep(order: bytes) -> bytes:
    time.sleep(float(order))
    return b"done"


def fill(order: bytes) -> bytes:
    held = b"x" * (int(order) * 2**20)
    time.sleep(30)
    return held[:1]


def end(order: bytes) -> bytes:
    os.abort()


def keep_python_busy(order: bytes) -> bytes:
    """No other thread of this process can run meanwhile, and no signal reaches Python."""
    Path(os.fsdecode(order)).write_text(str(os.getpid()), "ascii")
    if sys.platform == "linux":
        ctypes.PyDLL(None).sleep(120)
    else:  # there the process looks for its parent only while Python can run
        time.sleep(120)
    return b""
