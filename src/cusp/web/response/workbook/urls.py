"""Addresses of the plan's round trip with Excel."""

from __future__ import annotations

from django.urls import path

from cusp.web.response.workbook import views

urlpatterns = [
    path("plan/workbook/", views.workbook, name="plan-workbook"),
    path("plan/workbook/download/", views.download, name="plan-workbook-download"),
    path("plan/workbook/<int:number>/", views.changes, name="plan-workbook-changes"),
    path("plan/workbook/<int:number>/questions/", views.questions, name="plan-workbook-questions"),
    path("plan/workbook/<int:number>/cancel/", views.cancel, name="plan-workbook-cancel"),
]
