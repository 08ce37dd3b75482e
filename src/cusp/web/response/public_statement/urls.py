"""Addresses of the published statement: the latest version, each version, and their data."""

from __future__ import annotations

from django.urls import path

from cusp.web.response.public_statement import views

_RESPONSE = "authorities/<slug:slug>/response"

urlpatterns = [
    path(f"{_RESPONSE}/", views.latest, name="public-response"),
    path(f"{_RESPONSE}.<form:form>", views.latest_data, name="public-response-data"),
    path(f"{_RESPONSE}/<int:version>/", views.version, name="public-response-version"),
    path(
        f"{_RESPONSE}/<int:version>.<form:form>",
        views.version_data,
        name="public-response-version-data",
    ),
    path(f"{_RESPONSE}/<day:start>/", views.on_a_day, name="public-response-day"),
]
