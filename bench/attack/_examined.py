"""Whether a record is whole: run as a process of its own, which answers a line with a line.

``jobs`` gives how uploads stand, ``whole`` names everything that is half stored or doubled, and
``plan`` says whether the rows and the history of the improvement plan agree.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

# A temporary file of an upload, or of a PDF that is being stored.
_UNFINISHED = ".adding-"


class Examiner:
    """The process that looks, from outside."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.attack._examined"],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def ask(self, what: str) -> Any:
        """The answer to a word."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{what}\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        """End it."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()


def _jobs() -> dict[str, Any]:
    """For each job by its progress page, whether it is done and the states of its files."""
    from cusp.web.record.models import UploadJob

    return {
        job.get_absolute_url(): {
            "state": job.state,
            "files": [[file.state, file.name, file.message] for file in job.files.all()],
        }
        for job in UploadJob.objects.prefetch_related("files")
    }


def _left() -> int:
    """How many reports have no findings yet, and pairs no links."""
    from cusp.web.record.findings.stored_findings import models_in_use
    from cusp.web.record.models import Comparison, Inspection

    read = Inspection.objects.filter(document__isnull=False)
    pairs = sum(n * (n - 1) // 2 for n in Counter(read.values_list("authority")).values())
    findings = read.exclude(document__findings_from=models_in_use()).count()
    return findings + pairs - Comparison.objects.count()


def _whole() -> list[str]:
    return [*_rows(), *_links(), *_index(), *_doubled()]


def _rows() -> Iterator[str]:
    """Every report with its rows."""
    from cusp.web.record.archive.passages import judgements_of, passages_of
    from cusp.web.record.archive.pdf_store import hash_of
    from cusp.web.record.findings.stored_findings import models_in_use
    from cusp.web.record.models import Document, Inspection

    for document in Document.objects.filter(inspection=None):
        yield f"{document.name} belongs to no inspection"
    for one in Inspection.objects.filter(document__isnull=False).select_related("document"):
        assert one.document
        report = one.document.report
        wanted = [(row.address, row.text) for row in passages_of(report, one)]
        if wanted != list(one.passages.values_list("address", "text")):
            yield f"{one}: passages are missing"
        grades = [(row.area, row.grade) for row in judgements_of(report, one)]
        if grades != list(one.judgements.values_list("area", "grade")):
            yield f"{one}: judgements are missing"
        if not one.document.path.exists() or hash_of(one.document.path) != one.document.sha256:
            yield f"{one}: its PDF is missing or broken"
        if one.document.findings_from != models_in_use():
            yield f"{one}: findings are missing"
        elif not one.sentences.exists() or one.places.count() != _places(one.document):
            yield f"{one}: findings are incomplete"
        doubled = Counter(one.sentences.values_list("address", "sentence", "text"))
        if any(count > 1 for count in doubled.values()):
            yield f"{one}: sentences are doubled"


@cache
def _places(document: Any) -> int:
    """How many places a report should have; rows are the same by their key."""
    from cusp.findings.place import places_of

    return len(places_of(document.report).places)


def _links() -> Iterator[str]:
    from cusp.web.record.models import Comparison, Inspection

    stored = set(Comparison.objects.values_list("earlier", "later"))
    read = Inspection.objects.filter(document__isnull=False).order_by("start")
    for authority in set(read.values_list("authority", flat=True)):
        of_one = list(read.filter(authority=authority).values_list("pk", flat=True))
        missing = set(combinations(of_one, 2)) - stored
        if missing:
            yield f"{len(missing)} pairs of inspections have no links"
        stored -= set(combinations(of_one, 2))
    if stored:
        yield f"{len(stored)} comparisons of inspections without reports"


def _index() -> Iterator[str]:
    from django.db import DatabaseError, connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            check = "INSERT INTO record_words(record_words, rank) VALUES ('integrity-check', 1)"
            try:
                cursor.execute(check)
                cursor.execute("PRAGMA integrity_check")
            except DatabaseError as error:
                yield f"the search index is not that of the passages ({error})"
                return
            if (said := cursor.fetchone()[0]) != "ok":
                yield f"the database is damaged: {said}"
            return
        cursor.execute(
            "SELECT count(*) FROM record_words FULL JOIN record_passage ON passage_id = id "
            "WHERE passage_id IS NULL OR id IS NULL"
        )
        if off := cursor.fetchone()[0]:
            yield f"{off} rows of the search index without their passage, or the other way round"


def _leftovers() -> int:
    """How many files and folders nothing needs: of uploads and PDFs that were interrupted."""
    return len(list(_files()))


def _removed() -> int:
    """As many, after the worker's tidying as it will be in a day."""
    from cusp.web.record.intake import leftovers

    leftovers.remove(older_than=0)
    return _leftovers()


def _files() -> Iterator[str]:
    from django.conf import settings

    from cusp.web.record.intake.add_report import is_kept
    from cusp.web.record.models import UploadJob

    for path in Path(settings.PDFS).glob("*/*"):
        if path.name.startswith(_UNFINISHED):
            yield f"a PDF that was being stored is left: {path.name}"
        elif not is_kept(path.stem):
            yield f"a PDF that nothing needs is left: {path.name}"
    for folder in (Path(settings.DATA) / "uploads").glob("*"):
        job = UploadJob.objects.filter(pk=folder.name).first()
        if job is None or job.state == "done":
            yield f"the files of an upload are left ({job.state if job else 'no job'})"


def _doubled() -> Iterator[str]:
    from cusp.web.accounts.models import Event

    added = Counter(Event.objects.filter(action="report added").values_list("about", flat=True))
    for about, count in added.items():
        if count > 1:
            yield f"{about} was added {count} times"


def _plan() -> dict[str, Any]:
    """Whether the plan's rows, its history and the log agree, and every text that is kept."""
    from cusp.web.accounts.models import Event
    from cusp.web.response.models import (
        ActionUpdate,
        DeliveryRating,
        DueDate,
        ImpactRating,
        Plan,
        PlanChange,
    )  # fmt: skip
    from cusp.web.response.plan_record import plan_as_it_stood, plan_record

    faults = []
    for plan in Plan.objects.all():
        stood = plan_as_it_stood(plan, plan.changed_on)
        logged = Event.objects.filter(about__startswith=str(plan)).count()
        changes = PlanChange.objects.filter(plan=plan).count()
        plan.stamp = 0  # so that the rows are read again
        if stood != plan_record(plan, plan.changed_on):
            faults.append("the plan's rows and its history do not agree")
        if logged != changes:
            faults.append(f"{changes} changes, but {logged} entries in the log")
    texts = [
        *ActionUpdate.objects.values_list("text", flat=True),
        *DueDate.objects.exclude(reason="").values_list("reason", flat=True),
        *DeliveryRating.objects.values_list("why", flat=True),
        *ImpactRating.objects.values_list("why", flat=True),
    ]
    return {"faults": faults, "texts": texts}


def _main() -> None:
    import django
    from django.db import close_old_connections, connection

    django.setup()
    answers = {
        "jobs": _jobs,
        "left": _left,
        "whole": _whole,
        "leftovers": _leftovers,
        "removed": _removed,
        "plan": _plan,
    }
    for line in sys.stdin:
        close_old_connections()
        print(json.dumps(answers[line.strip()]()), flush=True)
        connection.close()


if __name__ == "__main__":
    _main()
