"""Addresses of publishing, the notice and the packs."""

from __future__ import annotations

from django.urls import path

from cusp.web.boards.publish_page import views

_HERE = "boards/<slug:slug>/<meeting:address>/"

urlpatterns = [
    path(f"{_HERE}publish/", views.publish, name="board-publish"),
    path(f"{_HERE}notice/", views.notice, name="board-notice"),
    path(f"{_HERE}notice.pdf", views.notice_pdf, name="board-notice-pdf"),
    path(f"{_HERE}pack.pdf", views.pack, name="board-pack"),
    path(f"{_HERE}members-pack.pdf", views.members_pack, name="board-members-pack"),
]
