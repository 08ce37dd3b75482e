"""Addresses of the checklist of duties."""

from __future__ import annotations

from django.urls import path

from cusp.web.response.duties_page import views

urlpatterns = [
    path("plan/duties/", views.checklist, name="plan-duties"),
    path("plan/duties/recipient/", views.add_recipient, name="plan-duties-recipient"),
    path("plan/duties/own/", views.add_own, name="plan-duties-own"),
    path("plan/duties/visit/", views.add_visit, name="plan-duties-visit"),
    path("plan/duties/<int:number>/edit/", views.edit, name="plan-duty-edit"),
    path("plan/duties/<int:number>/tick/", views.tick, name="plan-duty-tick"),
    path("plan/duties/<int:number>/untick/", views.untick, name="plan-duty-untick"),
    path("plan/duties/<int:number>/remove/", views.remove, name="plan-duty-remove"),
]
