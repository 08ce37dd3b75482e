"""Addresses of the public pages, by group."""

from __future__ import annotations

from django.urls import include, path

_PAGES = ("briefing", "statements", "open_data")

urlpatterns = [path("", include(f"cusp.web.public.{pages}.urls")) for pages in _PAGES]
