"""What is on the agenda, and what is still missing? For officers."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cusp.calendar.wording import time_of_day
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.boards import items, publish_jobs
from cusp.web.boards.agenda_missing import to_mend
from cusp.web.boards.agenda_page import forms as own
from cusp.web.boards.boards import standing_items
from cusp.web.boards.choices import MeetingStatus
from cusp.web.boards.items import ItemFields
from cusp.web.boards.items_on_pages import WithdrawForm, item_of
from cusp.web.boards.meeting_frame import address_of, at_meeting, frame
from cusp.web.boards.models import AgendaItem, Meeting
from cusp.web.boards.notices import notice_for
from cusp.web.boards.notices_shown import countdown
from cusp.web.boards.pages import who
from cusp.web.boards.refusals import CannotChange, ChangedMeanwhile
from cusp.web.common import form_pages
from cusp.wording import counted

_FORM = ["GET", "HEAD", "POST"]


@needs(Permission.WRITE_BOARDS)
@require_http_methods(_FORM)
@at_meeting
def agenda(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """The items in order, with a number for each to change the order."""
    rows = list(meeting.agenda_items.prefetch_related("papers"))
    form = own.OrderForm(
        request.POST or None, items=rows, initial={"seen_version": meeting.row_version}
    )

    def save(typed: dict[str, Any]) -> None:
        try:
            items.reorder(
                meeting, form.numbers(), seen_version=typed["seen_version"], **who(request)
            )
        except ChangedMeanwhile as refused:
            theirs, yours = _named(refused.theirs), _named(refused.theirs | refused.yours)
            raise ChangedMeanwhile(theirs=theirs, yours=yours, version=refused.version) from refused

    found = publish_jobs.ready(meeting, rows=rows).draft
    today = timezone.localdate()
    on_it = sum(not row.withdrawn for row in rows)
    context = {
        **frame(meeting, "board-agenda", ("Agenda", "")),
        "answer": _answer(on_it, len(found.missing)),
        "same": found.same,
        "missing": to_mend(meeting, found.missing),
        "rows": [{"item": row, **_of(row), "field": form[own.field_of(row.pk)]} for row in rows],
        "open": meeting.status in (MeetingStatus.PLANNED, MeetingStatus.CALLED),
        "countdown": countdown(notice_for(meeting, today=today)),
        "lacks_standing": _lacks_standing(meeting, rows),
    }
    return form_pages.answer(
        request,
        form,
        save,
        to=address_of("board-agenda", meeting),
        said="The order has been saved.",
        context=context,
        template="boards/agenda_page/agenda.html",
    )


@needs(Permission.WRITE_BOARDS)
@require_http_methods(_FORM)
@at_meeting
def add(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Add an item."""
    form = own.NewItemForm(request.POST or None, initial={"form": "verbal", "access": "open"})
    return _answer_form(
        request,
        meeting,
        form,
        lambda typed: items.add_item(meeting, _fields(typed), **who(request)),
        title="Add an item",
        said="The item has been added.",
    )


@needs(Permission.WRITE_BOARDS)
@require_POST
@at_meeting
def add_standing(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Add the board's standing items that the agenda does not have."""
    try:
        added = items.add_standing_items(meeting, **who(request))
    except CannotChange as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{counted(added, 'standing item')} added at the end.")
    return redirect(address_of("board-agenda", meeting))


@needs(Permission.WRITE_BOARDS)
@require_http_methods(_FORM)
@at_meeting
def edit(request: HttpRequest, meeting: Meeting, item: int) -> HttpResponse:
    """Change an item."""
    row = item_of(meeting, item)
    start = {name: getattr(row, name) for name in ItemFields.__struct_fields__}
    form = own.ItemForm(request.POST or None, initial=start | {"seen_version": row.row_version})
    return _answer_form(
        request,
        meeting,
        form,
        lambda typed: items.change_item(
            row, _fields(typed), seen_version=typed["seen_version"], **who(request)
        ),
        title=f"Edit item {row.number}",
        said="The item has been saved.",
    )


@needs(Permission.WRITE_BOARDS)
@require_http_methods(_FORM)
@at_meeting
def withdraw(request: HttpRequest, meeting: Meeting, item: int) -> HttpResponse:
    """Take an item off the agenda."""
    row = item_of(meeting, item)
    form = WithdrawForm(request.POST or None, initial={"seen_version": row.row_version})
    return _answer_form(
        request,
        meeting,
        form,
        lambda typed: items.withdraw_item(row, **typed, **who(request)),
        title=f"Withdraw item {row.number}",
        said="The item has been withdrawn.",
        quote=row.title,
        intro="If the item has been published, it stays on the agenda as withdrawn, and the reason "
        "of an open item is published.",
    )


def _fields(typed: dict[str, Any]) -> ItemFields:
    said = {name: typed[name] for name in ItemFields.__struct_fields__}
    return ItemFields(**said | {"paragraphs": tuple(said["paragraphs"])})


def _of(row: AgendaItem) -> dict[str, Any]:
    said = (
        row.lead,
        row.get_purpose_display().lower() if row.purpose else "",
        f"{row.minutes_allowed} minutes" if row.minutes_allowed else "",
        f"at {time_of_day(row.start)}" if row.start else "",
    )
    text = ", ".join(filter(None, said))
    return {
        "papers": [paper for paper in row.papers.all() if not paper.withdrawn],
        "said": f"{text[:1].upper()}{text[1:]}",
    }


def _answer(on_it: int, missing: int) -> str:
    if not on_it:
        return "The agenda has no items yet"
    said = counted(on_it, "item")
    if not missing:
        return f"{said}, with nothing missing"
    return f"{said}, {counted(missing, 'thing')} still missing"


def _lacks_standing(meeting: Meeting, rows: list[AgendaItem]) -> bool:
    has = {row.title.casefold() for row in rows if not row.withdrawn}
    return any(item.title.casefold() not in has for item in standing_items(meeting.board))


def _named(numbers: dict[int, int]) -> SimpleNamespace:
    return SimpleNamespace(**{own.field_of(key): number for key, number in numbers.items()})


def _answer_form(
    request: HttpRequest,
    meeting: Meeting,
    form: forms.Form,
    save: form_pages.Save,
    *,
    title: str,
    said: str,
    **more: Any,
) -> HttpResponse:
    back = address_of("board-agenda", meeting)
    around = frame(meeting, "", ("Agenda", back), (title, ""))
    context = {**around, "title": title, **more}
    return form_pages.answer(request, form, save, to=back, said=said, context=context)
