"""What the pages of measures show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from cusp.history.measures import Value
from cusp.web.common.charts import readings_line, sparkline
from cusp.web.common.wording import say_date
from cusp.web.practice import figures, measure_words
from cusp.web.practice.beside_published import Published, published_for
from cusp.web.practice.figures import Point
from cusp.web.practice.measure_words import DEFINED
from cusp.web.practice.models import Figure, Snapshot
from cusp.wording import counted

_AREAS = (
    ("Referrals", (3,)),
    ("Assessments", (4,)),
    ("Children in need", (6,)),
    ("Child protection", (5, 7)),
    ("Children looked after", (8,)),
    ("Care leavers", (9,)),
)
GROUPED = {
    "team": "Team",
    "worker": "Worker",
    "category": "Category of abuse",
    "age": "Age",
    "ethnicity": "Ethnicity",
    "sex": "Sex",
    "disability": "Disability",
}


def answer(series: Mapping[str, Sequence[Point]]) -> str:
    """The heading: how many measures got better since the snapshot before, and how many worse."""
    moved = [_way(code, points) for code, points in series.items()]
    better, worse = moved.count("better"), moved.count("worse")
    before = next(iter(series.values()))[:-1]
    if not before:
        known = sum(points[-1].value is not None for points in series.values())
        return f"{counted(known, 'measure')} of practice"
    since = say_date(before[-1].as_at)
    if not better and not worse:
        return f"No measure has got better or worse since {since}"
    return f"{counted(better, 'measure')} better and {worse} worse than on {since}"


def areas(series: Mapping[str, Sequence[Point]]) -> list[dict[str, Any]]:
    """The measures in their areas, each with its latest figure."""
    return [
        {
            "name": name,
            "id": f"area-{number}",
            "rows": [
                _row(code, points) for code, points in series.items() if DEFINED[code].list in lists
            ],
        }
        for number, (name, lists) in enumerate(_AREAS, 1)
    ]


def about(code: str, points: Sequence[Point]) -> dict[str, Any]:
    """A measure's answer and what it means."""
    figure = points[-1].figure
    shown = measure_words.shown(figure)
    return {
        "code": code,
        "title": measure_words.title(code),
        "answer": f"{measure_words.title(code)}: {'no figure' if shown['why'] else shown['value']}",
        "better": measure_words.better(code),
        "basis": DEFINED[code].basis,
        "list": DEFINED[code].list,
        **shown,
    }


def table(code: str, points: Sequence[Point]) -> list[dict[str, Any]]:
    """The figures of every snapshot, latest first."""
    before = [None, *(point.value for point in points[:-1])]
    rows = [
        {
            "as_at": point.as_at,
            "change": measure_words.change_in_words(code, point.value, then),
            **measure_words.shown(point.figure),
        }
        for then, point in zip(before, points, strict=True)
    ]
    return rows[::-1]


def chart(code: str, points: Sequence[Point]) -> SafeString | None:
    """The measure as a line; None if there are too few figures for one."""
    known = [(point.as_at, point.value) for point in points if point.value is not None]
    if len(known) < 2:
        return None

    def words(value: float) -> str:
        return measure_words.in_words(code, value)

    (first, then), (last, now) = known[0], known[-1]
    title = (
        f"{measure_words.title(code)}: from {words(then)} on {say_date(first)} "
        f"to {words(now)} on {say_date(last)}"
    )
    return readings_line(known, target=None, in_words=words, title=title)


def compared(published: Published | None, now: Point) -> list[dict[str, Any]]:
    """This return's figure, then those published: the council, England, region, neighbours."""
    beside = published.beside if published else None
    if beside is None:
        return []
    near = f"Statistical neighbours (median of {beside.neighbours_known})"
    rows = [
        (f"This return, {say_date(now.as_at)}", None if now.value is None else 100 * now.value),
        ("This council, as published", beside.own),
        ("England", beside.england),
        (beside.region_name, beside.region),
        (near if beside.neighbours_known else "Statistical neighbours", beside.neighbours),
    ]
    return [
        {"name": name, "value": "–" if value is None else f"{value:.1f}%"}
        for name, value in rows
        if name
    ]


def groups(found: Iterable[Figure]) -> list[dict[str, Any]]:
    """A row for each group."""
    return [{"name": figures.say(one.by, one.group), **measure_words.shown(one)} for one in found]


def data(
    series: Mapping[str, Sequence[Point]], of_groups: Iterable[Figure], snapshot: Snapshot
) -> list[dict[str, Any]]:
    """The rows of the page's data: every snapshot, and the groups of the latest."""
    rows = [
        figures.as_row(point.figure, point.as_at)
        for points in series.values()
        for point in points
        if point.figure
    ]
    return rows + [figures.as_row(one, snapshot.as_at) for one in of_groups]


def _row(code: str, points: Sequence[Point]) -> dict[str, Any]:
    now, then = points[-1], points[-2] if len(points) > 1 else None
    published = published_for(code)
    beside = published.beside if published else None
    return {
        "title": measure_words.title(code),
        "address": reverse("practice-measure", args=[code]),
        "better": measure_words.better(code),
        "change": measure_words.change_in_words(code, now.value, then.value if then else None),
        "england": f"{beside.england:.1f}%" if beside and beside.england is not None else "–",
        "period": beside.period if beside else "",
        "picture": _spark(code, points),
        **measure_words.shown(now.figure),
    }


def _spark(code: str, points: Sequence[Point]) -> SafeString | str:
    known = [point for point in points if point.value is not None]
    if len(known) < 2:
        return ""
    first, last = (
        f"{measure_words.in_words(code, one.value)} on {say_date(one.as_at)}"
        for one in (known[0], known[-1])
    )
    title = f"From {first} to {last}"
    return sparkline([_value(code, one) for one in points], (), title=title, name=f"spark-{code}")


def _value(code: str, point: Point) -> Value:
    return Value(
        measure=code,
        area="",
        period=str(point.as_at),
        sort=point.as_at.toordinal(),
        value=point.value,
        mark=None,
        is_council=True,
    )


def _way(code: str, points: Sequence[Point]) -> str:
    """Whether a measure got better or worse since the snapshot before; empty if neither."""
    now, then = points[-1].value, points[-2].value if len(points) > 1 else None
    if now is None or then is None or now == then or DEFINED[code].better == "context":
        return ""
    return "better" if (now > then) == (DEFINED[code].better == "up") else "worse"


def since(points: Sequence[Point]) -> date | None:
    """The day of the snapshot before; None if there is none."""
    return points[-2].as_at if len(points) > 1 else None
