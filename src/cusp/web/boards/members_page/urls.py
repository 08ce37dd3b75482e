"""Addresses of the forms about members."""

from __future__ import annotations

from django.urls import path

from cusp.web.boards.members_page import views

_HERE = "boards/<slug:slug>/members/"

urlpatterns = [
    path(f"{_HERE}new/", views.new, name="board-member-new"),
    path(f"{_HERE}<slug:seat>/edit/", views.edit, name="board-member-edit"),
    path(f"{_HERE}<slug:seat>/end/", views.end, name="board-member-end"),
]
