"""A council's inspections in order: what changed, and the grade in force on a given day.

Judgements are matched across frameworks. Overall, leadership, and help and protection are the same
in all. ILACS inspections before 2023 grade children in care and care leavers together: that grade
is compared with both parts, and the change notes this. The single framework has a grade for
children looked after and a sub-grade for care leavers. An inspection of looked-after services
(2013) judges nothing else, so its overall grade is treated as the one for children in care.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal, get_args

import msgspec

from cusp.history.inspections import Inspection
from cusp.reports import area_names
from cusp.reports.authorities import KnownAuthority, known_authorities
from cusp.reports.record import AreaCode, GradeCode

Direction = Literal["up", "down", "same", "first judged", "no longer judged", "not known"]
NotGiven = Literal["no overall grade given"]
Why = NotGiven | Literal["not judged", "could not be read"]
# What an inspection gives: a grade, or none because that form of inspection does not give one.
Outcome = GradeCode | NotGiven
NOT_GIVEN: NotGiven = "no overall grade given"

# Best last. "Adequate", used until 2013, was the grade between inadequate and good, as "requires
# improvement" is now. They rank the same but keep separate names.
RANK: dict[GradeCode, int] = {
    "inadequate": 1,
    "adequate": 2,
    "requires improvement": 2,
    "good": 3,
    "outstanding": 4,
}
AREA_WORDS: dict[AreaCode, str] = {
    **area_names.AREA_WORDS,
    "overall": "overall",
    "lscb": "safeguarding board",
    "outcomes": "outcomes",
}
_AREAS: tuple[AreaCode, ...] = get_args(AreaCode)
_COMBINED: AreaCode = "care_and_care_leavers"
_PARTS: tuple[AreaCode, ...] = ("in_care", "care_leavers")
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()  # noqa: SIM905


class UnknownAuthority(LookupError):
    """No council has, or ever had, this code."""


class Change(msgspec.Struct, frozen=True):
    """A change in a judgement. The two areas differ if the frameworks divide areas differently.

    ``not known`` means that one of the overall grades could not be read. ``before_given`` and
    ``after_given`` are false if that inspection gives no overall grade.
    """

    area_before: AreaCode | None
    area_after: AreaCode | None
    before: GradeCode | None
    after: GradeCode | None
    direction: Direction
    before_given: bool = True
    after_given: bool = True

    @property
    def outcome_before(self) -> Outcome | None:
        """The previous grade, or a statement that none was given."""
        return self.before if self.before_given else NOT_GIVEN

    @property
    def outcome_after(self) -> Outcome | None:
        """The new grade, or a statement that none was given."""
        return self.after if self.after_given else NOT_GIVEN

    @property
    def note(self) -> str | None:
        """A note on a comparison of different areas; ``None`` if they are the same."""
        if not self.area_before or not self.area_after or self.area_before == self.area_after:
            return None
        if _COMBINED in {self.area_before, self.area_after}:
            when = "before" if self.area_before == _COMBINED else "after"
            return f"the grade {when} is for {AREA_WORDS[_COMBINED]} together"
        return "the grade before is for all looked-after services"


class Standing(msgspec.Struct, frozen=True):
    """The grade in force on a given day.

    If ``grade`` is ``None``, ``why`` says why. ``since`` is the day from which the run of ``times``
    inspections with this grade counts, including re-inspections. ``days_since`` counts days from
    the last day on site to ``on``. ``before`` is the last different grade. ``grades`` has all
    areas, as judged at the latest inspection.
    """

    on: date
    area: AreaCode
    grade: GradeCode | None
    why: Why | None
    since: date
    times: int
    days_since: int
    before: GradeCode | None
    inspection: Inspection
    grades: dict[AreaCode, GradeCode]
    # Whether no inspection of any kind came before the run.
    first: bool = True


class Family(msgspec.Struct, frozen=True):
    """A council, with those it replaced and those that replaced it."""

    authority: KnownAuthority
    predecessors: tuple[KnownAuthority, ...]
    successors: tuple[KnownAuthority, ...]


class Improvements(msgspec.Struct, frozen=True):
    """Areas for improvement at the latest inspection and the one before, as of a given day.

    ``before`` is ``None`` if there is no inspection before; a count is ``None`` if not known.
    """

    earlier: Inspection | None
    later: Inspection
    before: int | None
    now: int | None


def in_order(inspections: Iterable[Inspection]) -> tuple[Inspection, ...]:
    """Inspections sorted by first day on site. They should be of one council."""
    return tuple(sorted(inspections, key=lambda each: (each.start, each.end, each.sha256)))


def direction_of(*, before: GradeCode, after: GradeCode) -> Literal["up", "down", "same"]:
    """Whether a grade rose or fell; "adequate" and "requires improvement" rank the same."""
    moved = RANK[after] - RANK[before]
    return "same" if moved == 0 else "up" if moved > 0 else "down"


def judges(inspection: Inspection, area: AreaCode) -> bool:
    """Whether inspections of this kind judge an area. A review of a board judges only the board,
    and an inspection of looked-after services only those services."""
    if inspection.whole_service:
        return True
    return area == ("lscb" if inspection.kind == "lscb-review" else "in_care")


def grade_in(inspection: Inspection, area: AreaCode) -> GradeCode | None:
    """The grade for an area, or ``None``.

    If children in care and care leavers were graded together, that grade is used for either. For
    the two together, the single framework's grade for children looked after is used. If they are
    graded separately (from 2023), there is no joint grade.
    """
    found = _source(inspection, area)
    return inspection.grades.get(found) if found else None


def changes(*, earlier: Inspection, later: Inspection) -> tuple[Change, ...]:
    """What changed between two inspections of a council, in the order of area codes.

    Areas are described as first judged or no longer judged only between inspections of all
    services: an inspection of one part says nothing about the rest.
    """
    found: list[Change] = []
    pairs = _pairs(earlier, later)
    for area_before, area_after in pairs:
        before, after = earlier.grades[area_before], later.grades[area_after]
        direction = direction_of(before=before, after=after)
        found.append(Change(area_before, area_after, before, after, direction))
    if earlier.whole_service and later.whole_service:
        matched_before = {before for before, _ in pairs}
        matched_after = {after for _, after in pairs}
        for area, grade in earlier.grades.items():
            if area not in matched_before:
                lost: Direction = "not known" if _unread(later, area) else "no longer judged"
                given = area != "overall" or not _gives_none(later)
                found.append(Change(area, None, grade, None, lost, after_given=given))
        for area, grade in later.grades.items():
            if area not in matched_after:
                new: Direction = "not known" if _unread(earlier, area) else "first judged"
                given = area != "overall" or not _gives_none(earlier)
                found.append(Change(None, area, None, grade, new, before_given=given))
        if _gives_none(earlier) and _gives_none(later):
            none = Change("overall", "overall", None, None, "no longer judged", False, False)
            found.append(none)
    return tuple(sorted(found, key=_place))


def standing(
    inspections: Iterable[Inspection], *, on: date, area: AreaCode = "overall"
) -> Standing | None:
    """The grade in force on a given day; ``None`` if no inspection counted by then.

    A grade counts from publication, or from the last day on site if that is not known. Pass only
    the council's own inspections: a predecessor's grade does not count.
    """
    published = [each for each in in_order(inspections) if each.counts_from <= on]
    counted = [inspection for inspection in published if judges(inspection, area)]
    if not counted:
        return None
    latest = counted[-1]
    grade = grade_in(latest, area)
    run = _run(counted, area, grade)
    return Standing(
        on=on,
        area=area,
        grade=grade,
        why=None if grade else why_none(latest, area),
        since=run[0].counts_from,
        times=len(run),
        days_since=(on - latest.end).days,
        before=_last_other(counted[: -len(run)], area, grade),
        first=run[0] == published[0],
        inspection=latest,
        grades=dict(latest.grades),
    )


def why_none(inspection: Inspection, area: AreaCode) -> Why:
    """The reason an inspection has no grade for an area."""
    if area != "overall":
        return "not judged"
    return "could not be read" if inspection.overall_given else NOT_GIVEN


def sentence(standing: Standing) -> str:
    """A council's standing in words: "Requires improvement, for the second time in a row"."""
    return _capital(_in_words(standing))


