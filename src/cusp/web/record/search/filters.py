"""Which inspections and passages a search is limited to."""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from django.db.models import Exists, OuterRef, QuerySet

from cusp.web.record.choices import PassageKind, Polarity
from cusp.web.record.models import Inspection, Judgement, Passage, ReportSentence

Kind = Literal["item", "paragraph"]
# What each kind includes: an item addressed to the safeguarding board is also an item.
KINDS: dict[str, tuple[str, ...]] = {
    "item": (PassageKind.ITEM, PassageKind.LSCB_ITEM),
    "paragraph": (PassageKind.PARAGRAPH,),
}
# A sentence that both praises and criticises counts as each.
FINDINGS: dict[str, tuple[str, ...]] = {
    "praise": (Polarity.STRENGTH, Polarity.MIXED),
    "criticism": (Polarity.WEAKNESS, Polarity.MIXED),
}


class Filters(msgspec.Struct, frozen=True):
    """Empty means any.

    ``grade`` is the overall grade of the inspection, ``area_grade`` the grade of the area that the
    passage belongs to. ``finding`` is praise or criticism: a sentence in the passage clearly
    praises or criticises. Years are those of the first day on site.
    """

    authority: str = ""
    region: str = ""
    area: str = ""
    grade: str = ""
    area_grade: str = ""
    framework: str = ""
    kind: str = ""
    finding: str = ""
    year_from: int | None = None
    year_to: int | None = None

    def __bool__(self) -> bool:
        """Whether any filter is chosen."""
        return self != Filters()

    def inspections(self) -> QuerySet[Inspection, Any] | None:
        """The primary keys of the inspections that match; ``None`` for all."""
        plain: dict[str, object] = {
            "authority__slug": self.authority,
            "authority__region": self.region,
            "framework": self.framework,
            "start__year__gte": self.year_from,
            "start__year__lte": self.year_to,
        }
        chosen = {name: value for name, value in plain.items() if value}
        if self.grade:
            overall = Judgement.objects.filter(area="overall", grade=self.grade)
            chosen["pk__in"] = overall.values("inspection")
        return Inspection.objects.order_by().filter(**chosen).values("pk") if chosen else None

    def passages(self) -> QuerySet[Passage, Any] | None:
        """The primary keys of the passages that match within them; ``None`` for all."""
        rows = Passage.objects.order_by()
        if not (self.area or self.area_grade or self.kind or self.finding):
            return None
        if self.area:
            rows = rows.filter(area=self.area)
        if self.kind:
            rows = rows.filter(kind__in=KINDS.get(self.kind, ()))
        if self.area_grade:
            judged = Judgement.objects.filter(
                inspection=OuterRef("inspection"), area=OuterRef("area"), grade=self.area_grade
            )
            rows = rows.filter(Exists(judged))
        if self.finding:
            rows = rows.filter(includes(self.finding))
        return rows.values("pk")


def includes(finding: str) -> Exists:
    """Whether a passage has a sentence that clearly praises or criticises."""
    return Exists(
        ReportSentence.objects.order_by().filter(
            inspection=OuterRef("inspection"),
            address=OuterRef("address"),
            polarity__in=FINDINGS.get(finding, ()),
            clear=True,
        )
    )
