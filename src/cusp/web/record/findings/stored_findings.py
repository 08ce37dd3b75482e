"""Findings in a report, stored as rows: sentences, counts by topic and places in the grade.

The worker reads each report after it is added, and reads them all again when the models change.
Pages only show what is stored.
"""

from __future__ import annotations

import hashlib
import logging
from functools import cache
from pathlib import Path

from django.db import transaction

from cusp.findings import Finding, NoModel, findings_model, findings_of
from cusp.findings.place import Place, places_of
from cusp.findings.place import model as place_model
from cusp.findings.sentence_model import model as sentence_model
from cusp.findings.sentences import split
from cusp.reports import Report
from cusp.web.accounts import audit
from cusp.web.background.status import Status
from cusp.web.background.worker import is_passing
from cusp.web.record.archive import revision
from cusp.web.record.archive.passages import Part, parts_of
from cusp.web.record.findings import counted_topics
from cusp.web.record.models import Document, GradePlace, Inspection, ReportSentence

__all__ = [
    "BEING_READ",
    "CANNOT_READ",
    "CANNOT_READ_THIS",
    "models_in_use",
    "read_missing",
    "read_next",
    "why_missing",
]

CANNOT_READ = "This server cannot use the models that read reports."
BEING_READ = "Cusp is still reading this report. Try again in a few minutes."
CANNOT_READ_THIS = (
    "Cusp could not read the wording of this report. An administrator can find out why in the "
    "worker’s log."
)
# Changes when what is stored of a report changes, so that every report is read again.
_STORED = "clear"
# Reports that these models failed to read since this process started.
_failed: set[int] = set()
_log = logging.getLogger(__name__)


@cache
def models_in_use() -> str:
    """Identifies the trained models by their cards, which list every file; empty if none.

    It also names what is stored, so that it changes with that as well.
    """
    try:
        cards = [
            hashlib.sha256((Path(m.FOLDER) / m.CARD).read_bytes()).hexdigest()[:20]
            for m in (findings_model, sentence_model, place_model)
        ]
    except OSError:
        return ""
    return " ".join([*cards, _STORED])


def why_missing(inspection: Inspection) -> str | None:
    """Why an inspection has no findings (yet); None if it has. Neither reads nor writes anything.

    Findings by earlier models are shown until the worker has read the report again.
    """
    if inspection.document is None:
        return "The report itself is not in the record."
    if inspection.document.findings_from:
        return None
    if models_in_use() and inspection.document.findings_failed_with == models_in_use():
        return CANNOT_READ_THIS
    return BEING_READ if models_in_use() else CANNOT_READ


def read(inspection: Inspection) -> str | None:
    """Read an inspection's report with these models if not yet done; returns why it failed."""
    document = inspection.document
    wanted = models_in_use()
    if document is None or (wanted and document.findings_from == wanted):
        return None
    try:
        said, places = findings_of(document.report), places_of(document.report)
    except NoModel as error:
        # The message includes folder names, so it is not for a public page.
        _log.error("findings cannot be read: %s", error)
        return CANNOT_READ
    with transaction.atomic():
        held = Document.objects.select_for_update().get(pk=document.pk)
        if held.findings_from == wanted:  # another process has done it in the meantime
            return None
        inspection.sentences.all().delete()
        inspection.places.all().delete()
        rows = _rows(inspection, document.report, said)
        ReportSentence.objects.bulk_create(rows, batch_size=500)
        counted_topics.store(inspection, rows)
        GradePlace.objects.bulk_create(_places(inspection, document.report, places.places))
        Document.objects.filter(pk=document.pk).update(
            findings_from=wanted, findings_failed_with=""
        )
        revision.bump()
    document.findings_from = wanted
    return None


def read_missing() -> int:
    """Read every report that these models have not read; returns how many."""
    done = 0
    while (inspection := _next()) is not None:
        if read(inspection) is not None:
            break
        done += 1
    if done:
        audit.record_change("findings read", by=None, reports=done)
    return done


def read_next(status: Status) -> bool:
    """Read the next report that these models have not read; False if there is none.

    A report that fails is left until the worker restarts, so that it does not hold up others.
    """
    inspection = _next() if models_in_use() else None
    if inspection is None:
        return False
    status.doing(f"Reading the findings of {inspection}")
    try:
        failed = read(inspection) is not None
    except Exception as error:
        if not is_passing(error):
            _leave(inspection)
        raise
    if failed:  # the log has the reason, once
        _leave(inspection)
    return True


def _leave(inspection: Inspection) -> None:
    """Try a report no more until the worker restarts, and let its page say so."""
    _failed.add(inspection.pk)
    with transaction.atomic():
        Document.objects.filter(inspection=inspection).update(findings_failed_with=models_in_use())
        revision.bump()


def _next() -> Inspection | None:
    return (
        Inspection.objects.filter(document__isnull=False)
        .exclude(document__findings_from=models_in_use())
        .exclude(pk__in=_failed)
        .select_related("document", "authority")
        .order_by("-start")
        .first()
    )


def _rows(inspection: Inspection, report: Report, said: list[Finding]) -> list[ReportSentence]:
    """Rows in report order, each with the passage its sentence is in.

    ``findings_of`` reads the paragraphs in the same order and splits them by the same rule, so each
    passage gets the same number of sentences.
    """
    standing = [part for part in _addresses(report) for _ in split(part.text)]
    following = [*zip(standing[1:], said[1:], strict=True), None][: len(said)]
    return [
        ReportSentence(
            inspection=inspection,
            address=part.address,
            page=part.page,
            area=finding.area or "",
            sentence=finding.sentence,
            polarity=finding.polarity,
            sure=finding.sure,
            clear=finding.clear,
            topic=finding.topics[0].topic if finding.topics else "other",
            topics=[[t.topic, t.sure] for t in finding.topics],
            text=finding.text.replace("\x00", ""),
            taken_back=_takes_back(part, after),
        )
        for part, finding, after in zip(standing, said, following, strict=True)
    ]


def _takes_back(part: Part, after: tuple[Part, Finding] | None) -> bool:
    """Whether the next sentence in the same passage clearly criticises."""
    if after is None or after[0].address != part.address:
        return False
    return after[1].clear and after[1].polarity in ("weakness", "mixed")


def _addresses(report: Report) -> list[Part]:
    return [part for part in parts_of(report).values() if part.kind == "paragraph"]


def _places(inspection: Inspection, report: Report, places: tuple[Place, ...]) -> list[GradePlace]:
    by_words = {" ".join(p.text.split()): p for p in _addresses(report)}
    return [
        GradePlace(
            inspection=inspection,
            area=place.area,
            printed=place.printed or "",
            position=place.position,
            low=place.range[0] if place.range else None,
            high=place.range[1] if place.range else None,
            reads_as=place.reads_as or "",
            cannot_say=(place.cannot_say or "")[:300],
            pulls=[
                {
                    "towards": pull.towards,
                    "topic": pull.topic,
                    "page": pull.cite.page,
                    "text": pull.text,
                    "weight": pull.weight,
                    "address": _address_of(pull.text, by_words),
                }
                for pull in place.pulls
            ],
        )
        for place in places
    ]


def _address_of(text: str, by_words: dict[str, Part]) -> str:
    """The passage that contains a sentence; empty if none does."""
    words = " ".join(text.split())
    return next((part.address for whole, part in by_words.items() if words in whole), "")
