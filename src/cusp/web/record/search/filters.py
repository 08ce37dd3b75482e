"""Which inspections and passages a search means, beside its words."""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from django.db.models import Exists, OuterRef, QuerySet

from cusp.web.record.choices import PassageKind
from cusp.web.record.models import Inspection, Judgement, Passage

Kind = Literal["item", "paragraph"]
# What each kind takes in: an item asked of the safeguarding board is an item too.
KINDS: dict[str, tuple[str, ...]] = {
    "item": (PassageKind.ITEM, PassageKind.LSCB_ITEM),
    "paragraph": (PassageKind.PARAGRAPH,),
}


class Filters(msgspec.Struct, frozen=True):
    """Empty means any.

    ``grade`` is the overall grade of the inspection, ``area_grade`` the grade of the area that the
    passage stands under. Years are those of the first day on site.
    """

    authority: str = ""
    region: str = ""
    area: str = ""
    grade: str = ""
    area_grade: str = ""
    framework: str = ""
    kind: str = ""
    year_from: int | None = None
    year_to: int | None = None

    def __bool__(self) -> bool:
        """Whether anything is left out."""
        return self != Filters()

    def inspections(self) -> QuerySet[Inspection, Any] | None:
        """The inspections meant, as their primary keys; ``None`` for all."""
        plain: dict[str, object] = {
            "authority__slug": self.authority,
            "authority__region": self.region,
            "framework": self.framework,
            "start__year__gte": self.year_from,
            "start__year__lte": self.year_to,
        }
        asked = {name: value for name, value in plain.items() if value}
        if self.grade:
            overall = Judgement.objects.filter(area="overall", grade=self.grade)
            asked["pk__in"] = overall.values("inspection")
        return Inspection.objects.order_by().filter(**asked).values("pk") if asked else None

    def passages(self) -> QuerySet[Passage, Any] | None:
        """The passages meant within them, as their primary keys; ``None`` for all."""
        rows = Passage.objects.order_by()
        if not (self.area or self.area_grade or self.kind):
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
        return rows.values("pk")
