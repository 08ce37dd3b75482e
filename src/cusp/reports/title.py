"""Read the first page: title, authority, dates on site, lead inspector and publication date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from cusp.reports import dates
from cusp.reports.frameworks.vocabulary import Framework
from cusp.reports.pages import Line, Page, around
from cusp.reports.record import Cite, Inspected, Period, Problem

# Print this size or larger on the first page is the title (points).
TITLE_SIZE = 13.2
_DATES_LABEL = re.compile(
    r"^(?:(?:inspection|review) dates?\b|dates? of (?:the )?(?:inspection|review)\b)\s*:?\s*", re.I
)
_LABEL = re.compile(r"judge|(?:deputy|assistant|team|other|additional) |[a-z][^:]{2,40}:", re.I)
# An inspector's rank, which comes before or after the name, with or without a comma.
_RANK = re.compile(
    r",?\s*\(?\b(?:(?:(?:senior|interim|acting|lead|deputy|assistant|national|principal|HM)\s+)*"
    r"(?:(?:her|his) majesty[’'`´]?s inspectors?|S?HMIs?\b|inspectors?\b"
    r"|(?:ofsted|senior|regional|social care|additional|regulatory|associate)"
    r"(?:\s+(?:social care|regulatory|senior|regulation|inspection|ofsted))*"
    r"\s+(?:inspectors?|HMI|directors?|managers?|advisers?)\b"
    r"|(?:specialist|professional) advisers?\b|directors?\b))"
    r"(?:\s*\(?S?HMI\)?)?(?:\s+of\s.*|,?\s*\(?(?:for\s+)?(?:social care|education)\b\)?)?[,.)]*",
    re.I,
)
_REGION = re.compile(
    r"^(?:(?:north|south)(?: east| west)?|(?:east|west) midlands|east of england|london"
    r"|yorkshire(?: and (?:the )?humber)?|(?:the )?humber)(?: region)?$",
    re.I,
)
_NOT_TITLE = re.compile(
    r"^(inspection dates?|review dates?|dates? of (the )?inspection"
    r"|(report )?published|reporting inspector|lead inspector"
    r"|judge?ment\b|the overall judge?ment|age group"
    r"|children[’']s services in .* (are|is|require))",
    re.I,
)
_NAME = re.compile(r"^[^\W\d_][\w’'`.\- ]*(?: [\w’'`.\-]+)+$")
# Small words within a name. Every other word in it begins with a capital.
_PARTICLES = frozenset(
    {"al", "bin", "d", "da", "de", "del", "den", "der", "di", "du", "la", "le", "van", "von", "y"}
)
_AGAIN = re.compile(r"\bre\s?[-‐-―]?\s?inspection\b", re.I)
# The single framework's title without the council's name.
_SINGLE = re.compile(
    r"\b(?:re\s?[-‐-―]?\s?)?inspection of services for children in need of help and protection"
    r"(?:[\s,]+(?:and\s+)?(?:children\s+looked\s+after|care\s+leavers))*"
    r"(?:[\s,]+(?:and\s+)?review of the effectiveness of the local safeguarding"
    r"(?:\s+children[’'`´]?s?)?(?:\s+boards?)?)?",
    re.I,
)


T = TypeVar("T")


@dataclass(frozen=True)
class Found(Generic[T]):
    """A value and the place it was read from."""

    value: T
    cite: Cite


def place(lines: Sequence[Line]) -> Cite:
    """The box around lines on one page."""
    return Cite(lines[0].page, around([ln.box for ln in lines]))


def title_lines(page: Page) -> list[Line]:
    """The large print at the top of the first page, down to the inspection dates."""
    found: list[Line] = []
    for line in page.lines:
        if _DATES_LABEL.match(line.text) or (found and _NOT_TITLE.match(line.text)):
            break
        if _NOT_TITLE.match(line.text):
            continue
        found.append(line)
    return [ln for ln in found if ln.size >= TITLE_SIZE or ln.bold]


def title_of(page: Page) -> str:
    """The title on one line, including the authority's name if that is printed separately."""
    return " ".join(ln.text for ln in title_lines(page))


def read_authority(page: Page, framework: Framework) -> tuple[Found[str] | None, Problem | None]:
    """The authority's name as printed: in, above or below the title."""
    lines = title_lines(page)
    if not lines:
        return None, Problem("authority", "the first page has no title")
    if framework.authority_in_title:
        found = framework.authority_in_title.search(" ".join(ln.text for ln in lines))
        if found and not _generic(found.group(1)):
            return Found(_unquoted(found.group(1)), place(lines)), None
    own = _name_lines(lines)
    if own:
        return Found(_unquoted(" ".join(ln.text for ln in own)), place(own)), None
    return None, Problem("authority", f"no name found in the title “{title_of(page)}”")


def is_reinspection(heading: str) -> bool:
    """Whether a title says that this is a re-inspection of services judged inadequate."""
    return _AGAIN.search(heading) is not None


def _generic(name: str) -> bool:
    return bool(re.fullmatch(r"(local )?(authority|authorities)|services|the", name.strip(), re.I))


