"""Addresses of the agenda for officers."""

from __future__ import annotations

from django.urls import path

from cusp.web.boards.agenda_page import views

_HERE = "boards/<slug:slug>/<meeting:address>/agenda/"

urlpatterns = [
    path(_HERE, views.agenda, name="board-agenda"),
    path(f"{_HERE}add/", views.add, name="board-item-add"),
    path(f"{_HERE}standing/", views.add_standing, name="board-item-standing"),
    path(f"{_HERE}<int:item>/", views.edit, name="board-item-edit"),
    path(f"{_HERE}<int:item>/withdraw/", views.withdraw, name="board-item-withdraw"),
]
