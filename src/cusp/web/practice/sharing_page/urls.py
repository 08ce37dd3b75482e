"""The address for choosing what is shared."""

from __future__ import annotations

from django.urls import path

from cusp.web.practice.sharing_page import views

urlpatterns = [path("practice/sharing/", views.choose, name="practice-sharing")]
