"""Read files from the Local Authority Interactive Tool (LAIT): figures, dictionary, neighbours.

The figures are in a Parquet file. With it come the data dictionary (CSV), which says what each
measure is and which direction is better, and two workbooks: statistical neighbours, and the tool's
list of council numbers. Only measures in the five children's social care topics are used.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec

from cusp.history.measures.opening import NotMeasures, bytes_of, figures_in, sheet_in
from cusp.reports.authorities import Region, known_authorities, match_authority
from cusp.reports.names import plain_name

Polarity = Literal["high is better", "low is better", "neither"]
ENGLAND = "England"
TOPICS = frozenset(
    {
        "Child Protection",
        "Children in Need",
        "Children Looked After",
        "Adoption",
        "Children's Services Workforce",
    }
)
_DICTIONARY = (
    *("Measure_code", "Topic", "Measure", "Chart_title", "Measure_short"),
    *("Polarity", "y_axis_name", "Last Update", "Data Owner (DO) /Supplier and Contact Details"),
    *("Year_Type", "No_Quartile"),
)
_POLARITY: dict[str, Polarity] = {"High": "high is better", "Low": "low is better"}
_NUMBER = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?|-?\d+(\.\d+)?|-?\.\d+|-?\d+(\.\d+)?[eE]-?\d+")
_YEAR = re.compile(r"((?:19|20)\d\d)(?:[/-](\d\d)(?!\d))?(?:[/-](\d\d)(?!\d))?(?:/(\d\d)(?!\d))?")
# Marks councils before a reorganisation, such as "Dorset (Pre LG)".
_ABOLISHED = " (Pre LG)"
_NEIGHBOURS = tuple(f"SN{n}" for n in range(1, 11))
# Excel counts days from this date.
_EXCEL_ZERO = date(1899, 12, 30)
_LIKELY_YEARS = range(1990, 2100)


class Measure(msgspec.Struct, frozen=True):
    """A measure. ``code`` is the short code in the figures, ``number`` the dictionary's code.

    ``unit`` is the name of the axis, such as "Rate per 10,000". ``quartiles`` is false if the
    dictionary says not to divide councils into quarters. ``updated`` is when the tool last updated
    it, and ``source`` is who owns the data.
    """

    code: str
    number: str
    short_name: str
    title: str
    topic: str
    polarity: Polarity
    unit: str
    year_type: str
    source: str
    quartiles: bool
    updated: date | None


class Value(msgspec.Struct, frozen=True, gc=False):
    """A figure. ``area`` is a council's code, a region's name or ``England``.

    ``value`` is ``None`` if no figure is published; then ``mark`` is what the source has instead
    (``c``, ``x``, ``:``, ``-``). ``sort`` is the last year of the period, for ordering.
    """

    measure: str
    area: str
    period: str
    sort: int
    value: float | None
    mark: str | None
    is_council: bool


class Published:
    """The contents of the files. ``unmatched`` are names that match no council; they are left out.

    ``neighbours`` lists each council's statistical neighbours, closest first; it is empty without
    that file. ``file`` and ``sha256`` say which file the figures are from.
    """

    def __init__(
        self,
        *,
        measures: Iterable[Measure],
        values: Iterable[Value],
        neighbours: Mapping[str, tuple[str, ...]],
        unmatched: Iterable[str],
        file: str,
        sha256: str,
    ) -> None:
        self.measures = tuple(measures)
        self.values = tuple(values)
        self.neighbours = dict(neighbours)
        self.unmatched = tuple(sorted(unmatched))
        self.file = file
        self.sha256 = sha256
        self._by_code = {measure.code: measure for measure in self.measures}
        self._series: dict[tuple[str, str], list[Value]] = {}
        self._periods: dict[str, dict[str, dict[str, Value]]] = {}
        for value in self.values:
            self._series.setdefault((value.measure, value.area), []).append(value)
            periods = self._periods.setdefault(value.measure, {})
            periods.setdefault(value.period, {})[value.area] = value

    def measure(self, code: str) -> Measure | None:
        """The measure with this code."""
        return self._by_code.get(code)

    def series(self, measure: str, area: str) -> tuple[Value, ...]:
        """An area's figures for a measure, oldest first."""
        found = self._series.get((measure, area), ())
        return tuple(sorted(found, key=lambda value: (value.sort, value.period)))

    def in_period(self, measure: str, period: str) -> Mapping[str, Value]:
        """All areas' figures for a measure in one period."""
        return self._periods.get(measure, {}).get(period, {})

    def periods(self, measure: str) -> tuple[str, ...]:
        """The periods of a measure, oldest first."""
        found = self._periods.get(measure, {})
        return tuple(sorted(found, key=lambda period: (sort_key(period) or 0, period)))

    def latest_period(self, measure: str) -> str | None:
        """The newest period in which any area has a figure."""
        return next(
            (
                period
                for period in reversed(self.periods(measure))
                if any(v.value is not None for v in self.in_period(measure, period).values())
            ),
            None,
        )


