"""The data of the history's pages, at their addresses plus .json, .csv and so on."""

from __future__ import annotations

from datetime import date

import msgspec
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common import downloads
from cusp.web.response.history_page import comparing, entries
from cusp.web.response.history_page.forms import CompareForm, HistoryForm
from cusp.web.response.lookup import plan_now
from cusp.web.response.plan_record import plan_record

_COLUMNS = ("on", "by", "what", "id", "title", "area", "change")


@needs(Permission.SEE_PLAN)
@require_safe
def history_data(request: HttpRequest, form: str) -> HttpResponse:
    """Every change that matches the filters."""
    plan = plan_now()
    typed = HistoryForm(request.GET or None, plan=plan_record(plan))
    if typed.errors:
        return _wrong(typed)
    wanted = typed.cleaned_data if typed.is_bound else {}
    found = [
        dict(zip(_COLUMNS, (one.on, one.by, one.kind, one.id, one.title, one.area,
                            ". ".join(one.sentences)), strict=True))
        for one in entries.every_entry(plan, **wanted)
    ]  # fmt: skip
    if form == "json":
        return downloads.json_response({"schema": "cusp.plan-history/1", "changes": found})
    return downloads.response(found, form=form, name="plan-history", columns=_COLUMNS)


@needs(Permission.SEE_PLAN)
@require_safe
def compare_data(request: HttpRequest, form: str) -> HttpResponse:
    """Every change from one date to another."""
    plan = plan_now()
    typed = CompareForm(request.GET, plan=plan)
    if not typed.is_valid():
        return _wrong(typed)
    first, last = typed.days()
    found = comparing.between(plan, first, last)
    if form == "json":
        said = {"schema": "cusp.plan-changes/1", "from": first, "to": last}
        return downloads.json_response(said | {"changes": comparing.rows(found)})
    name = f"plan-changes-{first}-{last}"
    return downloads.response(
        comparing.rows(found), form=form, name=name, columns=comparing.COLUMNS
    )


@needs(Permission.SEE_PLAN)
@require_safe
def day_data(_request: HttpRequest, day: date) -> HttpResponse:
    """The whole plan as it stood at the end of a day."""
    plan = plan_now()
    if why := comparing.why_not_day(plan, day):
        raise Http404(f"{why}.")
    whole = msgspec.to_builtins(plan_record(plan, day))
    return downloads.json_response({"schema": "cusp.plan/1", **whole})


def _wrong(form: Form) -> HttpResponse:
    said = " ".join(str(error) for errors in form.errors.values() for error in errors)
    return JsonResponse({"error": said}, status=400)
