"""Who waits longer? Groups of children compared with all the others."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from cusp.web.accounts.permissions import Permission, needs
from cusp.web.practice import measure_words
from cusp.web.practice.equality_page import rows
from cusp.web.practice.equality_page.forms import WhatForm
from cusp.web.practice.pages import Asking, frame, private


@needs(Permission.SEE_CHILDREN)
@require_safe
def equality(request: HttpRequest) -> HttpResponse:
    """The page."""
    asking = Asking(request)
    trail = (("Measures", reverse("practice-measures")), ("Who waits longer?", ""))
    context = frame(asking, "practice-measures", *trail)
    if asking.snapshot is None or asking.reached.nobody:
        return private(request, "practice/equality_page/equality.html", context)
    form = WhatForm(request.GET, asking.reached)
    what = form.what
    is_measure = what in measure_words.DEFINED
    parts = (
        rows.of_measure(what, asking.snapshot)
        if is_measure
        else rows.of_children(what, asking.reached, on=asking.today)
    )
    tables = rows.tables(parts)
    differing = rows.differing(tables, what)
    context |= {
        "form": form,
        "said": form.said,
        "is_measure": is_measure,
        "tables": [table for table in tables if table["rows"]],
        "differing": differing,
        "answer": rows.answer(differing, what),
        "total": rows.total(parts),
    }
    status = 400 if form.errors else 200
    return private(request, "practice/equality_page/equality.html", context, status)
