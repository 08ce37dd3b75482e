"""Tables of a Word document: fixed widths, a repeated header row and no joined cells."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement

from cusp.plans.papers.model import Cell, Colour, Table, colour_of, words_of

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_HEADER_FILL = "F3F2F1"
_FILLS: dict[Colour, str] = {
    "blue": "D2E2F1",
    "green": "CCE2D8",
    "yellow": "FFF7BF",
    "amber": "FCD6C3",
    "red": "F4CDC6",
    "grey": "EEEFEF",
}
_LINE = 'w:val="single" w:sz="4" w:space="0" w:color="505A5F"'
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_BORDERS = "".join(f"<w:{side} {_LINE}/>" for side in _SIDES)
# Word puts the text of the first column, not its border, at the margin; this moves it in.
_INDENT = 80
# A row with a longer cell may go on to the next page.
_LONGEST_KEPT = 500


def table_xml(table: Table, width: int, *, text_style: str, heading_style: str) -> BaseOxmlElement:
    """The table as an element for the document's body.

    ``width`` is in twentieths of a point. The styles are ids of the document's styles. Building
    the XML ourselves takes a tenth of the time of python-docx's cells.
    """
    widths = _widths(table, width - _INDENT)
    parts = [
        f'<w:tbl xmlns:w="{_NAMESPACE}"><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblInd w:w="{_INDENT}" w:type="dxa"/>'
        f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:top w:w="60" w:type="dxa"/><w:left w:w="80" w:type="dxa"/>'
        '<w:bottom w:w="60" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
        'w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(_in_one_line(table.name))}/></w:tblPr><w:tblGrid>",
        *(f'<w:gridCol w:w="{each}"/>' for each in widths),
        "</w:tblGrid>",
        *_header(table, widths, heading_style),
        *(part for row in table.rows for part in _row(row, widths, text_style)),
        "</w:tbl>",
    ]
    return parse_xml("".join(parts))


def _widths(table: Table, width: int) -> list[int]:
    shares = [column.share for column in table.columns]
    return [width * share // sum(shares) for share in shares]


def _header(table: Table, widths: list[int], style: str) -> Iterator[str]:
    yield "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
    for column, width in zip(table.columns, widths, strict=True):
        yield _cell(column.heading, width, style, _HEADER_FILL)
    yield "</w:tr>"


def _row(row: tuple[Cell, ...], widths: list[int], style: str) -> Iterator[str]:
    texts = [words_of(cell) for cell in row]
    kept = all(len(text) <= _LONGEST_KEPT for text in texts)
    yield "<w:tr><w:trPr><w:cantSplit/></w:trPr>" if kept else "<w:tr>"
    for cell, text, width in zip(row, texts, widths, strict=True):
        yield _cell(text, width, style, _FILLS.get(colour_of(cell)))
    yield "</w:tr>"


def _cell(text: str, width: int, style: str, fill: str | None) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>'
        f"<w:p><w:pPr><w:pStyle w:val={quoteattr(style)}/></w:pPr>{runs(text)}</w:p></w:tc>"
    )


def runs(text: str) -> str:
    """A run of text, with a line break for each newline."""
    lines = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r>{'<w:br/>'.join(lines)}</w:r>" if text else ""


def _in_one_line(text: str) -> str:
    return " ".join(text.split())
