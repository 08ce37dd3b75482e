"""Sentences on the grades: now and before, how many times in a row, and which are below good."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from cusp.briefing.facts import Facts, Inspected, Source
from cusp.briefing.sentences import Draft, needed
from cusp.briefing.wording import AREA_NAMES, AREA_PHRASES, capital, day, listed
from cusp.calendar.wording import period
from cusp.history import sequence
from cusp.history.inspections import Inspection
from cusp.history.sequence import NOT_GIVEN, RANK, Change, Standing
from cusp.reports.record import AreaCode, GradeCode, KindCode

_GOOD = RANK["good"]
_ORDER = list(AREA_NAMES)
# What an inspection of one part of the services covered.
_COVERED: dict[KindCode, str] = {
    "looked-after": "services for looked-after children",
    "lscb-review": "the Local Safeguarding Children Board",
}


def drafts(facts: Facts, *, as_at: date) -> Iterator[Draft]:
    """The sentences, in order."""
    latest = facts.latest
    yield from _inspected(facts.authority, latest)
    if latest.inspection.whole_service:
        yield from _overall(facts)
    else:
        yield from _part_only(latest)
    if facts.later and facts.later.inspection.counts_from <= as_at:
        start = day(facts.later.inspection.start)
        text = f"There has been a later inspection, which began on {start}."
        yield Draft("later inspection", text, needed(facts.later.days))
    yield from _judgements(latest, previous(facts))
    yield from _below_good(latest)


def previous(facts: Facts) -> Inspected | None:
    """The inspection before the latest that judged all services, if the latest did too."""
    if not facts.latest.inspection.whole_service:
        return None
    before = [each for each in _in_order(facts)[:-1] if each.inspection.whole_service]
    return before[-1] if before else None


def in_short(facts: Facts) -> str:
    """The overall grade in a few words: "requires improvement, for the second time in a row"."""
    standing = _standing(facts)
    if standing is None or not facts.latest.inspection.whole_service:
        return ""
    if standing.why == NOT_GIVEN:
        return "graded by area, with no overall grade"
    return f"{standing.grade}{_turn(standing)}" if standing.grade else ""


def _in_order(facts: Facts) -> list[Inspected]:
    """The inspections up to the latest; those that began later do not count."""
    start = facts.latest.inspection.start
    earlier = [each for each in facts.earlier if each.inspection.start < start]
    return [*sorted(earlier, key=lambda each: each.inspection.start), facts.latest]


def _standing(facts: Facts) -> Standing | None:
    """The standing after the latest inspection, as if later ones were not known."""
    inspections = [each.inspection for each in _in_order(facts)]
    return sequence.standing(inspections, on=max(each.counts_from for each in inspections))


# The inspection


def _inspected(authority: str, latest: Inspected) -> Iterator[Draft]:
    inspection = latest.inspection
    again = "re-inspected" if inspection.reinspection else "inspected"
    when = period(inspection.start, inspection.end)
    what = _COVERED.get(inspection.kind, "") if inspection.kind else ""
    services = what or "children’s services"
    on = "on" if inspection.start == inspection.end else "from"
    text = f"Ofsted {again} {services} in {authority} {on} {when}."
    yield Draft("inspected", text, needed(latest.days))
    if inspection.published:
        text = f"It published its report on {day(inspection.published)}."
        yield Draft("published", text, (latest.published,))


def _part_only(latest: Inspected) -> Iterator[Draft]:
    area: AreaCode = "lscb" if latest.inspection.kind == "lscb-review" else "overall"
    grade = latest.inspection.grades.get(area)
    if grade:
        text = f"The grade was {grade}. Other services were not inspected."
        yield Draft("overall of a part", text, (latest.grades.get(area),))


# The overall grade


def _overall(facts: Facts) -> Iterator[Draft]:
    standing, before = _standing(facts), previous(facts)
    if standing is None:
        return
    latest = facts.latest
    if standing.why == NOT_GIVEN:
        text = (
            "Inspectors graded the services by area. Since April 2026, inspections give no overall "
            "grade."
        )
        yield Draft("overall", text, tuple(latest.grades.get(a) for a in latest.inspection.grades))
    elif standing.grade:
        text = f"Inspectors graded the services {standing.grade} overall{_turn(standing)}."
        yield Draft("overall", text, _run(facts, standing))
    if before:
        yield from _grade_before(before, standing)


def _turn(standing: Standing) -> str:
    """What an overall grade means after those before it."""
    if standing.times > 1:
        return f", for the {sequence.ordinal(standing.times)} time in a row"
    if standing.before is None or standing.grade is None:
        return ""
    moved = sequence.direction_of(before=standing.before, after=standing.grade)
    return f", {moved} from {standing.before}" if moved != "same" else f", after {standing.before}"


def _run(facts: Facts, standing: Standing) -> tuple[Source | None, ...]:
    """The grades that the sentence rests on: those in the run, and a different one before it."""
    judged = [each for each in _in_order(facts) if sequence.judges(each.inspection, "overall")]
    used = judged[-standing.times :][::-1]
    if standing.times == 1 and standing.before:
        grades = [(each, sequence.grade_in(each.inspection, "overall")) for each in judged[:-1]]
        used = [*used, next(each for each, grade in reversed(grades) if grade)]
    return tuple(each.grades.get("overall") for each in used)


def _grade_before(before: Inspected, standing: Standing) -> Iterator[Draft]:
    inspection = before.inspection
    when = f"The previous inspection, from {period(inspection.start, inspection.end)}, "
    grade = inspection.grades.get("overall")
    if grade is None:
        return
    same = grade == standing.grade
    gave = "gave the same overall grade" if same else f"graded the services {grade} overall"
    text = f"{when}{gave}."
    yield Draft("overall before", text, needed(before.days, [before.grades.get("overall")]))


# The other judgements


def _judgements(latest: Inspected, before: Inspected | None) -> Iterator[Draft]:
    """A line for each judgement: its grade, then the grade or grades it had before."""
    changes = _changes(latest.inspection, before.inspection) if before else ()
    areas = [area for area in _ORDER if area in latest.inspection.grades and area != "overall"]
    if latest.inspection.kind == "lscb-review":
        return
    for line, area in enumerate(areas, 1):
        grade = latest.inspection.grades[area]
        text = f"{AREA_NAMES[area]}: {grade}."
        yield Draft("judgement", text, (latest.grades.get(area),), line)
        found = [change for change in changes if change.area_after == area and change.before]
        if before and found:
            yield _before(before, found, area, grade, line)


def _changes(latest: Inspection, before: Inspection) -> Sequence[Change]:
    return sequence.changes(earlier=before, later=latest)


def _before(
    before: Inspected, changes: Sequence[Change], area: AreaCode, now: GradeCode, line: int
) -> Draft:
    year = before.inspection.start.year
    areas = [change.area_before for change in changes if change.area_before]
    if areas == [area]:
        grade = changes[0].before
        text = f"In {year}: {'also ' if grade == now else ''}{grade}."
    else:
        parts = [f"{c.before} for {_both(c.area_before)}" for c in changes if c.area_before]
        text = f"In {year}: {listed(parts)}."
    sources = needed(before.days, [before.grades.get(each) for each in areas])
    return Draft("judgement before", text, sources, line)


def _below_good(latest: Inspected) -> Iterator[Draft]:
    """Which of the areas are below good; the overall grade has its own sentence."""
    grades = latest.inspection.grades
    areas = [area for area in _ORDER if area in grades and area not in ("overall", "lscb")]
    if len(areas) < 2 or not latest.inspection.whole_service:
        return
    below = [area for area in areas if RANK[grades[area]] < _GOOD]
    if not below:
        sources = tuple(latest.grades.get(area) for area in areas)
        yield Draft("below good", "Every area was graded good or better.", sources)
        return
    named = listed(AREA_PHRASES[area] for area in below)
    text = f"Below good: {named}."
    if len(below) == len(areas):
        text = f"{capital(named)} were all graded below good."
    yield Draft("below good", text, tuple(latest.grades.get(area) for area in below))


def _both(area: AreaCode) -> str:
    """The area; two that were graded as one are graded together."""
    return AREA_PHRASES[area] + (" together" if area == "care_and_care_leavers" else "")
