"""Reads the council's own lists in a separate process."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import msgspec

from cusp.outside.process import Limits, once
from cusp.returns.local_lists import Kind, LocalList, Row
from cusp.returns.opening import explained
from cusp.returns.record import Problem
from cusp.returns.sources import CannotRead

TASK = "cusp.returns.local_opening:answer"
LIMITS = Limits(seconds=60.0, megabytes=700)


class _Request(msgspec.Struct, frozen=True):
    kind: Kind
    path: str
    today: date


class _Response(msgspec.Struct, frozen=True):
    why: str = ""
    rows: list[Row] = []
    problems: list[Problem] = []


def read_local_list(kind: Kind, path: Path, *, today: date, within: float = 90.0) -> LocalList:
    """A list of the council's own in a workbook or a CSV file.

    Raises :class:`CannotRead`, and :class:`cusp.outside.process.NoWorkers`.
    """
    request = msgspec.msgpack.encode(_Request(kind, os.fspath(path.absolute()), today))
    with explained(path):
        answered = once(TASK, request, LIMITS, within=within)
    response = msgspec.msgpack.decode(answered, type=_Response)
    if response.why:
        raise CannotRead(response.why)
    return LocalList(response.rows, response.problems)


def answer(order: bytes) -> bytes:
    """Read the list requested."""
    from cusp.returns.local_lists import read

    request = msgspec.msgpack.decode(order, type=_Request)
    try:
        found = read(request.kind, Path(request.path), request.today)
    except CannotRead as error:
        return msgspec.msgpack.encode(_Response(why=str(error)))
    return msgspec.msgpack.encode(_Response(rows=found.rows, problems=found.problems))
