"""Addresses of the data of boards."""

from __future__ import annotations

from django.urls import path

from cusp.web.boards.feeds import views

urlpatterns = [
    path("boards/<slug:slug>.ics", views.calendar, name="board-calendar"),
    path("boards/<slug:slug>.json", views.board_data, name="board-data"),
    path("boards/<slug:slug>/feed/", views.feed, name="board-feed"),
    path("boards/<slug:slug>/<meeting:address>.json", views.meeting_data, name="meeting-data"),
]
