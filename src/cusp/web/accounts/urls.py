"""Addresses of accounts."""

from __future__ import annotations

from django.urls import path

from cusp.web.accounts import views

urlpatterns = [path("account/", views.account, name="account")]
