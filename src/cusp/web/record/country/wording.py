"""How the country is doing, and which councils moved up or down, in words."""

from __future__ import annotations

from cusp.history.country import Country
from cusp.history.moved_between import MovedBetween
from cusp.history.sequence import NOT_GIVEN, Outcome
from cusp.web.common.wording import area_name, say_date
from cusp.web.record.country.snapshot import Picture

WHY_NONE = {
    "no inspection held": "no inspection in the record",
    NOT_GIVEN: "no overall grade given",
    "not judged": "not judged at the latest inspection",
    "could not be read": "the grade could not be read",
}
# Shown only if there are any: one is from a former framework, one from a new framework.
SOMETIMES: frozenset[Outcome] = frozenset({"adequate", NOT_GIVEN})


def answer(found: Picture) -> str:
    """How the country is doing, in a sentence: "46 of 153 authorities are outstanding, …"."""
    filters, country = found.filters, found.country
    about = "" if filters.area == "overall" else f" for {area_name(filters.area).lower()}"
    if not country.known:
        return f"No grade{about} is known{filters.where} on {say_date(filters.on)}"
    best, worst = country.counts["outstanding"], country.counts["inadequate"]
    if not country.not_known:
        return (
            f"{best or 'None'} of {country.total} "
            f"{'authority' if country.total == 1 else 'authorities'}{filters.where} "
            f"{'are' if best > 1 else 'is'} outstanding{about}, {worst or 'none'} inadequate"
        )
    return (
        f"{best or 'None'} of {country.known} "
        f"{'authority' if country.known == 1 else 'authorities'}{filters.where} with a known grade"
        f"{about} {'are' if best > 1 else 'is'} outstanding, {worst or 'none'} inadequate"
    )


def key(country: Country) -> list[tuple[Outcome, int, int]]:
    """Each grade with its count and percentage, and how many have no grade given.

    Includes "adequate" and "no overall grade given" only if there are any.
    """
    return [
        (outcome, n, round(100 * country.shares[outcome]))
        for outcome, n in country.counts.items()
        if n or outcome not in SOMETIMES
    ]


def moved_answer(between: MovedBetween) -> str:
    """Councils that moved down or up a grade, in a sentence."""
    if not between.graded:
        return "No authority here has a known grade on both dates"
    fell, rose, of = len(between.fell), len(between.rose), between.graded
    since, until = say_date(between.since), say_date(between.until)
    return (
        f"Between {since} and {until}, {fell} of {of} "
        f"{'authority' if of == 1 else 'authorities'} moved down and {rose} moved up"
    )


def about_the_rest(between: MovedBetween) -> str:
    """How many stayed the same (and were inspected), and how many cannot be compared."""
    stayed, kept, ungraded = len(between.stayed), len(between.kept), len(between.not_graded)
    same = f"{stayed} stayed the same"
    if stayed:
        same += f", {kept} of them inspected in between"
    parts = [same]
    if ungraded:
        were = "was" if ungraded == 1 else "were"
        parts.append(f"{ungraded} {were} given no overall grade, so cannot be compared")
    if between.not_compared:
        n = between.not_compared
        parts.append(f"{n} {'has' if n == 1 else 'have'} no known grade on one or both dates")
    return f"{'; '.join(parts)}."
