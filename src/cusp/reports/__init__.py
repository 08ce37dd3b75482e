"""Reports: a PDF becomes a cited record.

``documents`` opens the file, ``pages`` turns it into lines, ``tidy`` removes headers and footers,
and ``blocks`` finds headings, paragraphs and bullets. ``title``, ``judgements`` and ``sections``
read what a framework (``frameworks/``) describes, and ``reader`` puts the record together.
``frames`` restores pages that were turned or resized, and ``damage`` checks that the file is
intact. ``batch`` reads many files in worker processes, ``export`` writes records and ``highlight``
draws pages. ``acquire/`` downloads reports from Ofsted's site.
"""

from cusp.reports.batch import Limits, NoWorkers, Outcome, read_reports
from cusp.reports.documents import NotAReport
from cusp.reports.reader import read_report
from cusp.reports.record import Report, from_json, to_json

__all__ = [
    "Limits",
    "NoWorkers",
    "NotAReport",
    "Outcome",
    "Report",
    "from_json",
    "read_report",
    "read_reports",
    "to_json",
]
