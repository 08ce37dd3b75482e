"""Open data: every file as it is described, one catalogue, and rows that name their source."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from cusp.reports import Report
from cusp.web.public.open_data.datasets import COLUMNS, DATA_SETS, LICENCE, DataSet
from cusp.web.record.background_work import prepare_pages
from cusp.web.record.intake.add_report import Added
from cusp.web.record.models import Judgement, Passage

Specimens = dict[str, tuple[Path, Report]]


@pytest.fixture
def two_reports(specimens: Specimens, add_report: Callable[..., Added]) -> None:
    for day in ("2019-06-10", "2026-05-11"):
        add_report(*specimens[day])
    prepare_pages()


def table(client: Client, data_set: DataSet) -> list[dict[str, str]]:
    text = client.get(data_set.address("csv")).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.usefixtures("two_reports")
@pytest.mark.parametrize("data_set", DATA_SETS, ids=lambda data_set: data_set.name)
def test_each_file_has_the_columns_types_and_key_that_its_description_says(
    data_set: DataSet, client: Client
) -> None:
    answer = client.get(f"{data_set.address('csv')}-metadata.json")
    assert answer["Content-Type"] == "application/csvm+json"
    said = answer.json()
    columns = said["tableSchema"]["columns"]
    rows = table(client, data_set)

    assert said["url"] == data_set.address("csv").rpartition("/")[2]
    assert said["dc:license"] == {"@id": LICENCE}
    assert rows
    assert [column["titles"] for column in columns] == list(rows[0])
    for column in columns:
        kind = column["datatype"]
        for value in (row[column["titles"]] for row in rows if row[column["titles"]]):
            if kind == "integer":
                assert value.lstrip("'-").isdigit(), (column, value)
            elif kind == "date":
                assert date.fromisoformat(value).isoformat() == value, column
            elif isinstance(kind, dict):
                assert value in kind["format"].split("|"), (column, value)
    key = said["tableSchema"]["primaryKey"]
    keys = [tuple(row[name] for name in key) for row in rows]
    assert len(set(keys)) == len(keys)
    assert all(all(one) for one in keys)


@pytest.mark.usefixtures("two_reports")
def test_every_judgement_and_area_for_improvement_is_there_with_its_address(
    client: Client,
) -> None:
    by_name = {data_set.name: table(client, data_set) for data_set in DATA_SETS}
    judged = by_name["judgements"]
    assert len(judged) == Judgement.objects.count() + len(
        [row for row in judged if row["grade"] == "no overall grade given"]
    )
    newest = [r for r in judged if (r["authority"], r["inspection"]) == ("Wexcombe", "2026-05-11")]
    assert newest[0]["area"] == "overall"
    assert newest[0]["grade"] == "no overall grade given"
    items = by_name["areas-for-improvement"]
    assert len(items) == Passage.objects.filter(kind="item").count()
    assert client.get(items[0]["address"].removeprefix("http://testserver")).status_code == 200


@pytest.mark.usefixtures("two_reports")
def test_the_catalogue_lists_every_file_with_licence_and_date(
    client: Client, settings: LazySettings
) -> None:
    settings.HOME_AUTHORITY = "wexcombe"
    settings.CONTACT_EMAIL = "data@wexcombe.example"
    answer = client.get("/data/catalogue.jsonld")
    assert answer["Content-Type"] == "application/ld+json"
    found = json.loads(answer.content)
    assert found["@type"] == "dcat:Catalog"
    assert found["dct:publisher"]["foaf:name"] == "Wexcombe"
    assert found["dct:license"] == {"@id": LICENCE}
    assert found["dct:modified"]["@value"] == timezone.localdate().isoformat()
    assert len(found["dcat:dataset"]) == len(DATA_SETS)
    for data_set in found["dcat:dataset"]:
        assert data_set["dcat:contactPoint"]["vcard:hasEmail"] == {
            "@id": "mailto:data@wexcombe.example"
        }
        for file in data_set["dcat:distribution"]:
            address = file["dcat:downloadURL"]["@id"]
            assert file["dct:license"] == {"@id": LICENCE}
            assert client.get(address.removeprefix("http://testserver")).status_code == 200


@pytest.mark.django_db
def test_the_page_gives_the_licence_the_line_to_use_and_every_file(client: Client) -> None:
    page = client.get("/data/").content.decode()
    assert "You can use all the data on this site for free" in page
    assert (
        "Contains public sector information licensed under the Open Government Licence v3.0" in page
    )
    for data_set in DATA_SETS:
        for form in ("csv", "json", "csv-metadata.json"):
            assert f'href="{data_set.address(form)}"' in page
        assert all(name in COLUMNS for name in data_set.columns)


@pytest.mark.django_db
def test_there_is_no_description_of_a_table_that_does_not_exist(client: Client) -> None:
    assert client.get("/unknown.csv-metadata.json").status_code == 404
