"""Reads a download of LAIT in a process of its own: what that process does, and what it is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from cusp.history.measures.files import Measure, NotMeasures, Published, Value, read_measures
from cusp.outside.process import GivenUp, Limits

TASK = "cusp.history.measures.apart:answer"
# Reading the real files takes 2 seconds and 320 MB.
LIMITS = Limits(seconds=30.0, megabytes=1024)
Open = Callable[[str, bytes, Limits], bytes]


class Files(msgspec.Struct, frozen=True):
    """Where the figures are, and the files beside them that were named."""

    figures: str
    dictionary: str | None = None
    neighbours: str | None = None
    codes: str | None = None


class Contents(msgspec.Struct, frozen=True):
    """What the files hold, or why they were not read."""

    why: str = ""
    measures: tuple[Measure, ...] = ()
    values: tuple[Value, ...] = ()
    neighbours: dict[str, tuple[str, ...]] = {}
    unmatched: tuple[str, ...] = ()
    file: str = ""
    sha256: str = ""


def answer(order: bytes) -> bytes:
    """What the files hold that are ordered."""
    return msgspec.msgpack.encode(_contents(msgspec.msgpack.decode(order, type=Files)))


def _contents(files: Files) -> Contents:
    try:
        read = read_measures(
            files.figures, dictionary=files.dictionary, neighbours=files.neighbours,
            codes=files.codes,
        )  # fmt: skip
    except NotMeasures as error:
        return Contents(why=str(error))
    except MemoryError:
        return Contents(why=_too_much("took too much memory"))
    except Exception as error:  # noqa: BLE001  # whatever is in a file, it is told
        return Contents(why=_too_much(f"failed ({type(error).__name__})"))
    return Contents(
        "", read.measures, read.values, read.neighbours, read.unmatched, read.file, read.sha256
    )


def read_measures_apart(
    figures: Path,
    *,
    dictionary: Path | None = None,
    neighbours: Path | None = None,
    codes: Path | None = None,
    opened: Open,
) -> Published:
    """Reads the files as :func:`read_measures` does, in a process that ``opened`` starts.

    Raises :class:`NotMeasures`, and what ``opened`` raises where no process may open them now.
    """
    named = [str(path) if path else None for path in (dictionary, neighbours, codes)]
    order = msgspec.msgpack.encode(Files(str(figures), *named))
    try:
        said = opened(TASK, order, LIMITS)
    except GivenUp as error:
        raise NotMeasures(_too_much(str(error))) from None
    read = msgspec.msgpack.decode(said, type=Contents)
    if read.why:
        raise NotMeasures(read.why)
    return Published(
        measures=read.measures,
        values=read.values,
        neighbours=read.neighbours,
        unmatched=read.unmatched,
        file=read.file,
        sha256=read.sha256,
    )


def _too_much(what: str) -> str:
    return f"opening the files {what}: download them from LAIT again"
