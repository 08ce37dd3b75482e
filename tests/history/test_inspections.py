"""What history takes from a report, and the facts of all reports as data."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import given

from cusp.history.facts import facts_as_at, from_csv, gather, known_inspections, main, to_csv
from cusp.history.inspections import Inspection, NotAnInspection, inspection_of
from cusp.reports import Report
from cusp.reports.authorities import known_authorities
from cusp.reports.record import (
    Authority,
    Cite,
    Improvement,
    Inspected,
    Judgement,
    Paragraph,
    Problem,
    Section,
    Source,
)
from tests.history.rows import ANY, SOUTHEND, inspected

AT = Cite(1, (0, 0, 1, 1))


def improvement(number: int, *, priority: bool = False) -> Improvement:
    return Improvement(number, "Something of ours.", priority, (AT,))


REPORT = Report(
    source=Source("a.pdf", "ab12", 1, 1),
    authority=Authority("Southend", "Southend-on-Sea", SOUTHEND),
    framework="ILACS",
    kind="standard",
    reinspection=False,
    inspected=Inspected("2019-07-15", "2019-07-26"),
    published=None,
    lead_inspector="A. Person",
    judgements=(
        Judgement("overall", "requires improvement", "Requires improvement", AT),
        Judgement("leaders", "good", "Good", AT),
    ),
    improvement_heading="What needs to improve",
    improvements=(improvement(1, priority=True), improvement(2), improvement(3)),
    sections=(
        Section("leaders", "Leaders", (Paragraph(1, "Ours.", (AT,)), Paragraph(2, "Ours.", (AT,)))),
        Section(None, "About", (Paragraph(None, "Ours.", (AT,)),)),
    ),
)


def but(**told: object) -> Report:
    return msgspec.structs.replace(REPORT, **told)


def test_facts_of_a_report_are_taken_and_its_words_are_not() -> None:
    one = inspection_of(REPORT)
    assert (one.authority, one.start, one.end) == (SOUTHEND, date(2019, 7, 15), date(2019, 7, 26))
    assert one.grades == {"overall": "requires improvement", "leaders": "good"}
    assert (one.improvements, one.priority, one.paragraphs) == (3, 1, 3)
    assert "Ours" not in repr(one)


@pytest.mark.parametrize(
    ("printed", "listed", "published", "origin"),
    [
        ("2019-08-27", None, date(2019, 8, 27), "report"),
        ("2019-08-27", date(2019, 9, 1), date(2019, 8, 27), "report"),
        (None, date(2019, 9, 1), date(2019, 9, 1), "ofsted"),
        (None, None, None, None),
    ],
)
def test_the_printed_date_of_publication_comes_before_the_listed_one(
    printed: str | None, listed: date | None, published: date | None, origin: str | None
) -> None:
    one = inspection_of(but(published=printed), listed=listed)
    assert (one.published, one.published_from) == (published, origin)
    assert one.counts_from == (published or date(2019, 7, 26))


@pytest.mark.parametrize(
    ("report", "listed", "says"),
    [
        (but(authority=None), None, "names no council"),
        (but(authority=Authority("Atlantis")), None, "“Atlantis” matches no council"),
        (but(inspected=None), None, "days on site could not be read"),
        (but(inspected=Inspected("2019-07-26", "2019-07-15")), None, "lies before the first"),
        (but(inspected=Inspected("2019-07-15", "26 July")), None, "“26 July”, which is no date"),
        (but(published="soon"), None, "“soon”, which is no date"),
        (REPORT, date(2019, 7, 1), "lies before the last day on site"),
    ],
)
def test_a_report_without_place_in_time_is_refused_in_one_sentence(
    report: Report, listed: date | None, says: str
) -> None:
    with pytest.raises(NotAnInspection, match=says) as refused:
        inspection_of(report, listed=listed)
    assert "\n" not in str(refused.value)


def test_areas_for_improvement_that_could_not_be_counted_are_not_called_none() -> None:
    unread = inspection_of(but(improvements=(), problems=(Problem("improvements", "Why."),)))
    assert not unread.improvements_read
    assert inspection_of(but(improvements=())).improvements_read


@given(ANY)
def test_what_is_written_is_read_back(inspections: list[Inspection]) -> None:
    order = sorted(inspections, key=lambda one: (one.authority, one.start, one.sha256))
    assert from_csv(to_csv(inspections)) == tuple(order)


def test_the_facts_hold_no_name_and_no_words() -> None:
    codes = {one.code for one in known_authorities()}
    for one in known_inspections():
        assert one.lead_inspector is None
        assert one.authority in codes
        assert len(one.sha256) == 64
        assert one.start <= one.end <= one.counts_from <= facts_as_at()


def test_no_inspection_is_there_twice() -> None:
    seen = Counter((one.authority, one.start, one.kind) for one in known_inspections())
    assert max(seen.values()) == 1


def test_southend_is_as_its_reports_say() -> None:
    own = [one for one in known_inspections() if one.authority == SOUTHEND]
    assert [one.published for one in own] == [
        date(2016, 7, 7),
        date(2019, 8, 27),
        date(2024, 12, 3),
    ]
    assert [one.improvements for one in own][:2] == [12, 4]
    assert [one.grades["overall"] for one in own][:2] == ["requires improvement"] * 2


def test_a_folder_without_reports_gives_no_facts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "page.pdf").write_text("<html>no report</html>")
    out = tmp_path / "facts.csv"
    assert main(["--corpus", str(tmp_path), "--out", str(out), "--jobs", "1"]) == 1
    assert "left out: page.pdf" in capsys.readouterr().err
    assert from_csv(out.read_text("utf-8")) == ()


def test_other_columns_are_refused() -> None:
    with pytest.raises(KeyError):
        from_csv("authority\nE06000033\n")
    text = to_csv([inspected("2019-07-15", "overall R")])
    with pytest.raises(msgspec.ValidationError):
        from_csv(text.replace("requires improvement", "fine"))


@pytest.mark.corpus
@pytest.mark.slow
def test_the_facts_are_what_the_reader_reads(corpus: Path) -> None:
    found, refused = gather(corpus, jobs=2)
    assert from_csv(to_csv(found)) == known_inspections()
    with (corpus / "manifest.csv").open(encoding="utf-8", newline="") as listing:
        assert len(found) + len(refused) == sum(1 for _ in csv.DictReader(listing))
