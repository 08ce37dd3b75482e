"""Addresses of the measures and their data."""

from __future__ import annotations

from django.urls import path

from cusp.web.practice.measures_page import views

urlpatterns = [
    path("practice/measures/", views.measures, name="practice-measures"),
    path("practice/measures.<form:form>", views.measures_data, name="practice-measures-data"),
    path("practice/measures/<slug:code>/", views.measure, name="practice-measure"),
    path(
        "practice/measures/<slug:code>.<form:form>",
        views.measure_data,
        name="practice-measure-data",
    ),
]
