"""Addresses of the plan's history."""

from __future__ import annotations

from django.urls import path

from cusp.web.response.history_page import data_views, views

_HERE = "plan/history/"

urlpatterns = [
    path(_HERE, views.history, name="plan-history"),
    path("plan/history.<form:form>", data_views.history_data, name="plan-history-data"),
    path(f"{_HERE}on/", views.choose_day, name="plan-history-choose"),
    path(f"{_HERE}compare/", views.compare, name="plan-history-compare"),
    path(f"{_HERE}compare.<form:form>", data_views.compare_data, name="plan-history-compare-data"),
    path(f"{_HERE}<day:day>/", views.as_it_stood, name="plan-history-day"),
    path(f"{_HERE}<day:day>.json", data_views.day_data, name="plan-history-day-data"),
    path(f"{_HERE}<day:day>/areas/<int:number>/", views.area_then, name="plan-history-area"),
]
