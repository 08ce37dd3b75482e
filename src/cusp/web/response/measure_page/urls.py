"""Addresses of a measure and its readings."""

from __future__ import annotations

from django.urls import path

from cusp.web.response.measure_page import views

_HERE = "plan/measures/<slug:measure_id>/"

urlpatterns = [
    path("plan/areas/<int:number>/measures/new/", views.new, name="plan-measure-new"),
    path(_HERE, views.measure, name="plan-measure"),
    path(f"{_HERE}edit/", views.edit, name="plan-measure-edit"),
    path(f"{_HERE}readings/new/", views.new_reading, name="plan-reading-new"),
    path(f"{_HERE}readings/draw/", views.draw, name="plan-readings-draw"),
]
