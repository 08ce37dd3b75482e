"""Runs a command of another program, within limits on time, memory and output."""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import psutil

_LOOK_EVERY = 0.1
_LARGEST_OUTPUT = 200 * 2**20
# What would make another Python import our packages instead of its own.
_OURS = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__")


class CommandFailed(Exception):
    """The command gave no result; the message completes a sentence that begins with its name."""


class Ran(NamedTuple):
    """What a command wrote: to standard output, and to the files that were asked for."""

    output: bytes
    files: dict[str, bytes]


def run(
    command: Sequence[str], *, seconds: float, megabytes: int, files: Sequence[str] = ()
) -> Ran:
    """Run a command in an empty folder. Raises :class:`CommandFailed`.

    ``files`` are files that it may write there. The limits are for it and all that it starts.
    """
    with tempfile.TemporaryDirectory(prefix="cusp-command-") as name:
        folder = Path(name) / "work"
        folder.mkdir()
        output, errors = Path(name) / "output", Path(name) / "errors"
        with output.open("wb") as out, errors.open("wb") as err:
            try:
                process = subprocess.Popen(
                    list(command), cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                    env={key: value for key, value in os.environ.items() if key not in _OURS},
                )  # fmt: skip
            except FileNotFoundError:
                raise CommandFailed("was not found") from None
            except OSError as error:
                raise CommandFailed(f"could not be started ({error.strerror})") from None
            try:
                _watch(process, (output, errors), seconds, megabytes)
            finally:
                _end(process)
        if process.returncode:
            raise CommandFailed(f"failed: {_last_line(errors) or 'it did not say why'}")
        found = {each: folder / each for each in files}
        written = {each: path.read_bytes() for each, path in found.items() if path.is_file()}
        return Ran(output.read_bytes(), written)


def _watch(
    process: subprocess.Popen[bytes], outputs: Sequence[Path], seconds: float, megabytes: int
) -> None:
    until = time.monotonic() + seconds
    while process.poll() is None:
        if time.monotonic() > until:
            raise CommandFailed(f"took longer than {seconds:g} seconds and was stopped")
        if _memory(process.pid) > megabytes * 2**20:
            raise CommandFailed(f"took more than {megabytes:,} MB of memory and was stopped")
        if any(path.stat().st_size > _LARGEST_OUTPUT for path in outputs):
            raise CommandFailed("wrote too much and was stopped")
        time.sleep(_LOOK_EVERY)


def _family(number: int) -> list[psutil.Process]:
    try:
        process = psutil.Process(number)
        return [process, *process.children(recursive=True)]
    except psutil.Error:
        return []


def _memory(number: int) -> int:
    total = 0
    for each in _family(number):
        with contextlib.suppress(psutil.Error):
            total += each.memory_info().rss
    return total


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill it and all that it started."""
    if process.poll() is None:
        for each in _family(process.pid):
            with contextlib.suppress(psutil.Error):
                each.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(5)


def _last_line(path: Path) -> str:
    lines = path.read_bytes()[-4096:].decode("utf-8", "replace").splitlines()
    said = next((line.strip() for line in reversed(lines) if line.strip()), "")
    return said if len(said) <= 300 else said[:299] + "…"
