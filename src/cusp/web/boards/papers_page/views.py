"""Which papers does an item have, and what was found in them? For officers."""

from __future__ import annotations

from typing import Any

import msgspec
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cusp.meetings import Check
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.boards import paper_checks, papers
from cusp.web.boards.choices import PaperKind
from cusp.web.boards.items_on_pages import WithdrawForm, item_of
from cusp.web.boards.living.report_paper import ReportFields, fields_of
from cusp.web.boards.meeting_frame import address_of, at_meeting, frame
from cusp.web.boards.models import AgendaItem, AgendaPaper, Meeting
from cusp.web.boards.pages import who
from cusp.web.boards.papers import PaperFields
from cusp.web.boards.papers_page import forms as own
from cusp.web.boards.papers_page.file_views import paper_of
from cusp.web.boards.records import paper_access
from cusp.web.common import form_pages
from cusp.web.common.uploads import takes_files
from cusp.wording import counted

_FORM = ["GET", "HEAD", "POST"]


@needs(Permission.WRITE_BOARDS)
@require_safe
@at_meeting
def papers_of_item(request: HttpRequest, meeting: Meeting, item: int) -> HttpResponse:
    """The papers of an item, with what was found in each."""
    row = item_of(meeting, item)
    rows = [_shown(paper, row) for paper in row.papers.all()]
    on_it = sum(not one["paper"].withdrawn for one in rows)
    agenda = address_of("board-agenda", meeting)
    context = {
        **frame(meeting, "", ("Agenda", agenda), (f"Papers of item {row.number}", "")),
        "item": row,
        "answer": counted(on_it, "paper") if on_it else "This item has no papers yet",
        "rows": rows,
        "agenda": agenda,
    }
    return render(request, "boards/papers_page/papers.html", context)


@needs(Permission.WRITE_BOARDS)
@takes_files
@require_http_methods(_FORM)
@at_meeting
def upload(request: HttpRequest, meeting: Meeting, item: int) -> HttpResponse:
    """Upload a paper; it is checked at once."""
    row = item_of(meeting, item)
    form = own.UploadForm(request.POST or None, request.FILES or None)

    def save(typed: dict[str, Any]) -> None:
        file = paper_checks.kept_and_checked(typed["file"])
        try:
            papers.attach_paper(row, _fields(typed), file=file, **who(request))
        except BaseException:
            paper_checks.forget(file.file)
            raise

    said = "The paper has been attached. See below what was found in it."
    return _answer(request, row, form, save, title="Upload a paper", said=said)


@needs(Permission.WRITE_BOARDS)
@require_http_methods(_FORM)
@at_meeting
def make(request: HttpRequest, meeting: Meeting, item: int) -> HttpResponse:
    """Attach a paper that Cusp makes when the agenda is published."""
    row = item_of(meeting, item)
    public = papers.would_be_public(row)
    form = own.MakeForm(request.POST or None, public=public)

    def save(typed: dict[str, Any]) -> None:
        typed["title"] = typed["title"] or PaperKind(typed["kind"]).label
        papers.attach_paper(row, _fields(typed), kind=typed["kind"], **who(request))

    intro = "Cusp makes the paper when you publish the agenda, from what it knows on that day."
    if public:
        intro += (
            " Everyone can read the papers of this item. The papers that are not for the public "
            "have updates, questions and figures from the plan, so make them exempt or "
            "confidential."
        )
    said = "The paper will be made when you publish the agenda."
    return _answer(request, row, form, save, title="Add a paper from Cusp", said=said, intro=intro)


@needs(Permission.WRITE_BOARDS)
@require_http_methods(_FORM)
@at_meeting
def new_report(request: HttpRequest, meeting: Meeting, item: int) -> HttpResponse:
    """Write a report with the usual headings."""
    row = item_of(meeting, item)
    form = own.NewReportForm(request.POST or None, initial={"title": row.title})

    def save(typed: dict[str, Any]) -> None:
        papers.attach_paper(
            row,
            _fields(typed),
            kind=PaperKind.REPORT.value,
            made_from=msgspec.to_builtins(form.typed()),
            **who(request),
        )

    said = "The report has been saved. It becomes a PDF when you publish the agenda."
    return _answer(request, row, form, save, title="Write a report", said=said)


@needs(Permission.WRITE_BOARDS)
@require_http_methods(_FORM)
@at_meeting
def report(request: HttpRequest, meeting: Meeting, paper: int) -> HttpResponse:
    """Change the text of a report."""
    row = paper_of(meeting, paper)
    if row.kind != PaperKind.REPORT:
        return redirect(_papers(row))
    start = msgspec.structs.asdict(fields_of(row)) | {"seen_version": row.row_version}
    form = own.ReportForm(request.POST or None, initial=start)

    def save(typed: dict[str, Any]) -> None:
        made_from, seen = msgspec.to_builtins(form.typed()), typed["seen_version"]
        with form_pages.differing_in(lambda text: msgspec.convert(text, ReportFields)):
            papers.change_report(row, made_from, seen_version=seen, **who(request))

    said = "The report has been saved."
    return _answer(request, row.item, form, save, title="Edit the report", said=said)


