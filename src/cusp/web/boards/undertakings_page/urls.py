"""Addresses of a board's undertakings."""

from __future__ import annotations

from django.urls import path

from cusp.web.boards.undertakings_page import views

_ALL = "boards/<slug:slug>/undertakings/"

urlpatterns = [
    path(_ALL, views.undertakings_page, name="board-undertakings"),
    path(
        "boards/<slug:slug>/<meeting:address>/undertakings/new/",
        views.new,
        name="board-undertaking-new",
    ),
    path(f"{_ALL}<int:undertaking>/edit/", views.edit, name="board-undertaking-edit"),
    path(f"{_ALL}<int:undertaking>/date/", views.redate, name="board-undertaking-date"),
    path(f"{_ALL}<int:undertaking>/close/", views.close, name="board-undertaking-close"),
    path(f"{_ALL}<int:undertaking>/action/", views.action, name="board-undertaking-action"),
]
