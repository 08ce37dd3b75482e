"""Addresses for published measures."""

from __future__ import annotations

from django.urls import path

from cusp.web.record.measures import load_views, views

urlpatterns = [
    path("authorities/<slug:slug>/measures/", views.measures, name="measures"),
    path("authorities/<slug:slug>/measures.<form:form>", views.measures_data, name="measures-data"),
    path("measures/add/", load_views.new, name="add-measures"),
]
