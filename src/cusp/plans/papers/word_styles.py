"""The styles of a Word paper. A council's template can define any of them itself."""

from __future__ import annotations

from copy import deepcopy

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

TABLE_TEXT, TABLE_HEADING = "Plan table text", "Plan table heading"
NAMES = (
    "Title", "Subtitle", "Heading 1", "Heading 2", "Normal", "Quote", "Footer", TABLE_TEXT,
    TABLE_HEADING,
)  # fmt: skip
LANGUAGE = "en-GB"
_TYPEFACE = "Arial"
_SIZES = {
    "Title": 22.0, "Subtitle": 12.0, "Heading 1": 15.0, "Heading 2": 12.0, "Normal": 11.0,
    "Quote": 11.0, "Footer": 8.5, TABLE_TEXT: 9.0, TABLE_HEADING: 9.0,
}  # fmt: skip
_BOLD = ("Title", "Heading 1", "Heading 2", TABLE_HEADING)
_SPACES = {
    "Title": (0, 6), "Subtitle": (0, 12), "Heading 1": (18, 6), "Heading 2": (12, 4),
    "Normal": (0, 8), "Quote": (0, 8), "Footer": (0, 0), TABLE_TEXT: (0, 0), TABLE_HEADING: (0, 0),
}  # fmt: skip


def own_document(*, upright: bool = False) -> WordDocument:
    """An empty document with our own styles, on landscape A4, or upright."""
    document = Document()
    for name in (TABLE_TEXT, TABLE_HEADING):
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    for name in NAMES:
        _set_up(document, name)
    document.styles["Quote"].paragraph_format.left_indent = Mm(8)
    document.styles[TABLE_HEADING].paragraph_format.keep_with_next = True
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT if upright else WD_ORIENT.LANDSCAPE
    sides = (Mm(210), Mm(297))
    section.page_width, section.page_height = sides if upright else sides[::-1]
    section.left_margin = section.right_margin = section.top_margin = Mm(15)
    section.bottom_margin, section.footer_distance = Mm(18), Mm(9)
    return document


def _set_up(document: WordDocument, name: str) -> None:
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)
    properties = style.element.get_or_add_rPr()
    for child in list(properties):  # the default template's colours, italics and theme typefaces
        properties.remove(child)
    layout = style.element.get_or_add_pPr()
    for child in [*layout.iterchildren(qn("w:pBdr"), qn("w:tabs"))]:
        layout.remove(child)
    style.font.name, style.font.size = _TYPEFACE, Pt(_SIZES[name])
    style.font.color.rgb = RGBColor(0x0B, 0x0C, 0x0C)
    style.font.bold = name in _BOLD
    before, after = _SPACES[name]
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)
    style.paragraph_format.line_spacing = 1.0 if name in (TABLE_TEXT, TABLE_HEADING) else 1.1


def add_missing_styles(document: WordDocument) -> None:
    """Give a template our styles where it has none of the same name."""
    ours = own_document()
    present = {style.name for style in document.styles}
    for name in NAMES:
        if name not in present:
            document.styles.element.append(deepcopy(ours.styles[name].element))


def set_language(document: WordDocument) -> None:
    """Say that the text is British English, for spelling checks and screen readers."""
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}")
    if defaults is not None:
        properties = defaults.find(qn("w:rPr"))
        if properties is None:
            properties = OxmlElement("w:rPr")
            defaults.append(properties)
        _language_of(properties)
    for name in NAMES:
        properties = document.styles[name].element.find(qn("w:rPr"))
        if properties is not None and properties.find(qn("w:lang")) is not None:
            _language_of(properties)


def _language_of(properties: BaseOxmlElement) -> None:
    language = properties.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        properties.append(language)
    language.set(qn("w:val"), LANGUAGE)
