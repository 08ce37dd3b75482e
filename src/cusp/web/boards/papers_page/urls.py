"""Addresses of papers."""

from __future__ import annotations

from django.urls import path

from cusp.web.boards.papers_page import file_views, views

_MEETING = "boards/<slug:slug>/<meeting:address>/"
_ITEM = f"{_MEETING}agenda/<int:item>/papers/"
_PAPER = f"{_MEETING}papers/<int:paper>/"

urlpatterns = [
    path(_ITEM, views.papers_of_item, name="board-item-papers"),
    path(f"{_ITEM}upload/", views.upload, name="board-paper-upload"),
    path(f"{_ITEM}make/", views.make, name="board-paper-make"),
    path(f"{_ITEM}report/", views.new_report, name="board-report-new"),
    path(_PAPER, file_views.paper, name="board-paper"),
    path(f"{_PAPER}preview/", file_views.preview, name="board-paper-preview"),
    path(f"{_PAPER}edit/", views.edit, name="board-paper-edit"),
    path(f"{_PAPER}text/", views.report, name="board-report"),
    path(f"{_PAPER}replace/", views.replace, name="board-paper-replace"),
    path(f"{_PAPER}answer/<int:number>/", views.answer, name="board-paper-answer"),
    path(f"{_PAPER}withdraw/", views.withdraw, name="board-paper-withdraw"),
]
