"""The address of what needs a decision."""

from __future__ import annotations

from django.urls import path

from cusp.web.response.decisions_page import views

urlpatterns = [path("plan/decisions/", views.decisions, name="plan-decisions")]
