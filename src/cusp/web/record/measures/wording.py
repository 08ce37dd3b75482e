"""How published measures are described: figures, quarters, trends and missing figures."""

from __future__ import annotations

from cusp.history.measures import Agreement, Place, Trend, agreement
from cusp.history.sequence import NOT_GIVEN, Standing, grade_in
from cusp.reports.record import AreaCode
from cusp.web.common.wording import say_date
from cusp.web.record.measures.council_measures import Sheet

_SAME: dict[Agreement, str] = {
    "the same": "Figures and grade agree",
    "other": "Figures and grade differ",
    "not clearly": "No clear answer",
}
# The judgement that covers each topic in the file; we matched these ourselves.
_AREAS: dict[str, AreaCode] = {
    "Child Protection": "help_and_protection",
    "Children in Need": "help_and_protection",
    "Children Looked After": "in_care",
    "Adoption": "in_care",
    "Children's Services Workforce": "leaders",
}
_GRADED: dict[AreaCode, str] = {
    "help_and_protection": "help and protection",
    "in_care": "children in care",
    "leaders": "leadership",
}
_BEST = ("best quarter", "second-best quarter", "second-worst quarter", "worst quarter")
_HIGHEST = ("highest quarter", "second-highest quarter", "second-lowest quarter", "lowest quarter")
_COLOURS = ("green", "turquoise", "yellow", "red")
DIRECTION = {
    "high is better": "higher is better",
    "low is better": "lower is better",
    "neither": "neither is better",
}


def answer(name: str, sheet: Sheet, standing: Standing | None) -> str:
    """Whether published figures and the overall grade agree, in a sentence."""
    if not sheet.lines:
        return f"The published figures do not include {name}"
    of = len(sheet.judged)
    if not of:
        return f"None of the published figures for {name} can be called better or worse"
    n = len(sheet.better_half)
    verb = "is" if n == 1 else "are"
    counted = f"{n or 'none'} of {of} published figures {verb} in the better half of councils"
    grade = standing.grade if standing else None
    agrees = agreement(grade=grade, better=n, of=of)
    if agrees == "no grade":
        return f"{counted[0].upper()}{counted[1:]}; there is no overall grade to compare them with"
    if agrees == "too few":
        return f"Too few figures to say: {counted}"
    link = "but" if agrees == "other" else "and"
    return f"{_SAME[agrees]}: {counted}, {link} the overall grade is {grade}"


def about_the_grade(standing: Standing | None) -> str:
    """What the figures are compared with: the latest overall grade and its date."""
    if standing is None:
        return "There is no inspection in the record to compare the figures with."
    if standing.grade is None:
        day = say_date(standing.inspection.start)
        if standing.why == NOT_GIVEN:
            return f"The latest inspection, from {day}, gave no overall grade."
        return f"The overall grade of the latest inspection, from {day}, could not be read."
    latest = standing.inspection
    day = (
        f"published {say_date(latest.published)}"
        if latest.published
        else f"which ended on {say_date(latest.end)}; its publication date is not known"
    )
    return f"The overall grade is from the latest inspection, {day}."


def topic_summary(*, better: int, judged: int, grade: str) -> str:
    """How many of a topic's figures are in the better half, and the grade of its area if any."""
    counted = (
        f"{better} of {judged} in the better half" if judged else "neither direction is better"
    )
    return f"{counted}; {grade}" if grade else counted


def area_beside(topic: str, standing: Standing | None) -> str:
    """The grade of the area that a topic of figures is about; empty if there is none."""
    area = _AREAS.get(topic)
    grade = grade_in(standing.inspection, area) if area and standing else None
    return f"inspectors’ grade for {_GRADED[area]}: {grade}" if area and grade else ""


def about_periods(sheet: Sheet) -> str:
    """The periods of the figures, from the earliest to the latest; empty if not known."""
    if sheet.periods is None:
        return ""
    first, last = sheet.periods
    if first == last:
        return f"The figures are for the {last}."
    return f"Each figure is the latest in the file: from the {first} to the {last}."


def figure(value: float | None) -> str:
    """A figure with commas and at most two decimal places, or a dash if there is none."""
    if value is None:
        return "–"
    text = f"{value:,.2f}"
    return text.rstrip("0").rstrip(".")


def quarter(place: Place) -> str:
    """For example "best quarter"; empty if the dictionary rules it out or there is no figure."""
    if place.quartile is None:
        return ""
    words = _HIGHEST if place.measure.polarity == "neither" else _BEST
    return words[place.quartile - 1]


def quarter_colour(place: Place) -> str:
    """The colour of the GOV.UK tag next to the words: grey if no direction is better."""
    if place.quartile is None or place.measure.polarity == "neither":
        return "grey"
    return _COLOURS[place.quartile - 1]


def trend(place: Place) -> str:
    """For example "better than a year before: lower is better"."""
    trends = [
        _against(change, ago)
        for change, ago in (
            (place.year_before, "a year before"),
            (place.five_years_before, "5 years before"),
        )
        if change is not None
    ]
    if not trends:
        return "no figure for a year or 5 years before"
    return f"{', '.join(trends)}: {DIRECTION[place.measure.polarity]}"


def missing(place: Place) -> str:
    """Says that the newest period has no figure, with the file's mark; empty if it has one.

    LAIT uses “-” both for suppressed and for not collected: the page says so once.
    """
    newest = place.series[-1] if place.series else None
    if newest is None or newest.value is not None:
        return ""
    if newest.mark in {"c", "k"}:
        return f"{newest.period}: suppressed, because a child could be identified (“{newest.mark}”)"
    return f"{newest.period}: not published (“{newest.mark or 'empty'}”)"


def _against(change: Trend, ago: str) -> str:
    word = change.words.split(";")[0]
    return f"{word} {'as' if word == 'the same' else 'than'} {ago} ({figure(change.then)})"
