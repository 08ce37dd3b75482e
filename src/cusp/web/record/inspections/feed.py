"""New inspections as an Atom feed: for the country, an authority, or it and its neighbours."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from uuid import NAMESPACE_URL, uuid5

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import conditional_page, require_safe

from cusp.history.sequence import NOT_GIVEN
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common.downloads import site_of
from cusp.web.common.wording import area_name, say_date
from cusp.web.record.archive.lookup import authority_at
from cusp.web.record.archive.renamed_authorities import follows_moves
from cusp.web.record.measures.neighbours import neighbours_of
from cusp.web.record.models import Inspection

NEWEST = 50
# Used when nothing has happened yet: an Atom feed must say when it last changed.
_BEGINNING = datetime(2009, 1, 1, tzinfo=UTC)


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@conditional_page
def all_inspections(request: HttpRequest) -> HttpResponse:
    """The newest inspections of every authority."""
    return _feed(request, Inspection.objects.all(), title="New inspections", home="/")


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@conditional_page
@follows_moves
def of_authority(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest inspections of one authority."""
    found = authority_at(slug)
    title = f"Inspections of {found.name}"
    return _feed(request, found.inspections.all(), title=title, home=found.get_absolute_url())


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@conditional_page
@follows_moves
def of_neighbours(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest inspections of an authority and its neighbours; the title says which."""
    found = authority_at(slug)
    group = neighbours_of(found)
    return _feed(
        request,
        Inspection.objects.filter(authority__in=[found, *group.authorities]),
        title=f"Inspections of {' and '.join(filter(None, (found.name, group.name)))}",
        home=found.get_absolute_url(),
        description=group.explanation,
    )


def _feed(
    request: HttpRequest,
    inspections: QuerySet[Inspection],
    *,
    title: str,
    home: str,
    description: str = "",
) -> HttpResponse:
    site = site_of(request)
    feed = Newest(
        title=f"{title} – Cusp",
        link=site + home,
        description=description,
        subtitle=description or None,
        language="en-GB",
        feed_url=site + request.path,
        feed_guid=_name(f"feed {request.path}"),
        author_name="Cusp",
    )
    for inspection in _newest(inspections):
        feed.add_item(
            title=f"{inspection.authority.name}: {_grade(inspection)}",
            link=site + inspection.get_absolute_url(),
            description=_summary(inspection),
            unique_id=_name(
                f"{inspection.authority.code or inspection.authority.slug} "
                f"{inspection.start.isoformat()}"
            ),
            pubdate=_noon(inspection.published or inspection.end),
            updateddate=_changed(inspection),
            author_name="Ofsted",
        )
    return HttpResponse(
        feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )


class Newest(Atom1Feed):
    """Atom as Django writes it; without entries, it has the earliest possible date."""

    def latest_post_date(self) -> datetime:
        """When the newest entry changed."""
        return super().latest_post_date() if self.items else _BEGINNING


def _newest(inspections: QuerySet[Inspection]) -> QuerySet[Inspection]:
    """Sorted by publication date, or the last day on site if that is not known.

    It does not use the date a report was added: adding old reports does not make new inspections.
    """
    return (
        inspections.select_related("authority", "document")
        .defer("document__packed")
        .prefetch_related("judgements")
        .order_by(Coalesce("published", "end").desc(), "-start", "pk")[:NEWEST]
    )


def _name(what: str) -> str:
    """An id that stays the same when a site moves or an authority is renamed."""
    return uuid5(NAMESPACE_URL, f"cusp {what}").urn


def _changed(inspection: Inspection) -> datetime:
    """An entry also changes when the report itself is added."""
    published = _noon(inspection.published or inspection.end)
    return max(published, inspection.document.added_at) if inspection.document else published


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def _grade(inspection: Inspection) -> str:
    grades = {j.area: j.grade for j in inspection.judgements.all()}
    none = "overall grade not read" if inspection.overall_given else NOT_GIVEN
    return grades.get("overall", none).capitalize()


def _summary(inspection: Inspection) -> str:
    """The inspection in two sentences."""
    grades = "; ".join(f"{area_name(j.area)}: {j.grade}" for j in inspection.judgements.all())
    number = inspection.improvements
    improvements = f"{number} area{'' if number == 1 else 's'} for improvement"
    missing = "" if inspection.complete else " Parts of the report seem to be missing."
    days = f"{say_date(inspection.start)} to {say_date(inspection.end)}"
    return f"Inspected {days}. {grades}. {improvements}.{missing}"
