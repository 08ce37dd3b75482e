"""The grade of a council today, beside what an older report praised it for."""

from __future__ import annotations

from datetime import date

import msgspec

from cusp.history.sequence import NOT_GIVEN, Standing
from cusp.web.common.wording import area_name
from cusp.web.record.archive.national_facts import standings
from cusp.web.record.archive.revision import kept_until_changed

# A council with one of these, overall or where no overall grade is given in an area, is no example
# to recommend without saying so.
WEAK = ("requires improvement", "adequate", "inadequate")


class GradeToday(msgspec.Struct, frozen=True):
    """A council's overall grade today, and areas that are graded weak where none is given."""

    grade: str = ""
    since: date | None = None
    weak_areas: tuple[str, ...] = ()

    @property
    def weak(self) -> bool:
        """Whether the council must not be recommended without saying what its grade is."""
        return self.grade in WEAK or bool(self.weak_areas)

    @property
    def place(self) -> int:
        """Where it comes among examples: well graded, not known, weak."""
        if self.weak:
            return 2
        return 0 if self.grade else 1

    @property
    def caution(self) -> str:
        """What to know before following the example; empty where there is nothing."""
        if self.grade in WEAK:
            return f"This council is now graded {self.grade}"
        if self.weak_areas:
            areas = " and ".join(self.weak_areas)
            return f"This council’s latest inspection found weaknesses: {areas}"
        return ""


NOT_KNOWN = GradeToday()


def grades_today(on: date) -> dict[str, GradeToday]:
    """The grade of each council on a day, by its code or else its address; do not change it."""
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
