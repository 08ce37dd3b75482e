"""Reports: a PDF becomes a cited record.

The way of a report: ``documents`` opens the file, ``pages`` makes lines of it, ``tidy`` takes away
what repeats, ``blocks`` finds headings, paragraphs and bullets, ``title``, ``judgements`` and
``sections`` read what a framework (``frameworks/``) says is where, ``reader`` puts the record
together. ``frames`` has pages that were turned or shrunk read in their usual size, ``damage`` says
whether the file is whole. ``batch`` reads many in worker processes, ``export`` writes them,
``highlight`` draws. ``acquire/`` gets reports from Ofsted's site.
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
