"""Addresses of the list of children, and of what is done with it."""

from __future__ import annotations

from django.urls import path

from cusp.web.practice.children_page import views

urlpatterns = [
    path("practice/children/", views.children, name="practice-children"),
    path("practice/children/find/", views.find, name="practice-children-find"),
    path("practice/children/export/", views.export, name="practice-children-export"),
]
