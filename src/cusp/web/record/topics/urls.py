"""Addresses of topics, of councils to learn from, and of notes."""

from __future__ import annotations

from django.urls import path

from cusp.web.record.topics import similar_practice_views, views

urlpatterns = [
    path("topics/", views.topics, name="topics"),
    path("topics.<form:form>", views.topics_data, name="topics-data"),
    path("topics/<slug:code>/", views.topic, name="topic"),
    path("topics/<slug:code>.<form:form>", views.topic_data, name="topic-data"),
    path("learn/", similar_practice_views.learn_page, name="learn"),
    path("learn.<form:form>", similar_practice_views.learn_data, name="learn-data"),
    path("notes/", similar_practice_views.notes, name="notes"),
    path("notes/add/", similar_practice_views.add_note, name="add-note"),
    path("notes/clear/", similar_practice_views.clear_notes, name="clear-notes"),
]
