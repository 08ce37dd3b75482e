"""Decide which numbers may be shown, and which must be hidden with them.

- ``rules``: what is too small to be shown, with the sources.
- ``tables``: tables of counts, and how they are read from and written to CSV.
- ``ledger``: what is already public.
- ``disclose``: decides on a table.
- ``readings``: decides on a single reading of a measure.
- ``audit``: the range of each hidden number, given everything published.

How they work:

- ``relations``: counts, sums between them, and whole numbers that fit.
- ``readers``: what readers can work out.
- ``system``: a table or reading with all published numbers that bear on it.
- ``hiding``: the search for further cells to hide.
"""

from cusp.disclosure.audit import Finding, audit
from cusp.disclosure.disclose import Disclosed, HiddenCell, disclose
from cusp.disclosure.ledger import Ledger, Published, Reading
from cusp.disclosure.readings import Shown, Withheld, may_publish, publish
from cusp.disclosure.rules import RULES, CannotDisclose
from cusp.disclosure.tables import Table, csv_text, read_table

__all__ = [
    "RULES",
    "CannotDisclose",
    "Disclosed",
    "Finding",
    "HiddenCell",
    "Ledger",
    "Published",
    "Reading",
    "Shown",
    "Table",
    "Withheld",
    "audit",
    "csv_text",
    "disclose",
    "may_publish",
    "publish",
    "read_table",
]