def _unquoted(name: str) -> str:
    return name.strip(" ,.:;-–—")


def _name_lines(lines: Sequence[Line]) -> list[Line]:
    """The authority's name on separate lines, above or below the form's title."""
    starts = re.compile(r"^(re\s?[-‐-―]?\s?inspection|inspection|review)\b", re.I)
    first = next((i for i, ln in enumerate(lines) if starts.match(ln.text)), None)
    if first is None:
        return []
    if first:
        return list(lines[:first])
    ended = next((i for i, ln in enumerate(lines) if ln.text.lower().endswith("services")), None)
    if _SINGLE.search(" ".join(ln.text for ln in lines)):
        return _after_title(lines)
    if ended is None:
        return []
    return [ln for ln in lines[ended + 1 :] if ln.size >= TITLE_SIZE and not starts.match(ln.text)]


def _after_title(lines: Sequence[Line]) -> list[Line]:
    """The rest of the last line of the single framework's title, and the lines after it."""
    joined = " ".join(ln.text for ln in lines)
    found = _SINGLE.search(joined)
    assert found  # the caller has checked
    after, at = [], 0
    for line in lines:
        remainder = line.text[max(found.end() - at, 0) :].strip(" ,.:;-–—")
        at += len(line.text) + 1
        if at > found.end() and remainder:
            after.append(line._replace(text=remainder))
    return after


def labelled(
    lines: Sequence[Line], label: re.Pattern[str], most: int = 3
) -> tuple[str, list[Line]] | None:
    """The text after a label, including on lines that continue it, and its lines."""
    return next(_all_labelled(lines, label, most), None)


def _all_labelled(
    lines: Sequence[Line], label: re.Pattern[str], most: int = 3
) -> Iterator[tuple[str, list[Line]]]:
    for i, line in enumerate(lines):
        found = label.match(line.text)
        if not found:
            continue
        taken = [line]
        for after in lines[i + 1 : i + most]:
            near = 0 < after.baseline - taken[-1].baseline < 1.45 * after.size
            alone = found.end() == len(line.text) and len(taken) == 1
            alike = after.bold == line.bold and abs(after.size - line.size) <= 0.6
            if not near or not (alike or alone):
                break
            if _NOT_TITLE.match(after.text) or _LABEL.match(after.text):
                break
            taken.append(after)
        text = line.text[found.end() :] + "".join(" " + ln.text for ln in taken[1:])
        yield text.strip(), taken


def has_dates(page: Page) -> bool:
    """Whether a first page says when the inspection was, in any format."""
    return any(_DATES_LABEL.match(line.text) for line in page.lines)


def read_dates(page: Page) -> tuple[Inspected | None, Problem | None]:
    """The first and last day on site, as printed after "Inspection dates"."""
    found = labelled(page.lines, _DATES_LABEL)
    if found is None:
        return None, Problem("inspected", "no inspection dates on the first page")
    text, lines = found
    try:
        spells = dates.periods(text)
    except dates.NotDates as error:
        return None, Problem("inspected", str(error))
    first, last = dates.around_all(spells)
    periods = tuple(Period(a.isoformat(), b.isoformat()) for a, b in spells)
    inspected = Inspected(
        first.isoformat(), last.isoformat(), periods if len(periods) > 1 else (), (place(lines),)
    )
    return inspected, None


def read_published(
    page: Page, label: re.Pattern[str] | None
) -> tuple[Found[date] | None, Problem | None]:
    """The publication date, if there is one under this framework."""
    if label is None:
        return None, None
    found = labelled(page.lines, label, most=2)
    if found is None:
        return None, None
    text, lines = found
    try:
        return Found(dates.one_date(text), place(lines)), None
    except dates.NotDates as error:
        return None, Problem("published", str(error))


def read_lead(
    lines: Sequence[Line], label: re.Pattern[str]
) -> tuple[Found[str] | None, Problem | None]:
    """The lead inspector's name without rank. Several names are joined with "and".

    If no line has the label, there is no name and no problem: it is missing from some forms. Body
    text may begin like a label, but without a colon or a name after it.
    """
    problem = None
    for text, taken in _all_labelled(lines, label):
        names = _names(text)
        if names:
            return Found(" and ".join(names), place(taken)), None
        found = label.match(taken[0].text)
        alone = not taken[0].text[found.end() :].strip() if found else False
        if alone or (found and ":" in found[0]):
            problem = problem or Problem("lead_inspector", f"no name in “{text[:200]}”")
    return None, problem


def _names(text: str) -> list[str]:
    """The names at the start of a text; none if anything else comes first."""
    parts = re.split(r"\s*(?:,|;|/|\band\b|&)\s*", _RANK.sub(" , ", text.strip(" :-–")))
    names: list[str] = []
    for part in (" ".join(part.split()).strip(" .:-–()") for part in parts):
        if not part or _REGION.match(part):
            continue
        if not _is_name(part):
            break
        names.append(part)
    return names


def _is_name(text: str) -> bool:
    words = text.split()
    small = [word for word in words if not word[0].isupper()]
    return bool(_NAME.match(text)) and len(words) <= 6 and _PARTICLES.issuperset(small)
