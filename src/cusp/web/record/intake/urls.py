"""Addresses for adding reports and for reports waiting for an officer."""

from __future__ import annotations

from django.urls import path

from cusp.web.record.intake import views, waiting_views

urlpatterns = [
    path("reports/waiting/", waiting_views.index, name="waiting"),
    path("reports/waiting/<int:number>/", waiting_views.report, name="waiting-report"),
    path("reports/waiting/<int:number>/report.pdf", waiting_views.pdf, name="waiting-pdf"),
    path("reports/waiting/<int:number>/accept/", waiting_views.accept, name="waiting-accept"),
    path("reports/waiting/<int:number>/refuse/", waiting_views.refuse, name="waiting-refuse"),
    path("add/", views.new, name="add"),
    path("add/<uuid:pk>/", views.progress, name="adding"),
    path("add/<uuid:pk>/go-on/", views.go_on, name="adding-go-on"),
]
