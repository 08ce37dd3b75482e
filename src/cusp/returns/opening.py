"""Reads returns in a separate process: the process's task, its request and its response."""

from __future__ import annotations

import gc
import io
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from cusp.outside.process import GivenUp, Limits, NotNow, once
from cusp.returns.record import Kind, Problem, Return, Table
from cusp.returns.sources import CannotRead

if TYPE_CHECKING:
    import pyarrow

TASK = "cusp.returns.opening:answer"
# 100,000 children on 400,000 rows take about a quarter of this.
LIMITS = Limits(seconds=180.0, megabytes=1_500)
_WITHIN = 600.0
Open = Callable[[str, bytes, Limits], bytes]


class _Request(msgspec.Struct, frozen=True):
    path: str
    as_at: date
    tables: bool


class _Table(msgspec.Struct, frozen=True):
    name: str
    rows: bytes
    headings: Mapping[str, tuple[str, str]]


class _Response(msgspec.Struct, frozen=True, kw_only=True):
    """A return, or why there is none."""

    why: str = ""
    kind: Kind = "annex_a"
    edition: str = ""
    lists: Mapping[int, _Table] = {}
    tables: Mapping[str, _Table] = {}
    counts: Mapping[str, int] = {}
    problems: list[Problem] = []
    sha256: str = ""


class Checked(msgspec.Struct, frozen=True):
    """What a check says: how many rows each list has, and the problems."""

    counts: Mapping[str, int]
    problems: list[Problem]
    kind: Kind = "annex_a"


def load_return(path: Path, as_at: date) -> Return:
    """The return in a file or folder, as it stood on a day.

    Raises :class:`CannotRead`, and :class:`cusp.outside.process.NoWorkers`.
    """
    found = _ask(path, as_at, tables=True)
    return Return(
        kind=found.kind, as_at=as_at, edition=found.edition,
        lists={number: _unpacked(table) for number, table in found.lists.items()},
        tables={name: _unpacked(table) for name, table in found.tables.items()},
        problems=found.problems, file=path.name, sha256=found.sha256,
    )  # fmt: skip


def check_return(path: Path, as_at: date) -> Checked:
    """The problems of a return. Raises as :func:`load_return` does."""
    found = _ask(path, as_at, tables=False)
    return Checked(found.counts, found.problems, found.kind)


def _ask(path: Path, as_at: date, *, tables: bool) -> _Response:
    request = msgspec.msgpack.encode(_Request(os.fspath(path.absolute()), as_at, tables))
    with explained(path):
        answered = _opened(TASK, request, LIMITS)
    response = msgspec.msgpack.decode(answered, type=_Response)
    if response.why:
        raise CannotRead(response.why)
    return response


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Raise :class:`CannotRead` for a file that could not be opened within the limits."""
    try:
        yield
    except GivenUp as error:
        raise CannotRead(f"{path.name}: opening it {error}. Check the file.") from None
    except NotNow:
        raise CannotRead(f"{path.name}: the machine is too busy. Try again later.") from None


def _opened(task: str, request: bytes, limits: Limits) -> bytes:
    return once(task, request, limits, within=_WITHIN)


def answer(order: bytes) -> bytes:
    """Load the return requested."""
    request = msgspec.msgpack.decode(order, type=_Request)
    return msgspec.msgpack.encode(_answer(request))


def _answer(request: _Request) -> _Response:
    from cusp.returns.loading import load

    gc.disable()  # this process makes millions of values and ends soon
    try:
        loaded = load(Path(request.path), request.as_at)
    except CannotRead as error:
        return _Response(why=str(error))
    counts = {str(n): len(table) for n, table in loaded.lists.items()}
    counts |= {name: len(table) for name, table in loaded.tables.items()}
    packed = _packed if request.tables else _without_rows
    return _Response(
        kind=loaded.kind, edition=loaded.edition, counts=counts, problems=list(loaded.problems),
        lists={number: packed(table) for number, table in loaded.lists.items()},
        tables={name: packed(table) for name, table in loaded.tables.items()},
        sha256=loaded.sha256,
    )  # fmt: skip


def _without_rows(table: Table) -> _Table:
    return _Table(table.name, b"", {})


def _packed(table: Table) -> _Table:
    import pyarrow

    out = io.BytesIO()
    options = pyarrow.ipc.IpcWriteOptions(compression="lz4")
    with pyarrow.ipc.new_stream(out, table.rows.schema, options=options) as stream:
        stream.write_table(table.rows)
    return _Table(table.name, out.getvalue(), dict(table.headings))


def _unpacked(table: _Table) -> Table:
    return Table(table.name, _rows(table.rows), table.headings)


def _rows(data: bytes) -> pyarrow.Table | Any:
    import pyarrow

    with pyarrow.ipc.open_stream(data) as stream:
        return stream.read_all()
