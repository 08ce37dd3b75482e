"""All addresses of Cusp."""

from __future__ import annotations

from django.urls import include, path

# Read first, because it registers the converters that other addresses use.
_record = include("cusp.web.record.urls")

urlpatterns = [
    # Before the record, in which any other word below an inspection is a part of its report.
    path("", include("cusp.web.public.urls")),
    path("", _record),
    path("", include("cusp.web.response.urls")),
    path("", include("cusp.web.boards.urls")),
    path("", include("cusp.web.practice.urls")),
    path("", include("cusp.web.demo.urls")),
    path("api/", include("cusp.web.api.urls")),
    path("", include("cusp.web.accounts.urls")),
]
