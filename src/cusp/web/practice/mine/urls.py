"""Addresses of somebody's own children."""

from __future__ import annotations

from django.urls import path

from cusp.web.practice.mine import views

urlpatterns = [path("practice/mine/", views.mine, name="practice-mine")]