def improvements_on(inspections: Iterable[Inspection], *, on: date) -> Improvements | None:
    """Areas for improvement before and now, from inspections of all services that count on a day.

    Frameworks differ: a lower count may only mean that fewer areas are listed.
    """
    published = [each for each in in_order(inspections) if each.counts_from <= on]
    counted = [inspection for inspection in published if inspection.whole_service]
    if not counted:
        return None
    earlier = counted[-2] if len(counted) > 1 else None
    return Improvements(earlier, counted[-1], _count(earlier), _count(counted[-1]))


def improvements_sentence(found: Improvements) -> str:
    """For example "4 areas for improvement in 2019, 12 in 2016"; years are of the days on site."""
    now = _areas(found.now, found.later)
    if found.earlier is None:
        return _capital(now)
    then = "not known" if found.before is None else str(found.before or "none")
    return _capital(f"{now}, {then} in {found.earlier.start.year}")


def authority_of(code: str) -> KnownAuthority:
    """The council that has or had this code. Raises :class:`UnknownAuthority`."""
    for council in known_authorities():
        if code == council.code or code in council.former_codes:
            return council
    raise UnknownAuthority(f"no council responsible for children's services has the code {code}")


def family(code: str) -> Family:
    """A council with its predecessors and successors. Their grades are never combined.

    Raises :class:`UnknownAuthority`.
    """
    council = authority_of(code)
    return Family(
        authority=council,
        predecessors=tuple(map(authority_of, council.predecessors)),
        successors=tuple(map(authority_of, council.successors)),
    )


