"""A council's grade today, to show next to what an older report praised it for."""

from __future__ import annotations

from datetime import date

import msgspec

from cusp.history.sequence import NOT_GIVEN, Standing
from cusp.web.common.wording import area_name
from cusp.web.record.archive.national_facts import standings
from cusp.web.record.archive.revision import kept_until_changed

# A council with one of these grades (overall, or in an area if no overall grade is given) must not
# be recommended as an example without saying so.
WEAK = ("requires improvement", "adequate", "inadequate")


class GradeToday(msgspec.Struct, frozen=True):
    """A council's overall grade today or, if none is given, its areas with weak grades."""

    grade: str = ""
    since: date | None = None
    weak_areas: tuple[str, ...] = ()

    @property
    def weak(self) -> bool:
        """Whether the council must not be recommended without saying what its grade is."""
        return self.grade in WEAK or bool(self.weak_areas)

    @property
    def place(self) -> int:
        """Where it comes among examples: good grades, then unknown, then weak."""
        if self.weak:
            return 2
        return 0 if self.grade else 1

    @property
    def caution(self) -> str:
        """What to know before following the example; empty if there is nothing."""
        if self.grade in WEAK:
            return f"This council is now graded {self.grade}"
        if self.weak_areas:
            areas = " and ".join(self.weak_areas)
            return f"This council’s latest inspection found weaknesses: {areas}"
        return ""


NOT_KNOWN = GradeToday()


def grades_today(on: date) -> dict[str, GradeToday]:
    """Each council's grade on a given day, by code or else slug; do not modify this."""
    return _grades(on)


def grade_today(grades: dict[str, GradeToday], code: str, slug: str) -> GradeToday:
    """The grade of one council among :func:`grades_today`."""
    return grades.get(code or slug, NOT_KNOWN)


@kept_until_changed(at_most=2)
def _grades(on: date) -> dict[str, GradeToday]:
    return {code: _grade(standing) for code, standing in standings(on=on).items()}


def _grade(standing: Standing) -> GradeToday:
    if standing.grade:
        return GradeToday(standing.grade, standing.since)
    weak = tuple(
        f"{area_name(area).lower()} {grade}"
        for area, grade in standing.grades.items()
        if grade in WEAK
    )
    return GradeToday(NOT_GIVEN if standing.why == NOT_GIVEN else "", standing.since, weak)
