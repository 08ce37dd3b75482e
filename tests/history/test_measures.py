"""Published measures, from small files written here and from the real file if there is one."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cusp.history.measures import (
    NotMeasures,
    Published,
    UnknownMeasure,
    place,
    read_measures,
    updated_to,
)
from cusp.history.measures.lait_download import area_of, sort_key
from cusp.history.sequence import UnknownAuthority
from tests.history.rows import LEEDS, SOUTHEND

FIGURES_FILE = "bds_long_0.parquet"
DICTIONARY_FILE = "lait_data_dictionary.csv"
NEIGHBOURS_FILE = "sn_may_2025.xlsx"
NUMBERS = {
    "Southend-on-Sea": 882.0,
    "Essex": 881.0,
    "Leeds": 383.0,
    "Thurrock": 883.0,
    "England": 970.0,
    "East of England": 985.0,
    "London (Inner)": 987.0,
    "Dorset (Pre LG)": 835.0,
    "Atlantis": 999.0,
}
ESSEX, THURROCK = "E10000012", "E06000034"
# Each area's value, by measure and period.
FIGURES: dict[tuple[str, str], dict[str, str]] = {
    ("InTime", "2019"): {"Southend-on-Sea": "70", "Leeds": "80"},
    ("InTime", "2023"): {"Southend-on-Sea": "82.5", "Leeds": "c", "Essex": "90", "Thurrock": "60"},
    ("InTime", "2024"): {
        "Southend-on-Sea": "80",
        "Leeds": "80",
        "Essex": "90",
        "Thurrock": "60",
        "England": "75.5",
        "East of England": "78",
        "London (Inner)": "70",
        "Dorset (Pre LG)": "-",
        "Atlantis": "100",
    },
    ("Again", "2023/24"): {"Southend-on-Sea": "20", "Leeds": "25", "Essex": "15.5"},
    ("Again", "2022/23"): {"Southend-on-Sea": "22", "Leeds": "25", "Essex": ":"},
    ("Number", "2024"): {"Southend-on-Sea": "1,234", "Leeds": "x", "Essex": "900"},
    ("Number", "2023"): {"Southend-on-Sea": "1234", "Leeds": "5", "Essex": "0"},
    ("Reading", "2024"): {"Southend-on-Sea": "61"},
    ("Again", "0"): {"Southend-on-Sea": "-"},
}
MEASURES = [
    # code, topic, direction, no quarters
    ("InTime", "Child Protection", "High", "NA"),
    ("Again", "Children in Need", "Low", "N"),
    ("Again", "All Pupil Absence & Exclusions", "Low", "NA"),
    ("Number", "Children Looked After", "-", "NA"),
    ("Reading", "Key Stage 2", "High", "NA"),
]


def write_figures(path: Path, figures: dict[tuple[str, str], dict[str, str]]) -> None:
    rows = [
        {
            "Short Desc": code,
            "Data item": None,
            "Years": period,
            "LA and Regions": area,
            "Values": text,
            "LA Number": NUMBERS[area],
            "Region": "NA",
        }
        for (code, period), areas in figures.items()
        for area, text in areas.items()
    ]
    pq.write_table(pa.Table.from_pylist(rows), path)


def write_dictionary(path: Path) -> None:
    head = [
        "Measure_code",
        "Topic",
        "Measure",
        "Chart_title",
        "Measure_short",
        "Polarity",
        "y_axis_name",
        "Last Update",
        "Data Owner (DO) /Supplier and Contact Details",
        "Year_Type",
        "No_Quartile",
    ]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        for n, (code, topic, polarity, no_quarters) in enumerate(MEASURES):
            name, updated = f"{code} in short", str(45931 + n)
            unit = "Number of children" if code == "Number" else "%"
            about = [n, topic, name, f"{code}\nin full", code, polarity, unit, updated, "DfE"]
            writer.writerow([*about, "Financial Year", no_quarters])


def write_neighbours(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    pairs = [part for n in range(1, 11) for part in (f"SN{n}", "SNP")]
    sheet.append(["A", "B"])
    sheet.append(["LA num", "LA Name", *pairs])
    near = [383.0, 883.0, 881.0, *[400.0] * 7]
    sheet.append([882.0, "Southend", *[cell for n in near for cell in (n, "Close")]])
    book.save(path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_figures(tmp_path / FIGURES_FILE, FIGURES)
    write_dictionary(tmp_path / DICTIONARY_FILE)
    write_neighbours(tmp_path / NEIGHBOURS_FILE)
    return tmp_path


@pytest.fixture
def published(folder: Path) -> Published:
    return read_measures(folder / FIGURES_FILE)


def test_the_measures_are_those_of_childrens_social_care(published: Published) -> None:
    assert [
        (measure.code, measure.title, measure.topic, measure.polarity, measure.quartiles)
        for measure in published.measures
    ] == [
        ("InTime", "InTime in full", "Child Protection", "high is better", True),
        ("Again", "Again in full", "Children in Need", "low is better", False),
        ("Number", "Number in full", "Children Looked After", "neither", True),
    ]
    assert published.series("Reading", SOUTHEND) == ()
    # 45931 days after 30 December 1899 is 1 October 2025; our last date is 3 days later.
    assert updated_to(published) == date(2025, 10, 4)


def test_figures_keep_their_marks(published: Published) -> None:
    at = {code: published.in_period(*code) for code in [("InTime", "2023"), ("Number", "2024")]}
    assert (at["InTime", "2023"][LEEDS].value, at["InTime", "2023"][LEEDS].mark) == (None, "c")
    assert (at["Number", "2024"][LEEDS].value, at["Number", "2024"][LEEDS].mark) == (None, "x")
    assert (at["Number", "2024"][SOUTHEND].value, at["Number", "2024"][SOUTHEND].mark) == (
        1234,
        None,
    )
    assert published.in_period("Number", "2023")[ESSEX].value == 0


def test_names_that_match_no_council_are_named_not_guessed(published: Published) -> None:
    assert published.unmatched == ("Atlantis",)
    assert published.in_period("InTime", "2024")["E10000009"].mark == "-"  # Dorset until 2019


def test_a_council_has_its_place(published: Published) -> None:
    found = place(published, measure="InTime", authority=SOUTHEND, period="2024")
    assert (found.england, found.region, found.region_name) == (75.5, 78, "East of England")
    # Of ten listed: Leeds 80, Thurrock 60, Essex 90. Those without a number here are not known.
    assert (found.neighbours, found.neighbours_known, found.neighbours_listed) == (80, 3, 3)
    # 90, 80, 80, 60: two of the four share second place.
    assert (found.rank, found.of, found.ranked_by) == (2, 4, "best first")
    assert found.quartile == 2
    assert found.year_before is not None
    assert (found.year_before.change, found.year_before.words) == (-2.5, "worse")
    assert found.five_years_before is not None
    assert (found.five_years_before.then, found.five_years_before.words) == (70, "better")
    assert [value.period for value in found.series] == ["2019", "2023", "2024"]
    assert found.rows()[0] == {"period": "2019", "value": 70.0, "mark": None}


def test_low_is_better_turns_rank_and_words(published: Published) -> None:
    found = place(published, measure="Again", authority=SOUTHEND)
    assert found.period == "2023/24"
    assert (found.rank, found.of) == (2, 3)
    assert found.quartile is None  # the dictionary rules them out
    assert found.year_before is not None
    assert (found.year_before.change, found.year_before.words) == (-2, "better")
    assert found.five_years_before is None
    leeds = place(published, measure="Again", authority=LEEDS)
    assert leeds.year_before is not None
    assert leeds.year_before.words == "the same"
    assert (leeds.neighbours, leeds.neighbours_listed) == (None, 0)


def test_where_no_direction_is_better_none_is_said(published: Published) -> None:
    found = place(published, measure="Number", authority=ESSEX)
    assert found.ranked_by == "highest first"
    assert found.year_before is not None
    assert found.year_before.words == "higher; no direction is better"


def test_councils_are_not_put_in_order_by_their_size(published: Published) -> None:
    found = place(published, measure="Number", authority=ESSEX)
    assert found.value is not None
    assert found.value.value == 900
    assert (found.comparable, found.rank, found.quartile) == (False, None, None)


def test_a_figure_is_dated_by_what_it_is_about(published: Published) -> None:
    found = place(published, measure="InTime", authority=SOUTHEND)
    assert found.period_said == "year ending 31 March 2024"
    assert found.period_ends == date(2024, 3, 31)


def test_a_council_without_a_figure_has_no_rank(published: Published) -> None:
    found = place(published, measure="InTime", authority=LEEDS, period="2023")
    assert (found.rank, found.quartile, found.of, found.year_before) == (None, None, 3, None)
    assert found.value is not None
    assert found.value.mark == "c"
    # Without a period, the latest one that the council has a figure for is used.
    assert place(published, measure="Number", authority=LEEDS).period == "2023"


def test_what_is_not_there_is_said(published: Published) -> None:
    with pytest.raises(UnknownMeasure, match="no measure with the code Nothing"):
        place(published, measure="Nothing", authority=SOUTHEND)
    with pytest.raises(UnknownMeasure, match="no period 1999"):
        place(published, measure="InTime", authority=SOUTHEND, period="1999")
    with pytest.raises(UnknownAuthority):
        place(published, measure="InTime", authority="E99")


def test_the_workbooks_may_be_missing_the_dictionary_may_not(folder: Path) -> None:
    (folder / NEIGHBOURS_FILE).unlink()
    assert read_measures(folder / FIGURES_FILE).neighbours == {}
    (folder / DICTIONARY_FILE).unlink()
    with pytest.raises(NotMeasures, match="the data dictionary is missing"):
        read_measures(folder / FIGURES_FILE)


def test_numbers_may_come_from_the_list_of_codes(folder: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["LA Number", "LA Name", "Region", "Type"])
    sheet.append([400.0, "York", "Yorkshire and The Humber", "UA"])
    book.save(folder / "la_code_list.xlsx")
    near = read_measures(folder / FIGURES_FILE).neighbours[SOUTHEND]
    assert near == (LEEDS, THURROCK, ESSEX, *["E06000014"] * 7)


def half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def into_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def broken_inside(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:4] + b"\0" * 200 + whole[204:])


SPOILED: dict[str, tuple[str, Callable[[Path], object], str]] = {
    # how: which file, what is done to it, what the message is
    "half": (FIGURES_FILE, half, "not a complete Parquet file: download"),
    "empty": (FIGURES_FILE, lambda path: path.write_bytes(b""), "is empty: download"),
    "text": (FIGURES_FILE, lambda path: path.write_text("Short Desc\n"), "not a complete Parquet"),
    "gone": (FIGURES_FILE, Path.unlink, "cannot be opened"),
    "folder": (FIGURES_FILE, into_a_folder, "cannot be opened"),
    "columns": (
        FIGURES_FILE,
        lambda path: pq.write_table(pa.table({"Short Desc": ["a"]}), path),
        "has no column “Years”: use LAIT",
    ),
    "no rows": (
        FIGURES_FILE,
        lambda path: pq.write_table(pq.read_table(path).slice(0, 0), path),
        "has no rows: download",
    ),
    "other measures": (
        FIGURES_FILE,
        lambda path: write_figures(path, {("Reading", "2024"): {"Leeds": "1"}}),
        "use both files from the same LAIT download",
    ),
    "broken inside": (FIGURES_FILE, broken_inside, "not a complete Parquet file: download"),
    "another table": (
        DICTIONARY_FILE,
        lambda path: path.write_text("a,b\n1,2\n"),
        "has no column “Measure_code”: use",
    ),
    "a picture": (
        DICTIONARY_FILE,
        lambda path: path.write_bytes(b"\x89PNG\r\n\xff\xfe"),
        "is not a UTF-8 CSV file",
    ),
    "two dictionaries": (
        DICTIONARY_FILE,
        lambda path: write_dictionary(path.with_name("old_dictionary.csv")),
        "there are 2 files",
    ),
    "broken workbook": (
        NEIGHBOURS_FILE,
        lambda path: path.write_bytes(b"PK\x03\x04 no more"),
        "is not a workbook that can be opened",
    ),
    "empty workbook": (
        NEIGHBOURS_FILE,
        lambda path: openpyxl.Workbook().save(path),
        "has no column “SN10”",
    ),
}


@pytest.mark.parametrize("how", SPOILED)
def test_wrong_files_are_refused_in_one_sentence(folder: Path, how: str) -> None:
    name, spoil, says = SPOILED[how]
    spoil(folder / name)
    with pytest.raises(NotMeasures, match=says) as refused:
        read_measures(folder / FIGURES_FILE)
    assert "\n" not in str(refused.value)
    assert str(folder) not in str(refused.value)


@given(st.binary(max_size=400), st.booleans())
def test_no_bytes_do_worse_than_be_refused(
    tmp_path_factory: pytest.TempPathFactory, junk: bytes, framed: bool
) -> None:
    path = tmp_path_factory.mktemp("junk") / FIGURES_FILE
    path.write_bytes(b"PAR1" + junk + b"PAR1" if framed else junk)
    with pytest.raises(NotMeasures):
        read_measures(path)


@pytest.mark.parametrize(
    ("period", "year"),
    [
        ("2024", 2024),
        ("2016/17", 2017),
        ("2014-16", 2016),
        ("2016/17-18/19", 2019),
        ("2016-17 (OT)", 2017),
        ("2025 (prov)", 2025),
        ("1999-00", 2000),
        ("0", None),
        ("", None),
    ],
)
def test_periods_sort_by_their_last_year(period: str, year: int | None) -> None:
    assert sort_key(period) == year


@pytest.mark.parametrize(
    ("name", "area"),
    [
        ("England", ("England", False)),
        ("Yorkshire and The Humber", ("Yorkshire and the Humber", False)),
        ("London", ("London", False)),
        ("London (Inner)", ("Inner London", False)),
        ("Bedford Borough", ("E06000055", True)),
        ("Kingston Upon Hull, City of", ("E06000010", True)),
        ("Dorset", ("E06000059", True)),
        ("Dorset (Pre LG)", ("E10000009", True)),
        ("Atlantis (Pre LG)", None),
    ],
)
def test_names_of_areas_are_matched(name: str, area: tuple[str, bool] | None) -> None:
    assert area_of(name) == area


@pytest.mark.corpus
def test_the_real_file_is_read_whole_and_soon(shared: Path) -> None:
    path = shared / "published-data" / "lait" / FIGURES_FILE
    if not path.is_file():
        pytest.skip("the download of LAIT is not there: put it in ../shared/published-data/lait")
    began = time.process_time()
    published = read_measures(path)
    assert time.process_time() - began < 3
    assert published.unmatched == ()
    assert len(published.measures) == 156  # in the five topics, as the notes on its sources say
    councils = {value.area for value in published.values if value.is_council}
    assert len(councils) == 158  # 170 areas minus England, nine regions and two halves of London
    assert {len(near) for near in published.neighbours.values()} == {10}
    found = place(published, measure="CP_conf_15days", authority=SOUTHEND)
    assert found.neighbours_known <= found.neighbours_listed == 10
    assert found.rank is not None
    assert 1 <= found.rank <= found.of <= 153
