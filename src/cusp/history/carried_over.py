"""Find the areas for improvement that a later inspection carries over, and what else has changed.

A link is a suggestion, based on the wording of both reports, with its likelihood. For the method
and its accuracy on unseen reports see ``docs/carried-over.md``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, get_args

import msgspec

from cusp.history.link_model import load
from cusp.reports.record import AreaCode, GradeCode, Problem, Report, Source

SCHEMA = "cusp.comparison/1"
# The model's name, stored with its suggestions. A new model needs a new name.
MODEL = "links/3"
# Scores from 0 to 1. From DEFAULT_THRESHOLD a link is suggested ("perhaps"); from SURE it is shown
# as carried over. Both were chosen by cross-validation: see docs/carried-over.md.
DEFAULT_THRESHOLD = 0.52
SURE = 0.77
_LIKELIER_SAME = 0.5


class CannotCompare(ValueError):
    """The reports are not two successive inspections of a council; the message says why."""


class WrongOrder(CannotCompare):
    """The report given as the earlier one is the later one."""


class Link(msgspec.Struct, frozen=True):
    """A later item and the earlier one that it carries over, by printed number.

    ``partial`` means that only part of one item is in the other. ``score`` is the likelihood, from
    0 to 1, that they are linked at all.
    """

    later: int
    earlier: int
    kind: Literal["same", "partial"]
    score: float

    @property
    def sure(self) -> bool:
        """Whether to show it as "carried over"; other links are shown as "perhaps"."""
        return self.score >= SURE


class JudgementChange(msgspec.Struct, frozen=True):
    """The grade of an area before and after; ``None`` if that inspection gave it none.

    Areas keep their codes: if frameworks divide areas differently, each area has its own line.
    ``not given`` means that this form of inspection gives no overall grade.
    """

    area: AreaCode
    before: GradeCode | Literal["not given"] | None
    after: GradeCode | Literal["not given"] | None


class Comparison(msgspec.Struct, frozen=True):
    """Two inspections of one council. ``new`` and ``no_longer_raised`` are the numbers of items
    without any link; ``problems`` says what is uncertain."""

    earlier: Source
    later: Source
    judgements: tuple[JudgementChange, ...]
    links: tuple[Link, ...]
    new: tuple[int, ...]
    no_longer_raised: tuple[int, ...]
    problems: tuple[Problem, ...] = ()
    schema: str = SCHEMA


def propose_links(
    earlier: Report, later: Report, *, threshold: float = DEFAULT_THRESHOLD
) -> tuple[Link, ...]:
    """Links that score at least ``threshold``, by later then earlier item.

    It uses the two lists and the paragraphs behind them. :func:`compare` checks which council the
    reports are about.
    """
    if not earlier.improvements or not later.improvements:
        return ()
    scores, same = load().score(
        [item.text for item in later.improvements],
        [item.text for item in earlier.improvements],
        (later, earlier),
    )
    links = []
    for i, now in enumerate(later.improvements):
        for j, then in enumerate(earlier.improvements):
            score = round(float(scores[i, j]), 2)
            if score >= threshold:
                kind: Literal["same", "partial"] = (
                    "same" if same[i, j] >= _LIKELIER_SAME else "partial"
                )
                links.append(Link(now.number, then.number, kind, score))
    return tuple(sorted(links, key=lambda link: (link.later, link.earlier)))


def compare(earlier: Report, later: Report) -> Comparison:
    """What a later inspection carried over, dropped and newly raised, and how grades changed.

    Raises :class:`CannotCompare` for copies of one file, two reports on the same inspection and
    reports about different councils, and :class:`WrongOrder` if they are given in the wrong order.
    """
    problems = tuple(_doubts(earlier, later))
    links = propose_links(earlier, later)
    carried, carrying = {link.earlier for link in links}, {link.later for link in links}
    return Comparison(
        earlier=earlier.source,
        later=later.source,
        judgements=tuple(_judgements(earlier, later)),
        links=links,
        new=tuple(i.number for i in later.improvements if i.number not in carrying),
        no_longer_raised=tuple(i.number for i in earlier.improvements if i.number not in carried),
        problems=problems,
    )


def to_json(comparison: Comparison) -> bytes:
    """The comparison as one line of JSON in UTF-8, ``schema`` first."""
    plain = msgspec.to_builtins(comparison)
    return msgspec.json.encode({"schema": plain.pop("schema"), **plain})


def _doubts(earlier: Report, later: Report) -> Iterator[Problem]:
    """What is uncertain about the two reports. Raises if they cannot be compared."""
    if earlier.source.sha256 == later.source.sha256:
        raise CannotCompare("The two files are copies of the same report.")
    yield from _councils(earlier, later)
    yield from _order(earlier, later)
    for which, report in (("earlier", earlier), ("later", later)):
        unread = any(problem.field.startswith("improvements") for problem in report.problems)
        if unread:
            why = (
                f"The areas for improvement in the {which} report could not be read with certainty."
            )
            yield Problem(f"{which}.improvements", why)
        elif not report.improvements:
            why = f"The {which} report lists no areas for improvement."
            yield Problem(f"{which}.improvements", why)


def _councils(earlier: Report, later: Report) -> Iterator[Problem]:
    codes, names = [], []
    for report in (earlier, later):
        council = report.authority
        names.append(
            (council.name or council.printed) if council else "a council that could not be read"
        )
        codes.append(council.code if council else None)
    if None in codes:
        yield Problem(
            "authority", "It is not certain that both reports are about the same council."
        )
    elif codes[0] != codes[1]:
        raise CannotCompare(f"The reports are about different councils: {names[0]} and {names[1]}.")


def _order(earlier: Report, later: Report) -> Iterator[Problem]:
    if earlier.inspected is None or later.inspected is None:
        yield Problem("inspected", "It is not certain which inspection came first.")
    elif earlier.inspected.start > later.inspected.start:
        raise WrongOrder("The report given as the earlier one is the later one.")
    elif earlier.inspected.start == later.inspected.start:
        raise CannotCompare("Both files are about the same inspection.")


def _judgements(earlier: Report, later: Report) -> Iterator[JudgementChange]:
    before, after = _grades(earlier), _grades(later)
    for area in get_args(AreaCode):
        if area in before or area in after:
            yield JudgementChange(area, before.get(area), after.get(area))


def _grades(report: Report) -> dict[AreaCode, GradeCode | Literal["not given"]]:
    grades: dict[AreaCode, GradeCode | Literal["not given"]] = {
        judgement.area: judgement.grade for judgement in report.judgements
    }
    if not report.overall_given:
        grades.setdefault("overall", "not given")
    return grades
