"""Addresses of a child, by its random reference."""

from __future__ import annotations

from django.urls import path, register_converter

from cusp.web.practice.child_page import views


class RefConverter:
    """A child's reference. Words such as "export" are not one, so they can be other pages."""

    regex = "[A-Za-z0-9]{12}"

    def to_python(self, value: str) -> str:
        """The reference."""
        return value

    def to_url(self, value: str) -> str:
        """As in addresses."""
        return value


register_converter(RefConverter, "child")

urlpatterns = [
    path("practice/children/<child:ref>/", views.child, name="practice-child"),
    path("practice/children/<child:ref>/midway/", views.midway_review, name="practice-midway"),
    path("practice/children/<child:ref>/chair/", views.chair, name="practice-chair"),
    path(
        "practice/children/<child:ref>/late/<slug:clock>/<day:start>/",
        views.late,
        name="practice-late",
    ),
]
