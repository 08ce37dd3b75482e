"""How many of each group of children wait, from the rows of children or the measures' counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from statistics import median
from typing import Any

import msgspec

from cusp.oversight.equality import FEWEST, Compared, compare
from cusp.oversight.group_words import (
    UNKNOWN,
    age_group,
    broad_order,
    ethnic_group,
    group_order,
    say_group,
)
from cusp.web.practice import measure_words
from cusp.web.practice.choices import Standing
from cusp.web.practice.equality_page.forms import ANYTHING
from cusp.web.practice.models import Figure, Snapshot
from cusp.web.practice.reach import Reached, clocks_for, open_cases_for
from cusp.wording import counted

_BY = ("sex", "ethnicity", "age", "disability")
_TITLES = {"sex": "Sex", "ethnicity": "Ethnic group", "age": "Age", "disability": "Disability"}
_DETAIL = "Ethnicity in detail"
_SAID = {
    "higher": "Clearly higher",
    "lower": "Clearly lower",
    "no clear difference": "No clear difference",
    "too few": "Fewer than 10: too few to say",
    "no others": "Too few others to compare with",
    "not compared": "Not compared",
}
_LATE = (Standing.OVERDUE, Standing.DONE_LATE)


class Part(msgspec.Struct):
    """How many of a group count, how many could not be judged, and how many days late."""

    yes: int = 0
    of: int = 0
    undetermined: int = 0
    days: list[int] = msgspec.field(default_factory=list)


# By what children are grouped, and the groups.
Parts = dict[str, dict[str, Part]]


def of_children(what: str, reached: Reached, *, on: date) -> Parts:
    """The groups of the children within reach: anything overdue, or one clock."""
    groups = ("sex", "ethnicity", "disability", "age")
    if what == ANYTHING:
        cases = open_cases_for(reached, on=on).order_by().values_list(*groups, "urgency")
        rows: Iterable[Any] = (
            (sex, ethnicity, disability, age, urgent is not None and urgent > 0, urgent)
            for sex, ethnicity, disability, age, urgent in cases
        )
    else:
        clocks = clocks_for(reached, on=on).filter(clock=what).order_by()
        found = clocks.values_list(*(f"child__case__{one}" for one in groups), "status", "days")
        rows = (
            (*group, None if status == Standing.UNDETERMINED else status in _LATE, days)
            for *group, status, days in found
        )
    return _folded(rows)


def of_measure(code: str, snapshot: Snapshot) -> Parts:
    """The groups of a measure."""
    rows = Figure.objects.filter(snapshot=snapshot, code=code, by__in=_BY)
    parts: Parts = {by: {} for by in _BY}
    for row in rows:
        if row.numerator is not None and row.denominator is not None:
            part = Part(row.numerator, row.denominator, row.undetermined or 0)
            parts[row.by][row.group] = part
    return parts


def tables(parts: Parts) -> list[dict[str, Any]]:
    """A table for each way of grouping; ethnic groups broadly first, then in detail."""
    made = []
    for by in _BY:
        groups = parts[by]
        if by == "ethnicity":
            broad = _joined(groups, ethnic_group)
            order = sorted(broad, key=broad_order)
            made.append(_table(_TITLES[by], broad, order, str))
        title = _DETAIL if by == "ethnicity" else _TITLES[by]
        order = sorted(groups, key=partial(group_order, by))
        made.append(_table(title, groups, order, partial(say_group, by)))
    return made


def differing(made: Sequence[dict[str, Any]], what: str) -> list[dict[str, Any]]:
    """The rows of the groups that clearly wait longer, or fare worse by a measure."""
    wanted = _worse(what)
    return [
        {"by": table["title"], **row}
        for table in made
        if not table["detail"]
        for row in table["rows"]
        if row["verdict"] in wanted
    ]


def answer(found: Sequence[dict[str, Any]], what: str) -> str:
    """The heading: how many groups clearly wait longer than the other children."""
    how = _how(what)
    if not found:
        return f"No group of children {how[0]}"
    return f"{counted(len(found), 'group')} of children {how[0] if len(found) == 1 else how[1]}"


def total(parts: Parts) -> Part:
    """All children together."""
    every = parts["sex"].values()
    return Part(
        sum(one.yes for one in every),
        sum(one.of for one in every),
        sum(one.undetermined for one in every),
        [days for one in every for days in one.days],
    )


def _how(what: str) -> tuple[str, str]:
    """What is said of one group and of several."""
    if what not in measure_words.DEFINED:
        rest = "clearly more often overdue than the others"
        return f"is {rest}", f"are {rest}"
    if measure_words.DEFINED[what].better == "context":
        return "clearly differs from the others", "clearly differ from the others"
    rest = "clearly worse than the others"
    return f"does {rest}", f"do {rest}"


def _worse(what: str) -> tuple[str, ...]:
    if what not in measure_words.DEFINED:
        return ("higher",)
    return {"up": ("lower",), "down": ("higher",)}.get(
        measure_words.DEFINED[what].better, ("higher", "lower")
    )


def _folded(rows: Iterable[Any]) -> Parts:
    parts: Parts = {by: {} for by in _BY}
    for sex, ethnicity, disability, age, late, days in rows:
        groups = {"sex": sex, "ethnicity": ethnicity, "disability": disability}
        for by, group in (groups | {"age": age_group(age)}).items():
            part = parts[by].setdefault(group or "", Part())
            if late is None:
                part.undetermined += 1
                continue
            part.of += 1
            if late:
                part.yes += 1
                part.days.append(days)
    return parts


def _joined(groups: dict[str, Part], name_of_group: Callable[[str], str]) -> dict[str, Part]:
    joined: dict[str, Part] = {}
    for group, part in groups.items():
        into = joined.setdefault(name_of_group(group), Part())
        into.yes += part.yes
        into.of += part.of
        into.undetermined += part.undetermined
        into.days.extend(part.days)
    return joined


def _table(
    title: str, groups: dict[str, Part], order: list[str], say: Callable[[str], str]
) -> dict[str, Any]:
    # Two codes may have one name, such as two for "not recorded".
    named: dict[str, Part] = _joined({group: groups[group] for group in order}, say)
    counts = {name: (part.yes, part.of) for name, part in named.items()}
    unknown = counts.pop(UNKNOWN, None)
    found = compare(counts)
    if unknown:
        found.append(Compared(UNKNOWN, *unknown, verdict="not compared"))
    return {
        "title": title,
        "detail": title == _DETAIL,
        "rows": [_row(one, named[one.group]) for one in found],
    }


def _row(one: Compared, part: Part) -> dict[str, Any]:
    return {
        "name": one.group,
        "yes": one.yes,
        "of": one.of,
        "share": "–" if one.share is None or one.of < FEWEST else f"{one.share:.0f}%",
        "undetermined": part.undetermined,
        "days": f"{median(part.days):.0f}" if len(part.days) >= FEWEST else "–",
        "verdict": one.verdict,
        "said": _SAID[one.verdict],
    }