def _source(inspection: Inspection, area: AreaCode) -> AreaCode | None:
    """The area in an inspection whose grade is used for another area."""
    if not judges(inspection, area):
        return None
    grades = inspection.grades
    if inspection.kind == "looked-after":
        return "overall" if "overall" in grades else None
    if area in grades:
        return area
    if area in _PARTS and _COMBINED in grades:
        return _COMBINED
    if area == _COMBINED and inspection.framework == "SIF" and "in_care" in grades:
        return "in_care"
    return None


def _pairs(earlier: Inspection, later: Inspection) -> list[tuple[AreaCode, AreaCode]]:
    """The judgements to compare, before and after."""
    pairs: list[tuple[AreaCode, AreaCode]] = []
    for area in _AREAS:
        before, after = _source(earlier, area), _source(later, area)
        if not before or not after or (before, after) in pairs:
            continue
        # Both parts are compared together only if one side graded them together.
        if area == _COMBINED and _COMBINED not in {*earlier.grades} & {*later.grades}:
            continue
        pairs.append((before, after))
    return pairs


def _place(change: Change) -> tuple[int, int]:
    places = [_AREAS.index(area) for area in (change.area_after, change.area_before) if area]
    return places[0], places[-1]


def _unread(inspection: Inspection, area: AreaCode) -> bool:
    return area == "overall" and inspection.overall_given


def _gives_none(inspection: Inspection) -> bool:
    """Whether an inspection gives no overall grade, as is the case since April 2026."""
    return not inspection.overall_given and "overall" not in inspection.grades


def _run(
    counted: Sequence[Inspection], area: AreaCode, grade: GradeCode | None
) -> Sequence[Inspection]:
    """The latest inspections in a row with the same grade."""
    length = 0
    for inspection in reversed(counted):
        if grade_in(inspection, area) != grade:
            break
        length += 1
    return counted[-length:]


def _last_other(
    counted: Sequence[Inspection], area: AreaCode, grade: GradeCode | None
) -> GradeCode | None:
    """The last different grade. An unreadable grade ends a run but is not returned."""
    grades = (grade_in(inspection, area) for inspection in reversed(counted))
    return next((found for found in grades if found and found != grade), None)


def _in_words(standing: Standing) -> str:
    about = "" if standing.area == "overall" else f"{AREA_WORDS[standing.area]}: "
    if standing.grade is None:
        return about + _without_grade(standing)
    if standing.times > 1:
        return f"{about}{standing.grade}, for the {ordinal(standing.times)} time in a row"
    if standing.before is None and not standing.first:
        return f"{about}{standing.grade}"
    if standing.before is None:
        return f"{about}{standing.grade}, at the earliest inspection on record"
    moved = direction_of(before=standing.before, after=standing.grade)
    # Only the former "adequate" ranks the same as another grade.
    how = f"{moved} from {standing.before}" if moved != "same" else f"after {standing.before}"
    return f"{about}{standing.grade}, {how}"


def _without_grade(standing: Standing) -> str:
    if standing.why == "could not be read":
        return "the latest overall grade could not be read"
    if standing.why == "not judged":
        return "not judged at the latest inspection"
    areas = "; ".join(
        f"{AREA_WORDS[area]}: {standing.grades[area]}" for area in _AREAS if area in standing.grades
    )
    none = "no overall grade: inspections since April 2026 give none"
    return f"{none}. {_capital(areas)}" if areas else none


def ordinal(number: int) -> str:
    """First, second, … tenth, 11th."""
    if number <= len(_ORDINALS):
        return _ORDINALS[number - 1]
    teens = number % 100 in {11, 12, 13}
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _count(inspection: Inspection | None) -> int | None:
    return inspection.improvements if inspection and inspection.improvements_read else None


def _areas(count: int | None, inspection: Inspection) -> str:
    year = inspection.start.year
    if count is None:
        return f"the areas for improvement in {year} could not be counted"
    noun = "area" if count == 1 else "areas"
    return f"{count or 'no'} {noun} for improvement in {year}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
