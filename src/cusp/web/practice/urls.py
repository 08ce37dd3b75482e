"""Addresses of practice, by group of pages."""

from __future__ import annotations

from typing import Any

from django.urls import include, path

_PAGES: tuple[str, ...] = ("challenges_page",)

urlpatterns: list[Any] = [path("", include(f"cusp.web.practice.{pages}.urls")) for pages in _PAGES]