def read_measures(
    parquet: str | Path,
    *,
    dictionary: str | Path | None = None,
    neighbours: str | Path | None = None,
    codes: str | Path | None = None,
) -> Published:
    """Reads the figures. Unless given, the other files are looked for in the same folder.

    The dictionary is required. Without the workbooks, there are no neighbours and council numbers
    come from the figures. Raises :class:`NotMeasures`, which says what to do.
    """
    path = Path(parquet)
    raw = bytes_of(path)
    table = figures_in(path, raw)
    words = _dictionary(path, dictionary)
    measures = _measures(words)
    listed = Path(codes) if codes else _beside(path, "la_code_list*.xlsx")
    names = dict(zip(_column(table, "LA Number"), _column(table, "LA and Regions"), strict=True))
    numbered = names | (_numbers(listed) if listed else {})
    near = Path(neighbours) if neighbours else _beside(path, "sn_*.xlsx")
    values, unmatched = _values(table, {measure.code for measure in measures})
    if not values:
        raise NotMeasures(
            f"{path.name} has no figures for the children's social care measures in {words.name}: "
            "use both files from the same LAIT download"
        )
    return Published(
        measures=measures,
        values=values,
        neighbours=_neighbours(near, numbered) if near else {},
        unmatched=unmatched,
        file=path.name,
        sha256=hashlib.sha256(raw).hexdigest(),
    )


def sort_key(period: str) -> int | None:
    """The last year of a period: 2017 for "2016/17", 2016 for "2014-16", or ``None``."""
    found = _YEAR.match(period.strip())
    if not found:
        return None
    first = int(found[1])
    last = next((two for two in reversed(found.groups()[1:]) if two), None)
    if last is None:
        return first
    year = first - first % 100 + int(last)
    return year if year >= first else year + 100


def _dictionary(path: Path, given: str | Path | None) -> Path:
    found = Path(given) if given else _beside(path, "*dictionary*.csv")
    if found is None:
        raise NotMeasures(
            f"the data dictionary is missing: put lait_data_dictionary.csv beside {path.name}"
        )
    return found


def _beside(path: Path, pattern: str) -> Path | None:
    found = sorted(path.parent.glob(pattern))
    if len(found) > 1:
        names = " and ".join(file.name for file in found)
        raise NotMeasures(f"there are {len(found)} files {pattern} ({names}): say which to use")
    return found[0] if found else None


def _measures(path: Path) -> tuple[Measure, ...]:
    try:
        rows = list(csv.DictReader(StringIO(bytes_of(path).decode("utf-8-sig"), newline="")))
    except (UnicodeDecodeError, csv.Error):
        raise NotMeasures(f"{path.name} is not a UTF-8 CSV file: download it again") from None
    missing = [name for name in _DICTIONARY if not rows or name not in rows[0]]
    if missing:
        raise NotMeasures(
            f"{path.name} has no column “{missing[0]}”: use LAIT's lait_data_dictionary.csv"
        )
    found: dict[str, Measure] = {}
    for row in rows:
        if row["Topic"] in TOPICS and row["Measure_short"]:
            # A measure may be under two topics; the first of ours is used.
            found.setdefault(row["Measure_short"], _measure(row))
    return tuple(found.values())


