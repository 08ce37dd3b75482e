"""All addresses of Cusp."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("cusp.web.record.urls")),
    path("", include("cusp.web.response.urls")),
    path("", include("cusp.web.boards.urls")),
    path("", include("cusp.web.demo.urls")),
    path("api/", include("cusp.web.api.urls")),
    path("", include("cusp.web.accounts.urls")),
]
