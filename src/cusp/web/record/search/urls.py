"""Addresses for search."""

from __future__ import annotations

from django.urls import path

from cusp.web.record.search import views

urlpatterns = [
    path("search/", views.search_page, name="search"),
    path("search.<form:form>", views.search_data, name="search-data"),
]
