"""The worker's steps for the record: one report or pair that fails does not hold up the others."""

from __future__ import annotations

import pytest

from cusp.findings import NoModel
from cusp.web.background.status import Status
from cusp.web.record.comparison import carried_over
from cusp.web.record.findings import stored_findings
from cusp.web.record.models import Comparison, Document, Inspection


class Silent(Status):
    """A status that is written nowhere."""

    def __init__(self) -> None:
        pass

    def doing(self, what: str) -> None:
        pass


@pytest.fixture(autouse=True)
def _nothing_failed_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored_findings, "_failed", set())
    monkeypatch.setattr(carried_over, "_failed", set())
    monkeypatch.setattr(carried_over, "_complete_at", None)


def test_a_report_that_cannot_be_read_is_tried_once(
    unread_wexcombe: list[Inspection], monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[object] = []

    def no_model(report: object) -> None:
        tries.append(report)
        raise NoModel("There is no model.")

    monkeypatch.setattr(f"{stored_findings.__name__}.findings_of", no_model)
    while stored_findings.read_next(Silent()):
        pass

    assert len(tries) == len(unread_wexcombe)
    assert not Document.objects.exclude(findings_from="").exists()


def test_the_page_of_a_report_that_failed_says_so_until_it_can_be_read(
    unread_wexcombe: list[Inspection], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:

        def broken(report: object) -> None:
            raise ValueError("A sentence that nobody expected.")

        patch.setattr(f"{stored_findings.__name__}.findings_of", broken)
        with pytest.raises(ValueError, match="nobody"):
            stored_findings.read_next(Silent())

    newest = Inspection.objects.filter(document__isnull=False).latest("start")
    assert stored_findings.why_missing(newest) == stored_findings.CANNOT_READ_THIS

    stored_findings.read(newest)
    newest.refresh_from_db()
    assert stored_findings.why_missing(newest) is None


def test_a_pair_that_fails_leaves_the_others_to_be_compared(
    unread_wexcombe: list[Inspection], monkeypatch: pytest.MonkeyPatch
) -> None:
    propose, calls = carried_over.propose, []

    def fail_once(earlier: Inspection, later: Inspection) -> None:
        calls.append((earlier.pk, later.pk))
        if len(calls) == 1:
            raise ZeroDivisionError
        propose(earlier, later)

    monkeypatch.setattr(carried_over, "propose", fail_once)
    with pytest.raises(ZeroDivisionError):
        carried_over.propose_next(Silent())
    while carried_over.propose_next(Silent()):
        pass

    count = len(unread_wexcombe)
    assert len(calls) == len(set(calls)) == count * (count - 1) // 2
    assert Comparison.objects.count() == len(calls) - 1
