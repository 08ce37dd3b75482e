"""The annual report of reviewing officers, as a page shows it and as Word has it.

It is usually published, so it has no child and no small number. What only a person can write is
marked as such.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from cusp.disclosure.rules import HIDDEN, TOTAL
from cusp.oversight.challenges import Share
from cusp.oversight.challenges import published as safe
from cusp.oversight.challenges.published import Counts
from cusp.plans.ready_paper import Part, ReadyHeading, ReadyPaper, ReadyTable, ReadyText
from cusp.web.common.wording import say_date
from cusp.web.practice import challenge_log
from cusp.web.practice.annual_figures import YearFigures
from cusp.web.practice.choices import Theme
from cusp.wording import counted

_TITLE = "Annual report of independent reviewing officers and conference chairs"
_NAMES = {
    TOTAL: "All", safe.CHANGED: "Something changed for the child",
    safe.NOTHING: "Nothing changed", safe.EFFECT_KNOWN: "All with a known effect",
    safe.IN_TIME: "Formal, answered in time", safe.LATE: "Formal, not answered in time",
    safe.DECIDED: "Formal, answered or too late", safe.UNDECIDED: "Formal, not yet due or closed",
    safe.FORMAL: "All formal",
    **{theme.value: str(theme.label) for theme in Theme},
}  # fmt: skip


def report(found: YearFigures, *, council: str, today: date) -> ReadyPaper:
    """The report of a year."""
    parts: list[Part] = [
        *_purpose(found), *_service(found), *_reviews(found), *_midway(found), *_participation(),
        *_challenge(found), *_changed(found), *_cafcass(found), *_priorities(), *_method(found),
    ]  # fmt: skip
    return ReadyPaper(
        title=f"{_TITLE}, {found.period}",
        council=council,
        series=_TITLE,
        version="Draft",
        as_at=today,
        parts=tuple(parts),
    )


def to_write(paper: ReadyPaper) -> int:
    """How many parts are left to the author."""
    return sum(isinstance(part, ReadyText) and part.to_write for part in paper.parts)


def hidden(paper: ReadyPaper) -> int:
    """How many numbers in the tables are hidden."""
    tables = (part for part in paper.parts if isinstance(part, ReadyTable))
    return sum(cell == HIDDEN for table in tables for row in table.rows for cell in row)


# Sections


def _purpose(found: YearFigures) -> Iterator[Part]:
    yield ReadyHeading("Purpose and legal basis")
    yield ReadyText(
        f"This report is about the work of independent reviewing officers and conference chairs "
        f"from {found.period}. It is for the corporate parenting board and the public."
    )
    yield ReadyText(
        "Reviewing officers take part in each review of a child’s case, monitor the case between "
        "reviews, and challenge the council where a plan is not right for the child (Care "
        "Planning, Placement and Case Review (England) Regulations 2010, SI 2010/959; "
        "IRO Handbook)."
    )
    yield _write("Check the legal basis against the current law and guidance.")


def _service(found: YearFigures) -> Iterator[Part]:
    yield ReadyHeading("The service and caseloads")
    yield from _measures(found, ("Children looked after", "Children on a child protection plan"))
    load = found.caseload
    if load is None:
        yield _write("Caseloads: no list of reviewing officers is loaded.")
    elif load.children is None:
        yield ReadyText("The number of children with a reviewing officer is too small to publish.")
    else:
        were = "was" if load.officers == 1 else "were"
        officers = counted(load.officers, "reviewing officer")
        yield ReadyText(
            f"When this report was made, {load.children:,} children had a reviewing officer. There "
            f"{were} {officers}, with {load.each} children each on average."
        )
    yield _write("Staffing, vacancies and training. Compare caseloads with the handbook’s.")


def _reviews(found: YearFigures) -> Iterator[Part]:
    yield ReadyHeading("Reviews in time")
    yield from _measures(found, ("Care reviews up to date", "Review conferences up to date"))
    yield _write("Why reviews were late, and what was done about it.")


def _midway(found: YearFigures) -> Iterator[Part]:
    yield ReadyHeading("Midway reviews")
    if found.midway is None:
        yield ReadyText("The number of midway reviews recorded is too small to publish.")
    elif not found.midway:
        yield _write("Midway reviews: none are recorded in Cusp for this year.")
    else:
        yield _table("Midway reviews recorded", found.midway_by_contact)
    yield _write("What midway reviews found.")


def _participation() -> Iterator[Part]:
    yield ReadyHeading("Participation")
    yield _write(
        "How many children took part in their reviews, and how. Annex A does not hold this; the "
        "SSDA903 has participation codes."
    )
    yield _write("What children said about their reviews. Do not name a child.")


def _challenge(found: YearFigures) -> Iterator[Part]:
    yield ReadyHeading("Challenge and dispute resolution")
    said = found.challenges
    if said.raised is None:
        yield ReadyText("Too few challenges were raised to publish figures about them.")
        yield _write("What challenges were about, without anything that could identify a child.")
        return
    if not said.raised:
        yield ReadyText("No challenges were recorded.")
        yield _write("Why no challenges were recorded.")
        return
    rule = challenge_log.rules().process(found.on)
    yield ReadyText(
        f"{said.raised:,} challenges were raised. The formal process may take at most {rule.count} "
        f"{rule.unit} ({rule.source}). Many challenges can be a good sign."
    )
    yield from _tables(
        {
            "What challenges were about": said.themes,
            "Stage and time": said.stages,
            "Highest level reached": said.levels,
        }
    )
    yield ReadyText(
        _share(
            "share of formal challenges answered in time",
            "formal challenges were answered in time",
            said.in_time,
        )
    )
    if said.days:
        rows = tuple((name, HIDDEN if days is None else days) for name, days in said.days)
        columns = (("Level", 3), ("Median working days", 1))
        yield ReadyTable("Time at each level, until answered or escalated", columns, rows)
    yield _write("What the themes say about practice.")


def _changed(found: YearFigures) -> Iterator[Part]:
    yield ReadyHeading("What challenge changed")
    said = found.challenges
    if said.raised:
        yield from _tables({"Effect for the child": said.effects})
        name = "share of challenges that changed something for the child"
        words = "challenges with a known effect changed something for the child"
        yield ReadyText(_share(name, words, said.changed))
    yield _write("Two or three examples of what changed. No detail may identify a child.")


def _cafcass(found: YearFigures) -> Iterator[Part]:
    yield ReadyHeading("Referrals to Cafcass")
    if found.challenges.raised:
        yield from _tables({"Challenges referred to Cafcass": found.challenges.cafcass})
    yield _write("Work with Cafcass during the year.")


def _priorities() -> Iterator[Part]:
    yield ReadyHeading("Priorities for next year")
    yield _write("Priorities, who leads each, and how the board will know that they were met.")


def _method(found: YearFigures) -> Iterator[Part]:
    yield ReadyHeading("How the figures were made")
    until = (
        "" if found.is_over else f" The year is not over: figures are up to {say_date(found.on)}."
    )
    yield ReadyText(
        f"Challenges are those raised in the year, as they stood when this report was made.{until} "
        "Measures come from the council’s own Annex A return on the day stated."
    )
    yield ReadyText(
        f"“{HIDDEN}” is a number of 1 to 5, or one hidden because it would give such a number "
        "away. Shares of fewer than 10 are left out."
    )


# Their parts


def _write(text: str) -> ReadyText:
    return ReadyText(f"To write: {text}", to_write=True)


def _measures(found: YearFigures, names: Iterable[str]) -> Iterator[Part]:
    said = [one for one in found.returns if one.name in names]
    if not said:
        yield _write("Figures: no return of this year is loaded.")
        return
    rows = tuple(
        (one.name, HIDDEN if one.words is None else one.words, one.undetermined) for one in said
    )
    day = say_date(said[0].on)
    yield ReadyTable(f"As at {day}", (("Measure", 3), (f"As at {day}", 2), ("Not judged", 2)), rows)


def _tables(tables: Mapping[str, Counts]) -> Iterator[Part]:
    for name, counts in tables.items():
        if counts:
            yield ReadyHeading(name, 2)
            yield _table(name, counts)
        else:
            yield ReadyText(f"{name}: the numbers are too small to publish.")


def _table(name: str, counts: Counts) -> ReadyTable:
    rows = tuple(
        (_NAMES.get(row, row), HIDDEN if count is None else count) for row, count in counts.items()
    )
    return ReadyTable(name, ((name, 3), ("Number", 1)), rows)


def _share(name: str, words: str, share: Share | None) -> str:
    if share is None:
        return f"The {name} is not published, because it would give a small number away."
    return f"{share.part} of {share.whole} {words} ({share.percent}%)."
