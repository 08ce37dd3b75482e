"""How published measures are said: figures, quarters, trends, and figures that are missing."""

from __future__ import annotations

from cusp.history.measures import Place, Trend
from cusp.web.record.published import Sheet
from cusp.web.say import say_date

_BEST = ("best quarter", "second-best quarter", "second-worst quarter", "worst quarter")
_HIGHEST = ("highest quarter", "second-highest quarter", "second-lowest quarter", "lowest quarter")
_COLOURS = ("green", "turquoise", "yellow", "red")
DIRECTION = {
    "high is better": "higher is better",
    "low is better": "lower is better",
    "neither": "no direction is better",
}


def answer(name: str, sheet: Sheet) -> str:
    """Whether the published figures say the same, as one says it aloud."""
    day = say_date(sheet.file.at.date())
    if not sheet.lines:
        return f"The file of {day} has no figures for {name}"
    of = len(sheet.judged)
    if not of:
        return f"The file of {day} puts no measure of {name} into a better or worse half"
    n = len(sheet.better_half)
    verb = "is" if n == 1 else "are"
    return f"{n or 'None'} of {of} measures {verb} in the better half of England"


def figure(value: float | None) -> str:
    """A figure with at most two places and commas, or a dash for none."""
    if value is None:
        return "–"
    text = f"{value:,.2f}"
    return text.rstrip("0").rstrip(".")


def quarter(one: Place) -> str:
    """As "best quarter"; empty where the dictionary asks for none or there is no figure."""
    if one.quartile is None:
        return ""
    words = _HIGHEST if one.measure.polarity == "neither" else _BEST
    return words[one.quartile - 1]


def quarter_colour(one: Place) -> str:
    """The colour of GOV.UK's tag beside the words: grey where no direction is better."""
    if one.quartile is None or one.measure.polarity == "neither":
        return "grey"
    return _COLOURS[one.quartile - 1]


def trend(one: Place) -> str:
    """As "better than a year before: lower is better"."""
    said = [
        _against(change, ago)
        for change, ago in (
            (one.year_before, "a year before"),
            (one.five_years_before, "five years before"),
        )
        if change is not None
    ]
    if not said:
        return "no figure a year or five years before"
    return f"{', '.join(said)}: {DIRECTION[one.measure.polarity]}"


def missing(one: Place) -> str:
    """That there is no figure for the newest period, with the file's mark; empty where there is.

    LAIT's “-” stands for suppressed and for not collected alike: the page says so, once.
    """
    newest = one.series[-1] if one.series else None
    if newest is None or newest.value is not None:
        return ""
    if newest.mark in {"c", "k"}:
        return f"{newest.period}: suppressed, since a child could be known (“{newest.mark}”)"
    return f"{newest.period}: not published (“{newest.mark or 'empty'}”)"


def _against(change: Trend, ago: str) -> str:
    word = change.words.split(";")[0]
    return f"{word} {'as' if word == 'the same' else 'than'} {ago} ({figure(change.then)})"
