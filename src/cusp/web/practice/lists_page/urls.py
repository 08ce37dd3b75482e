"""Addresses of the council's own lists."""

from __future__ import annotations

from django.urls import path

from cusp.web.practice.lists_page import views

urlpatterns = [
    path("practice/lists/", views.index, name="practice-lists"),
    path("practice/lists/uploads/<int:number>/", views.check, name="practice-list-check"),
    path("practice/lists/uploads/<int:number>/cancel/", views.cancel, name="practice-list-cancel"),
    path("practice/lists/<slug:kind>/", views.upload, name="practice-list"),
    path(
        "practice/lists/<slug:kind>/template.<slug:form>",
        views.template,
        name="practice-list-template",
    ),
]
