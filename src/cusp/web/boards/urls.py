"""Addresses of boards, by group of pages. A meeting is ``<meeting:address>``."""

from __future__ import annotations

from django.urls import include, path, register_converter

from cusp.web.common.url_converters import MeetingConverter

register_converter(MeetingConverter, "meeting")

_PAGES = (
    "board_edit",
    "board_page",
    "members_page",
    "meeting_edit",
    "meeting_page",
    "feeds",
    "agenda_page",
    "papers_page",
    "publish_page",
    "attendance_page",
    "minutes_page",
    "decisions_page",
    "undertakings_page",
    "notes_page",
)

urlpatterns = [path("", include(f"cusp.web.boards.{pages}.urls")) for pages in _PAGES]
