"""Addresses of the list of boards and of a board."""

from __future__ import annotations

from django.urls import path

from cusp.web.boards.board_page import views

urlpatterns = [
    path("boards/", views.boards, name="boards"),
    path("boards/<slug:slug>/", views.board, name="board"),
]
