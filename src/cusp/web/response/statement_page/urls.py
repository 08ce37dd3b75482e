"""Addresses for officers who prepare the statement of action."""

from __future__ import annotations

from django.urls import path

from cusp.web.response.statement_page import views

urlpatterns = [
    path("plan/statement/", views.statement, name="plan-statement"),
    path("plan/statement/top/", views.top, name="plan-statement-top"),
    path("plan/statement/areas/<int:number>/", views.area, name="plan-statement-area"),
    path("plan/statement/preview/", views.preview, name="plan-statement-preview"),
    path("plan/statement/publish/", views.publish, name="plan-statement-publish"),
]
