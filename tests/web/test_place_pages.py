"""The place in the grade on pages: the scale, its wording, findings, and what is left out."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.test import Client

from cusp.findings.place import model as place_model
from cusp.findings.place import places_of
from cusp.reports import read_report
from cusp.web.common.charts import place_scale
from cusp.web.record.findings import place_wording, stored_findings
from cusp.web.record.intake.add_report import Added
from cusp.web.record.models import GradePlace, Inspection, Judgement
from tests.web.test_pages import text_of


@pytest.mark.parametrize(
    ("position", "words"),
    [
        (0.5, "inadequate, in its lower half"),
        (1.5, "inadequate, in its upper half, close to requires improvement"),
        (1.6, "requires improvement, in its lower half, close to inadequate"),
        (1.9, "requires improvement, in its lower half"),
        (2.1, "requires improvement, in its upper half"),
        (2.4, "requires improvement, in its upper half, close to good"),
        (4.5, "outstanding, in its upper half"),
    ],
)
def test_a_position_in_words(position: float, words: str) -> None:
    assert place_wording.reads(position) == words


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (1.6, 1.9, "within the lower half of requires improvement"),
        (1.7, 2.2, "from the lower to the upper half of requires improvement"),
        (2.2, 2.7, "from the upper half of requires improvement to the lower half of good"),
    ],
)
def test_a_range_in_words(low: float, high: float, words: str) -> None:
    assert place_wording.span(low, high) == words


def test_words_and_grade_that_differ_are_named() -> None:
    place = GradePlace(
        area="leaders",
        printed="good",
        position=2.3,
        low=2.1,
        high=2.6,
        reads_as="requires improvement",
    )
    assert "Ofsted graded this good" in place_wording.disagreement(place, "good")
    assert "reaches good, so the two may agree" in place_wording.disagreement(place, "good")
    assert "whole grade apart" not in place_wording.disagreement(place, "good")
    place.high = 2.4
    assert "does not reach good" in place_wording.disagreement(place, "good")
    assert place_wording.disagreement(place, "requires improvement") == ""
    assert place_wording.disagreement(place, "") == ""


@pytest.mark.parametrize(
    ("position", "reads_as", "apart"),
    [
        (2.01, "requires improvement", False),
        (2.0, "requires improvement", True),
        (1.2, "inadequate", True),
        (4.0, "outstanding", True),
    ],
)
def test_a_place_a_whole_grade_away_is_named_as_such(
    position: float, reads_as: str, apart: bool
) -> None:
    place = GradePlace(
        area="leaders", position=position, low=position, high=position, reads_as=reads_as
    )
    said = place_wording.disagreement(place, "good")
    assert "does not reach good" in said
    assert ("whole grade apart" in said) is apart


def test_the_grade_on_the_page_is_what_the_wording_is_compared_with() -> None:
    """A grade that was corrected after the report was read counts, not the one read then."""
    place = GradePlace(
        area="leaders", printed="good", position=3.0, low=2.8, high=3.2, reads_as="good"
    )
    (shown,) = place_wording.on_page([Judgement(area="leaders", grade="inadequate")], [place])
    assert "Ofsted graded this inadequate" in shown.disagrees
    assert "whole grade apart" in shown.disagrees
    (shown,) = place_wording.on_page([Judgement(area="leaders", grade="good")], [place])
    assert shown.disagrees == ""


def test_the_scale_says_in_words_what_it_draws() -> None:
    svg = place_scale(
        2.1, (1.8, 2.6), printed="good", title="A & B", about="From < to >.", name="place-x"
    )
    root = ElementTree.fromstring(svg)
    texts = " ".join(root.itertext())
    assert "A & B" in texts
    assert "From < to >." in texts
    assert "style" not in svg
    assert [n for n in ("inadequate", "good", "outstanding") if f"cusp-fill--{n}" not in svg] == []


def test_the_page_and_the_library_agree(client: Client, wexcombe: list[Inspection]) -> None:
    one = wexcombe[-2]
    assert one.document is not None
    words = text_of(client, f"{one.get_absolute_url()}place/")
    said = [p for p in places_of(read_report(one.document.path)).places if p.position is not None]
    assert said
    for place in said:
        assert place.range is not None
        assert place.position is not None
        figures = f"({place.position:.2f}; range {place.range[0]:.2f} to {place.range[1]:.2f})"
        assert figures in words
        assert f"The wording suggests {place_wording.reads(place.position)}." in words


def test_the_page_says_whose_reading_it_is_and_how_good(
    client: Client, wexcombe: list[Inspection]
) -> None:
    words = text_of(client, f"{wexcombe[-2].get_absolute_url()}place/")
    blind = json.loads((place_model.FOLDER / place_model.CARD).read_bytes())["blind_readings"]
    assert "The grade is Ofsted’s. The scale is Cusp’s" in words
    assert f"{blind['sections']:,} sections from reports on" in words
    assert "by a model that had not seen any report on that authority." in words
    assert f"kappa) was {blind['kappa']:.2f}" in words


def test_each_finding_that_pulls_leads_to_its_passage(
    client: Client, wexcombe: list[Inspection]
) -> None:
    one = wexcombe[-2]
    page = client.get(f"{one.get_absolute_url()}place/").content.decode()
    pulls = [pull for place in one.places.all() for pull in place.pulls]
    assert pulls
    assert all(pull["address"] for pull in pulls)
    for pull in pulls:
        assert f'href="{one.get_absolute_url()}{pull["address"]}/"' in page


def test_without_an_overall_grade_there_is_no_overall_place(
    client: Client, wexcombe: list[Inspection]
) -> None:
    one = next(i for i in wexcombe if not i.overall_given)
    page = client.get(f"{one.get_absolute_url()}place/").content.decode()
    assert 'id="place-overall"' not in page
    assert "No overall grade given" in client.get(one.get_absolute_url()).content.decode()
    assert not one.places.filter(area="overall").exists()


def test_an_old_framework_says_why_there_is_no_place(
    client: Client, wexcombe: list[Inspection]
) -> None:
    one = next(i for i in wexcombe if i.framework == "pre-SIF")
    words = text_of(client, f"{one.get_absolute_url()}place/")
    assert "Cusp cannot place these judgements within their grades" in words
    assert words.count("Inspections before the single framework") == 1
    assert "How accurate this is" not in words


def test_a_missing_model_is_said_and_the_rest_shown(
    client: Client, unread_wexcombe: list[Inspection], monkeypatch: pytest.MonkeyPatch
) -> None:
    wexcombe = unread_wexcombe
    monkeypatch.setattr(stored_findings, "models_in_use", lambda: "")
    here = wexcombe[-2].get_absolute_url()
    for page in (here, f"{here}findings/", f"{here}place/"):
        words = text_of(client, page)
        assert stored_findings.CANNOT_READ in words
        assert "Praised:" not in words
    assert "1 area for improvement" in text_of(client, wexcombe[-1].get_absolute_url())
    assert 'id="paragraph-1"' in client.get(f"{here}report/").content.decode()


def test_a_card_that_cannot_be_read_leaves_the_scores_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    place_wording.accuracy.cache_clear()
    monkeypatch.setattr(place_model, "FOLDER", tmp_path)
    assert place_wording.accuracy() is None
    place_wording.accuracy.cache_clear()


@pytest.mark.corpus
def test_each_section_of_southend_2019_stands_within_its_grade_with_reasons(
    corpus: Path, add_report: Callable[..., Added], client: Client
) -> None:
    one = add_report(corpus / "southend-on-sea" / "2019-08-27.pdf").inspection
    stored_findings.read_missing()
    page = client.get(f"{one.get_absolute_url()}place/").content.decode()
    places = list(one.places.all())
    assert len(places) == 4
    for place in places:
        assert place.position is not None
        assert 1.5 < place.position < 2.5
        assert {pull["weight"] > 0 for pull in place.pulls} == {True, False}
        assert f'id="place-{place.area.replace("_", "-")}"' in page
    assert len(re.findall("The wording suggests requires improvement", page)) == 4
