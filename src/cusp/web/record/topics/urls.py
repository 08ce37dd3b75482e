"""Addresses for topics, councils to learn from, and notes."""

from __future__ import annotations

from django.urls import path

from cusp.web.record.topics import learn_views, note_views, topic_views, views

urlpatterns = [
    path("topics/", views.topics, name="topics"),
    path("topics.<form:form>", views.topics_data, name="topics-data"),
    path("topics/<slug:code>/", topic_views.topic, name="topic"),
    path("topics/<slug:code>.<form:form>", topic_views.topic_data, name="topic-data"),
    path("learn/", learn_views.learn_page, name="learn"),
    path("learn.<form:form>", learn_views.learn_data, name="learn-data"),
    path("learn/<slug:slug>/<day:start>/", learn_views.areas_page, name="learn-areas"),
    path(
        "learn/<slug:slug>/<day:start>.<form:form>",
        learn_views.areas_data,
        name="learn-areas-data",
    ),
    path("notes/", note_views.note_page, name="notes"),
    path("notes/add/", note_views.add_note, name="add-note"),
    path("notes/change/", note_views.change_note, name="change-note"),
    path("notes/clear/", note_views.clear_notes, name="clear-notes"),
]
