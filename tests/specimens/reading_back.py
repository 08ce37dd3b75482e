"""Lay out a specimen, read it and compare the result with what it says."""

import tempfile
from pathlib import Path

from cusp.reports import Report, read_report
from cusp.reports.grades import grade_of
from cusp.specimens import Layout, Specimen, write_specimen
from cusp.specimens.content import Form

FORMS: tuple[Form, ...] = ("ILACS 2018", "ILACS 2023", "ILACS 2026", "SIF 2013", "SIF 2015")


def read(specimen: Specimen, layout: Layout) -> Report:
    with tempfile.TemporaryDirectory() as folder:
        return read_report(write_specimen(specimen, Path(folder) / "report.pdf", layout))


def assert_all_read(specimen: Specimen, report: Report) -> None:
    """Compare everything a specimen says with what was read."""
    # Both forms of the single framework are read by the same rules.
    assert report.framework_version == specimen.form.removesuffix(" 2015").replace(
        "SIF 2013", "SIF"
    )
    assert {j.area: j.grade for j in report.judgements} == {
        area: grade_of(grade) for area, grade in specimen.grades.items()
    }
    assert report.inspected is not None
    assert report.inspected.start == specimen.start.isoformat()
    assert report.inspected.end == specimen.end.isoformat()
    assert report.lead_inspector == " and ".join(specimen.leads)
    assert report.published == (specimen.published.isoformat() if specimen.published else None)
    assert report.authority is not None
    assert report.authority.printed == specimen.authority
    assert report.reinspection == specimen.reinspection
    assert_lists_read(specimen, report)
    numbered = [p.text for s in report.sections for p in s.paragraphs if p.number is not None]
    assert numbered == specimen.numbered
    assert report.last_paragraph == specimen.last_number
    assert [p.field for p in report.problems] == ["authority.name"]  # there is no such council


def assert_lists_read(specimen: Specimen, report: Report) -> None:
    """Areas for improvement, complete and in order, with the paragraphs they refer to."""
    for found, wanted in (
        (report.improvements, specimen.items),
        (report.lscb_improvements, specimen.lscb_items),
    ):
        assert [(i.text, i.priority, i.paragraphs) for i in found] == [
            (i.read, i.priority, i.refers_to) for i in wanted
        ]
