"""Preparing the database: migrations, every council, and facts of past inspections."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from cusp.history.facts import known_inspections
from cusp.history.inspections import Inspection as Facts
from cusp.reports.authorities import known_authorities
from cusp.web.common.wording import area_order
from cusp.web.record.archive import revision
from cusp.web.record.intake import councils, waiting
from cusp.web.record.models import Authority, Inspection, Judgement


def prepare(*, facts: bool = True, register: Iterable[str] = ()) -> None:
    """Migrate the database and add the councils and the facts of past inspections.

    ``register`` lists councils that are not recognised by name. It is safe to call this any number
    of times: facts never overwrite what is stored.
    """
    call_command("migrate", verbosity=0, interactive=False)
    with transaction.atomic():
        put_in_authorities()
        if facts:
            put_in_facts()
        for name in register:
            councils.register(name, by=None)
    waiting.withdraw_founded(today=timezone.localdate())


_OF_A_COUNCIL = ("name", "slug", "region", "kind", "began", "ended")


@transaction.atomic
def put_in_authorities() -> None:
    """Add every council in the table, or update it, for example if its name has changed."""
    known = [
        Authority(code=council.code, **{name: getattr(council, name) for name in _OF_A_COUNCIL})
        for council in known_authorities()
    ]
    columns = ("code", *_OF_A_COUNCIL)
    before = set(Authority.objects.values_list(*columns))
    # All of them, even if nothing is new, so that a second process that starts waits for this one.
    Authority.objects.bulk_create(
        known, update_conflicts=True, unique_fields=["code"], update_fields=_OF_A_COUNCIL
    )
    if any(tuple(getattr(row, name) for name in columns) not in before for row in known):
        revision.bump()


@transaction.atomic
def put_in_facts() -> None:
    """Add the known inspections that are not in the record yet.

    For those that are, only a missing publication date is filled in.
    """
    ids = dict(Authority.objects.filter(code__isnull=False).values_list("code", "id"))
    there = set(Inspection.objects.values_list("authority_id", "start"))
    facts = [
        fact
        for fact in known_inspections()
        if fact.authority in ids and (ids[fact.authority], fact.start) not in there
    ]
    rows = Inspection.objects.bulk_create(_row(fact, ids[fact.authority]) for fact in facts)
    Judgement.objects.bulk_create(
        Judgement(inspection=row, area=area, grade=grade)
        for row, fact in zip(rows, facts, strict=True)
        for area, grade in sorted(fact.grades.items(), key=lambda pair: area_order(pair[0]))
    )
    dated = _put_in_publications()
    if rows or dated:
        revision.bump()


def _row(fact: Facts, authority_id: int) -> Inspection:
    return Inspection(
        authority_id=authority_id,
        start=fact.start,
        end=fact.end,
        published=fact.published,
        published_from=fact.published_from or "",
        framework=fact.framework,
        kind=fact.kind or "",
        reinspection=fact.reinspection,
        overall_given=fact.overall_given,
        improvements=fact.improvements,
        improvements_read=fact.improvements_read,
        priority=fact.priority,
        paragraphs=fact.paragraphs,
        sha256=fact.sha256,
    )


def _put_in_publications() -> int:
    """Fill in publication dates from Ofsted's website; returns how many were missing."""
    known = {(fact.authority, fact.start): fact for fact in known_inspections() if fact.published}
    dated = 0
    for row in Inspection.objects.select_related("authority").filter(published=None):
        fact = known.get((row.authority.code or "", row.start))
        if fact is not None and fact.published is not None and fact.published >= row.end:
            row.published, row.published_from = fact.published, fact.published_from or ""
            row.save(update_fields=["published", "published_from", "changed_at"])
            dated += 1
    return dated
