"""Judge a reading of a variant: right, named, misnamed or silent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.variants.facts import Difference, Facts, differences, facts_of
from cusp import Report

OUTCOMES = ("right", "named", "misnamed", "silent")
# Naming a fault excuses what it makes unreadable, but never a wrong value.
_EXCUSED = frozenset({"absent", "altered"})
_WORDS_OF = {
    "help_and_protection": "help and protection|help_and_protection",
    "in_care": "in care|in_care|looked after",
    "care_leavers": "care leavers|care_leavers|leaving care",
    "care_and_care_leavers": "in care and care leavers|care_and_care_leavers",
    "leaders": "leaders|leadership",
    "adoption": "adoption",
    "overall": "overall|summary",
    "lscb": "lscb|safeguarding",
}


@dataclass(frozen=True)
class Demand:
    """What is required of a reading of one kind of variant.

    ``named_by`` is searched for in each new problem (field and reason) and in the message of a
    refusal: only a match names this kind of fault. ``always`` demands a match even if every value
    is right; ``refused`` demands a refusal. ``excuses`` are the kinds of difference that a match
    covers.
    """

    named_by: str
    always: bool = False
    refused: bool = False
    may_refuse: bool = True
    excuses: frozenset[str] = _EXCUSED


@dataclass(frozen=True)
class Verdict:
    """The outcome, the differences that are not covered, and the new problems."""

    outcome: str
    differences: tuple[Difference, ...] = ()
    uncovered: tuple[Difference, ...] = ()
    problems: tuple[str, ...] = ()
    refusal: str | None = None

    @property
    def needless(self) -> bool:
        """Whether everything is right but there are new problems."""
        return self.outcome == "right" and bool(self.problems)


@dataclass
class Wanted:
    """The true facts of a variant, and the problems that the original already has."""

    facts: Facts
    known: Sequence[tuple[str, str]] = field(default=())


def problems_of(report: Report) -> list[tuple[str, str]]:
    """The problems in a record: field and reason."""
    return [(p.field, p.why) for p in report.problems]


def judge(
    demand: Demand, wanted: Wanted, answer: Report | str, places: Sequence[Difference] = ()
) -> Verdict:
    """Compares a reading, or the message of a refusal, with what is wanted.

    ``places`` lists cited words that are not where the reading says they are.
    """
    if isinstance(answer, str):
        return _of_refusal(demand, answer)
    new = [p for p in problems_of(answer) if p not in wanted.known]
    problems = tuple(f"{name}: {why}" for name, why in new)
    if demand.refused:
        return Verdict("misnamed" if _named(demand, problems) else "silent", (), (_READ,), problems)
    found = (*differences(wanted.facts, facts_of(answer)), *places)
    named = _named(demand, problems)
    uncovered = tuple(d for d in found if not _covered(d, demand, named, new))
    if demand.always and not named:
        return Verdict(
            "misnamed" if problems else "silent", found, uncovered or (_UNSAID,), problems
        )
    if uncovered:
        return Verdict("misnamed" if problems else "silent", found, uncovered, problems)
    return Verdict("named" if found or named else "right", found, (), problems)


_READ = Difference("refusal", "wrong", "read as an Ofsted report")
_UNSAID = Difference("problems", "absent", "nothing says what is wrong with the file")


def _of_refusal(demand: Demand, sentence: str) -> Verdict:
    fits = demand.may_refuse or demand.refused
    named = fits and re.search(demand.named_by, sentence, re.I) is not None
    wrong = () if named else (Difference("refusal", "wrong", sentence),)
    return Verdict("named" if named else "misnamed", (), wrong, (), sentence)


def _named(demand: Demand, problems: Sequence[str]) -> bool:
    return any(re.search(demand.named_by, problem, re.I) for problem in problems)


def _covered(
    difference: Difference, demand: Demand, named: bool, new: Sequence[tuple[str, str]]
) -> bool:
    """Whether a problem covers the difference: one with its field, or one that names the fault."""
    if difference.how in ("wrong", "extra", "number", "order"):
        # A named problem does not excuse a wrong value, except in lists.
        return named and difference.how in demand.excuses
    if difference.how == "moved":
        return _area_named(difference, new) or (named and "moved" in demand.excuses)
    if named and difference.how in demand.excuses:
        return True
    of_field = [why for name, why in new if _is_of(name, difference.field)]
    if difference.how == "altered":  # a problem with one paragraph does not cover another
        number = difference.what.partition(" ")[0]
        return any(re.search(rf"\b{number}\b", why) for why in of_field if number.isdigit())
    return bool(of_field)


def _is_of(problem: str, value: str) -> bool:
    return value == problem or value.startswith(problem + ".") or problem.startswith(value + ".")


def _area_named(difference: Difference, new: Sequence[tuple[str, str]]) -> bool:
    """Whether a problem names the area from which a paragraph is missing."""
    area = difference.field.partition(".")[2]
    words = _WORDS_OF.get(area, re.escape(area or difference.field))
    return any(re.search(words, " ".join(problem), re.I) for problem in new)
