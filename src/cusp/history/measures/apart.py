"""Reads a LAIT download in a separate process: the process's task, its request and its response."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from cusp.history.measures.lait_download import Measure, read_measures
from cusp.history.measures.opening import NotMeasures
from cusp.history.measures.series import Series, series_of
from cusp.outside.process import GivenUp, Limits

TASK = "cusp.history.measures.apart:answer"
# Reading the real files takes 3 seconds and 350 MB, and gives 240,000 figures.
LIMITS = Limits(seconds=30.0, megabytes=768)
_MOST_VALUES = 1_000_000
Open = Callable[[str, bytes, Limits], bytes]


class Files(msgspec.Struct, frozen=True):
    """The paths of the figures and of the files that go with them."""

    figures: str
    dictionary: str | None = None
    neighbours: str | None = None
    codes: str | None = None


class Contents(msgspec.Struct, frozen=True):
    """The contents of the files. ``values`` and ``councils`` are how many there are.

    ``unmatched`` and ``neighbours`` are as in :class:`Published`.
    """

    measures: tuple[Measure, ...]
    series: tuple[Series, ...]
    neighbours: dict[str, tuple[str, ...]]
    unmatched: tuple[str, ...]
    file: str
    sha256: str
    values: int
    councils: int


class _Answer(msgspec.Struct, frozen=True):
    """The contents of the files, or the reason they were not read."""

    contents: Contents | None = None
    why: str = ""


def answer(order: bytes) -> bytes:
    """Read the files requested."""
    return msgspec.msgpack.encode(_answer(msgspec.msgpack.decode(order, type=Files)))


def _answer(files: Files) -> _Answer:
    try:
        return _Answer(_contents(files))
    except NotMeasures as error:
        return _Answer(why=str(error))
    except MemoryError:
        return _Answer(why=_again("took too much memory"))
    except Exception as error:  # noqa: BLE001  # whatever a file contains, report the error
        return _Answer(why=_again(f"failed ({type(error).__name__})"))


def _contents(files: Files) -> Contents:
    read = read_measures(
        files.figures, dictionary=files.dictionary, neighbours=files.neighbours, codes=files.codes
    )
    if len(read.values) > _MOST_VALUES:
        raise NotMeasures(
            f"{read.file} has {len(read.values):,} figures, far more than LAIT's file: download "
            "LAIT's bds_long again"
        )
    return Contents(
        measures=read.measures,
        series=tuple(series_of(read)),
        neighbours=read.neighbours,
        unmatched=read.unmatched,
        file=read.file,
        sha256=read.sha256,
        values=len(read.values),
        councils=len({value.area for value in read.values if value.is_council}),
    )


def contents_of(
    figures: Path,
    *,
    dictionary: Path | None = None,
    neighbours: Path | None = None,
    codes: Path | None = None,
    opened: Open,
) -> Contents:
    """Read the files as :func:`read_measures` does, in a process that ``opened`` starts.

    Raises :class:`NotMeasures`, and whatever ``opened`` raises if no process can open them now.
    """
    named = [str(path) if path else None for path in (dictionary, neighbours, codes)]
    order = msgspec.msgpack.encode(Files(str(figures), *named))
    try:
        said = msgspec.msgpack.decode(opened(TASK, order, LIMITS), type=_Answer)
    except GivenUp as error:
        raise NotMeasures(_again(str(error))) from None
    if said.contents is None:
        raise NotMeasures(said.why)
    return said.contents


def _again(what: str) -> str:
    return f"opening the files {what}: download them from LAIT again"
