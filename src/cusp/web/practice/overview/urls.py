"""The address of the overview."""

from __future__ import annotations

from django.urls import path

from cusp.web.practice.overview import views

urlpatterns = [path("practice/", views.practice, name="practice")]
