"""The address of the equality view."""

from __future__ import annotations

from django.urls import path

from cusp.web.practice.equality_page import views

urlpatterns = [path("practice/equality/", views.equality, name="practice-equality")]
