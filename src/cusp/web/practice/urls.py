"""Addresses of practice, by group of pages."""

from __future__ import annotations

from django.urls import include, path

_PAGES = (
    "access_page",
    "challenges_page",
    "child_page",
    "children_page",
    "equality_page",
    "lists_page",
    "measures_page",
    "mine",
    "overview",
    "returns_page",
    "sharing_page",
    "supervision_page",
    "teams_page",
)

urlpatterns = [path("", include(f"cusp.web.practice.{pages}.urls")) for pages in _PAGES]
