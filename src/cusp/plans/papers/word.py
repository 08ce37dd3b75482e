"""Write a paper as a Word document, in our own styles or on a council's template."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length

from cusp.plans.papers.model import Block, Heading, Paper, Paragraph, Table
from cusp.plans.papers.word_styles import (
    LANGUAGE,
    TABLE_HEADING,
    TABLE_TEXT,
    add_missing_styles,
    own_document,
    set_language,
)
from cusp.plans.papers.word_table import runs, table_xml
from cusp.reports.dates import date_in_full
from cusp.tables import CannotWrite, atomic_file
from cusp.typesetting import literal

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
# Stands in a template where the paper belongs, while placeholders are filled in.
_HERE = "\ue000paper\ue000"


def write_docx(paper: Paper, path: Path, template: Path | None = None) -> None:
    """Write a Word document. Raises CannotWrite if it or the template cannot be used.

    In a template, ``{{ paper }}`` in a paragraph of its own stands for the paper; without it, the
    paper comes last. The template can also use ``{{ title }}``, ``{{ council }}``,
    ``{{ version }}`` and ``{{ as_at }}``.
    """
    document = (
        own_document(upright=paper.upright) if template is None else _on_template(template, paper)
    )
    width = _text_width(document)
    body = [_paragraph(document, "Title", paper.title)] if template is None else []
    body.append(_paragraph(document, "Subtitle", paper.subtitle))
    body += [
        _element(document, block, width, keep=keep)
        for block, keep in zip(paper.blocks, paper.kept_with_next(), strict=True)
    ]
    _insert(document, body)
    if template is None:
        _add_footer(document, paper)
    set_language(document)
    _set_properties(document, paper)
    with atomic_file(path) as part:
        document.save(str(part))


# The document


def _on_template(template: Path, paper: Paper) -> WordDocument:
    """The template with its placeholders filled in; it can run no code."""
    from docxtpl import DocxTemplate
    from jinja2.sandbox import SandboxedEnvironment

    words = {
        "title": paper.title,
        "council": paper.council,
        "version": paper.version,
        "as_at": date_in_full(paper.as_at),
        "paper": _HERE,
    }
    filled = BytesIO()
    try:
        # docxtpl's own environment would let a template reach Python.
        environment = SandboxedEnvironment(autoescape=True)
        source = DocxTemplate(template)
        source.render({name: literal(text) for name, text in words.items()}, environment)
        source.save(filled)
        document = Document(filled)
    except Exception as error:  # damaged files raise errors of many kinds
        raise CannotWrite(f"cannot use the template {template.name}: {error}") from error
    add_missing_styles(document)
    return document


def _text_width(document: WordDocument) -> int:
    """The width between the margins of the last section, in twentieths of a point."""
    section = document.sections[-1]
    lengths = (section.page_width, section.left_margin, section.right_margin)
    page, left, right = (length or Length(0) for length in lengths)
    return int((page - left - right) / Length(635))


def _insert(document: WordDocument, elements: list[BaseOxmlElement]) -> None:
    """Put the elements where the template says, or last."""
    body = document.element.body
    marks = (p for p in body.iterchildren(qn("w:p")) if _text_of(p).strip() == _HERE)
    mark = next(marks, None)
    if mark is None:
        end = body.find(qn("w:sectPr"))
        for element in elements:
            body.append(element) if end is None else end.addprevious(element)
        return
    for element in elements:
        mark.addprevious(element)
    body.remove(mark)


def _text_of(paragraph: BaseOxmlElement) -> str:
    return "".join(text.text or "" for text in paragraph.iter(qn("w:t")))


def _set_properties(document: WordDocument, paper: Paper) -> None:
    properties = document.core_properties
    properties.title = literal(paper.title)[:255]
    properties.author = properties.last_modified_by = literal(paper.council)[:255]
    properties.subject = literal(paper.subtitle)[:255]
    properties.language = LANGUAGE
    properties.comments = properties.keywords = ""
    day = datetime.combine(paper.as_at, datetime.min.time(), UTC)
    properties.created = properties.modified = day
    properties.revision = 1


# Its parts


def _element(document: WordDocument, block: Block, width: int, *, keep: bool) -> BaseOxmlElement:
    match block:
        case Heading():
            return _paragraph(document, f"Heading {block.level}", block.text, keep=keep)
        case Paragraph():
            style = "Quote" if block.kind == "quote" else "Normal"
            return _paragraph(document, style, block.text, keep=keep)
        case Table():
            return table_xml(
                block,
                width,
                text_style=_style_id(document, TABLE_TEXT),
                heading_style=_style_id(document, TABLE_HEADING),
            )


def _paragraph(
    document: WordDocument, style: str, text: str, *, keep: bool = False
) -> BaseOxmlElement:
    named = f"<w:pStyle w:val={quoteattr(_style_id(document, style))}/>"
    kept = "<w:keepNext/>" if keep else ""
    return _parsed(f"<w:pPr>{named}{kept}</w:pPr>{runs(literal(text))}")


def _parsed(content: str) -> BaseOxmlElement:
    return parse_xml(f'<w:p xmlns:w="{_NAMESPACE}">{content}</w:p>')


def _style_id(document: WordDocument, name: str) -> str:
    return str(document.styles[name].style_id)


def _add_footer(document: WordDocument, paper: Paper) -> None:
    """The plan, its version and date on the left, the page number on the right."""
    footer: Any = document.sections[0].footer
    footer.is_linked_to_previous = False
    style = quoteattr(_style_id(document, "Footer"))
    width = _text_width(document)
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs>'
    element = _parsed(
        f"<w:pPr><w:pStyle w:val={style}/>{tab}</w:pPr>"
        f"{runs(literal(paper.plan) + chr(10) + literal(paper.edition))}"
        f"<w:r><w:tab/></w:r>{runs('Page ')}{_field('PAGE')}{runs(' of ')}{_field('NUMPAGES')}"
    )
    old = footer.paragraphs[0]._p
    old.addprevious(element)
    old.getparent().remove(old)


def _field(name: str) -> str:
    return f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
