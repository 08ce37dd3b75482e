"""A file of published measures is put into the record: whole, in place of the one before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
from django.db import DatabaseError, IntegrityError, transaction

from cusp.history.measures import (
    Polarity,
    Published,
    UnknownMeasure,
    Value,
    place,
    read_measures_apart,
)
from cusp.outside.process import Limits, NotNow, NoWorkers
from cusp.web.accounts import audit
from cusp.web.accounts.models import User
from cusp.web.common.outside_files import open_apart
from cusp.web.record.models import Measure, MeasureSeries, MeasuresFile, Neighbours

BETTER: dict[Polarity, str] = {
    "high is better": "high",
    "low is better": "low",
    "neither": "neither",
}
_AT_A_TIME = 2000
# How many seconds a load waits for its turn to open the files, and for what is in them.
_WAIT, _WITHIN = 2.0, 90.0
Entry = list[str | float | int | None]


class CannotLoad(RuntimeError):
    """Why a file that could be read was not put into the record, in one sentence."""


class Loaded(msgspec.Struct, frozen=True):
    """What was put in. ``unmatched`` are names of places that match no council."""

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
    """Read the files and put them in.

    Raises :class:`cusp.history.measures.NotMeasures` for files that cannot be read and
    :class:`CannotLoad`; the record is then as it was.
    """
    try:
        published = read_measures_apart(
            figures, dictionary=dictionary, neighbours=neighbours, codes=codes, opened=_opened
        )
    except NotNow:
        raise CannotLoad("Cusp is busy opening other files. Try again in a minute.") from None
    except NoWorkers as error:
        raise CannotLoad(f"The files were not opened: {error}.") from None
    return load(published, by=by)


def _opened(task: str, order: bytes, limits: Limits) -> bytes:
    return open_apart(task, order, limits, wait=_WAIT, within=_WITHIN)


def load(published: Published, *, by: User | None) -> Loaded:
    """Put published measures in place of those there are; the same file twice changes nothing."""
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
    except IntegrityError:
        raise CannotLoad(
            "Somebody else was loading measures at the same moment; load the file again."
        ) from None
    except DatabaseError as error:
        first = str(error).strip().splitlines()[0]
        raise CannotLoad(
            f"The database took none of it ({first}); free some space or load it later."
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
    rows = Measure.objects.bulk_create([
        Measure(
            code=measure.code, title=measure.title[:300], topic=measure.topic[:120],
            better=BETTER[measure.polarity], unit=measure.unit[:200],
            year_type=measure.year_type[:60],
            source="" if measure.source == "0" else measure.source[:300], order=number,
        )
        for number, measure in enumerate(published.measures)
    ])  # fmt: skip
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
    """Measure, place and its values: ``[label, value, mark]`` of each period, oldest first.

    The rank needs every council's figure, which a page has no time to read: where a council's
    newest figure stands among all, ``rank, of, quartile`` follow it.
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
