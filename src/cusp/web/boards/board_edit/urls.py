"""Addresses of the forms about a board."""

from __future__ import annotations

from django.urls import path

from cusp.web.boards.board_edit import views

urlpatterns = [
    path("boards/new/", views.new, name="board-new"),
    path("boards/<slug:slug>/edit/", views.edit, name="board-edit"),
    path("boards/<slug:slug>/standing/", views.standing, name="board-standing"),
    path("boards/<slug:slug>/wind-up/", views.wind_up, name="board-wind-up"),
]
