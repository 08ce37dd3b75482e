"""Which children? A list with filters, a child by its number, and an export with a reason."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common import downloads
from cusp.web.common.paging import page_number
from cusp.web.common.sorting import Sorting, read_sorting
from cusp.web.practice import looks
from cusp.web.practice.children_page import finding, rows
from cusp.web.practice.children_page.forms import ExportForm, FindForm
from cusp.web.practice.filters import ChildrenFilters
from cusp.web.practice.models import Case
from cusp.web.practice.pages import Asking, frame, private
from cusp.web.practice.reach import cases_for

_ON_A_PAGE = 50


class _Listed:
    """The children that an address asks for, within somebody's reach."""

    def __init__(self, request: HttpRequest, asking: Asking) -> None:
        self.filters = ChildrenFilters(request.GET, asking.reached, on=asking.today)
        cases = cases_for(asking.reached, on=asking.today)
        found = self.filters.apply(cases, on=asking.today)
        self.sorting: Sorting = read_sorting(request.GET, rows.SORTS, default="urgency")
        self.chosen = self.filters.chosen
        self.cases: QuerySet[Case] = rows.in_order(found, self.sorting, self.chosen)


@needs(Permission.SEE_CHILDREN)
@require_safe
def children(request: HttpRequest) -> HttpResponse:
    """The list."""
    asking = Asking(request)
    context = frame(asking, "practice-children", ("Children", ""))
    if asking.snapshot is None or asking.reached.nobody:
        return private(request, "practice/children_page/children.html", context)
    listed = _Listed(request, asking)
    paged = Paginator(listed.cases.select_related("child"), _ON_A_PAGE)
    page = paged.get_page(page_number(request))
    looks.looked_at_list(
        asking.user, "list of children", children=paged.count, page=page.number, **listed.chosen
    )
    context |= {
        "filters": listed.filters,
        "chosen": listed.chosen,
        "found": paged.count,
        "page": page,
        "rows": rows.rows_of(page, asking.reached, listed.chosen, on=asking.today),
        "columns": listed.sorting.columns,
        "find": FindForm(auto_id="find_%s"),
        "query": request.GET.urlencode(),
    }
    status = 400 if listed.filters.errors else 200
    return private(request, "practice/children_page/children.html", context, status)


@needs(Permission.SEE_CHILDREN)
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Go to the page of the child with a number, which is never in an address."""
    asking = Asking(request)
    form = FindForm(request.POST or None, auto_id="find_%s")
    if form.is_valid():
        number = form.cleaned_data["number"]
        found = finding.child_with(number, asking.reached, on=asking.today)
        if found:
            return redirect(found)
        form.add_error("number", finding.NOT_FOUND)
    trail = (("Children", reverse("practice-children")), ("Find a child", ""))
    context = frame(asking, "practice-children", *trail) | {"form": form}
    return private(
        request, "practice/children_page/find.html", context, 400 if form.is_bound else 200
    )


@needs(Permission.SEE_CHILDREN)
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest) -> HttpResponseBase:
    """A file of the list, for a reason that is logged."""
    asking = Asking(request)
    listed = _Listed(request, asking)
    form = ExportForm(request.POST or None)
    if form.is_valid() and not listed.filters.errors:
        return looks.never_kept(_file(asking, listed, form.cleaned_data))
    trail = (("Children", reverse("practice-children")), ("Export", ""))
    context: dict[str, Any] = frame(asking, "practice-children", *trail)
    context |= {
        "form": form,
        "filters": listed.filters,
        "found": listed.cases.count(),
        "query": request.GET.urlencode(),
    }
    status = 400 if form.is_bound or listed.filters.errors else 200
    return private(request, "practice/children_page/export.html", context, status)


def _file(asking: Asking, listed: _Listed, typed: dict[str, Any]) -> HttpResponse:
    cases = list(listed.cases.select_related("child"))
    looks.exported(
        asking.user, "list of children", children=len(cases), why=typed["why"].strip(),
        form=typed["form"], **listed.chosen,
    )  # fmt: skip
    made = list(rows.export_rows(cases, listed.chosen, on=asking.today))
    as_at = asking.snapshot.as_at if asking.snapshot else asking.today
    name = f"children-{as_at}"
    return downloads.response(made, form=typed["form"], name=name, columns=rows.COLUMNS)
