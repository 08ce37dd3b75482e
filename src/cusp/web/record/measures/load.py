"""Loads a file of published measures in place of the previous one, completely or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
from django.db import DatabaseError, IntegrityError, transaction

from cusp.history.measures import Polarity, Published, UnknownMeasure, Value, place, read_measures
from cusp.web.accounts import audit
from cusp.web.accounts.models import User
from cusp.web.record.archive import revision
from cusp.web.record.models import Measure, MeasureSeries, MeasuresFile, Neighbours

BETTER: dict[Polarity, str] = {
    "high is better": "high",
    "low is better": "low",
    "neither": "neither",
}
_AT_A_TIME = 2000
Entry = list[str | float | int | None]


class CannotLoad(RuntimeError):
    """Why a readable file was not loaded."""


class Loaded(msgspec.Struct, frozen=True):
    """What was loaded. ``unmatched`` lists names of places that match no council."""

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
    published = read_measures(figures, dictionary=dictionary, neighbours=neighbours, codes=codes)
    return load(published, by=by)


def load(published: Published, *, by: User | None) -> Loaded:
    """Replace the published measures; loading the same file again changes nothing."""
    series = list(_series(published))
    try:
        with transaction.atomic():
            file = _replace(published, series, by=by)
            audit.record_change(
                "measures loaded",
                by=by,
                about=published.file,
                sha256=published.sha256,
                measures=len(published.measures),
                values=len(published.values),
            )
            revision.bump()
    except IntegrityError:
        raise CannotLoad(
            "Somebody else was loading measures at the same time. Load the file again."
        ) from None
    except DatabaseError as error:
        first = str(error).strip().splitlines()[0]
        raise CannotLoad(
            f"Nothing was saved because of a database error ({first}). Free some disk space, or "
            "try again later."
        ) from None
    return Loaded(
        file=file,
        measures=len(published.measures),
        values=len(published.values),
        councils=len({value.area for value in published.values if value.is_council}),
        unmatched=published.unmatched,
    )


def _replace(
    published: Published, series: list[tuple[str, str, list[Entry]]], *, by: User | None
) -> MeasuresFile:
    MeasureSeries.objects.all().delete()
    Measure.objects.all().delete()
    Neighbours.objects.all().delete()
    MeasuresFile.objects.filter(sha256=published.sha256).delete()
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
            for number, measure in enumerate(published.measures)
        ]
    )
    ids = {row.code: row.pk for row in rows}
    MeasureSeries.objects.bulk_create(
        [MeasureSeries(measure_id=ids[code], place=area, values=v) for code, area, v in series],
        batch_size=_AT_A_TIME,
    )
    Neighbours.objects.bulk_create(
        [Neighbours(code=code, codes=list(near)) for code, near in published.neighbours.items()]
    )
    return MeasuresFile.objects.create(
        sha256=published.sha256,
        name=published.file[:255],
        by=by,
        measures=len(rows),
        values=len(published.values),
    )


def _series(published: Published) -> Iterator[tuple[str, str, list[Entry]]]:
    """Each measure and place with its values, oldest first: ``[label, value, mark]``.

    A rank needs every council's figure, which would be too slow for a page, so a council's latest
    figure is followed by ``rank, of, quartile`` if it can be ranked.
    """
    grouped: dict[tuple[str, str], list[Value]] = {}
    for value in published.values:
        grouped.setdefault((value.measure, value.area), []).append(value)
    for (measure, area), values in grouped.items():
        values.sort(key=lambda value: (value.sort, value.period))
        entries: list[Entry] = [[value.period, value.value, value.mark] for value in values]
        if values[0].is_council:
            _rank(published, measure, area, entries)
        yield measure, area, entries


def _rank(published: Published, measure: str, area: str, entries: list[Entry]) -> None:
    try:
        stands = place(published, measure=measure, authority=area)
    except UnknownMeasure:
        return
    newest = next((entry for entry in entries if entry[0] == stands.period), None)
    if newest is not None and stands.rank is not None:
        newest.extend([stands.rank, stands.of, stands.quartile])
