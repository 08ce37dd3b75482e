"""The worker's tasks for the record, which commands can also run immediately."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cusp.web.record import search
from cusp.web.record.comparison import carried_over
from cusp.web.record.findings import stored_findings
from cusp.web.record.intake import leftovers, upload_jobs

if TYPE_CHECKING:
    from cusp.web.background.worker import Step

STEPS: dict[str, Step] = {
    "Reading uploads": upload_jobs.run_next,
    "Reading findings": stored_findings.read_next,
    "Comparing inspections": carried_over.propose_next,
    "Removing leftovers": leftovers.remove_now_and_then,
}
"""Kinds of work, by the name shown on pages, most urgent first."""


def prepare_pages() -> None:
    """Make what pages need for reports that were added: their index, findings and links."""
    search.settle()
    stored_findings.read_missing()
    carried_over.propose_missing()
