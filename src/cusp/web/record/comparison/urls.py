"""Addresses for comparisons."""

from __future__ import annotations

from django.urls import path

from cusp.web.record.comparison import views

urlpatterns = [
    path(
        "authorities/<slug:slug>/compare/<day:earlier>/<day:later>/",
        views.comparison,
        name="comparison",
    ),
    path(
        "authorities/<slug:slug>/compare/<day:earlier>/<day:later>/correct/",
        views.correct,
        name="correct",
    ),
]
