"""The plan's round trip with Excel: download, upload, questions, and what is accepted."""

from __future__ import annotations

from typing import Any, cast

import msgspec
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cusp.plans.workbook import Table, read_table
from cusp.web.accounts import people
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common import form_pages
from cusp.web.common.downloads import WRITERS
from cusp.web.common.uploads import takes_files
from cusp.web.common.wording import say_date
from cusp.web.response import imports
from cusp.web.response.choices import ImportKind
from cusp.web.response.import_pages import all_uploads, cancelled, found_import
from cusp.web.response.lookup import plan_now
from cusp.web.response.models import Plan, PlanImport
from cusp.web.response.refusals import CannotChange
from cusp.web.response.workbook import applying, exports, rows
from cusp.web.response.workbook.forms import DecisionForm, QuestionsForm, WorkbookForm
from cusp.web.response.workbook.review import Review, review

_FORM = ["GET", "HEAD", "POST"]
_XLSX = WRITERS["xlsx"][1]


@needs(Permission.WRITE_PLAN)
@require_safe
def download(_request: HttpRequest) -> HttpResponse:
    """The plan as a workbook to edit."""
    today = timezone.localdate()
    answer = HttpResponse(exports.export(plan_now(), as_at=today), content_type=_XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{exports.file_name(today)}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@needs(Permission.WRITE_PLAN)
@takes_files
@require_http_methods(_FORM)
def workbook(request: HttpRequest) -> HttpResponse:
    """Upload an edited workbook."""
    plan = plan_now()
    form = WorkbookForm()
    if request.method == "POST":
        form = WorkbookForm(request.POST, request.FILES)
    kept: list[PlanImport] = []
    if form_pages.saved(form, lambda typed: kept.append(_take_in(request, plan, typed["file"]))):
        return _after_upload(request, kept[0])
    uploads = all_uploads(plan, ImportKind.WORKBOOK)
    context = {"form": form, **uploads, "trail": [("Plan", reverse("plan")), ("Excel", "")]}
    status = 400 if form.errors else 200
    return render(request, "response/workbook/upload.html", context, status=status)


@needs(Permission.WRITE_PLAN)
@require_http_methods(_FORM)
def questions(request: HttpRequest, number: int) -> HttpResponse:
    """Answer questions about the workbook, or leave them out."""
    row = found_import(number, ImportKind.WORKBOOK)
    found = review(row, on=timezone.localdate())
    typed = request.POST if request.method == "POST" else None
    form = QuestionsForm(typed, review=found, stored=row.answers)
    if form_pages.saved(form, lambda _: imports.answer(row, form.answers())):
        return redirect("plan-workbook-changes", number=row.pk)
    context = {"row": row, "form": form, "questions": form.rows(), "trail": _trail("Questions")}
    status = 400 if form.errors else 200
    return render(request, "response/workbook/questions.html", context, status=status)


@needs(Permission.WRITE_PLAN)
@require_http_methods(_FORM)
def changes(request: HttpRequest, number: int) -> HttpResponse:
    """Every change, before any is accepted."""
    row = found_import(number, ImportKind.WORKBOOK)
    today = timezone.localdate()
    found = review(row, on=today)
    form = DecisionForm(request.POST or None, review=found, today=today)

    def accept(typed: dict[str, Any]) -> None:
        by = people.me(request)
        accepted.append(
            applying.accept(row, form.decisions(), stamp=typed["stamp"], on=today, by=by)
        )

    accepted: list[PlanImport] = []
    if form_pages.saved(form, accept):
        messages.success(request, _said(accepted[0]))
        return redirect("plan")
    return _page(request, row, found, form)


@needs(Permission.WRITE_PLAN)
@require_POST
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Delete the upload; the plan stays as it is."""
    row = found_import(number, ImportKind.WORKBOOK)
    return cancelled(request, row, to="plan-workbook")


def _take_in(request: HttpRequest, plan: Plan, upload: Any) -> PlanImport:
    name, data = imports.content_of(upload)
    with imports.explained():
        table = read_table(name, data, opened=imports.opened, most_rows=imports.MOST_ROWS)
    row = imports.keep(
        plan,
        ImportKind.WORKBOOK,
        name=name,
        said=_content(table),
        content=msgspec.msgpack.encode(table),
        by=people.me(request),
    )
    many = rows.differences(review(row, on=timezone.localdate()))
    if many > imports.MOST_ON_A_PAGE:
        imports.cancel(row, by=people.me(request))
        raise CannotChange(
            f"{name} differs from the plan in {many:,} places. Check that it is the right file",
            field="file",
        )
    return row


def _content(table: Table) -> bytes:
    """What the workbook says, which is the same if it is only saved again."""
    said = [
        [row.id, row.row, row.problem, sorted((n, v.key, v.problem) for n, v in row.values.items())]
        for row in table.rows
    ]
    return msgspec.msgpack.encode([table.reference, said])


def _after_upload(request: HttpRequest, row: PlanImport) -> HttpResponse:
    """On to the questions or the changes; without any, the upload is deleted."""
    found = review(row, on=timezone.localdate())
    if found.changes.none:
        earlier = imports.accepted_before(row)
        imports.cancel(row, by=people.me(request))
        said = f"Nothing has changed. {row.name} says the same as the plan."
        if earlier and earlier.accepted_on:
            who, when = earlier.accepted_by_then, say_date(earlier.accepted_on)
            said = f"Nothing has changed. {who} accepted this workbook on {when}."
        messages.info(request, said)
        return redirect("plan-workbook")
    to = "plan-workbook-questions" if found.changes.asked else "plan-workbook-changes"
    return redirect(to, number=row.pk)


def _page(request: HttpRequest, row: PlanImport, found: Review, form: DecisionForm) -> HttpResponse:
    if form.is_bound:
        data = cast(QueryDict, form.data).copy()
        data["stamp"] = found.stamp
        form.data = data
    context = {
        "row": row,
        "form": form,
        "answer": rows.sentence(found),
        "review": found,
        "changed": rows.changed(form),
        "conflicts": rows.conflicts(form),
        "new": rows.new(form),
        "missing": rows.missing(form),
        "asked": found.changes.asked,
        "left_out": found.changes.left_out,
        "trail": _trail("Changes"),
    }
    status = 400 if form.errors else 200
    return render(request, "response/workbook/changes.html", context, status=status)


def _said(row: PlanImport) -> str:
    if not row.changes:
        return f"Nothing has changed. No change in {row.name} was accepted."
    many = f"{row.changes:,} change{'' if row.changes == 1 else 's'}"
    verb = "has" if row.changes == 1 else "have"
    return f"{many} from {row.name} {verb} been made."


def _trail(name: str) -> list[tuple[str, str]]:
    return [("Plan", reverse("plan")), ("Excel", reverse("plan-workbook")), (name, "")]
