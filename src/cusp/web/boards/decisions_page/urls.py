"""Addresses of a board's decisions."""

from __future__ import annotations

from django.urls import path

from cusp.web.boards.decisions_page import views

urlpatterns = [
    path("boards/<slug:slug>/decisions/", views.decisions_page, name="board-decisions"),
    path(
        "boards/<slug:slug>/decisions.<form:form>",
        views.decisions_data,
        name="board-decisions-data",
    ),
]
