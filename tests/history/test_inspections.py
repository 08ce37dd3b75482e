"""The facts taken from a report, and the facts from all reports as data."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import given

from cusp.history.country import country_on
from cusp.history.facts import (
    CannotJoin,
    facts_as_at,
    facts_in,
    from_csv,
    gather,
    known_inspections,
    main,
    to_csv,
    together,
)
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
from tests.history.rows import ANY, LEEDS, SOUTHEND, inspected

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


def but(**changes: object) -> Report:
    return msgspec.structs.replace(REPORT, **changes)


def test_facts_of_a_report_are_taken_and_its_words_are_not() -> None:
    found = inspection_of(REPORT)
    assert (found.authority, found.start, found.end) == (
        SOUTHEND,
        date(2019, 7, 15),
        date(2019, 7, 26),
    )
    assert found.grades == {"overall": "requires improvement", "leaders": "good"}
    assert (found.improvements, found.priority, found.paragraphs) == (3, 1, 3)
    assert "Ours" not in repr(found)


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
    found = inspection_of(but(published=printed), listed=listed)
    assert (found.published, found.published_from) == (published, origin)
    assert found.counts_from == (published or date(2019, 7, 26))


@pytest.mark.parametrize(
    ("report", "listed", "says"),
    [
        (but(authority=None), None, "council's name could not be read"),
        (
            but(authority=Authority("Atlantis")),
            None,
            "no known council matches",
        ),
        (but(inspected=None), None, "days on site could not be read"),
        (but(inspected=Inspected("2019-07-26", "2019-07-15")), None, "is before the first"),
        (but(inspected=Inspected("2019-07-15", "26 July")), None, "“26 July”, which is not a date"),
        (but(published="soon"), None, "“soon”, which is not a date"),
        (REPORT, date(2019, 7, 1), "is before the last day on site"),
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
    order = sorted(
        inspections,
        key=lambda inspection: (inspection.authority, inspection.start, inspection.sha256),
    )
    assert from_csv(to_csv(inspections)) == tuple(order)


def test_the_facts_hold_no_name_and_no_words() -> None:
    codes = {council.code for council in known_authorities()}
    for inspection in known_inspections():
        assert inspection.lead_inspector is None
        assert inspection.authority in codes
        assert len(inspection.sha256) == 64
        assert inspection.start <= inspection.end <= inspection.counts_from <= facts_as_at()


def test_no_inspection_is_there_twice() -> None:
    seen = Counter(
        (inspection.authority, inspection.start, inspection.kind)
        for inspection in known_inspections()
    )
    assert max(seen.values()) == 1


def test_southend_is_as_its_reports_say() -> None:
    own = [inspection for inspection in known_inspections() if inspection.authority == SOUTHEND]
    assert [inspection.published for inspection in own] == [
        date(2016, 7, 7),
        date(2019, 8, 27),
        date(2024, 12, 3),
    ]
    assert [inspection.improvements for inspection in own][:2] == [12, 4]
    assert [inspection.grades["overall"] for inspection in own][:2] == ["requires improvement"] * 2


def test_a_folder_without_reports_gives_no_facts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "page.pdf").write_text("<html>no report</html>")
    out = tmp_path / "facts.csv"
    assert main(["--corpus", str(tmp_path), "--out", str(out), "--jobs", "1"]) == 1
    assert "left out: page.pdf" in capsys.readouterr().err
    assert from_csv(out.read_text("utf-8")) == ()


SHORT = [
    inspected("2016-04-25", "overall R", published="2016-07-07"),
    inspected("2019-07-15", "overall R", published="2019-08-27"),
]
OTHER = inspected("2018-10-29", "overall O", authority=LEEDS, published="2018-12-20")


def write(path: Path, *inspections: Inspection) -> str:
    path.write_text(to_csv(inspections), encoding="utf-8", newline="")
    return str(path)


def test_lists_of_facts_are_joined_the_same_way_each_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ours = write(tmp_path / "ours.csv", *SHORT)
    others = write(tmp_path / "others.csv", OTHER)
    out, again = tmp_path / "facts.csv", tmp_path / "again.csv"
    assert main(["--facts", ours, "--facts", others, "--out", str(out)]) == 0
    assert "3 inspections of 2 councils written, 0 files left out" in capsys.readouterr().err
    assert from_csv(out.read_text("utf-8")) == (*SHORT, OTHER)
    assert main(["--facts", others, "--facts", ours, "--out", str(again)]) == 0
    assert again.read_bytes() == out.read_bytes()


@pytest.mark.parametrize(
    ("second", "says"),
    [
        # The same row twice.
        (
            SHORT[1],
            "the inspection of E06000033 that began on 2019-07-15 is in both a.csv and b.csv.",
        ),
        # Another version of the same inspection.
        (
            msgspec.structs.replace(SHORT[1], grades={"overall": "good"}),
            "the two differ: overall “requires improvement” and “good”.",
        ),
        # One report under two dates.
        (
            msgspec.structs.replace(SHORT[1], start=date(2019, 7, 16)),
            "the two differ: start “2019-07-15” and “2019-07-16”.",
        ),
    ],
)
def test_an_inspection_that_stands_twice_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], second: Inspection, says: str
) -> None:
    first = write(tmp_path / "a.csv", *SHORT)
    out = tmp_path / "facts.csv"
    out.write_text("as it was")
    arguments = ["--facts", first, "--facts", write(tmp_path / "b.csv", second), "--out", str(out)]
    assert main(arguments) == 1
    message = capsys.readouterr().err
    assert message.startswith("nothing written: ")
    assert says in message
    assert message.count("\n") == 1
    assert out.read_text() == "as it was"


@pytest.mark.parametrize(
    ("inspection", "says"),
    [
        (msgspec.structs.replace(OTHER, authority="E99999999"), "E99999999 is not the code of any"),
        (msgspec.structs.replace(OTHER, published=date(2018, 10, 30)), "are not in order"),
        (msgspec.structs.replace(OTHER, end=date(2018, 10, 28)), "are not in order"),
    ],
)
def test_facts_that_cannot_be_are_refused(
    tmp_path: Path, inspection: Inspection, says: str
) -> None:
    write(tmp_path / "a.csv", inspection)
    with pytest.raises(CannotJoin, match=says):
        facts_in(tmp_path / "a.csv")


@pytest.mark.parametrize("text", ["authority\nE06000033\n", "\ufeff", "", "a,b\n1,2\n"])
def test_a_file_in_another_form_is_refused_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    (tmp_path / "a.csv").write_text(text, "utf-8")
    out = tmp_path / "facts.csv"
    assert main(["--facts", str(tmp_path / "a.csv"), "--out", str(out)]) == 1
    assert capsys.readouterr().err.startswith("nothing written: a.csv has no column")
    assert main(["--facts", str(tmp_path / "none.csv"), "--out", str(out)]) == 1
    assert "none.csv cannot be opened" in capsys.readouterr().err


def test_the_facts_are_of_the_whole_country() -> None:
    found = country_on(known_inspections(), date(2026, 8, 22))
    assert found.total == 153
    assert found.counts == {
        "outstanding": 46,
        "good": 61,
        "requires improvement": 24,
        "adequate": 0,
        "inadequate": 11,
        "no overall grade given": 11,
    }
    assert (found.known, found.not_given, found.not_known) == (142, 11, 0)


def test_the_day_of_publication_is_known_of_every_inspection() -> None:
    assert [inspection for inspection in known_inspections() if inspection.published is None] == []
    assert {inspection.published_from for inspection in known_inspections()} == {"report", "ofsted"}


def test_other_columns_are_refused() -> None:
    with pytest.raises(KeyError):
        from_csv("authority\nE06000033\n")
    text = to_csv([inspected("2019-07-15", "overall R")])
    with pytest.raises(msgspec.ValidationError):
        from_csv(text.replace("requires improvement", "fine"))


@pytest.mark.corpus
@pytest.mark.slow
def test_the_facts_are_what_the_reader_reads(corpus: Path, shared: Path) -> None:
    found, refused = gather(corpus, jobs=2)
    others = shared / "facts" / "other-councils.csv"
    if not others.is_file():
        pytest.skip(f"{others.name} is not in the shared data")
    joined = together([("corpus", found), (others.name, facts_in(others))])
    assert from_csv(to_csv(joined)) == known_inspections()
    with (corpus / "manifest.csv").open(encoding="utf-8", newline="") as listing:
        assert len(found) + len(refused) == sum(1 for _ in csv.DictReader(listing))
