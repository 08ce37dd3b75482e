"""Each page's data at its own address: the same facts, safe in a spreadsheet."""

import csv
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pyarrow.parquet
import pytest
from django.test import Client

from cusp.history.carried_over import Link
from cusp.reports import from_json
from cusp.web.common import downloads
from cusp.web.record.comparison import carried_over
from cusp.web.record.models import Authority, Inspection

pytestmark = pytest.mark.database


def rows_of(client: Client, address: str) -> list[dict[str, str]]:
    response = client.get(address)
    assert response.status_code == 200
    assert response.content.startswith(b"\xef\xbb\xbf")  # so that Excel reads it as UTF-8
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))


def test_all_forms_of_the_authorities_hold_the_same(client: Client, db: None) -> None:
    table = rows_of(client, "/authorities.csv")
    assert len(table) == Authority.objects.count()
    data = client.get("/authorities.json").json()
    assert [one["slug"] for one in data["authorities"]] == [row["slug"] for row in table]
    book = openpyxl.load_workbook(BytesIO(client.get("/authorities.xlsx").content))
    assert book.active is not None
    assert book.active.max_row == len(table) + 1
    parquet = pyarrow.parquet.read_table(BytesIO(client.get("/authorities.parquet").content))
    assert parquet.column("slug").to_pylist() == [row["slug"] for row in table]


def test_the_latest_grades_are_those_of_the_latest_inspection(client: Client, db: None) -> None:
    found = {one["slug"]: one for one in client.get("/authorities.json").json()["authorities"]}
    held = Inspection.objects.filter(authority__slug="southend-on-sea").order_by("start")
    latest = held.last()
    assert latest is not None
    row = found["southend-on-sea"]
    assert (row["inspections"], row["latest_start"]) == (held.count(), latest.start.isoformat())
    assert {a: row[a] for a in latest.judgements.values_list("area", flat=True)} == dict(
        latest.judgements.values_list("area", "grade")
    )


def test_the_authorities_cost_few_queries(
    client: Client, db: None, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(7):
        client.get("/authorities.csv")


def test_an_inspection_as_data_is_the_record_with_the_address_of_each_part(
    client: Client, wexcombe: list[Inspection]
) -> None:
    last = wexcombe[-1]
    assert last.document is not None
    here = last.get_absolute_url().rstrip("/")
    answer = client.get(f"{here}.json")
    assert answer.json()["schema"] == "cusp.report/1"
    assert from_json(answer.content) == last.document.report
    addresses = [place["address"] for place in answer.json()["passages"]]
    table = rows_of(client, f"{here}.csv")
    assert [row["address"] for row in table] == addresses
    texts = [row["text"] for row in table if row["kind"] != "judgement"]
    assert texts == list(last.passages.values_list("text", flat=True))
    for address in addresses[:3]:
        assert client.get(address.removeprefix("http://testserver")).status_code == 200


def test_an_inspection_without_its_report_has_its_facts(client: Client, db: None) -> None:
    one = Inspection.objects.filter(document=None).select_related("authority")[0]
    here = one.get_absolute_url().rstrip("/")
    found = client.get(f"{here}.json").json()
    assert (found["schema"], found["passages"]) == ("cusp.inspection/1", [])
    assert found["inspection"]["start"] == one.start.isoformat()
    assert rows_of(client, f"{here}.csv") == []


def test_a_comparison_as_a_table_has_every_item(
    client: Client, wexcombe: list[Inspection], monkeypatch: pytest.MonkeyPatch
) -> None:
    # How items are linked is tested in tests/history.
    proposed = (Link(later=1, earlier=2, kind="same", score=0.99),)
    monkeypatch.setattr(
        "cusp.web.record.comparison.carried_over.propose_links", lambda *_: proposed
    )
    before, after = [one for one in wexcombe if one.improvements >= 2][:2]
    carried_over.propose(before, after)
    here = f"/authorities/{before.authority.slug}/compare/{before.start}/{after.start}"
    table = rows_of(client, f"{here}.csv")
    pairs = [(row["what"], row["earlier_number"], row["later_number"]) for row in table]
    assert pairs == [
        ("carried over", "2", "1"),
        *(("new", "", str(n)) for n in range(2, after.improvements + 1)),
        *(("no longer raised", str(n), "") for n in range(1, before.improvements + 1) if n != 2),
    ]
    assert table[0]["later_text"] == after.passages.get(kind="item", number=1).text
    turned = f"/authorities/{before.authority.slug}/compare/{after.start}/{before.start}.json"
    assert client.get(turned).json() == client.get(f"{here}.json").json()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_a_sheet_would_take_for_a_formula_is_disarmed(start: str) -> None:
    written = downloads.response([{"a": f"{start}1+1"}], form="csv", name="x").content
    assert f"'{start}1+1" in written.decode("utf-8-sig")


def test_an_empty_table_still_names_its_columns_and_a_note_stands_last() -> None:
    empty = downloads.response([], form="csv", name="x", columns=("a", "b")).content
    assert empty.decode("utf-8-sig").split() == ["a,b"]
    noted = downloads.response([{"a": 1, "b": 2}], form="csv", name="x", note="cut").content
    assert noted.decode("utf-8-sig").split() == ["a,b", "1,2", "cut,"]
    book = openpyxl.load_workbook(
        BytesIO(downloads.response([{"a": "=1+1"}], form="xlsx", name="x").content)
    )
    assert book.active is not None
    assert (book.active["A2"].value, book.active["A2"].data_type) == ("=1+1", "s")


def test_an_older_name_leads_to_the_present_one_in_the_same_form(client: Client, db: None) -> None:
    moved = client.get("/authorities/e06000033/inspections/2019-07-15.csv")
    address = "/authorities/southend-on-sea/inspections/2019-07-15.csv"
    assert (moved.status_code, moved["Location"]) == (301, address)


@pytest.mark.parametrize(
    "address",
    [
        "/authorities/nowhere.json",
        "/authorities/southend-on-sea/inspections/1999-01-01.json",
        "/authorities/southend-on-sea/inspections/2019-02-30.json",
        "/authorities/southend-on-sea.pdf",
        "/authorities/southend-on-sea/compare/2019-07-15/2019-07-15.json",
    ],
)
def test_what_is_not_there_is_not_found(client: Client, db: None, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("form", ["json", "csv", "xlsx", "parquet"])
def test_what_has_not_changed_is_not_sent_again(client: Client, db: None, form: str) -> None:
    first = client.get(f"/authorities.{form}")
    again = client.get(f"/authorities.{form}", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
