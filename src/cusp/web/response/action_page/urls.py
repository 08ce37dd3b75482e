"""Addresses of an action and what people do with it."""

from __future__ import annotations

from django.urls import path

from cusp.web.response.action_page import views

_HERE = "plan/actions/<slug:public_id>/"

urlpatterns = [
    path(_HERE, views.action, name="plan-action"),
    path(f"{_HERE}edit/", views.edit, name="plan-action-edit"),
    path(f"{_HERE}update/", views.update, name="plan-action-update"),
    path(f"{_HERE}date/", views.redate, name="plan-action-date"),
    path(f"{_HERE}rate/", views.rate, name="plan-action-rate"),
    path(f"{_HERE}evidence/", views.add_evidence, name="plan-action-evidence"),
    path(f"{_HERE}evidence/<int:pk>/", views.evidence_file, name="plan-evidence-file"),
    path(f"{_HERE}done/", views.done, name="plan-action-done"),
    path(f"{_HERE}close/", views.close, name="plan-action-close"),
    path(f"{_HERE}reopen/", views.reopen, name="plan-action-reopen"),
]
