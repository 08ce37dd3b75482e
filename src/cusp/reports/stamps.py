"""Remove stamps added to a report, such as "APPENDIX 1", "OFFICIAL - SENSITIVE", "Agenda Item 7".

A council may stamp each page of the copy it gives to a committee. Stamps are not Ofsted's words and
are removed first, so a stamped copy produces the same record as the original.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from cusp.reports.pages import Line, Page, Run, joined, lines_of

_ONE = (
    r"(?:(?:agenda |minute |report )?(?:item|minute)(?: no\.?)? ?\d+[a-z]?(?:\.\d+)?"
    r"|(?:appendix|annexe?|enclosure|attachment|schedule)(?: [a-z]| \d{1,3}[a-z]?)?"
    r"|agenda page \d+|page \d+(?: of \d+)?|(?:supplementary )?(?:agenda|pack)(?: pack)?"
    r"|official(?: ?[-–—:,]? ?\(?sensitive\)?)?|(?:not )?protectively marked|protect|restricted"
    r"|unclassified|confidential|embargoed(?: until .{0,40})?"
    r"|part (?:1|2|i|ii|a|b) (?:public|exempt)|for (?:information|publication|decision|noting))"
)
_STAMP = re.compile(rf"\(?{_ONE}(?:[\s/|,;:–—()-]+{_ONE})*\)?", re.I)
# Checked first, because almost no text begins like this.
_FIRST = re.compile(
    r"\s*\(?(?:agen|minu|repo|item|appe|anne|encl|atta|sche|page|supp|pack|offi|not |prot|rest|uncl"
    r"|conf|emba|part|for )",
    re.I,
)
_LONGEST = 120
# A stamp followed by a description, such as "Appendix 1: Ofsted report". First page only.
_WITH_NAME = re.compile(
    rf"(?:{_ONE}[\s/|,]*)+\s?[-:–—]\s?(?!.*\b(?:inspection|review) of\b).*", re.I
)
_BEFORE_TITLE = re.compile(rf"(?:{_ONE}[\s/|,:–—-]+)+(?=(?:re-?)?inspection of\b)", re.I)
_DATES = re.compile(
    r"(?:inspection|review) dates?\b|dates? of (?:the )?(?:inspection|review)", re.I
)
# Above and below these shares of the page's height, a stamp need not be in capitals.
_HEAD, _FOOT = 0.12, 0.9
_OTHER_SIZE, _GAP = 0.1, 1.5


def without_stamps(pages: Sequence[Page]) -> list[Page]:
    """The pages without stamps."""
    begun = [_begun(page) for page in pages]
    places = Counter(place for lines in begun for place in set(map(_place, _stamps_of(lines))))
    repeated = {place for place, times in places.items() if times > 1}
    return [_clean(page, lines, repeated) for page, lines in zip(pages, begun, strict=True)]


Place = tuple[str, int, int]


def _begun(page: Page) -> list[Line]:
    """The few lines with a piece that begins like a stamp."""
    begins = _FIRST.match
    return [ln for ln in page.lines if any(begins(run.text) for run in ln.runs)]


def _stamps_of(lines: Sequence[Line]) -> Iterator[Run]:
    return (run for ln in lines for run in ln.runs if _is_stamp(run.text, edge=True))


def _place(run: Run) -> Place:
    """The words without numbers, and their place to the nearest 2 points."""
    words = re.sub(r"\d+", "", run.text.strip())
    return words, round(run.x0 / 2), round(run.baseline / 2)


def _clean(page: Page, begun: Sequence[Line], repeated: Collection[Place]) -> Page:
    """The page without its stamps. Lines are joined again, as a stamp may have merged some."""
    head = _head(page)
    cleaned: dict[Run, Run | None] = {}
    for line in page.lines if page.number == 1 else begun:
        cleaned |= _cleaned(line, page, head, repeated)
    if not cleaned:
        return page
    runs = [cleaned.get(run, run) for ln in page.lines for run in (*ln.runs, *ln.marks)]
    return page._replace(lines=tuple(lines_of([run for run in runs if run], page.number)))


def _head(page: Page) -> float:
    """The bottom of the page's header. On the first page, it ends with the inspection dates."""
    dates = (ln.baseline for ln in page.lines if page.number == 1 and _DATES.match(ln.text))
    return max(next(dates, 0.0), _HEAD * page.height)


def _cleaned(
    line: Line, page: Page, head: float, repeated: Collection[Place]
) -> dict[Run, Run | None]:
    """The pieces of a line that are a stamp, each with what remains of it.

    ``repeated`` holds stamps found in the same place on several pages.
    """
    first = page.number == 1 and line.baseline < head
    edge = line.baseline < head or line.baseline > _FOOT * page.height
    edge |= _place(line.runs[0]) in repeated
    if _is_stamp(line.text, edge=edge) or (first and _WITH_NAME.fullmatch(line.text)):
        return dict.fromkeys((*line.runs, *line.marks))
    stamps = [run for part in _parts(line) if _is_stamp(joined(part), edge=True) for run in part]
    if stamps and len(stamps) < len(line.runs):
        return dict.fromkeys(stamps)
    if first and (found := _BEFORE_TITLE.match(line.text)):
        return _cut(line, len(found[0]))
    return {}


def _is_stamp(text: str, *, edge: bool) -> bool:
    if len(text) > _LONGEST or _FIRST.match(text) is None:
        return False
    return _STAMP.fullmatch(text.strip()) is not None and (edge or text.isupper())


def _parts(line: Line) -> Iterable[list[Run]]:
    """The parts of a line that differ in size or are separated by a gap.

    Empty if the line has only one part.
    """
    parts: list[list[Run]] = []
    for before, run in itertools.pairwise([None, *line.runs]):
        assert run is not None
        alike = before is not None and abs(run.size - before.size) <= _OTHER_SIZE * before.size
        if before is not None and alike and run.x0 - before.x1 <= _GAP * run.size:
            parts[-1].append(run)
        else:
            parts.append([run])
    return parts if len(parts) > 1 else ()


def _cut(line: Line, characters: int) -> dict[Run, Run | None]:
    """Remove a line's first characters, if they are whole pieces or in the first one."""
    first = line.runs[0]
    if characters < len(first.text):
        width = (first.x1 - first.x0) * characters / len(first.text)
        return {first: first._replace(text=first.text[characters:], x0=first.x0 + width)}
    for n in range(1, len(line.runs)):
        if len(joined(line.runs[:n])) >= characters - 1:
            return dict.fromkeys(line.runs[:n])
    return {}
