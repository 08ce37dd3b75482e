"""Addresses of the questions about the plan."""

from __future__ import annotations

from django.urls import path

from cusp.web.response.challenges_page import views

urlpatterns = [
    path("plan/challenges/", views.every_question, name="plan-challenges"),
    path("plan/challenges/ask/", views.ask, name="plan-ask"),
    path("plan/challenges/<int:number>/reply/", views.reply, name="plan-reply"),
]
