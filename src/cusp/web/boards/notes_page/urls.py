"""The address of a person's own notes on a meeting."""

from __future__ import annotations

from django.urls import path

from cusp.web.boards.notes_page import views

urlpatterns = [
    path("boards/<slug:slug>/<meeting:address>/notes/", views.notes_page, name="board-notes"),
]
