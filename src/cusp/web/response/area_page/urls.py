"""Addresses of an area and what people do with it."""

from __future__ import annotations

from django.urls import path

from cusp.web.response.area_page import views

urlpatterns = [
    path("plan/areas/<int:number>/", views.area, name="plan-area"),
    path("plan/areas/<int:number>/edit/", views.edit, name="plan-area-edit"),
    path("plan/areas/<int:number>/rate/", views.rate, name="plan-area-rate"),
    path("plan/areas/<int:number>/actions/new/", views.new_action, name="plan-action-new"),
    path("plan/areas/<int:number>/ask/", views.challenge, name="plan-area-ask"),
    path(
        "plan/areas/<int:number>/questions/<int:question>/reply/",
        views.reply,
        name="plan-question-reply",
    ),
]
