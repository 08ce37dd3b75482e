"""Addresses of the papers."""

from __future__ import annotations

from django.urls import path

from cusp.web.response.papers_page import views

urlpatterns = [
    path("plan/papers/", views.papers, name="plan-papers"),
    path("plan/papers/since/", views.since, name="plan-papers-since"),
    path("plan/papers/template/", views.template, name="plan-paper-template"),
    path("plan/papers/template/remove/", views.remove_template, name="plan-paper-template-remove"),
    path("plan/papers/<slug:kind>.<slug:ending>", views.paper, name="plan-paper"),
]
