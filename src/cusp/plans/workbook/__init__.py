"""A plan's round trip with Excel, and existing plans in Excel or Word.

- ``writing``: a plan becomes a workbook.
- ``opening``: a workbook that came back is read in a limited process, as a table.
- ``changes``: what it changes in the plan. Nothing is applied here.
- ``existing``: a plan that was kept in Excel or Word, with a step in which a person says which
  column is what.
"""

from cusp.plans.workbook.changes import Asked, Changed, Changes, Conflict, New, compare
from cusp.plans.workbook.existing import Choice, Existing, FoundAction, Proposal, Proposed
from cusp.plans.workbook.opening import (
    CannotRead,
    compare_workbook,
    compare_workbooks,
    read_table,
)
from cusp.plans.workbook.opening_existing import propose_columns, read_existing
from cusp.plans.workbook.table import Table, TableRow, Value
from cusp.plans.workbook.writing import plan_workbook, table_of, write_plan

__all__ = [
    "Asked",
    "CannotRead",
    "Changed",
    "Changes",
    "Choice",
    "Conflict",
    "Existing",
    "FoundAction",
    "New",
    "Proposal",
    "Proposed",
    "Table",
    "TableRow",
    "Value",
    "compare",
    "compare_workbook",
    "compare_workbooks",
    "plan_workbook",
    "propose_columns",
    "read_existing",
    "read_table",
    "table_of",
    "write_plan",
]
