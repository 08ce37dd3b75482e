"""Addresses of a meeting and of its agenda as it was published."""

from __future__ import annotations

from django.urls import path

from cusp.web.boards.meeting_page import views

_HERE = "boards/<slug:slug>/<meeting:address>/"

urlpatterns = [
    path(_HERE, views.meeting, name="meeting"),
    path(f"{_HERE}as-published/<int:number>/", views.as_published, name="meeting-as-published"),
]
