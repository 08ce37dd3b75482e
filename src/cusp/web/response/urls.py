"""Addresses of the response, by group of pages."""

from __future__ import annotations

from django.urls import include, path

_PAGES = (
    "overview",
    "mine",
    "decisions_page",
    "header_page",
    "areas_page",
    "area_page",
    "action_page",
    "measure_page",
    "shared_page",
    "workbook",
    "existing",
    "duties_page",
    "challenges_page",
    "statement_page",
    "public_statement",
    "history_page",
    "papers_page",
)

urlpatterns = [path("", include(f"cusp.web.response.{pages}.urls")) for pages in _PAGES]
