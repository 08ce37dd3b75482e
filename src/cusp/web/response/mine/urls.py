"""Addresses of the actions that a person leads."""

from __future__ import annotations

from django.urls import path

from cusp.web.response.mine import views

urlpatterns = [
    path("plan/mine/", views.mine, name="plan-mine"),
    path("plan/mine/<slug:public_id>/<slug:what>/", views.report, name="plan-mine-report"),
]
