"""Reads existing plans in Excel or Word in a separate process."""

from __future__ import annotations

import msgspec

from cusp.outside.process import GivenUp
from cusp.outside.sheets import Sheet, visible_sheets
from cusp.outside.word_tables import is_word, word_tables
from cusp.plans.workbook.existing import Choice, Existing, Proposal, actions_in, propose
from cusp.plans.workbook.opening import AGAIN, LIMITS, CannotRead, Open, explained

TASK = "cusp.plans.workbook.opening_existing:answer"


class _Request(msgspec.Struct, frozen=True):
    """A file, and the choices of columns once there are some."""

    name: str
    data: bytes
    choices: tuple[Choice, ...] | None = None


class _Response(msgspec.Struct, frozen=True):
    """What was asked for, or the reason why it was not read."""

    proposals: tuple[Proposal, ...] = ()
    existing: Existing | None = None
    why: str = ""


def propose_columns(name: str, data: bytes, *, opened: Open) -> tuple[Proposal, ...]:
    """What the columns of each sheet or Word table seem to be.

    ``opened`` starts the process. Raises :class:`CannotRead`, and whatever ``opened`` raises if no
    process can open the file now.
    """
    return _ask(_Request(name, data), opened).proposals


def read_existing(
    name: str, data: bytes, choices: tuple[Choice, ...], *, opened: Open
) -> Existing:
    """The actions, with the columns that a person chose. Raises as :func:`propose_columns` does."""
    existing = _ask(_Request(name, data, choices), opened).existing
    assert existing
    return existing


def _ask(request: _Request, opened: Open) -> _Response:
    order = msgspec.msgpack.encode(request)
    try:
        response = msgspec.msgpack.decode(opened(TASK, order, LIMITS), type=_Response)
    except GivenUp as error:
        raise CannotRead(f"{request.name}: opening it {error}. {AGAIN}") from None
    if response.why:
        raise CannotRead(response.why)
    return response


def answer(order: bytes) -> bytes:
    """Read the file requested."""
    return msgspec.msgpack.encode(_answer(msgspec.msgpack.decode(order, type=_Request)))


def _answer(request: _Request) -> _Response:
    try:
        with explained(request.name):
            sheets = _sheets(request)
            if request.choices is not None:
                return _Response(existing=actions_in(sheets, request.choices))
            return _Response(tuple(propose(sheet) for sheet in sheets))
    except CannotRead as error:
        return _Response(why=str(error))


def _sheets(request: _Request) -> list[Sheet]:
    if not is_word(request.data):
        return visible_sheets(request.data)
    tables = word_tables(request.data)
    if not tables:
        raise CannotRead(f"{request.name} has no table. Put the plan in a table and try again.")
    return tables
