"""Addresses of the forms about meetings."""

from __future__ import annotations

from django.urls import path

from cusp.web.boards.meeting_edit import views

_BOARD = "boards/<slug:slug>/"
_HERE = f"{_BOARD}<meeting:address>/"

urlpatterns = [
    path(f"{_BOARD}meetings/new/", views.new, name="meeting-new"),
    path(f"{_HERE}edit/", views.edit, name="meeting-edit"),
    path(f"{_HERE}call/", views.call, name="meeting-call"),
    path(f"{_HERE}move/", views.move, name="meeting-move"),
    path(f"{_HERE}cancel/", views.cancel, name="meeting-cancel"),
    path(f"{_HERE}held/", views.held, name="meeting-held"),
]
