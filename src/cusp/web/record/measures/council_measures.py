"""A council's published measures, read from the record as the library's structs."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import msgspec

from cusp.history import measures as library
from cusp.history.measures import (
    ENGLAND,
    Place,
    Polarity,
    Published,
    UnknownMeasure,
    Value,
    sort_key,
)
from cusp.history.sequence import UnknownAuthority
from cusp.web.record.archive.shared_columns import named
from cusp.web.record.measures.load import BETTER
from cusp.web.record.models import Authority, Measure, MeasureSeries, MeasuresFile, Neighbours

_POLARITY: dict[str, Polarity] = {word: polarity for polarity, word in BETTER.items()}
Ranks = dict[str, tuple[int, int, int | None]]


class Line(msgspec.Struct, frozen=True):
    """One of a council's measures: its place, and England's values for the chart."""

    place: Place
    england: tuple[Value, ...]


class Sheet(msgspec.Struct, frozen=True):
    """All of a council's measures that have figures in the loaded file, by topic."""

    file: MeasuresFile
    lines: tuple[Line, ...]

    @property
    def periods(self) -> tuple[str, str] | None:
        """The earliest and latest periods that the figures cover; ``None`` if not known."""
        dated = [
            (line.place.period_ends, line.place.period_said)
            for line in self.lines
            if line.place.period_ends and line.place.value and line.place.value.value is not None
        ]
        return (min(dated)[1], max(dated)[1]) if dated else None

    @property
    def judged(self) -> tuple[Line, ...]:
        """Measures with a better direction, a figure and a quarter among England's councils."""
        return tuple(
            line
            for line in self.lines
            if line.place.measure.polarity != "neither" and line.place.quartile is not None
        )

    @property
    def better_half(self) -> tuple[Line, ...]:
        """Judged measures in the better two quarters."""
        return tuple(line for line in self.judged if (line.place.quartile or 4) <= 2)


def loaded_file() -> MeasuresFile | None:
    """The file that the figures are from, or ``None`` if none was loaded."""
    return MeasuresFile.objects.select_related("by").order_by("-at", "-id").first()


def sheet_of(authority: Authority, *, only: Collection[str] = ()) -> Sheet | None:
    """A council's measures, in five queries, or ``None`` if no file is loaded.

    With ``only``, just the measures with these codes.
    """
    file = loaded_file()
    if file is None:
        return None
    code = authority.code
    if code is None:
        return Sheet(file, ())
    near = Neighbours.objects.filter(code=code).values_list("codes", flat=True).first() or []
    published, ranks = _read(file, code, near, [ENGLAND, authority.region], only)
    lines = []
    for measure in published.measures:
        found = _placed(published, measure.code, code, ranks)
        if found and found.series:
            lines.append(Line(found, published.series(measure.code, ENGLAND)))
    # Measures that can be better or worse come first; counts, which show workload, come last.
    lines.sort(
        key=lambda line: (
            line.place.measure.topic,
            not line.place.comparable,
            line.place.measure.polarity == "neither",
        )
    )
    return Sheet(file, tuple(lines))


def _read(
    file: MeasuresFile, code: str, near: list[str], others: list[str], only: Collection[str]
) -> tuple[Published, Ranks]:
    measures = list(Measure.objects.filter(code__in=only) if only else Measure.objects.all())
    codes = {row.pk: row.code for row in measures}
    councils = {code, *near}
    values: list[Value] = []
    ranks: Ranks = {}
    rows = MeasureSeries.objects.filter(place__in=[*councils, *others])
    if only:
        rows = rows.filter(measure__in=codes)
    for measure_id, area, entries in rows.values_list("measure_id", "place", "values"):
        measure, is_council = codes[measure_id], area in councils
        for label, value, mark, *rank in entries:
            values.append(Value(measure, area, label, _sort(label), value, mark, is_council))
            if rank and area == code:
                ranks[measure] = (rank[0], rank[1], rank[2])
    published = Published(
        measures=[_measure(row) for row in measures],
        values=values,
        neighbours={code: tuple(near)},
        unmatched=(),
        file=file.name,
        sha256=file.sha256,
    )
    return published, ranks


def _placed(published: Published, measure: str, code: str, ranks: Ranks) -> Place | None:
    """The library's result, with the rank among all councils from when the file was loaded.

    A file may have been loaded when counts were still ranked: those ranks are left out.
    """
    try:
        found = library.place(published, measure=measure, authority=code)
    except (UnknownMeasure, UnknownAuthority):
        return None
    rank, of, quartile = ranks.get(measure, (None, 0, None))
    if not found.comparable:
        rank = quartile = None
    return msgspec.structs.replace(found, rank=rank, of=of, quartile=quartile)


def _measure(row: Measure) -> library.Measure:
    return library.Measure(
        code=row.code,
        number="",
        short_name=row.title,
        title=row.title,
        topic=row.topic,
        polarity=_POLARITY[row.better],
        unit=row.unit,
        year_type=row.year_type,
        source=row.source,
        quartiles=True,
        updated=None,
    )


_sorts: dict[str, int] = {}


def _sort(label: str) -> int:
    """The year of a period, found once: all the figures share a few dozen labels."""
    if label not in _sorts:
        _sorts[label] = sort_key(label) or 0
    return _sorts[label]


def as_row(line: Line, authority: Authority) -> dict[str, Any]:
    """A measure as one row in the downloads."""
    place = line.place
    return {
        **named(authority),
        "code": place.measure.code,
        "measure": place.measure.title,
        "topic": place.measure.topic,
        "unit": place.measure.unit,
        "better": place.measure.polarity,
        "comparable": place.comparable,
        "period": place.period,
        "period_said": place.period_said,
        "period_ends": place.period_ends,
        "value": place.value.value if place.value else None,
        "mark": place.value.mark if place.value else None,
        "england": place.england,
        "region": place.region,
        "neighbours_median": place.neighbours,
        "neighbours_known": place.neighbours_known,
        "rank": place.rank,
        "of": place.of,
        "ranked_by": place.ranked_by,
        "quarter": place.quartile,
        "change_in_a_year": place.year_before.change if place.year_before else None,
        "change_in_five_years": place.five_years_before.change if place.five_years_before else None,
    }
