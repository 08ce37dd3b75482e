"""Forms about a board, for officers."""

from __future__ import annotations

from typing import Any

import msgspec
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cusp.meetings import kinds_of_board, rules_on
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.boards import boards
from cusp.web.boards.board_edit import forms as own
from cusp.web.boards.board_edit.standing_lines import as_lines, from_lines
from cusp.web.boards.boards import BoardFields
from cusp.web.boards.lookup import board_at
from cusp.web.boards.models import Board
from cusp.web.boards.pages import FORM, trail, who
from cusp.web.boards.refusals import CannotChange, ChangedMeanwhile
from cusp.web.common import form_pages

_TEMPLATE = "boards/board_edit/board.html"


class _Lines(msgspec.Struct, frozen=True):
    """Standing items in words, to show two versions side by side."""

    lines: tuple[str, ...]


@needs(Permission.WRITE_BOARDS)
@require_http_methods(FORM)
def new(request: HttpRequest) -> HttpResponse:
    """Add a board."""
    form = own.BoardForm(request.POST or None)
    made: list[Board] = []

    def save(typed: dict[str, Any]) -> None:
        made.append(_saved(lambda: boards.add_board(_fields(typed), **who(request))))

    if form_pages.saved(form, save):
        messages.success(request, "The board has been added. Now add its members.")
        return redirect(made[0])
    title = "Add a board"
    context = {"title": title, "caption": "Boards", "trail": trail(None, title), **_rules()}
    return form_pages.answer(
        request, form, save, to=reverse("boards"), said="", context=context, template=_TEMPLATE
    )


@needs(Permission.WRITE_BOARDS)
@require_http_methods(FORM)
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what is said about a board."""
    board = _board(request, slug)
    form = own.ChangeBoardForm(request.POST or None, initial=own.initial(board))

    def save(typed: dict[str, Any]) -> None:
        fields, seen = _fields(typed), typed["seen_version"]
        _saved(lambda: boards.change_board(board, fields, seen_version=seen, **who(request)))

    context = {"title": "Edit the board", **_rules(), "template": _TEMPLATE}
    return _answer(request, board, form, save, said="The board has been saved.", **context)


@needs(Permission.WRITE_BOARDS)
@require_http_methods(FORM)
def standing(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose the items that every new agenda starts with."""
    board = _board(request, slug)
    lines = "\n".join(as_lines(boards.standing_items(board)))
    start = {"lines": lines, "seen_version": board.row_version}
    form = own.StandingForm(request.POST or None, initial=start)

    def save(typed: dict[str, Any]) -> None:
        items, seen = from_lines(typed["lines"]), typed["seen_version"]
        with form_pages.differing_in(lambda items: _Lines(as_lines(items))):
            boards.set_standing_items(board, items, seen_version=seen, **who(request))

    said = (
        "The standing items have been saved. They will start the agenda of every meeting that you "
        "plan from now on."
    )
    return _answer(request, board, form, save, title="Standing items", said=said)


@needs(Permission.WRITE_BOARDS)
@require_http_methods(FORM)
def wind_up(request: HttpRequest, slug: str) -> HttpResponse:
    """Record the last day of a board."""
    board = _board(request, slug)
    form = own.WindUpForm(request.POST or None, initial={"ended": board.ended})
    return _answer(
        request,
        board,
        form,
        lambda typed: boards.wind_up(board, ended=typed["ended"], **who(request)),
        title="Wind up the board",
        intro="The board cannot meet after this day. Its page, agendas and minutes stay.",
        said="The last day of the board has been recorded. What it has published stays on record.",
    )


def _board(request: HttpRequest, slug: str) -> Board:
    return board_at(slug, request.user, today=timezone.localdate())


def _saved(change: Any) -> Any:
    """Make a change; errors about parts of the quorum are shown at the field for the quorum."""
    try:
        return change()
    except ChangedMeanwhile:
        raise
    except CannotChange as refused:
        names = {"quorum_number": "quorum"}
        raise CannotChange(str(refused), field=names.get(refused.field, refused.field)) from refused


def _fields(typed: dict[str, Any]) -> BoardFields:
    given = {**typed, **typed["quorum"], "remote_counts": typed["remote"]}
    return BoardFields(**{name: given[name] for name in BoardFields.__struct_fields__})


def _rules() -> dict[str, Any]:
    today = timezone.localdate()
    return {"kinds": [rules_on(kind.code, today) for kind in kinds_of_board()]}


def _answer(
    request: HttpRequest,
    board: Board,
    form: forms.Form,
    save: form_pages.Save,
    *,
    title: str,
    said: str,
    template: str = "common/form.html",
    **more: Any,
) -> HttpResponse:
    context = {"title": title, "caption": board.name, "trail": trail(board, title), **more}
    to = board.get_absolute_url()
    return form_pages.answer(
        request, form, save, to=to, said=said, context=context, template=template
    )
