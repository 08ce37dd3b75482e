"""What reports say, as data: each sentence, place and topic, from pages and the API."""

import csv
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from cusp.findings import findings_of
from cusp.findings.place import places_of
from cusp.web.record.findings import stored_findings
from cusp.web.record.models import Inspection
from tests.web.passages import count_topics


@pytest.fixture
def one(wexcombe: list[Inspection]) -> Inspection:
    """An inspection with a report that has graded sections."""
    return wexcombe[-2]


def data(client: Client, one: Inspection, name: str) -> Any:
    response = client.get(f"{one.get_absolute_url()}{name}")
    assert response.status_code == 200
    return response.json()


def sheet(client: Client, one: Inspection, name: str) -> list[dict[str, str]]:
    content = client.get(f"{one.get_absolute_url()}{name}").content
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"))))


def say(one: Inspection, **polarities: str) -> None:
    """Make a report say just one thing about each of these topics."""
    assert stored_findings.read(one) is None
    one.sentences.all().delete()
    for topic, polarity in polarities.items():
        one.sentences.create(
            address="paragraph-1", area="leaders", sentence=1, text="Words.",
            polarity=polarity, sure=0.9, clear=True, topic=topic, topics=[[topic, 0.9]],
        )  # fmt: skip
    count_topics()


def test_the_sentences_are_those_of_the_library(client: Client, one: Inspection) -> None:
    assert one.document is not None
    read = findings_of(one.document.report)
    found = data(client, one, "findings.json")
    assert [(row["text"], row["polarity"]) for row in found["findings"]] == [
        (finding.text, finding.polarity) for finding in read
    ]
    table = sheet(client, one, "findings.csv")
    assert [row["topics"].split("; ")[0] for row in table] == [
        finding.topics[0].topic for finding in read
    ]


def test_each_sentence_leads_to_its_passage(client: Client, one: Inspection) -> None:
    row = data(client, one, "findings.json")["findings"][0]
    page = client.get(row["address"])
    assert page.status_code == 200
    assert row["text"].split()[0] in page.content.decode()


def test_the_places_are_those_of_the_library_and_say_what_they_are(
    client: Client, one: Inspection
) -> None:
    assert one.document is not None
    read = places_of(one.document.report).places
    found = data(client, one, "places.json")
    assert "not Ofsted’s" in found["about"]
    assert [(row["area"], row["position"]) for row in found["places"]] == [
        (place.area, place.position) for place in read
    ]
    table = sheet(client, one, "places.csv")
    assert table[-1]["authority"] == found["about"]
    assert [row["area"] for row in table[:-1]] == [place.area for place in read]


@pytest.mark.parametrize("name", ["findings", "places"])
def test_models_that_cannot_be_used_are_said_in_every_form(
    client: Client, one: Inspection, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    why = stored_findings.CANNOT_READ
    monkeypatch.setattr("cusp.web.record.findings.stored_findings.why_missing", lambda _: why)
    found = data(client, one, f"{name}.json")
    assert (found["cannot_say"], found[name]) == (why, [])
    assert [row["authority"] for row in sheet(client, one, f"{name}.csv")] == [why]
    address = f"/api/v1/authorities/{one.authority.slug}/inspections/{one.start}/{name}"
    assert client.get(address).json()["cannot_say"] == why


def test_an_inspection_without_its_report_says_so(client: Client, db: None) -> None:
    bare = Inspection.objects.filter(document=None).first()
    assert bare is not None
    found = data(client, bare, "findings.json")
    assert found == {
        "schema": "cusp.findings/1",
        "cannot_say": "The report itself is not in the record.",
        "findings": [],
    }


def test_the_api_picks_sentences_by_polarity_and_topic(client: Client, one: Inspection) -> None:
    address = f"/api/v1/authorities/{one.authority.slug}/inspections/{one.start}/findings"
    every = client.get(address, {"per_page": "200"}).json()["items"]
    weak = client.get(address, {"per_page": "200", "polarity": "weakness", "sure": "true"}).json()
    assert weak["items"] == [
        row for row in every if row["polarity"] == "weakness" and row["polarity_is_sure"]
    ]
    topic = next(row["topics"][0]["topic"] for row in every if row["topics"][0]["sure"] > 0.8)
    about = client.get(address, {"per_page": "200", "topic": topic}).json()["items"]
    assert about
    assert all(topic in {one["topic"] for one in row["topics"]} for row in about)
    assert client.get(address, {"topic": "dragons"}).status_code == 422


def test_an_authority_has_its_topics_over_time_and_a_comparison_those_that_turned(
    client: Client, wexcombe: list[Inspection]
) -> None:
    before, after = wexcombe[-3], wexcombe[-2]
    say(before, adoption="weakness", health="strength")
    say(after, adoption="strength", health="weakness")
    slug = before.authority.slug
    topics = client.get(f"/authorities/{slug}.json").json()["topics"]
    (adoption,) = [row for row in topics if row["topic"] == "adoption"]
    states = {told["inspection"]: told["state"] for told in adoption["inspections"]}
    assert states[before.start.isoformat()] == "criticised"
    assert states[after.start.isoformat()] == "praised"
    address = f"/authorities/{slug}/compare/{before.start}/{after.start}"
    turned = client.get(f"{address}.json").json()["topics_turned"]
    assert [row["topic"] for row in turned["better"]] == ["adoption"]
    assert [row["topic"] for row in turned["worse"]] == ["health"]
    assert client.get(f"/api/v1{address}").json()["topics_turned"] == turned
