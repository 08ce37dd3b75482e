"""A briefing as a Word document, in the styles of a plan's papers on portrait A4."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from xml.sax.saxutils import quoteattr

from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from cusp.briefing.sentences import Briefing, Sentence
from cusp.briefing.sources import HOW, LICENCE, in_words
from cusp.briefing.text import subtitle
from cusp.plans.papers.word_styles import LANGUAGE, own_document, set_language
from cusp.plans.papers.word_table import runs
from cusp.typesetting import literal

_SPACE = '<w:r><w:t xml:space="preserve"> </w:t></w:r>'
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
# Body sizes in points, and up to how many characters each keeps the sentences on one page.
_SIZES = ((10.5, 2600), (10.0, 3300), (9.5, 4000), (9.0, 5000), (8.5, 10**9))


def docx_bytes(briefing: Briefing) -> bytes:
    """The briefing as a Word document. The sentences take up about a page; the sources follow."""
    document = _empty(briefing)
    _add(document, "Title", runs(literal(briefing.title)))
    _add(document, "Subtitle", runs(subtitle(briefing)))
    for heading, lines in briefing.sections():
        _add(document, "Heading 1", runs(heading))
        for line in lines:
            style = "List Bullet" if line[0].in_list else "Normal"
            _add(document, style, "".join(map(_sentence, line)))
    _add(document, "Heading 1", runs("Sources"), page_break=True)
    _add(document, "Normal", runs(HOW))
    for each in briefing.sentences:
        _add(document, "Normal", _source(each))
    for left in briefing.left_out:
        _add(document, "Normal", runs(literal(f"Left out: {left.what}. {left.why}")))
    _add(document, "Normal", runs(LICENCE))
    set_language(document)
    _set_properties(document, briefing)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def _empty(briefing: Briefing) -> WordDocument:
    document = own_document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin = section.bottom_margin = Mm(14)
    length = sum(len(each.text) for each in briefing.sentences)
    size = next(size for size, most in _SIZES if length <= most)
    sizes = {"Title": 16.0, "Subtitle": size, "Heading 1": size + 2.5, "Normal": size}
    spaces = {"Title": (0, 3), "Subtitle": (0, 4), "Heading 1": (7, 2), "Normal": (0, 3)}
    for name, points in sizes.items():
        style: Any = document.styles[name]
        style.font.size = Pt(points)
        before, after = spaces[name]
        style.paragraph_format.space_before, style.paragraph_format.space_after = (
            Pt(before),
            Pt(after),
        )
        style.paragraph_format.line_spacing = 1.0
    bullets: Any = document.styles["List Bullet"]
    bullets.paragraph_format.space_after = Pt(1)
    return document


def _add(document: WordDocument, style: str, content: str, *, page_break: bool = False) -> None:
    named = f"<w:pStyle w:val={quoteattr(str(document.styles[style].style_id))}/>"
    on_new_page = "<w:pageBreakBefore/>" if page_break else ""
    keep = "<w:keepNext/>" if style.startswith("Heading") else ""
    element = parse_xml(
        f'<w:p xmlns:w="{_NAMESPACE}"><w:pPr>{named}{keep}{on_new_page}</w:pPr>{content}</w:p>'
    )
    document.element.body.find(qn("w:sectPr")).addprevious(element)


def _sentence(sentence: Sentence) -> str:
    """A sentence and its number, which leads to its source."""
    number = sentence.number
    return (
        f'{runs(literal(sentence.text))}<w:hyperlink w:anchor="source_{number}" w:history="1">'
        f'<w:r><w:rPr><w:u w:val="single"/><w:vertAlign w:val="superscript"/></w:rPr>'
        f"<w:t>{number}</w:t></w:r></w:hyperlink>{_SPACE}"
    )


def _source(sentence: Sentence) -> str:
    number = sentence.number
    return (
        f'<w:bookmarkStart w:id="{number}" w:name="source_{number}"/>'
        f"{runs(literal(f'{number}. {in_words(sentence)}'))}"
        f'<w:bookmarkEnd w:id="{number}"/>'
    )


def _set_properties(document: WordDocument, briefing: Briefing) -> None:
    properties = document.core_properties
    properties.title = literal(briefing.title)[:255]
    properties.author = properties.last_modified_by = "Cusp"
    properties.subject = subtitle(briefing)
    properties.language = LANGUAGE
    properties.comments = properties.keywords = ""
    day = datetime.combine(briefing.as_at, datetime.min.time(), UTC)
    properties.created = properties.modified = day
    properties.revision = 1
