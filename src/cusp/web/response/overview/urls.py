"""Addresses of the plan itself."""

from __future__ import annotations

from django.urls import path

from cusp.web.response.overview import views

urlpatterns = [
    path("plan/", views.plan, name="plan"),
    path("plan/start/", views.start, name="plan-start"),
]
