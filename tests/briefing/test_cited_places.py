"""Briefings of other inspections: every sentence cites places that contain what it says."""

import hashlib
from pathlib import Path

import pytest

from cusp.briefing import brief
from cusp.briefing.folder import each_once
from cusp.briefing.from_reports import facts_from
from cusp.history.facts import known_inspections
from cusp.reports import Report, read_reports
from tests.briefing.cited_places import faults
from tests.briefing.made_up import TODAY

COUNCILS = 20


def councils(corpus: Path) -> list[Path]:
    """20 councils' folders, always the same ones, chosen without looking at them."""
    folders = [folder for folder in corpus.iterdir() if list(folder.glob("*.pdf"))]
    chosen = sorted(folders, key=lambda f: hashlib.sha256(f.name.encode()).hexdigest())
    return [folder for folder in chosen if folder.name != "southend-on-sea"][:COUNCILS]


def briefed(reports: list[Report], which: int) -> list[str]:
    latest = reports[which]
    code = latest.authority.code if latest.authority else None
    known = [each for each in known_inspections() if each.authority == code]
    facts = facts_from(latest, [each for each in reports if each is not latest], known=known)
    made = brief(facts, as_at=TODAY)
    assert len(made.sentences) >= 15
    assert all(sentence.sources for sentence in made.sentences)
    return faults(made)


@pytest.mark.corpus
@pytest.mark.slow
def test_20_other_inspections(corpus: Path) -> None:
    found: dict[str, list[str]] = {}
    for number, folder in enumerate(councils(corpus)):
        outcomes = read_reports(sorted(folder.glob("*.pdf")))
        reports = each_once(outcome.report for outcome in outcomes if outcome.report)
        which = -1 - number % len(reports)
        if wrong := briefed(reports, which):
            found[f"{folder.name} {reports[which].inspected}"] = wrong
    assert found == {}
