"""Addresses for data about authorities, inspections and comparisons."""

from __future__ import annotations

from django.urls import path

from cusp.web.record.data import views

urlpatterns = [
    path("authorities.<form:form>", views.authorities, name="authorities-data"),
    path("authorities/<slug:slug>.<form:form>", views.authority, name="authority-data"),
    path(
        "authorities/<slug:slug>/inspections/<day:start>.<form:form>",
        views.inspection,
        name="inspection-data",
    ),
    path(
        "authorities/<slug:slug>/inspections/<day:start>/findings.<form:form>",
        views.findings,
        name="findings-data",
    ),
    path(
        "authorities/<slug:slug>/inspections/<day:start>/places.<form:form>",
        views.places,
        name="places-data",
    ),
    # Data for the pages "Place in the grade" and "Whole report", at their own addresses.
    path(
        "authorities/<slug:slug>/inspections/<day:start>/place.<form:form>",
        views.places,
        name="place-data",
    ),
    path(
        "authorities/<slug:slug>/inspections/<day:start>/report.<form:form>",
        views.inspection,
        name="report-data",
    ),
    path(
        "authorities/<slug:slug>/compare/<day:earlier>/<day:later>.<form:form>",
        views.comparison,
        name="comparison-data",
    ),
]
