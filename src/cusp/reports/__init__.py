"""Turn a report in PDF into a cited record.

Reading a file, from first to last:

- ``reader``: reads one file into a record, using all of the modules below.
- ``documents``: opens the file.
- ``pages``: reads a page as lines of text.
- ``pdfium_calls``: the PDFium functions that are called most often.
- ``lines``: joins pieces of text into lines.
- ``drawn_bullets``: finds bullets that are drawn as shapes.
- ``placing``: converts coordinates on pages that are rotated.
- ``frames``: restores pages that were reduced or enlarged.
- ``stamps``: removes stamps that a council added.
- ``one_report``: finds the report's pages in the file and puts them in order.
- ``printed_pages``: reads printed page numbers and finds gaps in them.
- ``tidy``: removes headers, footers and footnotes.
- ``blocks``: joins lines into headings, paragraphs and bullets.
- ``frameworks/``: the wording and layout of each inspection framework.
- ``title``: reads the first page.
- ``judgements``: reads the table of judgements.
- ``grades``: recognises grades.
- ``sections``: sorts blocks into sections and lists of areas for improvement.
- ``references``: finds the paragraphs that an area for improvement refers to.
- ``dates``: reads dates.
- ``record``: the record itself.

Checking it:

- ``refusals``: explains why a file is not a report.
- ``completeness``: checks that no sections or paragraphs are missing.
- ``damage``: checks that the file is intact.
- ``pointers``: checks that objects in the file point to objects of the right kind.
- ``page_objects``: finds which pages an object belongs to.

Councils:

- ``authorities``: the councils, and how to match a printed name.
- ``trusts``: the trusts that run services for councils.
- ``council_search``: finds a council from what a person types.
- ``names``: normalises names.

Many files, and what to do with records:

- ``acquire/``: downloads reports from Ofsted's site.
- ``files``: finds the files that paths and patterns refer to.
- ``batch``: reads many files in worker processes.
- ``worker``: the task that those processes carry out.
- ``journal``: stores what a run has read, so that it can continue.
- ``json_lines``: a file of JSON lines that survives a crash.
- ``export``: writes records to files.
- ``page_drawing``: draws a page with cited words highlighted.
- ``drawing_worker``: the task that a separate process carries out to draw a page.
- ``area_names``, ``page_lists``: areas and page numbers in words.
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
