"""Templates hold content and components, in lines that can be reviewed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "src" / "cusp" / "web"
TEMPLATES = sorted(p for p in WEB.rglob("templates/**/*.html") if "node_modules" not in p.parts)
PAGES = [p for p in TEMPLATES if not {"cotton", "forms"} & set(p.parts) and p.name != "base.html"]
# Typography and layout, which a page may set itself; everything else belongs in components.
FREE = re.compile(
    r"govuk-(heading-|caption-|body|link|list|grid-|width-container|visually-hidden|section-break|!-)"
)
# The error page uses no other template, and `base.html` is the frame for the others.
ALONE = {"500.html"}


def test_there_are_templates() -> None:
    assert len(PAGES) > 40


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_page_templates_leave_markup_to_components(path: Path) -> None:
    classes = set(govuk_classes(path.read_text("utf-8")))

    if path.name not in ALONE:
        assert {name for name in classes if not FREE.match(name)} == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_line_of_a_template_is_too_long_to_review(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()

    assert [number for number, line in enumerate(lines, 1) if len(line) > 120] == []


def govuk_classes(html: str) -> Iterator[str]:
    """The GOV.UK class names in a template."""
    for classes in re.findall(r'class="([^"]*)"', html):
        yield from re.findall(r"govuk-[a-z!][\w-]*", classes)
