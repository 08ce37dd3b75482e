"""Addresses of the record; an inspection's date is its first day on site."""

from __future__ import annotations

from django.urls import path, register_converter

from cusp.web.record.views import (
    adding,
    adding_measures,
    authority,
    comparison,
    country,
    data,
    feed,
    home,
    inspection,
    learn,
    measures,
    search,
    topics,
    waiting,
)
from cusp.web.record.views.days import DayConverter

register_converter(DayConverter, "day")
register_converter(data.FormConverter, "form")

urlpatterns = [
    path("", home.home, name="home"),
    path("country/", country.country, name="country"),
    path("country.<form:form>", country.country_data, name="country-data"),
    path("authorities/", authority.index, name="authorities"),
    path("authorities.<form:form>", data.authorities, name="authorities-data"),
    path("authorities/<slug:slug>/", authority.authority, name="authority"),
    path("authorities/<slug:slug>.<form:form>", data.authority, name="authority-data"),
    path("authorities/<slug:slug>/measures/", measures.measures, name="measures"),
    path(
        "authorities/<slug:slug>/measures.<form:form>",
        measures.measures_data,
        name="measures-data",
    ),
    path("measures/add/", adding_measures.new, name="add-measures"),
    path("authorities/<slug:slug>/feed.atom", feed.of_authority, name="authority-feed"),
    path(
        "authorities/<slug:slug>/neighbours/feed.atom", feed.of_neighbours, name="neighbours-feed"
    ),
    path(
        "authorities/<slug:slug>/inspections/<day:start>/", inspection.inspection, name="inspection"
    ),
    path(
        "authorities/<slug:slug>/inspections/<day:start>.<form:form>",
        data.inspection,
        name="inspection-data",
    ),
    path(
        "authorities/<slug:slug>/inspections/<day:start>/findings.<form:form>",
        data.findings,
        name="findings-data",
    ),
    path(
        "authorities/<slug:slug>/inspections/<day:start>/places.<form:form>",
        data.places,
        name="places-data",
    ),
    path(
        "authorities/<slug:slug>/inspections/<day:start>/report.pdf",
        inspection.pdf,
        name="report-pdf",
    ),
    path(
        "authorities/<slug:slug>/inspections/<day:start>/pages/<int:page>.png",
        inspection.page_image,
        name="page-image",
    ),
    path(
        "authorities/<slug:slug>/inspections/<day:start>/<slug:address>/",
        inspection.passage,
        name="passage",
    ),
    path(
        "authorities/<slug:slug>/compare/<day:earlier>/<day:later>/",
        comparison.comparison,
        name="comparison",
    ),
    path(
        "authorities/<slug:slug>/compare/<day:earlier>/<day:later>.<form:form>",
        data.comparison,
        name="comparison-data",
    ),
    path(
        "authorities/<slug:slug>/compare/<day:earlier>/<day:later>/correct/",
        comparison.correct,
        name="correct",
    ),
    path("search/", search.search_page, name="search"),
    path("search.<form:form>", search.search_data, name="search-data"),
    path("topics/", topics.topics, name="topics"),
    path("topics.<form:form>", topics.topics_data, name="topics-data"),
    path("topics/<slug:code>/", topics.topic, name="topic"),
    path("topics/<slug:code>.<form:form>", topics.topic_data, name="topic-data"),
    path("learn/", learn.learn_page, name="learn"),
    path("learn.<form:form>", learn.learn_data, name="learn-data"),
    path("notes/", learn.notes, name="notes"),
    path("notes/add/", learn.add_note, name="add-note"),
    path("notes/clear/", learn.clear_notes, name="clear-notes"),
    path("feed.atom", feed.all_inspections, name="feed"),
    path("reports/waiting/", waiting.index, name="waiting"),
    path("reports/waiting/<int:number>/", waiting.one, name="waiting-report"),
    path("reports/waiting/<int:number>/report.pdf", waiting.pdf, name="waiting-pdf"),
    path("reports/waiting/<int:number>/accept/", waiting.accept, name="waiting-accept"),
    path("reports/waiting/<int:number>/refuse/", waiting.refuse, name="waiting-refuse"),
    path("add/", adding.new, name="add"),
    path("add/<uuid:pk>/", adding.progress, name="adding"),
    path("add/<uuid:pk>/go-on/", adding.go_on, name="adding-go-on"),
]
