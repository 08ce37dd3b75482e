"""Build lines and pages by hand, to test a rule without a PDF."""

from collections.abc import Sequence

from cusp.reports.pages import Line, Page, Run, lines_of

WIDTH, HEIGHT = 595.0, 842.0
CHARACTER = 0.5  # assumed width of a character, as a share of its size


def run(text: str, x: float, y: float, *, size: float = 12.0, bold: bool = False) -> Run:
    """A piece of text whose baseline is ``y`` points below the top of the page."""
    width = len(text.rstrip()) * size * CHARACTER
    return Run(text, x, y - 0.75 * size, x + width, y + 0.2 * size, y, size, bold)


def page(*runs: Run, number: int = 1) -> Page:
    """A page with these pieces of text."""
    return Page(number, WIDTH, HEIGHT, tuple(lines_of(list(runs), number)))


def lines(*runs: Run, number: int = 1) -> Sequence[Line]:
    """The lines that these pieces of text make."""
    return page(*runs, number=number).lines
