"""The address of the attendance at a meeting."""

from __future__ import annotations

from django.urls import path

from cusp.web.boards.attendance_page import views

urlpatterns = [
    path(
        "boards/<slug:slug>/<meeting:address>/attendance/",
        views.attendance_page,
        name="board-attendance",
    ),
]
