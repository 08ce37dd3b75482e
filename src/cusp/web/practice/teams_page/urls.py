"""The address of a team."""

from __future__ import annotations

from django.urls import path

from cusp.web.practice.teams_page import views

urlpatterns = [path("practice/teams/<slug:slug>/", views.team, name="practice-team")]
