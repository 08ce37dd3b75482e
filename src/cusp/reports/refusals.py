"""Why a PDF is not one of the reports that can be read, told from its first page."""

from __future__ import annotations

import re

from cusp.reports.documents import OpenPdf
from cusp.reports.pages import Page

_LETTERS_SEEN = 40
_KNOWN = (
    (r"focused visit", "a focused-visit letter, which gives no grades"),
    (r"monitoring visit", "a monitoring-visit letter, which gives no grades"),
    (r"joint targeted area inspection|\bJTAI\b", "a joint targeted area inspection, not graded"),
    (r"area SEND|special educational needs", "an area SEND inspection, not of children's services"),
    (r"\bschool\b|\bacademy\b|quality of education|sixth form", "an inspection of a school"),
    (r"children's home|fostering agency|adoption agency", "an inspection of a provider"),
    (r"nursery|childminder|early years", "an inspection of early years provision"),
)


def why_not_a_report(pdf: OpenPdf, first: Page) -> str:
    """One sentence on what the document is instead, as far as its first page tells."""
    text = " ".join(ln.text for ln in first.lines).replace("’", "'")
    if len(text) < _LETTERS_SEEN:
        following = (pdf.page(i) for i in range(1, min(pdf.count, 3)))
        if all(len(" ".join(ln.text for ln in page.lines)) < _LETTERS_SEEN for page in following):
            return "a scan without text (or no text at all); make it readable with text recognition"
    for pattern, what in _KNOWN:
        if re.search(pattern, text, re.I):
            return f"not a graded children's services report: it looks like {what}"
    return "not a children's services inspection report: its first page has none of their titles"
