"""Loads a file of published measures to replace the previous one, completely or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import msgspec
from django.db import DatabaseError, IntegrityError, transaction

from cusp.history.measures import Contents, Polarity, Series, contents_of
from cusp.outside.process import Limits, NotNow, NoWorkers, once
from cusp.web.accounts import audit
from cusp.web.accounts.models import User
from cusp.web.common.outside_files import turn
from cusp.web.record.archive import revision
from cusp.web.record.models import Measure, MeasureSeries, MeasuresFile, Neighbours

BETTER: dict[Polarity, str] = {
    "high is better": "high",
    "low is better": "low",
    "neither": "neither",
}
_AT_A_TIME = 2000
# How many seconds a load waits for its turn, and then for the contents of the files.
_WAIT, _WITHIN = 2.0, 90.0


class CannotLoad(RuntimeError):
    """A readable file was not loaded; the message says why."""


class Loaded(msgspec.Struct, frozen=True):
    """What was loaded. ``unmatched`` lists place names that match no council."""

    file: MeasuresFile
    measures: int
    values: int
    councils: int
    unmatched: tuple[str, ...]


def load_files(
    figures: Path,
    *,
    dictionary: Path | None = None,
    neighbours: Path | None = None,
    codes: Path | None = None,
    by: User | None,
) -> Loaded:
    """Read the files and load them.

    Raises :class:`cusp.history.measures.NotMeasures` for files that cannot be read, and
    :class:`CannotLoad`; the record is then unchanged.
    """
    try:
        contents = contents_of(
            figures, dictionary=dictionary, neighbours=neighbours, codes=codes, opened=_opened
        )
    except NotNow:
        raise CannotLoad("Cusp is busy opening other files. Try again in a minute.") from None
    except NoWorkers as error:
        raise CannotLoad(f"The files could not be opened: {error}.") from None
    return load(contents, by=by)


def _opened(task: str, order: bytes, limits: Limits) -> bytes:
    with turn(wait=_WAIT):
        return once(task, order, limits, within=_WITHIN)


def load(contents: Contents, *, by: User | None) -> Loaded:
    """Replace the published measures; loading the same file again changes nothing."""
    try:
        with transaction.atomic():
            file = _replace(contents, by=by)
            audit.record_change(
                "measures loaded",
                by=by,
                about=contents.file,
                sha256=contents.sha256,
                measures=len(contents.measures),
                values=contents.values,
            )
            revision.bump()
    except IntegrityError:
        raise CannotLoad(
            "Someone else was loading measures at the same time. Load the files again."
        ) from None
    except DatabaseError as error:
        first = str(error).strip().splitlines()[0]
        raise CannotLoad(
            f"Nothing was saved because of a database error ({first}). Free up disk space, or "
            "try again later."
        ) from None
    return Loaded(
        file=file,
        measures=len(contents.measures),
        values=contents.values,
        councils=contents.councils,
        unmatched=contents.unmatched,
    )


def _replace(contents: Contents, *, by: User | None) -> MeasuresFile:
    MeasureSeries.objects.all().delete()
    Measure.objects.all().delete()
    Neighbours.objects.all().delete()
    MeasuresFile.objects.filter(sha256=contents.sha256).delete()
    rows = Measure.objects.bulk_create(
        [
            Measure(
                code=measure.code,
                title=measure.title[:300],
                topic=measure.topic[:120],
                better=BETTER[measure.polarity],
                unit=measure.unit[:200],
                year_type=measure.year_type[:60],
                source="" if measure.source == "0" else measure.source[:300],
                order=number,
            )
            for number, measure in enumerate(contents.measures)
        ]
    )
    ids = {row.code: row.pk for row in rows}
    left = iter(contents.series)
    while some := list(islice(left, _AT_A_TIME)):
        MeasureSeries.objects.bulk_create(_rows(some, ids))
    Neighbours.objects.bulk_create(
        [Neighbours(code=code, codes=list(near)) for code, near in contents.neighbours.items()]
    )
    return MeasuresFile.objects.create(
        sha256=contents.sha256,
        name=contents.file[:255],
        by=by,
        measures=len(rows),
        values=contents.values,
    )


def _rows(some: list[Series], ids: dict[str, int]) -> Iterator[MeasureSeries]:
    for one in some:
        yield MeasureSeries(measure_id=ids[one.measure], place=one.area, values=one.entries())
