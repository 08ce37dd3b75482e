"""The address of the demo's start page."""

from __future__ import annotations

from django.urls import path

from cusp.web.demo import views

urlpatterns = [path("story/", views.story, name="story")]
