"""Addresses of the minutes of a meeting."""

from __future__ import annotations

from django.urls import path

from cusp.web.boards.minutes_page import views

_MINUTES = "boards/<slug:slug>/<meeting:address>/minutes/"

urlpatterns = [
    path(_MINUTES, views.minutes_page, name="board-minutes"),
    path(
        "boards/<slug:slug>/<meeting:address>/minutes.pdf",
        views.minutes_pdf,
        name="board-minutes-pdf",
    ),
    path(f"{_MINUTES}items/<int:item>/", views.edit_item, name="board-minute"),
    path(f"{_MINUTES}publish/", views.publish, name="board-minutes-publish"),
    path(f"{_MINUTES}agree/", views.agree, name="board-minutes-agree"),
]
