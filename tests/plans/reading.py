"""Reads papers back, from the model and from the files."""

from pathlib import Path

import pypdfium2

from cusp.plans.papers.model import Heading, Paper, Paragraph, Table, words_of


def table(paper: Paper, name: str) -> list[dict[str, str]]:
    """The rows of a table by heading, in words."""
    (found,) = [b for b in paper.blocks if isinstance(b, Table) and b.name == name]
    headings = [column.heading for column in found.columns]
    return [dict(zip(headings, map(words_of, row), strict=True)) for row in found.rows]


def names(paper: Paper) -> list[str]:
    return [block.name for block in paper.blocks if isinstance(block, Table)]


def words(paper: Paper) -> str:
    found = []
    for block in paper.blocks:
        match block:
            case Heading() | Paragraph():
                found.append(block.text)
            case Table():
                found += [words_of(cell) for row in block.rows for cell in row]
    return "\n".join(found)


def pdf_pages(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def run_together(text: str) -> str:
    """The text without white space and breaks in long words, which depend on the layout."""
    return "".join(text.replace("\u200b", "").split())
