"""Addresses of returns."""

from __future__ import annotations

from django.urls import path

from cusp.web.practice.returns_page import snapshot_views, views

urlpatterns = [
    path("practice/returns/", views.index, name="practice-returns"),
    path("practice/returns/load/", views.upload, name="practice-load"),
    path("practice/returns/uploads/<int:number>/", views.job, name="practice-upload"),
    path(
        "practice/returns/uploads/<int:number>/cancel/", views.cancel, name="practice-upload-cancel"
    ),
    path(
        "practice/returns/uploads/<int:number>/problems.xlsx",
        views.job_problems,
        name="practice-upload-problems",
    ),
    path("practice/returns/<int:number>/", snapshot_views.snapshot, name="practice-return"),
    path("practice/returns/<int:number>/keep/", snapshot_views.keep, name="practice-return-keep"),
    path(
        "practice/returns/<int:number>/delete/",
        snapshot_views.delete,
        name="practice-return-delete",
    ),
    path(
        "practice/returns/<int:number>/problems.xlsx",
        snapshot_views.problems,
        name="practice-return-problems",
    ),
    path(
        "practice/returns/<int:number>/proof.json",
        snapshot_views.proof,
        name="practice-return-proof",
    ),
]
