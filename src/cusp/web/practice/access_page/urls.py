"""Addresses of who sees which children."""

from __future__ import annotations

from django.urls import path

from cusp.web.practice.access_page import views

urlpatterns = [
    path("practice/access/", views.index, name="practice-access"),
    path("practice/access/<int:number>/", views.change, name="practice-access-change"),
]
