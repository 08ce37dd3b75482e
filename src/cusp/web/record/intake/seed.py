"""The ground of the record: the database up to date, with every council and what is known of it."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from cusp.history.facts import known_inspections
from cusp.reports.authorities import known_authorities
from cusp.web.common.wording import area_order
from cusp.web.record.intake import councils, waiting
from cusp.web.record.models import Authority, Inspection, Judgement


def prepare(*, facts: bool = True, register: Iterable[str] = ()) -> None:
    """Bring the database up to date and put in the councils and the facts of past inspections.

    ``register`` names councils that no list knows. Can be called any number of times; what is
    stored is never overwritten by a fact.
    """
    call_command("migrate", verbosity=0, interactive=False)
    with transaction.atomic():
        put_in_authorities()
        if facts:
            put_in_facts()
        for name in register:
            councils.register(name, by=None)
    waiting.withdraw_founded(today=timezone.localdate())


def put_in_authorities() -> None:
    """Every council of the table, in the row it had before if its name changed."""
    Authority.objects.bulk_create(
        [
            Authority(
                code=one.code, name=one.name, slug=one.slug, region=one.region, kind=one.kind,
                began=one.began, ended=one.ended,
            )
            for one in known_authorities()
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "slug", "region", "kind", "began", "ended"],
    )  # fmt: skip


def put_in_facts() -> None:
    """The inspections of the facts that are not in the record yet.

    Of those that are, only a day of publication that was not known is put in.
    """
    ids = dict(Authority.objects.filter(code__isnull=False).values_list("code", "id"))
    there = set(Inspection.objects.values_list("authority_id", "start"))
    facts = [
        one for one in known_inspections()
        if one.authority in ids and (ids[one.authority], one.start) not in there
    ]  # fmt: skip
    rows = Inspection.objects.bulk_create([
        Inspection(
            authority_id=ids[one.authority], start=one.start, end=one.end,
            published=one.published, published_from=one.published_from or "",
            framework=one.framework, kind=one.kind or "", reinspection=one.reinspection,
            overall_given=one.overall_given, improvements=one.improvements,
            improvements_read=one.improvements_read, priority=one.priority,
            paragraphs=one.paragraphs, sha256=one.sha256,
        )
        for one in facts
    ])  # fmt: skip
    Judgement.objects.bulk_create([
        Judgement(inspection=row, area=area, grade=grade)
        for row, one in zip(rows, facts, strict=True)
        for area, grade in sorted(one.grades.items(), key=lambda pair: area_order(pair[0]))
    ])  # fmt: skip
    _put_in_publications()


def _put_in_publications() -> None:
    """The days under which Ofsted listed reports that print none, where a report came before."""
    known = {(one.authority, one.start): one for one in known_inspections() if one.published}
    for row in Inspection.objects.select_related("authority").filter(published=None):
        one = known.get((row.authority.code or "", row.start))
        if one is not None and one.published is not None and one.published >= row.end:
            row.published, row.published_from = one.published, one.published_from or ""
            row.save(update_fields=["published", "published_from", "changed_at"])
