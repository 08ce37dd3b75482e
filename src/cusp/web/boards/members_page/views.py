"""Forms about members of a board, for officers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cusp.web.accounts.permissions import Permission, needs
from cusp.web.boards import memberships
from cusp.web.boards.choices import MemberRole
from cusp.web.boards.lookup import board_at
from cusp.web.boards.members_page import forms as own
from cusp.web.boards.memberships import MembershipFields
from cusp.web.boards.models import Board, Membership
from cusp.web.boards.pages import FORM, trail, who
from cusp.web.common import form_pages


@needs(Permission.WRITE_BOARDS)
@require_http_methods(FORM)
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Add somebody to a board."""
    board = _board(request, slug)
    start = {"role": MemberRole.MEMBER, "starts": timezone.localdate()}
    form = own.NewMemberForm(request.POST or None, initial=start, board=board)

    def save(typed: dict[str, Any]) -> None:
        memberships.add_membership(board, _fields(typed), **who(request))

    said = "The member has been added."
    return _answer(request, board, form, save, title="Add a member", said=said)


@needs(Permission.WRITE_BOARDS)
@require_http_methods(FORM)
def edit(request: HttpRequest, slug: str, seat: str) -> HttpResponse:
    """Change what is said about a member."""
    board = _board(request, slug)
    row = _seat(board, seat)
    start = {name: getattr(row, name) for name in MembershipFields.__struct_fields__}
    start["seen_version"] = row.row_version
    form = own.MemberForm(request.POST or None, initial=start, board=board)

    def save(typed: dict[str, Any]) -> None:
        seen = typed["seen_version"]
        memberships.change_membership(row, _fields(typed), seen_version=seen, **who(request))

    said = f"{row.name} has been saved."
    return _answer(request, board, form, save, title=f"Edit {row.name}", said=said)


@needs(Permission.WRITE_BOARDS)
@require_http_methods(FORM)
def end(request: HttpRequest, slug: str, seat: str) -> HttpResponse:
    """Set the last day of a term."""
    board = _board(request, slug)
    row = _seat(board, seat)
    return _answer(
        request,
        board,
        own.EndForm(request.POST or None, initial={"ends": row.ends}),
        lambda typed: memberships.end_membership(row, ends=typed["ends"], **who(request)),
        title=f"End the term of {row.name}",
        said=f"The end of the term of {row.name} has been saved.",
    )


def _board(request: HttpRequest, slug: str) -> Board:
    return board_at(slug, request.user, today=timezone.localdate())


def _seat(board: Board, public_id: str) -> Membership:
    number = public_id[1:]
    known = public_id[:1] == "S" and number.isascii() and number.isdigit() and len(number) < 10
    row = board.memberships.filter(number=int(number)).first() if known else None
    if row is None:
        raise Http404(f"{board} has no member “{public_id}”.")
    return row


def _fields(typed: dict[str, Any]) -> MembershipFields:
    return MembershipFields(**{n: typed[n] for n in MembershipFields.__struct_fields__})


def _answer(
    request: HttpRequest,
    board: Board,
    form: forms.Form,
    save: form_pages.Save,
    *,
    title: str,
    said: str,
) -> HttpResponse:
    context = {"title": title, "caption": board.name, "trail": trail(board, title)}
    to = f"{board.get_absolute_url()}#members"
    return form_pages.answer(request, form, save, to=to, said=said, context=context)
