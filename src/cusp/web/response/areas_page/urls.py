"""Addresses for adding areas and putting them in order."""

from __future__ import annotations

from django.urls import path

from cusp.web.response.areas_page import views

urlpatterns = [
    path("plan/areas/new/", views.new, name="plan-area-new"),
    path("plan/areas/from-report/", views.from_report, name="plan-areas-from-report"),
    path("plan/areas/order/", views.order, name="plan-areas-order"),
]
