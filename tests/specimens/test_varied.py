"""Whatever real reports do is read back: bullets in paragraphs, marks in sentences, numbering."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cusp.reports import Report, read_report
from cusp.reports.grades import grade_of
from cusp.specimens import Layout, Specimen, write_specimen
from cusp.specimens.content import Form
from cusp.specimens.variants import VARIANTS
from tests.specimens.strategies import layouts, varied

FORMS: tuple[Form, ...] = ("ILACS 2018", "ILACS 2023", "ILACS 2026", "SIF 2013", "SIF 2015")


def read(specimen: Specimen, layout: Layout) -> Report:
    with tempfile.TemporaryDirectory() as folder:
        return read_report(write_specimen(specimen, Path(folder) / "report.pdf", layout))


def assert_all_read(specimen: Specimen, report: Report) -> None:
    """Holds all that a specimen says against what was read of it."""
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
    """Areas for improvement, whole and in order, with what they point to."""
    for found, wanted in (
        (report.improvements, specimen.items),
        (report.lscb_improvements, specimen.lscb_items),
    ):
        assert [(i.text, i.priority, i.paragraphs) for i in found] == [
            (i.read, i.priority, i.refers_to) for i in wanted
        ]


@pytest.mark.parametrize("name", VARIANTS)
def test_each_variant_is_read_back(name: str) -> None:
    specimen, layout = VARIANTS[name]
    assert_all_read(specimen, read(specimen, layout))


@pytest.mark.parametrize("form", FORMS)
@settings(
    max_examples=8,
    deadline=None,
    # No shrinking: laying out and reading takes a tenth of a second a try.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
def test_anything_that_real_reports_do_is_read_back(form: Form, data: st.DataObject) -> None:
    specimen = data.draw(varied(form))
    assert_all_read(specimen, read(specimen, data.draw(layouts)))
