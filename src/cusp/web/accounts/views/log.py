"""Log pages."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cusp.web.accounts import audit, log_export
from cusp.web.accounts.forms import LogForm
from cusp.web.accounts.permissions import Permission, needs

A_PAGE = 50


@needs(Permission.READ_LOG)
@never_cache
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Log entries that match the filter, newest first."""
    form = LogForm(request.GET or None)
    wanted = form.cleaned_data if form.is_valid() else {}
    _note(request, "log read")
    lines = log_export.chosen(wanted)
    filtered = any(wanted.values())
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "page": Paginator(lines, A_PAGE).get_page(request.GET.get("page")),
        "filtered": filtered,
        "clear": reverse("log") if filtered else "",
        "trail": [("Log", "")],
        "data_links": [("Log entries (CSV)", f"/log.csv?{query.urlencode()}")],
    }
    return render(request, "accounts/log.html", context, status=400 if form.errors else 200)


@needs(Permission.READ_LOG)
@never_cache
@require_safe
def log_csv(request: HttpRequest) -> HttpResponseBase:
    """The same entries as CSV."""
    form = LogForm(request.GET or None)
    if form.is_bound and not form.is_valid():
        return log(request)
    _note(request, "log downloaded")
    wanted = form.cleaned_data if form.is_bound else {}
    response = StreamingHttpResponse(
        log_export.as_csv(log_export.chosen(wanted)), content_type="text/csv; charset=utf-8"
    )
    name = f"cusp-log-{timezone.localdate()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _note(request: HttpRequest, action: str) -> None:
    assert request.user.is_authenticated  # the guard requires signing in
    asked = {name: value for name, value in request.GET.items() if value}
    audit.record_access(action, by=request.user, about="", **{"filter": asked} if asked else {})
