"""The published statement: what the council will do, as it said on the day."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import conditional_page, require_safe

from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common import downloads
from cusp.web.common.downloads import site_of
from cusp.web.common.page_cache import kept_for_visitors
from cusp.web.record.archive.lookup import authority_at
from cusp.web.record.archive.renamed_authorities import follows_moves
from cusp.web.record.models import Authority
from cusp.web.response import public_words, statements
from cusp.web.response.public_statement import rows
from cusp.web.response.statement_content import sentence, stored
from cusp.web.response.statements import Seen

_MOST = 10**9


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@kept_for_visitors
@follows_moves
def latest(request: HttpRequest, slug: str) -> HttpResponse:
    """The latest version."""
    authority = authority_at(slug)
    return _page(request, authority, _latest(authority))


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@kept_for_visitors
@follows_moves
def version(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """A version, which stays as it was published."""
    authority = authority_at(slug)
    return _page(request, authority, _version(authority, version))


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@follows_moves
def on_a_day(_request: HttpRequest, slug: str, start: date) -> HttpResponse:
    """The version published on a day."""
    authority = authority_at(slug)
    number = statements.last_version_on(authority, start)
    if number is None:
        raise Http404("No statement of action was published on that date.")
    return HttpResponseRedirect(reverse("public-response-version", args=[authority.slug, number]))


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@conditional_page
@follows_moves
def latest_data(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The latest version as data."""
    authority = authority_at(slug)
    return _data(request, authority, _latest(authority), form)


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@conditional_page
@follows_moves
def version_data(request: HttpRequest, slug: str, version: int, form: str) -> HttpResponse:
    """A version as data."""
    authority = authority_at(slug)
    return _data(request, authority, _version(authority, version), form)


def _latest(authority: Authority) -> Seen:
    found = statements.published_response(authority)
    if found is None:
        raise Http404(f"{authority} has not published a statement of action here.")
    return _version(authority, found.version)


def _version(authority: Authority, number: int) -> Seen:
    seen = statements.version_of(authority, min(number, _MOST))
    if seen is None:
        raise Http404("There is no such version of the statement of action.")
    return seen


def _page(request: HttpRequest, authority: Authority, seen: Seen) -> HttpResponse:
    every = statements.versions(authority)
    data = reverse("public-response-version", args=[authority.slug, seen.version]).rstrip("/")
    context = {
        "answer": sentence(seen.statement),
        "seen": seen,
        "versions": every,
        "newest": every[0],
        **public_words.context_of(seen.statement, authority),
        "data_links": [("JSON", f"{data}.json"), ("CSV", f"{data}.csv")],
        "trail": [
            ("Authorities", reverse("authorities")),
            (authority.name, authority.get_absolute_url()),
            ("Response", ""),
        ],
    }
    return render(request, "response/public_statement/statement.html", context)


def _data(request: HttpRequest, authority: Authority, seen: Seen, form: str) -> HttpResponse:
    address = reverse("public-response-version", args=[authority.slug, seen.version])
    if form == "json":
        return downloads.json_response(
            {
                **stored(seen.statement),
                "version": seen.version,
                "published": seen.on,
                "address": f"{site_of(request)}{address}",
                "withheld_because": rows.WITHHELD if seen.statement.withheld else None,
            }
        )
    return downloads.response(
        rows.flat(seen),
        form=form,
        name=f"{authority.slug}-response-{seen.version}",
        columns=rows.COLUMNS,
        note=rows.WITHHELD if seen.statement.withheld else "",
    )
