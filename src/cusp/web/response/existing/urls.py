"""Addresses of importing an existing plan."""

from __future__ import annotations

from django.urls import path

from cusp.web.response.existing import views

urlpatterns = [
    path("plan/import/", views.upload, name="plan-import"),
    path("plan/import/<int:number>/", views.columns, name="plan-import-columns"),
    path("plan/import/<int:number>/check/", views.check, name="plan-import-check"),
    path("plan/import/<int:number>/cancel/", views.cancel, name="plan-import-cancel"),
]
