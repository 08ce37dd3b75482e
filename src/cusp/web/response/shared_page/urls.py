"""The address of the measures that practice shares."""

from __future__ import annotations

from django.urls import path

from cusp.web.response.shared_page import views

urlpatterns = [path("plan/practice/", views.shared, name="plan-practice")]
