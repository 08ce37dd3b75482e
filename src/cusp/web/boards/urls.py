"""Addresses of boards."""

from __future__ import annotations

from django.urls import path

from cusp.web.boards import views

urlpatterns = [
    path("boards/", views.boards, name="boards"),
    path("boards/<slug:slug>/", views.board, name="board"),
]
