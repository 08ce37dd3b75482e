"""Addresses of the top of the plan."""

from __future__ import annotations

from django.urls import path

from cusp.web.response.header_page import views

urlpatterns = [
    path("plan/edit/", views.edit, name="plan-edit"),
    path("plan/keys/", views.keys, name="plan-keys"),
]
