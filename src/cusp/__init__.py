"""Cusp reads inspection reports of English councils' children's services into cited records.

The library is usable on its own: ``cusp.read_report("report.pdf")`` gives a :class:`Report`,
``cusp.read_reports(paths)`` reads many in worker processes.
"""

from cusp.reports import NotAReport, NoWorkers, Outcome, Report, read_report, read_reports

__all__ = ["NoWorkers", "NotAReport", "Outcome", "Report", "read_report", "read_reports"]
