"""Addresses for the record, by chapter; an inspection's date is its first day on site."""

from __future__ import annotations

from django.urls import include, path, register_converter

from cusp.web.common.url_converters import DayConverter, FormConverter

# The chapters' addresses are read below, so the converters must be registered first.
register_converter(DayConverter, "day")
register_converter(FormConverter, "form")

_CHAPTERS = (
    "inspections",
    "country",
    "comparison",
    "measures",
    "topics",
    "search",
    "data",
    "intake",
)

urlpatterns = [path("", include(f"cusp.web.record.{chapter}.urls")) for chapter in _CHAPTERS]
