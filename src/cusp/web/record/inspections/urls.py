"""Addresses for the home page, authorities, inspections and feeds."""

from __future__ import annotations

from django.urls import path

from cusp.web.record.inspections import authority_views, detail_views, feed, home_view, views

urlpatterns = [
    path("", home_view.home, name="home"),
    path("authorities/", authority_views.index, name="authorities"),
    path("authorities/<slug:slug>/", authority_views.authority, name="authority"),
    path("authorities/<slug:slug>/feed.atom", feed.of_authority, name="authority-feed"),
    path(
        "authorities/<slug:slug>/neighbours/feed.atom", feed.of_neighbours, name="neighbours-feed"
    ),
    path("authorities/<slug:slug>/inspections/<day:start>/", views.inspection, name="inspection"),
    path(
        "authorities/<slug:slug>/inspections/<day:start>/findings/",
        detail_views.findings,
        name="inspection-findings",
    ),
    path(
        "authorities/<slug:slug>/inspections/<day:start>/place/",
        detail_views.place,
        name="inspection-place",
    ),
    path(
        "authorities/<slug:slug>/inspections/<day:start>/report/",
        detail_views.report,
        name="inspection-report",
    ),
    path(
        "authorities/<slug:slug>/inspections/<day:start>/report.pdf",
        views.pdf,
        name="report-pdf",
    ),
    path(
        "authorities/<slug:slug>/inspections/<day:start>/pages/<int:page>.png",
        views.page_image,
        name="page-image",
    ),
    path(
        "authorities/<slug:slug>/inspections/<day:start>/<slug:address>/",
        views.passage,
        name="passage",
    ),
    path("feed.atom", feed.all_inspections, name="feed"),
]