@needs(Permission.WRITE_BOARDS)
@require_http_methods(_FORM)
@at_meeting
def edit(request: HttpRequest, meeting: Meeting, paper: int) -> HttpResponse:
    """Change a paper's title and who may see it."""
    row = paper_of(meeting, paper)
    start = {name: getattr(row, name) for name in PaperFields.__struct_fields__}
    start["access"] = row.access if row.own_access else own.AS_ITS_ITEM
    form = own.EditPaperForm(
        request.POST or None, initial=start | {"seen_version": row.row_version}
    )
    return _answer(
        request,
        row.item,
        form,
        lambda typed: papers.change_paper(
            row, _fields(typed), seen_version=typed["seen_version"], **who(request)
        ),
        title="Edit the paper",
        said="The paper has been saved.",
    )


@needs(Permission.WRITE_BOARDS)
@takes_files
@require_http_methods(_FORM)
@at_meeting
def replace(request: HttpRequest, meeting: Meeting, paper: int) -> HttpResponse:
    """Replace the file of a paper that has not been published."""
    row = paper_of(meeting, paper)
    if row.kind != PaperKind.UPLOADED:
        return redirect(_papers(row))
    form = own.ReplaceForm(
        request.POST or None, request.FILES or None, initial={"seen_version": row.row_version}
    )

    def save(typed: dict[str, Any]) -> None:
        file = paper_checks.kept_and_checked(typed["file"])
        try:
            papers.replace_file(row, file, seen_version=typed["seen_version"], **who(request))
        except BaseException:
            paper_checks.forget(file.file)
            raise

    said = "The file has been replaced. See below what was found in it."
    return _answer(
        request, row.item, form, save, title="Replace the file", said=said,
        quote=f"{row.title}: {row.file_name}",
    )  # fmt: skip


@needs(Permission.WRITE_BOARDS)
@require_http_methods(_FORM)
@at_meeting
def answer(request: HttpRequest, meeting: Meeting, paper: int, number: int) -> HttpResponse:
    """Answer what was found in a paper."""
    row = paper_of(meeting, paper)
    checks = papers.checks_of(row)
    if not 1 <= number <= len(checks) or not checks[number - 1].asks:
        messages.error(request, "This check is no longer there. See below what was found.")
        return redirect(_papers(row))
    return _answer(
        request,
        row.item,
        own.AnswerForm(request.POST or None),
        lambda typed: papers.answer_check(row, number - 1, typed["answer"], **who(request)),
        title=f"Answer what was found in “{row.title}”",
        said="Your answer has been saved.",
        quote=checks[number - 1].what,
    )


@needs(Permission.WRITE_BOARDS)
@require_http_methods(_FORM)
@at_meeting
def withdraw(request: HttpRequest, meeting: Meeting, paper: int) -> HttpResponse:
    """Withdraw a paper."""
    row = paper_of(meeting, paper)
    form = WithdrawForm(request.POST or None, initial={"seen_version": row.row_version})
    return _answer(
        request,
        row.item,
        form,
        lambda typed: papers.withdraw_paper(row, **typed, **who(request)),
        title="Withdraw the paper",
        said="The paper has been withdrawn.",
        quote=row.title,
        intro="From now on, neither the public nor members can open it, and packs leave it out. "
        "Publish a supplement to say so.",
    )


def _papers(row: AgendaPaper) -> str:
    """The page with all papers of its item."""
    return address_of("board-item-papers", row.item.meeting, item=row.item_id)


def _shown(paper: AgendaPaper, item: AgendaItem) -> dict[str, Any]:
    checks = list(enumerate(papers.checks_of(paper), start=1))
    return {
        "paper": paper,
        "access": paper_access(paper, item),
        "questions": [_check(number, one) for number, one in checks if one.asks],
        "findings": [one.what for _, one in checks if not one.asks],
        "is_report": paper.kind == PaperKind.REPORT,
        "is_upload": paper.kind == PaperKind.UPLOADED,
    }


def _check(number: int, one: Check) -> dict[str, Any]:
    where = f"Page {one.page}: " if one.page else ""
    return {
        "number": number, "what": f"{where}{one.what}", "answer": one.answer, "by": one.by,
        "on": one.on,
    }  # fmt: skip


def _fields(typed: dict[str, Any]) -> PaperFields:
    access = typed["access"]
    has_own = access != own.AS_ITS_ITEM
    return PaperFields(
        title=typed["title"],
        own_access=has_own,
        access=access if has_own else "open",
        paragraphs=tuple(typed["paragraphs"]),
        public_interest=typed["public_interest"],
        review=typed["review"],
    )


def _answer(
    request: HttpRequest,
    item: AgendaItem,
    form: forms.Form,
    save: form_pages.Save,
    *,
    title: str,
    said: str,
    **more: Any,
) -> HttpResponse:
    meeting = item.meeting
    back = address_of("board-item-papers", meeting, item=item.pk)
    around = frame(
        meeting,
        "",
        ("Agenda", address_of("board-agenda", meeting)),
        (f"Papers of item {item.number}", back),
        (title, ""),
    )
    context = {**around, "title": title, **more}
    return form_pages.answer(request, form, save, to=back, said=said, context=context)
