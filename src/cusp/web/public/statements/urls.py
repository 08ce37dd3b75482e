"""Addresses of the statements."""

from __future__ import annotations

from django.urls import path

from cusp.web.public.statements import views

urlpatterns = [
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
]
