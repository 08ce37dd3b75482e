"""Hits as shown on a page: with words highlighted and sources, grouped by inspection."""

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

# Only part of a long paragraph is shown, around the first word found.
_SHOWN = 350
_BEFORE = 120


class Hit(msgspec.Struct, frozen=True):
    """A passage that was found; ``marked`` has the words between ``\\x02`` and ``\\x03``."""

    passage: Passage
    marked: str

    @property
    def name(self) -> str:
        """What a person would call it."""
        passage = self.passage
        if passage.kind == PassageKind.PARAGRAPH and passage.number is None:
            return "unnumbered paragraph"
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
        """As HTML, cut to the text around the words if it is long."""
        html = escape(_cut(self.marked)).replace("\x02", "<mark>").replace("\x03", "</mark>")
        return mark_safe(html)  # escaped above


class Group(msgspec.Struct, frozen=True):
    """An inspection's hits on a page."""

    inspection: Inspection
    hits: list[Hit]


def hits(query: Query, ids: Sequence[int]) -> list[Hit]:
    """The passages with these primary keys, in the same order, in three queries."""
    rows = Passage.objects.select_related("inspection__authority").in_bulk(ids)
    found = [rows[pk] for pk in ids if pk in rows]
    marked = search.marked(query, {row.pk: row.text for row in found})
    return [Hit(row, marked.get(row.pk, row.text)) for row in found]


def grouped(found: Sequence[Hit]) -> list[Group]:
    """Hits by inspection; each inspection's hits are already next to each other."""
    groups: dict[int, Group] = {}
    for hit in found:
        inspection = hit.passage.inspection
        groups.setdefault(inspection.pk, Group(inspection, [])).hits.append(hit)
    return list(groups.values())


def _cut(marked: str) -> str:
    """The text around the first words found, cut between words, with no mark left open."""
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
