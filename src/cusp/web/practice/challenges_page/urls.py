"""Addresses of challenges."""

from __future__ import annotations

from django.urls import path

from cusp.web.practice.challenges_page import report_views, step_views, views

_ALL = "practice/challenges/"
_ONE = f"{_ALL}<int:number>/"

urlpatterns = [
    path(_ALL, views.every_challenge, name="practice-challenges"),
    path(f"{_ALL}export/", views.export, name="practice-challenges-export"),
    path(f"{_ALL}annual-report/", report_views.preview, name="practice-annual-report"),
    path(
        f"{_ALL}annual-report/<int:year>/word/",
        report_views.word,
        name="practice-annual-report-word",
    ),
    path(_ONE, views.one_challenge, name="practice-challenge"),
    path(f"{_ONE}answer/", step_views.answer, name="practice-challenge-answer"),
    path(f"{_ONE}escalate/", step_views.escalate, name="practice-challenge-escalate"),
    path(f"{_ONE}effect/", step_views.effect, name="practice-challenge-effect"),
    path(f"{_ONE}cafcass/", step_views.cafcass, name="practice-challenge-cafcass"),
    path(f"{_ONE}close/", step_views.close, name="practice-challenge-close"),
    path(
        "practice/children/<str:ref>/challenge/",
        step_views.raise_challenge,
        name="practice-challenge-raise",
    ),
]
