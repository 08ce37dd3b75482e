"""Addresses of the open data; a CSV file's description is at its address + ``-metadata.json``."""

from __future__ import annotations

from django.urls import path

from cusp.web.public.open_data import views

urlpatterns = [
    path("data/", views.open_data, name="open-data"),
    path("data/judgements.<form:form>", views.judgements, name="judgements-data"),
    path("data/areas-for-improvement.<form:form>", views.improvements, name="improvements-data"),
    path("data/<slug:name>.csv-metadata.json", views.metadata, name="data-metadata"),
    path("<slug:name>.csv-metadata.json", views.metadata, name="table-metadata"),
    path("data/catalogue.jsonld", views.catalogue, name="catalogue"),
]
