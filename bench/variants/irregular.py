"""Variants whose numbers, headings, lists or facts are printed wrongly."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from bench.variants import laid_out, renumbered
from bench.variants.choosing import Original, read
from bench.variants.facts import Facts
from bench.variants.judging import Demand
from bench.variants.kinds import Beside, Variant
from bench.variants.laid_out import ListItem, Section, Sheet, headed, with_section
from cusp import Report
from cusp.specimens.content import GOOD, RI

_ABSENT = frozenset({"absent"})
GAP = Demand(
    r"jump|gap|follow|missing|lack|skip|numbers? .*(run|break)|first .*number|begin|start",
    always=True,
    excuses=_ABSENT,
)
REPEAT = Demand(r"twice|repeat|again|same number|follow|doubl", always=True, excuses=_ABSENT)
BACK = Demand(r"follow|repeat|again|twice|back|order|lower|doubl", always=True, excuses=_ABSENT)
STRAY = Demand(r"stray|mark|sign|number|paragraph", excuses=frozenset({"absent", "altered"}))
VANISHED = Demand(r"number", always=True, excuses=frozenset({"absent", "altered", "extra"}))
# A paragraph in the wrong area is excused only if a problem names the area.
HEADING = Demand(r"section|heading", excuses=frozenset({"absent", "altered", "extra"}))
DISAGREE = Demand(r"differ|disagree|both|while|but the|table", always=True, excuses=frozenset())
LIST = Demand(r"improvements?|bullet|number", excuses=_ABSENT)
LEAD = Demand(r"lead", excuses=_ABSENT)


# Real reports with changed numbers

Printed = Callable[[int, int], str | None]
Recorded = Callable[[int, int], int | None]


def on_real_reports() -> Iterator[Variant]:
    """Gaps, repeats, stray marks and missing numbers in real reports."""
    for name, (printed, recorded), demand in (
        ("numbers jump by 8 in the middle", renumbered.jump(8), GAP),
        ("numbers jump by 1 in the middle", renumbered.jump(1), GAP),
        ("numbers jump by 3 in the middle", renumbered.jump(3), GAP),
        ("a number is printed twice", renumbered.jump(-1), REPEAT),
        ("numbers go back by 6 in the middle", renumbered.jump(-6), BACK),
        ("numbers vanish in the middle", renumbered.vanished(), VANISHED),
        ("a number with a stray mark", renumbered.stray(), STRAY),
    ):
        truth = partial(_recorded, recorded)
        yield Variant("gaps", name, partial(_renumbered, printed), demand, truth)


def _renumbered(printed: Printed, original: Original, _: Beside) -> bytes | None:
    start = renumbered.middle_of(original.report)
    if start is None:
        return None
    return renumbered.renumbered(original, lambda number: printed(number, start))


def _recorded(recorded: Recorded, original: Original, facts: Facts) -> Facts:
    start = renumbered.middle_of(original.report) or 0
    return renumbered.with_numbers(facts, lambda number: recorded(number, start))


# Reports laid out here


def regular() -> Original:
    """A report as it should be, for comparison with the others."""
    data = laid_out.lay_out(laid_out.regular())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "regular.pdf"
        path.write_bytes(data)
        report = read(path)
    if not isinstance(report, Report):
        raise SystemExit(f"The regular report laid out here could not be read: {report}")
    return Original(path, "laid out here", "laid out here", data, report)


def laid_out_here() -> Iterator[Variant]:
    """Reports with one thing wrong in each, after one where everything is right."""
    yield _sheet("control", "regular", laid_out.regular(), Demand("nothing can name it"))
    yield from _numbers()
    yield from _headings()
    yield from _lists()
    yield from _leads()


def _sheet(
    kind: str, name: str, sheet: Sheet, demand: Demand, printed: Sheet | None = None
) -> Variant:
    """A variant that lays out ``sheet``; ``printed`` is what it says, if different."""

    def make(_: Original, __: Beside) -> bytes:
        return laid_out.lay_out(sheet)

    def truth(_: Original, facts: Facts) -> Facts:
        return laid_out.completed(facts, printed or sheet)

    return Variant(kind, name, make, demand, truth)


def _numbers() -> Iterator[Variant]:
    base = laid_out.regular()

    def gaps(name: str, numbers: Callable[[int], str], demand: Demand) -> Variant:
        return _sheet("gaps", name, laid_out.renumbered(base, numbers), demand)

    yield gaps("4, 12, 13 and on", lambda n: f"{n if n <= 4 else n + 7}.", GAP)
    yield gaps("4, 7, 8 and on", lambda n: f"{n if n <= 4 else n + 2}.", GAP)
    yield gaps("4, 6, 7 and on", lambda n: f"{n if n <= 4 else n + 1}.", GAP)
    yield gaps("4, 54, 55 and on", lambda n: f"{n if n <= 4 else n + 49}.", GAP)
    yield gaps("begins with 3", lambda n: f"{n + 2}.", GAP)
    yield gaps("two jumps", lambda n: f"{n + 4 * (n > 5) + 9 * (n > 15)}.", GAP)
    yield gaps("6, 6, 7 over two sections", lambda n: f"{n if n <= 6 else n - 1}.", REPEAT)
    yield gaps("9, 9, 10 in a section", lambda n: f"{n if n <= 9 else n - 1}.", REPEAT)
    yield gaps("9, 9, 11", lambda n: f"{n if n != 10 else 9}.", REPEAT)
    yield gaps("9, 4, 5 and on", lambda n: f"{n if n <= 9 else n - 6}.", BACK)
    yield gaps("9, 1, 11", lambda n: f"{n if n != 10 else 1}.", BACK)
    yield gaps("9, none, 11", lambda n: f"{n}." if n != 10 else "", GAP)
    yield gaps("none from 10 on", lambda n: f"{n}." if n < 10 else "", VANISHED)
    yield gaps("none at all", lambda _: "", VANISHED)
    yield gaps("none in a section", lambda n: f"{n}." if not 6 < n <= 12 else "", VANISHED)
    yield gaps("“9. .”", lambda n: f"{n}." if n != 9 else "9. .", STRAY)
    yield gaps("“9 .”", lambda n: f"{n}." if n != 9 else "9 .", STRAY)
    yield gaps("“9.” and then “.” in place of “10.”", lambda n: f"{n}." if n != 10 else ".", STRAY)
    yield _sheet("gaps", "a number with a stray mark alone", _empty_paragraph(base), STRAY)


def _empty_paragraph(base: Sheet) -> Sheet:
    """A number followed only by a stray mark."""

    def change(section: Section) -> Section:
        first, *others = section.paragraphs
        return replace(section, paragraphs=(first, *others, ("", ".")))

    return _in_order(with_section(base, "in_care", change))


def _in_order(sheet: Sheet) -> Sheet:
    return laid_out.renumbered(sheet, lambda place: f"{place}.")


_IN_CARE = {
    "no “progress”": "The experiences of children in care",
    "“progress” first": "The progress and experiences of children in care",
    "“children in care” alone": "Children in care",
    "“looked-after children”": "The experiences and progress of looked-after children",
    "“children who are in care”": "The experiences and progress of children who are in care",
}
_LEAVERS = {
    "no “progress”": "The experiences of care leavers",
    "“children care leavers”": "The experiences and progress of children care leavers",
    "“care leavers” alone": "Care leavers",
    "“young people leaving care”": "The experiences and progress of young people leaving care",
    "“care-experienced young people”": "The experiences of care-experienced young people",
}
_LEADERS = {
    "“practice” alone": "The impact of leaders on practice with children and families",
    "“leadership”": "Leadership and management",
    "“the effectiveness of leaders”": "The effectiveness of leaders and managers",
}
_HELP = {
    "no “progress”": "The experiences of children who need help and protection",
    "“in need of”": "The experiences and progress of children in need of help and protection",
}
_PRINT = {
    "large": (14.0, True),
    "in body size": (11.0, True),
    "in body size, not bold": (11.0, False),
}


def _headings() -> Iterator[Variant]:
    base = laid_out.regular()
    worded = {
        "in_care": _IN_CARE,
        "care_leavers": _LEAVERS,
        "leaders": _LEADERS,
        "help_and_protection": _HELP,
    }
    for area, wordings in worded.items():
        usual = next(s.heading for s in base.sections if s.area == area).rpartition(":")[0]
        for how, words in {"as usual": usual, **wordings}.items():
            for print_name, (size, bold) in _PRINT.items():
                for grade in (f": {base.grades[area].lower()}", ""):
                    if how == "as usual" and print_name == "large" and grade:
                        continue
                    name = f"{area}: {how}, {print_name}{'' if grade else ', no grade'}"
                    sheet = headed(base, area, words + grade, size=size, bold=bold)
                    yield _sheet("headings", name, sheet, HEADING)
    yield from _headings_amiss(base)


def _headings_amiss(base: Sheet) -> Iterator[Variant]:
    """Headings whose grade differs from the table, and missing sections."""
    for area in ("in_care", "leaders"):
        usual = next(s.heading for s in base.sections if s.area == area).rpartition(":")[0]
        other = RI if base.grades[area] == GOOD else GOOD
        sheet = headed(base, area, f"{usual}: {other.lower()}")
        left_out = {a: g for a, g in base.grades.items() if a != area}
        printed = replace(sheet, grades=left_out)
        yield _sheet("disagree", f"table and heading, {area}", sheet, DISAGREE, printed)
        without = _in_order(with_section(base, area, lambda _: None))
        yield _sheet("sections", f"none for {area}", without, _no_section(area))
        empty = _in_order(with_section(base, area, lambda s: replace(s, paragraphs=())))
        yield _sheet("sections", f"nothing under the heading of {area}", empty, _no_section(area))
        bare = headed(base, area, "")
        yield _sheet("sections", f"no heading over {area}", bare, _no_section(area), base)


def _no_section(area: str) -> Demand:
    words = {"in_care": r"in[_ ]care", "leaders": "leaders"}[area]
    named_by = rf"(?=.*{words}).*(section|heading|paragraph|nothing)"
    return Demand(named_by, always=True, excuses=_ABSENT)


def _lists() -> Iterator[Variant]:
    base = laid_out.regular()
    texts = [text for _, text, _ in base.items]

    def listed(
        name: str, items: Iterable[ListItem], *, drawn: bool = False, close: bool = False
    ) -> Variant:
        sheet = replace(base, items=tuple(items), drawn_bullets=drawn, close=close)
        return _sheet("lists", name, sheet, LIST)

    marked = [("•", text, ()) for text in texts]
    many = [(f"{i}.", f"{texts[i % 4][:-1]}, in team {_team(i)}.", ()) for i in range(27, 53)]
    few = [(f"{i}.", t, ()) for i, t in enumerate(texts, 1)]
    for name, items in (("1 to 4", few), ("27 to 52", many)):
        yield listed(f"numbered {name}", items)
        last = int(items[-1][0][:-1])
        after = laid_out.renumbered(base, lambda place, last=last: f"{place + last}.")  # type: ignore[misc]
        sheet = replace(after, items=tuple(items))
        yield _sheet("lists", f"numbered {name}, paragraphs continue from there", sheet, LIST)
    skipping = [(f"{n}.", text, ()) for n, text in zip((1, 2, 5, 6), texts, strict=True)]
    yield listed("numbered 1, 2, 5, 6", skipping)
    yield listed("bullets close together", marked, close=True)
    yield listed("drawn bullets", marked, drawn=True)
    yield listed("drawn bullets close together", marked, drawn=True, close=True)
    nested = ("what is decided", "who does it", "by when")
    for close in (False, True):
        how = " close together" if close else ""
        within = [
            ("•", texts[0], ()),
            ("•", "Plans, which should say:", nested),
            ("•", texts[2], ()),
        ]
        yield listed(f"nested bullets{how}", within, close=close)
        numbered = [(f"{i}.", t, n) for i, (_, t, n) in enumerate(within, 1)]
        yield listed(f"nested bullets under numbers{how}", numbered, close=close)
        yield listed(f"nested and drawn bullets{how}", within, drawn=True, close=close)


def _team(number: int) -> str:
    return "abcdefghijklmnopqrstuvwxyz"[number - 27].upper()


def _leads() -> Iterator[Variant]:
    base = laid_out.regular()
    for label in ("Lead inspector on site:", "Lead Inspector", "Lead HMI:", "Reporting inspector:"):
        yield _sheet("lead", label, replace(base, lead_label=label), LEAD)
    words = "Lead inspector attended by both the director and the lead member in the second week."

    def with_words(section: Section) -> Section:
        *others, (mark, _) = section.paragraphs
        return replace(section, paragraphs=(*others, (mark, words)))

    sheet = with_section(base, "leaders", with_words)
    yield _sheet("lead", "text in the body that begins with the label", sheet, LEAD)
