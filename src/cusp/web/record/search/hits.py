"""Hits as a page shows them: the words marked, the source named, grouped by inspection."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from cusp.web.common.wording import area_name
from cusp.web.record import search
from cusp.web.record.archive.passages import Part
from cusp.web.record.choices import PassageKind
from cusp.web.record.models import Inspection, Passage
from cusp.web.record.search.query import Query

# Of a long paragraph only a part is shown, around the first of the words.
_SHOWN = 350
_BEFORE = 120


class Hit(msgspec.Struct, frozen=True):
    """One passage found; ``marked`` has the words between ``\\x02`` and ``\\x03``."""

    passage: Passage
    marked: str

    @property
    def name(self) -> str:
        """As a person would refer to it."""
        passage = self.passage
        if passage.kind == PassageKind.PARAGRAPH and passage.number is None:
            return "paragraph without a number"
        part = Part(passage.address, passage.kind, "", (), passage.number)  # type: ignore[arg-type]
        return part.name

    @property
    def address(self) -> str:
        """The passage's own page."""
        return f"{self.passage.inspection.get_absolute_url()}{self.passage.address}/"

    @property
    def where(self) -> str:
        """The section of the report that it is in."""
        return self.passage.heading or (area_name(self.passage.area) if self.passage.area else "")

    @property
    def shown(self) -> SafeString:
        """As HTML, cut to the words if it is long."""
        html = escape(_cut(self.marked)).replace("\x02", "<mark>").replace("\x03", "</mark>")
        return mark_safe(html)  # escaped above


class Group(msgspec.Struct, frozen=True):
    """The hits of one inspection on a page."""

    inspection: Inspection
    hits: list[Hit]


def hits(query: Query, ids: Sequence[int]) -> list[Hit]:
    """The passages with those primary keys in that order; three queries."""
    rows = Passage.objects.select_related("inspection__authority").in_bulk(ids)
    found = [rows[pk] for pk in ids if pk in rows]
    marked = search.marked(query, {row.pk: row.text for row in found})
    return [Hit(row, marked.get(row.pk, row.text)) for row in found]


def grouped(found: Sequence[Hit]) -> list[Group]:
    """Hits by inspection; those of one inspection already follow one another."""
    groups: dict[int, Group] = {}
    for hit in found:
        inspection = hit.passage.inspection
        groups.setdefault(inspection.pk, Group(inspection, [])).hits.append(hit)
    return list(groups.values())


def _cut(marked: str) -> str:
    """A window on the first words found, at the ends of words, with no mark left open."""
    if len(marked) <= _SHOWN:
        return marked
    begin = max(0, marked.find("\x02") - _BEFORE)
    if begin:
        begin = marked.find(" ", begin) + 1 or begin
    part = marked[begin : begin + _SHOWN]
    if begin + _SHOWN < len(marked):
        part = part[: part.rfind(" ")] if " " in part else part
        part += "\x03" if part.count("\x02") > part.count("\x03") else ""
        part = re.sub(r"[\s,;:–-]+$", "", part) + " …"
    return ("… " if begin else "") + part
