"""Published measures: loaded fully or not at all, compared with others, by command and form."""

import csv
import json
import re
import time
from collections.abc import Callable
from datetime import date
from html import unescape
from importlib import import_module
from io import StringIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries
from typer.testing import CliRunner

from cusp.cli import app
from cusp.reports.authorities import known_authorities
from cusp.web.accounts.models import Event
from cusp.web.accounts.roles import Role
from cusp.web.record.archive import national_facts
from cusp.web.record.measures import council_measures, load, wording
from cusp.web.record.models import Authority, Measure, MeasureSeries, MeasuresFile, Neighbours
from tests.history.test_measures import (
    DICTIONARY_FILE,
    FIGURES,
    FIGURES_FILE,
    NEIGHBOURS_FILE,
    write_dictionary,
    write_figures,
    write_neighbours,
)

SOUTHEND = "/authorities/southend-on-sea/measures"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small LAIT download."""
    made = tmp_path / "lait"
    made.mkdir()
    write_figures(made / FIGURES_FILE, FIGURES)
    write_dictionary(made / DICTIONARY_FILE)
    write_neighbours(made / NEIGHBOURS_FILE)
    return made


@pytest.fixture
def loaded(folder: Path, db: None) -> load.Loaded:
    return load.load_files(folder / FIGURES_FILE, by=None)


def words_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_all_of_a_file_is_in_the_record(loaded: load.Loaded) -> None:
    # Three of the five measures are about children's social care; Atlantis is not a council.
    assert set(Measure.objects.values_list("code", flat=True)) == {"InTime", "Again", "Number"}
    assert (loaded.measures, loaded.unmatched) == (3, ("Atlantis",))
    southend = MeasureSeries.objects.get(measure__code="InTime", place="E06000033")
    assert [entry[:3] for entry in southend.values] == [
        ["2019", 70, None],
        ["2023", 82.5, None],
        ["2024", 80, None],
    ]
    assert Neighbours.objects.get(code="E06000033").codes == ["E08000035", "E06000034", "E10000012"]
    assert Event.objects.filter(action="measures loaded", about=FIGURES_FILE).count() == 1


def test_the_same_file_again_doubles_nothing(loaded: load.Loaded, folder: Path) -> None:
    def rows() -> list[int]:
        kept = (Measure, MeasureSeries, Neighbours, MeasuresFile)
        return [model._default_manager.count() for model in kept]

    before = rows()
    load.load_files(folder / FIGURES_FILE, by=None)
    assert rows() == before


def test_a_load_that_fails_half_way_leaves_what_was_there(
    loaded: load.Loaded, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise DatabaseError("database or disk is full")

    before = set(MeasureSeries.objects.values_list("id", flat=True))
    monkeypatch.setattr(type(Neighbours.objects), "bulk_create", full)
    with pytest.raises(load.CannotLoad, match="disk is full"):
        load.load_files(folder / FIGURES_FILE, by=None)
    monkeypatch.undo()
    assert set(MeasureSeries.objects.values_list("id", flat=True)) == before
    assert MeasuresFile.objects.count() == 1


def test_the_page_sets_a_council_beside_others(client: Client, loaded: load.Loaded) -> None:
    shown = words_of(client, f"{SOUTHEND}/")
    # 80 is second of 90, 80, 80, 60; "Again" rules out quarters, "Number" has no direction.
    assert (
        "Too few figures to say: 1 of 1 published figures is in the better half of councils"
    ) in shown
    assert (
        "80 Year ending 31 March 2024 75.5 78 80 Second-best quarter 2 of 4, best first"
    ) in shown
    assert (
        "Worse than a year before (82.5), better than 5 years before (70): higher is better"
    ) in shown
    assert "Better than a year before (22): lower is better" in shown
    assert f"From the file {FIGURES_FILE}" in shown
    assert "Open Government Licence" in shown


def test_a_count_is_shown_and_not_ranked(client: Client, loaded: load.Loaded) -> None:
    shown = words_of(client, f"{SOUTHEND}/")
    assert "1,234 Year ending 31 March 2024" in shown
    assert "A count, so councils are not ranked" in shown
    told = json.loads(client.get(f"{SOUTHEND}.json").content)["measures"]
    row = next(one for one in told if one["code"] == "Number")
    assert (row["code"], row["comparable"], row["rank"], row["quarter"]) == (
        "Number",
        False,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("sort", "order"), [("figure", ["80", "1,234"]), ("-figure", ["1,234", "80"])]
)
def test_a_heading_sorts_each_table(
    client: Client, loaded: load.Loaded, sort: str, order: list[str]
) -> None:
    Measure.objects.filter(code="Number").update(topic="Child Protection")
    page = client.get(f"{SOUTHEND}/?sort={sort}").content.decode()
    table = page[page.index('id="topic-0"') : page.index('id="topic-1"')]
    assert re.findall(r"<strong>([\d.,]+)</strong>", table) == order
    assert f'aria-sort="{"descending" if sort[0] == "-" else "ascending"}"' in table
    assert '#topic-0"' in table


def test_figures_are_dated_by_what_they_are_about(client: Client, loaded: load.Loaded) -> None:
    shown = words_of(client, f"{SOUTHEND}/")
    assert "Southend-on-Sea, published figures up to the year ending 31 March 2024" in shown
    assert "The figures are for the year ending 31 March 2024." in shown
    assert "as at the file" not in shown
    told = json.loads(client.get(f"{SOUTHEND}.json").content)
    assert told["periods"]["latest"] == "year ending 31 March 2024"
    assert told["measures"][0]["period_ends"] == "2024-03-31"


def test_the_figures_are_set_against_the_grade(client: Client, loaded: load.Loaded) -> None:
    shown = words_of(client, f"{SOUTHEND}/")
    assert "The overall grade is from the latest inspection, published 3 December 2024." in shown
    assert "Newest report held: published" in shown
    # Southend-on-Sea, December 2024: help and protection good.
    assert (
        "Child Protection : 1 of 1 in the better half; "
        "inspectors’ grade for help and protection: good"
    ) in shown
    # Middlesbrough's latest inspection gives no overall grade.
    standing = national_facts.standings(on=date(2026, 11, 30))["E06000002"]
    sheet = council_measures.sheet_of(Authority.objects.get(code="E06000033"))
    assert sheet is not None
    assert wording.answer("Middlesbrough", sheet, standing) == (
        "1 of 1 published figures is in the better half of councils; "
        "there is no overall grade to compare them with"
    )
    assert wording.about_the_grade(standing) == (
        "The latest inspection, from 8 June 2026, gave no overall grade."
    )


def test_the_data_has_the_keys_to_join_by(client: Client, loaded: load.Loaded) -> None:
    text = client.get(f"{SOUTHEND}.csv").content.decode("utf-8-sig")
    row = next(csv.DictReader(StringIO(text)))
    assert (row["authority_code"], row["ofsted_urn"], row["la_code"]) == (
        "E06000033",
        "80559",
        "882",
    )


def test_a_figure_that_is_missing_is_never_a_nought(client: Client, loaded: load.Loaded) -> None:
    shown = words_of(client, "/authorities/leeds/measures/")
    assert "5 Year ending 31 March 2023 2024: not published (“x”)" in shown
    told = json.loads(client.get("/authorities/leeds/measures.json").content)
    number = next(one for one in told["measures"] if one["code"] == "Number")
    assert [one[:3] for one in number["series"]] == [["2023", 5, None], ["2024", None, "x"]]


def test_without_a_file_the_page_says_what_to_do(client: Client, db: None) -> None:
    shown = words_of(client, f"{SOUTHEND}/")
    assert "No published measures have been loaded yet" in shown
    assert "cusp add-measures" in shown
    assert json.loads(client.get(f"{SOUTHEND}.json").content)["file"] is None
    assert client.get(f"{SOUTHEND}.csv").status_code == 200


def test_a_council_without_figures_says_so(client: Client, loaded: load.Loaded) -> None:
    shown = words_of(client, "/authorities/cornwall/measures/")
    assert "The published figures do not include Cornwall" in shown


def test_the_data_has_a_row_a_measure(client: Client, loaded: load.Loaded) -> None:
    text = client.get(f"{SOUTHEND}.csv").content.decode("utf-8-sig")
    rows = {row["code"]: row for row in csv.DictReader(StringIO(text))}
    assert set(rows) == {"InTime", "Again", "Number"}
    assert (rows["InTime"]["value"], rows["InTime"]["rank"], rows["InTime"]["of"]) == (
        "80.0",
        "2",
        "4",
    )
    assert rows["InTime"]["neighbours_median"] == "80.0"
    for form in ("xlsx", "parquet"):
        assert client.get(f"{SOUTHEND}.{form}").status_code == 200
    assert client.get(f"{SOUTHEND}.doc").status_code == 404


def upload(folder: Path, *names: str) -> dict[str, SimpleUploadedFile]:
    files = {
        "figures": FIGURES_FILE,
        "dictionary": DICTIONARY_FILE,
        "neighbours": NEIGHBOURS_FILE,
    }
    return {
        field: SimpleUploadedFile(files[field], (folder / files[field]).read_bytes())
        for field in names
    }


def test_an_officer_loads_files_by_form(
    signed_in: Callable[..., Client], folder: Path, client: Client, settings: LazySettings
) -> None:
    settings.HOME_AUTHORITY = "southend-on-sea"
    officer = signed_in(Role.OFFICER)
    sent = officer.post("/measures/add/", upload(folder, "figures", "dictionary", "neighbours"))
    assert (sent.status_code, sent["Location"]) == (302, f"{SOUTHEND}/")
    assert "Loaded 3 measures for 5 councils" in words_of(officer, f"{SOUTHEND}/")
    assert MeasuresFile.objects.get().by is not None
    settings.HOME_AUTHORITY = ""
    sent = officer.post("/measures/add/", upload(folder, "figures", "dictionary", "neighbours"))
    assert (sent.status_code, sent["Location"]) == (302, "/measures/add/")
    # Who loaded it is for the people responsible, not the public.
    assert "by Officer" not in words_of(client, f"{SOUTHEND}/")


def test_others_do_not(signed_in: Callable[..., Client], client: Client, folder: Path) -> None:
    assert signed_in(Role.MEMBER).get("/measures/add/").status_code == 403
    sent = client.post("/measures/add/", upload(folder, "figures", "dictionary"))
    assert sent.status_code == 302
    assert not MeasuresFile.objects.exists()


def test_what_is_wrong_with_an_upload_is_said(
    signed_in: Callable[..., Client], folder: Path
) -> None:
    officer = signed_in(Role.OFFICER)
    page = officer.post("/measures/add/", upload(folder, "figures"))
    assert page.status_code == 400
    assert "Choose the data dictionary" in page.content.decode()
    (folder / FIGURES_FILE).write_bytes(b"PAR1 and no more")
    page = officer.post("/measures/add/", upload(folder, "figures", "dictionary"))
    assert page.status_code == 400
    assert f"{FIGURES_FILE} is not a complete Parquet file" in unescape(page.content.decode())
    assert not MeasuresFile.objects.exists()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, db: None) -> Callable[..., tuple[int, str]]:
    """Runs ``cusp add-measures`` on the test database."""
    # Through its module, because the package has a function with the same name.
    monkeypatch.setattr(import_module("cusp.cli.add_measures"), "prepare", lambda: None)

    def running(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, ["add-measures", *arguments])
        return done.exit_code, " ".join(done.output.split())

    return running


def test_the_command_loads_a_file(run: Callable[..., tuple[int, str]], folder: Path) -> None:
    code, said = run(str(folder / FIGURES_FILE))
    assert code == 0
    assert "3 measures for 5 councils loaded" in said
    assert "“Atlantis” does not match any council" in said


@pytest.mark.parametrize("missing", [FIGURES_FILE, DICTIONARY_FILE])
def test_the_command_says_what_is_missing_in_a_sentence(
    run: Callable[..., tuple[int, str]], folder: Path, missing: str
) -> None:
    (folder / missing).unlink()
    code, said = run(str(folder / FIGURES_FILE))
    assert code == 1
    assert "Traceback" not in said
    assert not MeasuresFile.objects.exists()


def test_the_real_file(
    shared: Path, client: Client, db: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    path = shared / "published-data" / "lait" / FIGURES_FILE
    if not path.exists():
        pytest.skip(f"{path.name} is not in the shared data")
    began = time.monotonic()
    load.load_files(path, by=None)
    assert time.monotonic() - began < 60  # the bench measures seconds on an idle machine
    for slug in ("southend-on-sea", "isles-of-scilly", "city-of-london", "dorset-until-2019"):
        if slug not in {one.slug for one in known_authorities()}:
            continue
        with django_assert_max_num_queries(12):
            page = client.get(f"/authorities/{slug}/measures/")
        assert page.status_code == 200
    told = json.loads(client.get(f"{SOUTHEND}.json").content)
    judged = [one for one in told["measures"] if one["quarter"] and one["better"] != "neither"]
    better = [one for one in judged if one["rank"] <= (one["of"] + 1) // 2]
    assert f"{len(better)} of {len(judged)} published figures" in told["sentence"]
    assert [
        one for one in told["measures"] if one["unit"].startswith("Number") and one["rank"]
    ] == []
