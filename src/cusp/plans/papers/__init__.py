"""Papers made from a plan, for a board or a committee: Word, tagged PDF and Excel.

Each paper is described once, as headings, paragraphs and tables
(:class:`~cusp.plans.papers.model.Paper`). The writers know nothing about plans.
"""

from cusp.plans.papers.change_report import changes
from cusp.plans.papers.exception_report import exceptions
from cusp.plans.papers.full_plan import full
from cusp.plans.papers.model import Paper
from cusp.plans.papers.one_page import on_a_page
from cusp.plans.papers.pdf import write_pdf
from cusp.plans.papers.word import write_docx
from cusp.plans.papers.workbook import write_xlsx

__all__ = [
    "Paper", "changes", "exceptions", "full", "on_a_page", "write_docx", "write_pdf", "write_xlsx",
]  # fmt: skip
