"""Addresses for the national picture."""

from __future__ import annotations

from django.urls import path

from cusp.web.record.country import views

urlpatterns = [
    path("country/", views.country, name="country"),
    path("country.<form:form>", views.country_data, name="country-data"),
]
