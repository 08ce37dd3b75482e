"""Addresses of briefings: on a council's latest inspection and on each one, and their files."""

from __future__ import annotations

from django.urls import path, register_converter

from cusp.web.public.briefing import views


class PaperConverter:
    """A kind of file in which a briefing can be downloaded."""

    regex = "json|md|docx|pdf"

    def to_python(self, value: str) -> str:
        """The kind of file."""
        return value

    def to_url(self, value: str) -> str:
        """As in addresses."""
        return value


register_converter(PaperConverter, "paper")
_LATEST = "authorities/<slug:slug>/briefing"
_OF_ONE = "authorities/<slug:slug>/inspections/<day:start>/briefing"

urlpatterns = [
    path(f"{_LATEST}/", views.latest, name="briefing"),
    path(f"{_LATEST}.<paper:form>", views.latest_file, name="briefing-file"),
    path(f"{_OF_ONE}/", views.of_inspection, name="inspection-briefing"),
    path(f"{_OF_ONE}.<paper:form>", views.file_of_inspection, name="inspection-briefing-file"),
]
