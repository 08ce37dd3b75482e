"""Reads existing plans in Excel or Word in a separate process."""

from __future__ import annotations

import msgspec

from cusp.outside.sheets import Sheet, visible_sheets
from cusp.outside.word_tables import is_word, word_tables
from cusp.plans.workbook.existing import Choice, Existing, Proposal, actions_in, propose
from cusp.plans.workbook.opening import (
    CannotRead,
    Open,
    Request,
    Response,
    ask,
    explained,
    too_many,
)

TASK = "cusp.plans.workbook.opening_existing:answer"


class _Request(Request, frozen=True):
    """A file, and the choices of columns once there are some."""

    choices: tuple[Choice, ...] | None = None
    most_rows: int = 0


class _Response(Response, frozen=True):
    proposals: tuple[Proposal, ...] = ()
    existing: Existing | None = None


def propose_columns(name: str, data: bytes, *, opened: Open) -> tuple[Proposal, ...]:
    """What the columns of each sheet or Word table seem to be.

    ``opened`` starts the process. Raises :class:`CannotRead`, and whatever ``opened`` raises if no
    process can open the file now.
    """
    return ask(TASK, _Request(name, data), _Response, opened).proposals


def read_existing(
    name: str, data: bytes, choices: tuple[Choice, ...], *, opened: Open, most_rows: int = 0
) -> Existing:
    """The actions, with the columns that a person chose. Raises as :func:`propose_columns` does.

    A file with more than ``most_rows`` actions is refused, if that is given.
    """
    existing = ask(TASK, _Request(name, data, choices, most_rows), _Response, opened).existing
    assert existing
    return existing


def answer(order: bytes) -> bytes:
    """Read the file requested."""
    return msgspec.msgpack.encode(_answer(msgspec.msgpack.decode(order, type=_Request)))


def _answer(request: _Request) -> _Response:
    try:
        with explained(request.name):
            sheets = _sheets(request)
            if request.choices is not None:
                existing = actions_in(sheets, request.choices)
                why = too_many(request.name, len(existing.actions), request.most_rows)
                return _Response(why=why) if why else _Response(existing=existing)
            return _Response(proposals=tuple(propose(sheet) for sheet in sheets))
    except CannotRead as error:
        return _Response(why=str(error))


def _sheets(request: _Request) -> list[Sheet]:
    if not is_word(request.data):
        return visible_sheets(request.data)
    tables = word_tables(request.data)
    if not tables:
        raise CannotRead(f"{request.name} has no table. Put the plan in a table and try again.")
    return tables
