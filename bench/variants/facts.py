"""Compare the facts of two records."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from cusp import Report

Text = tuple[int | None, str]  # a number as printed, and words


@dataclass
class Facts:
    """The values in a record that people rely on."""

    values: dict[str, str | None] = field(default_factory=dict)
    judgements: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[Text]] = field(default_factory=dict)
    """Improvements, and the sections on each area: ``improvements``, ``sections.leaders`` …"""


@dataclass(frozen=True)
class Difference:
    """A difference between what was read and what is printed.

    ``how`` is ``absent`` (left out), ``altered`` (words differ), ``extra`` (not in the report),
    ``moved`` (in another area or list), ``number`` (not the printed number), ``order``, or
    ``wrong`` (another value).
    """

    field: str
    how: str
    what: str

    def __str__(self) -> str:
        return f"{self.field}: {self.how}: {self.what}"


def facts_of(report: Report) -> Facts:
    """The facts in a record."""
    authority, inspected = report.authority, report.inspected
    facts = Facts(
        {
            "framework": report.framework_version or report.framework,
            "kind": report.kind,
            "reinspection": str(report.reinspection),
            "overall_given": str(report.overall_given),
            "authority": (authority.code or authority.name) if authority else None,
            "inspected": f"{inspected.start} to {inspected.end}" if inspected else None,
            "published": report.published,
            "lead_inspector": report.lead_inspector,
        },
        {j.area: j.grade for j in report.judgements},
    )
    for name, items in (
        ("improvements", report.improvements),
        ("lscb_improvements", report.lscb_improvements),
    ):
        facts.lists[name] = [(i.number, _tidy(i.text, i.priority)) for i in items]
    for section in report.sections:
        texts = facts.lists.setdefault(f"sections.{section.area or 'none'}", [])
        texts += [(p.number, _tidy(p.text)) for p in section.paragraphs]
    return facts


def _tidy(text: str, priority: bool = False) -> str:
    # Bullets within a text may have any sign, or none.
    return ("! " if priority else "") + re.sub(r"\s*[•▪◦●■▫–]?\s+", " ", text).strip()


def letters(text: str) -> str:
    """Only the letters and digits."""
    return re.sub(r"[^a-z0-9]", "", text.lower())


def differences(wanted: Facts, found: Facts) -> list[Difference]:
    """All differences between ``found`` and ``wanted``."""
    out = []
    for name, value in wanted.values.items():
        got = found.values.get(name)
        if got != value and name in found.values:
            how = "absent" if got is None else "extra" if value is None else "wrong"
            out.append(Difference(name, how, f"{value} read as {got}"))
    for area in {**wanted.judgements, **found.judgements}:
        grade, got = wanted.judgements.get(area), found.judgements.get(area)
        if grade != got:
            how = "absent" if got is None else "extra" if grade is None else "wrong"
            out.append(Difference(f"judgements.{area}", how, f"{grade} read as {got}"))
    return out + _differences_of_lists(wanted.lists, found.lists)


def _differences_of_lists(
    wanted: dict[str, list[Text]], found: dict[str, list[Text]]
) -> list[Difference]:
    lost: dict[str, list[Text]] = {}
    more: dict[str, list[Text]] = {}
    out = []
    for name in {**wanted, **found}:
        before, after = wanted.get(name, []), found.get(name, [])
        lost[name] = list((Counter(before) - Counter(after)).elements())
        more[name] = list((Counter(after) - Counter(before)).elements())
        if not lost[name] and not more[name] and before != after:
            out.append(Difference(name, "order", f"{len(after)} texts in a different order"))
    out += _paired(lost, more)
    out += _pieces(wanted, more)
    for name, texts in lost.items():
        out += [Difference(name, "absent", _quoted(text)) for text in texts]
    for name, texts in more.items():
        out += [Difference(name, "extra", _quoted(text)) for text in texts]
    return out


def _paired(lost: dict[str, list[Text]], more: dict[str, list[Text]]) -> list[Difference]:
    """Matches texts that were read differently, removes them from both and compares them."""
    out = []
    for name, texts in lost.items():
        for text in list(texts):
            match = _same(text, name, more)
            if match is None:
                continue
            there, other = match
            texts.remove(text)
            more[there].remove(other)
            out.append(Difference(name, *_how(text, name, other, there)))
    return out


def _pieces(wanted: dict[str, list[Text]], more: dict[str, list[Text]]) -> list[Difference]:
    """Removes from ``more`` any part of a text in the report, and says where it is."""
    out = []
    for name, texts in more.items():
        for text in list(texts):
            piece = letters(text[1])
            homes = [n for n in wanted if any(piece in letters(t) for _, t in wanted[n])]
            if not homes or len(piece) < 12 or (None, text[1]) in wanted.get(name, []):
                continue
            complete = text[1] in [t for n in homes for _, t in wanted[n]]
            if complete:  # the whole text is there already, so this is a repeat
                continue
            texts.remove(text)
            how = "altered" if name in homes else "moved"
            out.append(
                Difference(
                    name if name in homes else homes[0],
                    how,
                    f"part of it is in {name}: {_quoted(text)}",
                )
            )
    return out


def _same(text: Text, name: str, more: dict[str, list[Text]]) -> tuple[str, Text] | None:
    """The extra text that matches this one."""
    here = [(name, other) for other in more.get(name, [])]
    everywhere = here + [(there, other) for there in more if there != name for other in more[there]]
    for there, other in everywhere:
        if letters(other[1]) == letters(text[1]):
            return there, other
    head = letters(text[1])[:40]
    for there, other in everywhere:
        numbered = text[0] is not None and text[0] == other[0] and there == name
        if numbered or (head and letters(other[1])[:40] == head):
            return there, other
    return None


def _how(text: Text, name: str, other: Text, there: str) -> tuple[str, str]:
    if there != name:
        return "moved", f"{_quoted(text)} is in {there}"
    if letters(other[1]) != letters(text[1]):
        return "altered", f"{_quoted(text)} {_change(text[1], other[1])}"
    if other[1] != text[1]:
        return "altered", f"{_quoted(text)} has different spaces or signs"
    lacks = other[0] is None
    return "absent" if lacks else "number", f"number {text[0]} read as {other[0]}: {_quoted(text)}"


def _change(before: str, after: str) -> str:
    old, new = letters(before), letters(after)
    return f"has {len(new)} letters instead of {len(old)}"


def _quoted(text: Text, most: int = 40) -> str:
    number, words = text
    cut = words[:most] + ("…" if len(words) > most else "")
    return f"{number if number is not None else '-'} “{cut}”"
