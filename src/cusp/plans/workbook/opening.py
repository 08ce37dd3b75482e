"""Reads workbooks in a separate process: the process's task, its request and its response."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import msgspec

from cusp.outside.process import GivenUp, Limits
from cusp.plans.workbook.changes import Changes, compare
from cusp.plans.workbook.table import CannotCompare, Table

TASK = "cusp.plans.workbook.opening:answer"
LIMITS = Limits(seconds=30.0, megabytes=768)
AGAIN = "Copy the table into a new file and try again."
Open = Callable[[str, bytes, Limits], bytes]


class CannotRead(ValueError):
    """A file was not read; the message is a sentence that begins with its name."""


class Request(msgspec.Struct, frozen=True):
    """A file to read. Its name is only for messages."""

    name: str
    data: bytes


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for, or the reason why it was not read."""

    why: str = ""


Answer = TypeVar("Answer", bound=Response)


class _Request(Request, frozen=True):
    """A workbook, and what to compare it with: another workbook or a table."""

    before_name: str = ""
    before_data: bytes = b""
    before: Table | None = None
    now: Table | None = None
    most_rows: int = 0


class _Response(Response, frozen=True):
    table: Table | None = None
    changes: Changes | None = None


def read_table(name: str, data: bytes, *, opened: Open, most_rows: int = 0) -> Table:
    """The table of actions in a workbook. ``name`` is only for messages.

    ``opened`` starts the process. A table with more than ``most_rows`` is refused, if that is
    given. Raises :class:`CannotRead`, and whatever ``opened`` raises if no process can open the
    file now.
    """
    table = ask(TASK, _Request(name, data, most_rows=most_rows), _Response, opened).table
    assert table
    return table


def compare_workbook(
    name: str, data: bytes, before: Table, *, now: Table | None = None, opened: Open
) -> Changes:
    """What a workbook changes in a plan. Raises as :func:`read_table` does.

    ``before`` and ``now`` are as in :func:`compare`.
    """
    changes = ask(TASK, _Request(name, data, before=before, now=now), _Response, opened).changes
    assert changes
    return changes


def compare_workbooks(
    name: str, data: bytes, before_name: str, before_data: bytes, *, opened: Open
) -> Changes:
    """What a workbook changes in an earlier one. Raises as :func:`read_table` does."""
    request = _Request(name, data, before_name=before_name, before_data=before_data)
    changes = ask(TASK, request, _Response, opened).changes
    assert changes
    return changes


def ask(task: str, request: Request, form: type[Answer], opened: Open) -> Answer:
    """Have the process answer a request. Raises as :func:`read_table` does."""
    try:
        response = msgspec.msgpack.decode(
            opened(task, msgspec.msgpack.encode(request), LIMITS), type=form
        )
    except GivenUp as error:
        raise CannotRead(f"{request.name}: opening it {error}. {AGAIN}") from None
    if response.why:
        raise CannotRead(response.why)
    return response


def answer(order: bytes) -> bytes:
    """Read the workbooks requested."""
    return msgspec.msgpack.encode(_answer(msgspec.msgpack.decode(order, type=_Request)))


def _answer(request: _Request) -> _Response:
    try:
        table = _table(request.name, request.data)
        before = request.before
        if request.before_data:
            before = _table(request.before_name, request.before_data)
    except CannotRead as error:
        return _Response(why=str(error))
    if before is None:
        why = too_many(request.name, len(table.rows), request.most_rows)
        return _Response(why=why) if why else _Response(table)
    return _Response(changes=compare(before, table, request.now))


def _table(name: str, data: bytes) -> Table:
    from cusp.outside.sheets import visible_sheets
    from cusp.plans.workbook.reading import table_in

    with explained(name):
        return table_in(visible_sheets(data))


def too_many(name: str, rows: int, most: int) -> str:
    """Why a file has too many rows for a plan; empty if it does not."""
    if not most or rows <= most:
        return ""
    return f"{name} has {rows:,} rows of actions. A plan can have up to {most:,}"


@contextmanager
def explained(name: str) -> Iterator[None]:
    """Raise :class:`CannotRead` for whatever a file causes."""
    from cusp.outside.workbooks import CannotOpen

    try:
        yield
    except CannotRead:
        raise
    except (CannotOpen, CannotCompare) as error:
        raise CannotRead(f"{name} {error}") from None
    except MemoryError:
        raise CannotRead(f"{name} takes too much memory. {AGAIN}") from None
    except Exception as error:  # noqa: BLE001  # whatever a file contains, report the error
        raise CannotRead(f"{name}: reading it failed ({type(error).__name__}). {AGAIN}") from None
