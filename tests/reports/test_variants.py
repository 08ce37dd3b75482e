"""Real reports, each changed in one way: they are read correctly, or the problem is reported.

``python -m bench variants`` does this in many more ways to many reports. What counts as reporting a
problem is listed beside each kind in ``bench/variants``. Expectations here are based on what was
changed, not on what was read.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import msgspec
import pytest
from bench.variants.choosing import STRATA, Original, originals, read
from bench.variants.command import beside, cases_of
from bench.variants.facts import facts_of
from bench.variants.irregular import laid_out_here, on_real_reports, regular
from bench.variants.judging import Demand, Verdict, Wanted, judge, problems_of
from bench.variants.kinds import Beside, Variant, variants

from cusp import Report
from cusp.reports.record import Problem

RIGHT, NAMED = {"right"}, {"named"}
EITHER = RIGHT | NAMED

# Changes to a report in the 2023 form, and what must be read.
REAL = {
    ("control", "pages copied into a new file"): RIGHT,
    ("control", "contents rewritten"): RIGHT,
    ("cut", "first three pages only"): NAMED,
    ("cut", "last two pages missing"): NAMED,
    ("cut", "middle page missing"): NAMED,
    ("cut", "two separate pages missing"): NAMED,
    ("cut", "first page missing"): NAMED,
    ("doubled", "middle page twice"): NAMED,
    ("doubled", "a page again at the end"): NAMED,
    ("doubled", "the whole report twice"): NAMED,
    ("doubled", "two pages swapped"): NAMED,
    ("merged", "another report on the council after it"): NAMED,
    ("merged", "a report on another council after it"): NAMED,
    ("merged", "a paper after it"): NAMED,
    ("merged", "a cover before it"): EITHER,
    ("turned", "a page by 90°"): EITHER,
    ("turned", "a page by 180°"): EITHER,
    ("turned", "a page’s content by 90°"): EITHER,
    ("turned", "all pages by 270°"): EITHER,
    ("turned", "all pages by 90° and back"): RIGHT,
    ("shrunk", "all pages to 70%"): EITHER,
    ("shrunk", "a page to 70%"): EITHER,
    ("shrunk", "every other page to 90%"): EITHER,
    ("shrunk", "A5 pages"): EITHER,
    ("shrunk", "two pages to a sheet"): EITHER,
    ("stamped", "“APPENDIX 1” top right, 14 points, first page"): RIGHT,
    ("stamped", "“OFFICIAL” top centre, 10 points, all pages"): RIGHT,
    ("stamped", "“OFFICIAL” bottom centre, 18 points, first page"): RIGHT,
    ("stamped", "“Agenda Item 7” top right, 24 points, all pages"): RIGHT,
    ("stamped", "“Page 23” bottom centre, 10 points, all pages"): RIGHT,
    ("stamped", "“DRAFT” across, all pages"): EITHER,
    ("mock", "“Mock inspection of”"): NAMED,
    ("mock", "“Peer review of”"): NAMED,
    ("mock", "“Practice inspection of”"): NAMED,
    ("mock", "“Response to the inspection of”"): NAMED,
    ("mock", "“Mock inspection” above the title"): NAMED,
    ("mock", "“This is not an Ofsted report” below"): NAMED,
    ("scanned", "one size, nothing bold"): EITHER,
    ("scanned", "sizes off by 5%, line by line"): EITHER,
    ("scanned", "sizes off by 15%, word by word"): EITHER,
    ("damaged", "content: one byte, 1"): EITHER,
    ("damaged", "content: 64 bytes zeroed, 1"): EITHER,
    ("damaged", "letters: one byte, 1"): EITHER,
    ("damaged", "first 95.0% with an end marker"): EITHER,
    ("damaged", "200 bytes lost in the middle"): EITHER,
    ("gaps", "numbers jump by 8 in the middle"): NAMED,
    ("gaps", "a number is printed twice"): NAMED,
    ("gaps", "numbers vanish in the middle"): NAMED,
    ("gaps", "a number with a stray mark"): EITHER,
}
# The same for a report laid out here.
LAID_OUT = {
    ("control", "regular"): RIGHT,
    ("gaps", "4, 12, 13 and on"): NAMED,
    ("gaps", "4, 7, 8 and on"): NAMED,
    ("gaps", "6, 6, 7 over two sections"): NAMED,
    ("gaps", "9, 9, 11"): NAMED,
    ("gaps", "9, 4, 5 and on"): NAMED,
    ("gaps", "none from 10 on"): NAMED,
    ("gaps", "none at all"): NAMED,
    ("gaps", "“9. .”"): EITHER,
    ("headings", "in_care: as usual, in body size"): RIGHT,
    ("headings", "in_care: no “progress”, large"): RIGHT,
    ("headings", "in_care: no “progress”, in body size"): RIGHT,
    ("headings", "care_leavers: “children care leavers”, large"): RIGHT,
    ("headings", "care_leavers: “children care leavers”, in body size"): RIGHT,
    ("headings", "leaders: “practice” alone, large"): EITHER,
    ("headings", "in_care: as usual, in body size, not bold"): EITHER,
    ("disagree", "table and heading, in_care"): NAMED,
    ("sections", "none for in_care"): NAMED,
    ("sections", "nothing under the heading of leaders"): NAMED,
    ("sections", "no heading over in_care"): NAMED,
    ("lists", "numbered 1 to 4, paragraphs continue from there"): RIGHT,
    ("lists", "numbered 27 to 52"): EITHER,
    ("lists", "numbered 27 to 52, paragraphs continue from there"): EITHER,
    ("lists", "bullets close together"): RIGHT,
    ("lists", "drawn bullets close together"): RIGHT,
    ("lists", "nested bullets"): RIGHT,
    ("lists", "nested bullets under numbers"): EITHER,
    ("lead", "Lead inspector on site:"): RIGHT,
    ("lead", "text in the body that begins with the label"): RIGHT,
}


@pytest.fixture(scope="session")
def whole() -> Original:
    """The report laid out here, with nothing changed."""
    return regular()


@pytest.fixture(scope="session")
def real(corpus: Path) -> tuple[Original, Beside]:
    """A report in the 2023 form, and others to merge it with."""
    strata = [s for s in STRATA if s.name in ("ILACS 2023", "SIF 2015")]
    other, report = originals(corpus, 2, strata)
    return report, beside(report, other)


def _outcome(
    original: Original, others: Beside, among: Sequence[Variant], which: tuple[str, str]
) -> Verdict:
    variant = next(v for v in among if (v.kind, v.name) == which)
    for case in cases_of(original, others, [variant]):
        return case.verdict
    pytest.skip("this report has nothing to change in this way")


@pytest.mark.corpus
@pytest.mark.parametrize("which", REAL, ids=": ".join)
def test_a_changed_report_is_read_right_or_its_fault_is_named(
    real: tuple[Original, Beside], which: tuple[str, str]
) -> None:
    verdict = _outcome(*real, [*variants(), *on_real_reports()], which)
    assert verdict.outcome in REAL[which], verdict


@pytest.mark.parametrize("which", LAID_OUT, ids=": ".join)
def test_a_report_laid_out_amiss_is_read_right_or_its_fault_is_named(
    whole: Original, which: tuple[str, str]
) -> None:
    verdict = _outcome(whole, Beside(None, None), [*laid_out_here()], which)
    assert verdict.outcome in LAID_OUT[which], verdict


# The measurement itself.

Change = Callable[[Report], Report]
PLAIN, SURE = Demand("page .* missing"), Demand("page .* missing", always=True)


def _with_problem(field: str, why: str, report: Report) -> Report:
    problems = (*report.problems, Problem(field, why))
    return msgspec.structs.replace(report, problems=problems)


def _without_lead(report: Report) -> Report:
    return msgspec.structs.replace(report, lead_inspector=None)


def _other_lead(report: Report) -> Report:
    return msgspec.structs.replace(report, lead_inspector="Nobody at all")


def _in_another_area(report: Report) -> Report:
    first, second, *others = report.sections[1:]
    moved = msgspec.structs.replace(first, paragraphs=(*first.paragraphs, *second.paragraphs))
    return msgspec.structs.replace(report, sections=(report.sections[0], moved, *others))


def _verdict(whole: Original, demand: Demand, *changes: Change) -> Verdict:
    report = whole.report
    for change in changes:
        report = change(report)
    wanted = Wanted(facts_of(whole.report), problems_of(whole.report))
    return judge(demand, wanted, report)


MISSING = partial(_with_problem, "pages", "page 3 seems to be missing")
ELSEWHERE = partial(_with_problem, "published", "no date found")


@pytest.mark.parametrize(
    ("demand", "changes", "outcome"),
    [
        (PLAIN, (), "right"),
        (PLAIN, (ELSEWHERE,), "right"),
        (PLAIN, (MISSING,), "named"),
        (SURE, (), "silent"),
        (SURE, (MISSING,), "named"),
        (SURE, (ELSEWHERE,), "misnamed"),
        (PLAIN, (_without_lead,), "silent"),
        (PLAIN, (_without_lead, partial(_with_problem, "lead_inspector", "none named")), "named"),
        (PLAIN, (_without_lead, MISSING), "named"),
        (PLAIN, (_without_lead, ELSEWHERE), "misnamed"),
        (PLAIN, (_other_lead,), "silent"),
        (PLAIN, (_other_lead, MISSING), "misnamed"),
        (PLAIN, (_in_another_area,), "silent"),
        (PLAIN, (_in_another_area, MISSING), "misnamed"),
        (PLAIN, (_in_another_area, partial(_with_problem, "sections.in_care", "none")), "named"),
    ],
)
def test_only_a_problem_about_what_is_wrong_makes_it_named(
    whole: Original, demand: Demand, changes: Sequence[Change], outcome: str
) -> None:
    assert _verdict(whole, demand, *changes).outcome == outcome


def test_a_problem_that_the_unchanged_report_has_names_nothing(whole: Original) -> None:
    known = MISSING(whole.report)
    wanted = Wanted(facts_of(known), problems_of(known))
    assert judge(PLAIN, wanted, _without_lead(known)).outcome == "silent"


@pytest.mark.parametrize(
    ("demand", "sentence", "outcome"),
    [
        (Demand("mock", refused=True), "a mock inspection, not Ofsted's", "named"),
        (Demand("mock", refused=True), "not a children's services report", "misnamed"),
        (Demand("damage"), "page 3 is damaged", "named"),
        (Demand("stamp", may_refuse=False), "a stamp hides its title", "misnamed"),
    ],
)
def test_a_refusal_must_say_what_is_wrong(demand: Demand, sentence: str, outcome: str) -> None:
    wanted = Wanted(facts=facts_of(regular().report))
    assert judge(demand, wanted, sentence).outcome == outcome


def test_what_must_be_refused_and_is_read_is_silent(whole: Original) -> None:
    assert _verdict(whole, Demand("mock", refused=True)).outcome == "silent"


def test_a_crash_is_told_as_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Path) -> Report:
        raise ZeroDivisionError

    monkeypatch.setattr("bench.variants.choosing.read_report", fail)
    assert "ZeroDivisionError" in str(read(tmp_path / "any.pdf"))
