"""How the country stands and who moved, in words."""

from __future__ import annotations

from cusp.history.country import Country, Flows
from cusp.history.sequence import NOT_GIVEN, Outcome
from cusp.web.common.wording import area_name, say_date
from cusp.web.record.country.snapshot import Picture

WHY_NONE = {
    "no inspection held": "no inspection in the record",
    NOT_GIVEN: "no overall grade given",
    "not judged": "not judged at the latest inspection",
    "could not be read": "the grade could not be read",
}
# Named only where there is one: of a former framework, and of one that has just begun.
SOMETIMES: frozenset[Outcome] = frozenset({"adequate", NOT_GIVEN})


def answer(found: Picture) -> str:
    """How the country stands, as one says it aloud."""
    asked, country = found.asked, found.country
    about = "" if asked.area == "overall" else f" for {area_name(asked.area).lower()}"
    if not country.known:
        return f"No grade{about} is known{asked.where} on {say_date(asked.on)}"
    best, worst = country.counts["outstanding"], country.counts["inadequate"]
    if not country.not_known:
        return (
            f"{best or 'None'} of {country.total} "
            f"{'authority' if country.total == 1 else 'authorities'}{asked.where} "
            f"{'are' if best > 1 else 'is'} outstanding{about}, {worst or 'none'} inadequate"
        )
    return (
        f"{best or 'None'} of {country.known} "
        f"{'authority' if country.known == 1 else 'authorities'}{asked.where} whose grade{about} "
        f"is in the record {'are' if best > 1 else 'is'} outstanding, {worst or 'none'} inadequate"
    )


def key(country: Country) -> list[tuple[Outcome, int, int]]:
    """Each grade with its count and its share in per cent, and how many have none given.

    "Adequate" and "no overall grade given" only where there is one.
    """
    return [
        (outcome, n, round(100 * country.shares[outcome]))
        for outcome, n in country.counts.items()
        if n or outcome not in SOMETIMES
    ]


def moved_answer(moved: Flows) -> str:
    """Who moved, in a sentence."""
    n = len(moved.moves)
    if not n:
        return "No authority here has two inspections with this grade yet"
    ways = moved.directions
    said = [
        f"{ways['up']} improved at the latest inspection",
        f"{ways['same']} stayed the same",
        f"{ways['down']} got worse",
    ]
    if moved.not_given:
        said.append(f"{moved.not_given} cannot be compared, as no overall grade was given")
    return (
        f"Of {n} {'authority' if n == 1 else 'authorities'} inspected at least twice, "
        f"{', '.join(said[:-1])} and {said[-1]}"
    )
