"""The problems of a return as a workbook, for the team that corrects them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.http import HttpResponse

from cusp.returns.record import Problem
from cusp.web.accounts.models import User
from cusp.web.common import downloads
from cusp.web.practice.looks import exported

_COLUMNS = {
    "list": "List", "row": "Row", "column": "Column", "heading": "Heading", "child_id": "Child",
    "severity": "Severity", "what": "What is wrong", "mend": "How to fix it",
}  # fmt: skip


def workbook(problems: Sequence[Problem], as_at: date, *, by: User) -> HttpResponse:
    """All problems. The download is logged."""
    children = len({one.child_id for one in problems if one.child_id})
    exported(by, f"problems of the return as at {as_at}", children=children, why="to mend them")
    rows = [{head: getattr(one, name) for name, head in _COLUMNS.items()} for one in problems]
    return downloads.response(
        rows, form="xlsx", name=f"problems-{as_at}", columns=tuple(_COLUMNS.values())
    )
