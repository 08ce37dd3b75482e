"""Template filters for every page: dates, grades and areas in words."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.core.paginator import Page
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cusp.web.common.wording import area_name, ordinal, say_date
from cusp.wording import counted

register = template.Library()

register.filter("area", area_name)
register.filter("ordinal", ordinal)


@register.filter
def day(value: date | str | None) -> str:
    """22 October 2019, or “not known”."""
    return say_date(value) if value else "not known"


@register.filter
def grade(value: str | None, words: str = "not judged") -> SafeString:
    """A grade as a coloured tag."""
    name = value.replace(" ", "-") if value else "none"
    said = (value or words).capitalize()
    return format_html('<span class="cusp-grade cusp-grade--{}">{}</span>', name, said)


@register.filter
def plural(count: int, word: str) -> str:
    """“1 area”, “4 areas”; give both forms as "child,children" where an s is not enough."""
    one, _, many = word.partition(",")
    return counted(count, one, many)


@register.filter
def number(value: int) -> str:
    """A number as people write it: 1,200."""
    return f"{value:,}"


@register.filter
def item(mapping: dict[Any, Any], key: Any) -> Any:
    """The value for a key that the template works out."""
    return mapping.get(key)


@register.filter
def page_numbers(page: Page[Any]) -> list[int | None]:
    """Numbers of the pages to link to, with None for those left out between."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in numbers]