def _measure(row: Mapping[str, str | None]) -> Measure:
    def cell(name: str) -> str:
        text = " ".join((row[name] or "").split())
        return "" if text == "NA" else text

    return Measure(
        code=row["Measure_short"] or "",
        number=cell("Measure_code"),
        short_name=cell("Measure"),
        title=cell("Chart_title"),
        topic=cell("Topic"),
        polarity=_POLARITY.get(cell("Polarity"), "neither"),
        unit=cell("y_axis_name"),
        year_type=cell("Year_Type"),
        source=cell("Data Owner (DO) /Supplier and Contact Details"),
        quartiles=cell("No_Quartile") != "N",
        updated=_excel_day(cell("Last Update")),
    )


def _excel_day(text: str) -> date | None:
    if not re.fullmatch(r"\d{5}", text):
        return None
    day = _EXCEL_ZERO + timedelta(days=int(text))
    return day if day.year in _LIKELY_YEARS else None


def _column(table: Any, name: str) -> list[Any]:
    return list(table[name].to_pylist())


def _values(table: Any, wanted: set[str]) -> tuple[list[Value], set[str]]:
    import pyarrow as pa
    import pyarrow.compute as pc

    chosen = table.filter(pc.is_in(table["Short Desc"], value_set=pa.array(sorted(wanted))))
    found: list[Value] = []
    unmatched: set[str] = set()
    columns = ("Short Desc", "Years", "LA and Regions", "Values")
    for code, period, name, text in zip(*(_column(chosen, c) for c in columns), strict=True):
        year = _cached_year(str(period))
        if year is None:  # "0" means that a measure has no period yet
            continue
        area = area_of(str(name))
        if area is None:
            unmatched.add(str(name))
            continue
        number, mark = _figure(str(text or "").strip())
        label = str(period).strip()
        found.append(Value(code, area[0], label, year, number, mark, area[1]))
    return found, unmatched


def _figure(text: str) -> tuple[float | None, str | None]:
    if _NUMBER.fullmatch(text):
        return float(text.replace(",", "")), None
    return None, text or None


_cached_year = cache(sort_key)


@cache
def area_of(name: str) -> tuple[str, bool] | None:
    """A council's code, or a region's name or ``England``, and whether it is a council.

    ``None`` if the name matches nothing. "(Pre LG)" marks a council that has since been abolished.
    """
    name = name.strip()
    plain = plain_name(name)
    if plain == "england":
        return ENGLAND, False
    regions = {plain_name(region): region for region in get_args(Region)}
    if plain in regions:
        return regions[plain], False
    if plain in {"london inner", "inner london", "london outer", "outer london"}:
        return f"{'Inner' if 'inner' in plain else 'Outer'} London", False
    if name.endswith(_ABOLISHED):
        plain = plain_name(name.removesuffix(_ABOLISHED))
        ended = (o for o in known_authorities() if o.ended and plain_name(o.name) == plain)
        gone = next(ended, None)
        return (gone.code, True) if gone else None
    council = match_authority(name)
    return (council.code, True) if council else None


def _under(path: Path, heads: tuple[str, ...]) -> list[list[Any]]:
    """The cells under these headings, wherever they are on the first sheet."""
    rows = sheet_in(path)
    for number, row in enumerate(rows):
        if all(head in row for head in heads):
            places = [row.index(head) for head in heads]
            return [[cells[place] for place in places] for cells in rows[number + 1 :]]
    raise NotMeasures(f"{path.name} has no column “{heads[-1]}”: download it from LAIT again")


def _numbers(path: Path) -> dict[float, str]:
    pairs = _under(path, ("LA Number", "LA Name"))
    return {float(n): str(name) for n, name in pairs if isinstance(n, int | float)}


def _neighbours(path: Path, names: Mapping[float, str]) -> dict[str, tuple[str, ...]]:
    codes: dict[float, str] = {}
    for number, name in names.items():
        area = area_of(name)
        if area and area[1]:
            codes[number] = area[0]
    found: dict[str, tuple[str, ...]] = {}
    for number, *near in _under(path, ("LA num", *_NEIGHBOURS)):
        own = codes.get(number)
        if own is not None:
            found[own] = tuple(codes[neighbour] for neighbour in near if neighbour in codes)
    return found
