"""Addresses of the supervision log."""

from __future__ import annotations

from django.urls import path

from cusp.web.practice.supervision_page import views

urlpatterns = [
    path("practice/supervision/", views.log, name="practice-supervision"),
    path("practice/supervision/new/", views.new, name="practice-supervision-new"),
]
