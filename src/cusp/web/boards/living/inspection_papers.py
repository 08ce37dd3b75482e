"""Papers from the record of inspections: the last two compared, and the place in the grade.

Everything is from published reports and cites its page.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from cusp.history.sequence import changes
from cusp.packs.written import Block, Bullets, Heading, Table, Text, WrittenPaper
from cusp.web.boards.living.council import read_inspections
from cusp.web.boards.living.laying_out import NotMade
from cusp.web.common.wording import area_name, cited, say_date
from cusp.web.record.archive import carried_links
from cusp.web.record.archive.carried_links import Carried, CarriedLink
from cusp.web.record.archive.library_records import inspection_facts
from cusp.web.record.archive.passages import Part, parts_of
from cusp.web.record.findings import page_context
from cusp.web.record.findings.place_wording import JudgementOnPage, Pull
from cusp.web.record.models import Comparison, Correction, Inspection
from cusp.wording import listed

_LICENCE = (
    "Contains public sector information licensed under the Open Government Licence v3.0. The "
    "reports are Ofsted’s; the comparison is Cusp’s."
)
_NOT_OFSTED = (
    "The grade is Ofsted’s. The place is Cusp’s: it reads the report’s wording without seeing the "
    "grade. It is not an assessment of services."
)


def comparison_paper(*, today: date) -> WrittenPaper:
    """The last two inspections side by side. Raises ``NotMade``."""
    rows = read_inspections()
    if len(rows) < 2:
        raise NotMade(
            "A comparison needs the reports of two inspections. Add the missing report, or remove "
            "this paper."
        )
    before, after = rows[-2:]
    found = _carried(before, after)
    blocks = [
        Text(_answer(before, after, found)),
        *_incomplete(before, after),
        Heading("Judgements"),
        _judgements(before, after),
        *_areas(before, after, found),
        *_topics(before, after),
        Text(_LICENCE, "note"),
    ]
    title = f"Inspections of {before.start.year} and {after.start.year} compared"
    return _paper(after, title, today, blocks)


def place_paper(*, today: date) -> WrittenPaper:
    """Where each judgement of the last inspection is in its grade. Raises ``NotMade``."""
    rows = read_inspections()
    if not rows:
        raise NotMade(
            "The record has no report on an inspection of this council. Add one, or remove this "
            "paper."
        )
    found = rows[-1]
    said = page_context.places(found, list(found.judgements.all()))
    if said["cannot_read"]:
        raise NotMade(str(said["cannot_read"]))
    judgements: list[JudgementOnPage] = said["judgements"]
    blocks: list[Block] = [Text(f"{said['answer']}."), Text(_NOT_OFSTED)]
    blocks.append(
        Table(
            (("Judgement", 3), ("Ofsted’s grade", 3), ("What the wording suggests", 5)),
            tuple((area_name(j.area), _grade(j.grade), _place(j)) for j in judgements),
        )
    )
    for judgement in judgements:
        blocks += _pulls(judgement, found)
    if accuracy := said["accuracy"]:
        blocks += [
            Heading("How accurate this is"),
            Text(
                f"In tests on {accuracy['sections']:,} sections of reports, the wording gave the "
                f"same grade as Ofsted {accuracy['same']}% of the time, and the range reached it "
                f"{accuracy['touches']}% of the time."
            ),
        ]
    title = f"Place in the grade: inspection of {say_date(found.start)}"
    return _paper(found, title, today, [*blocks, Text(_LICENCE, "note")])


def _paper(found: Inspection, title: str, today: date, blocks: Iterable[Block]) -> WrittenPaper:
    name = found.authority.name
    return WrittenPaper(
        title=title,
        council=name,
        under=(name, f"From the record as at {say_date(today)}"),
        footer=f"{name}: {title[0].lower()}{title[1:]}",
        as_at=today,
        blocks=tuple(blocks),
    )


# The comparison


def _carried(before: Inspection, after: Inspection) -> Carried:
    stored = Comparison.objects.filter(earlier=before, later=after).first()
    if stored is None:
        raise NotMade("Cusp is still comparing the last two reports. Try again in a few minutes.")
    return carried_links.together(
        [CarriedLink(*link) for link in stored.links],
        Correction.objects.select_related("by").filter(earlier=before, later=after),
        earlier_items=_items(before),
        later_items=_items(after),
    )


def _answer(before: Inspection, after: Inspection, found: Carried) -> str:
    if not before.improvements:
        return f"The inspection of {say_date(before.start)} raised no areas for improvement."
    word = "area" if before.improvements == 1 else "areas"
    verb = "was" if found.earlier_items == 1 else "were"
    return (
        f"{found.earlier_items or 'None'} of {before.improvements} {word} for improvement {verb} "
        f"carried over from {before.start.year} into {after.start.year}."
    )


def _incomplete(*inspections: Inspection) -> list[Block]:
    return [
        Text(
            f"Parts of the report on the inspection of {say_date(one.start)} seem to be missing. "
            "Areas for improvement may be missing too."
        )
        for one in inspections
        if not one.complete
    ]


def _judgements(before: Inspection, after: Inspection) -> Table:
    rows = []
    for change in changes(earlier=inspection_facts(before), later=inspection_facts(after)):
        old, new = change.area_before, change.area_after
        areas = dict.fromkeys(area_name(area) for area in (old, new) if area)
        grades = (_grade(change.outcome_before or ""), _grade(change.outcome_after or ""))
        rows.append((", now ".join(areas), *grades))
    headings = (("Judgement", 4), (say_date(before.start), 3), (say_date(after.start), 3))
    return Table(headings, tuple(rows))


def _areas(before: Inspection, after: Inspection, found: Carried) -> list[Block]:
    old, new = _items(before), _items(after)
    blocks: list[Block] = []
    for heading, links in (
        ("Carried over", found.carried),
        ("Possibly carried over", found.perhaps),
    ):
        if links:
            columns = ((f"In {before.start.year}", 5), (f"In {after.start.year}", 5), ("Match", 2))
            rows = tuple(
                (
                    _item(old[link.earlier], before),
                    _item(new[link.later], after),
                    f"{link.kind_words} ({'confirmed' if link.correction else link.likelihood})",
                )
                for link in links
            )
            blocks += [Heading(heading), Table(columns, rows)]
    for heading, numbers, items, inspection in (
        (f"New in {after.start.year}", found.new, new, after),
        ("No longer raised", found.no_longer_raised, old, before),
    ):
        if numbers:
            listed = tuple(_item(items[number], inspection) for number in numbers)
            blocks += [Heading(heading), Bullets(listed)]
    return blocks


def _topics(before: Inspection, after: Inspection) -> list[Block]:
    turned = page_context.of_comparison(before, after)
    if turned is None:
        return []
    return [
        Text(f"{said}: {listed([topic.words.lower() for topic in turned[way]])}.")
        for way, said in (
            ("better", "Criticised before and praised now"),
            ("worse", "Praised before and criticised now"),
        )
        if turned[way]
    ]


def _items(inspection: Inspection) -> dict[int, Part]:
    report = inspection.document.report if inspection.document else None
    parts = parts_of(report).values() if report else ()
    return {part.number: part for part in parts if part.kind == "item" and part.number}


def _item(part: Part, inspection: Inspection) -> str:
    return f"{part.number}. {part.text} ({cited(inspection.start, part.page)})"


# The place in the grade


def _grade(grade: str) -> str:
    return grade.capitalize() if grade else "Not given"


def _place(judgement: JudgementOnPage) -> str:
    if not judgement.reads:
        said = judgement.cannot_say or "Cusp cannot say"
        return f"{said[:1].upper()}{said[1:]}"
    said = f"{judgement.reads[:1].upper()}{judgement.reads[1:]}. The range is {judgement.span}."
    return f"{said} {judgement.disagrees}".strip()


def _pulls(judgement: JudgementOnPage, found: Inspection) -> list[Block]:
    rows = [
        (way, _said(pull, found))
        for way, pulls in (("Up", judgement.pulls_up), ("Down", judgement.pulls_down))
        for pull in pulls
    ]
    if not rows:
        return []
    columns = (("Direction", 1), ("What the report says", 8))
    return [Heading(area_name(judgement.area)), Table(columns, tuple(rows))]


def _said(pull: Pull, found: Inspection) -> str:
    return f"{pull.text} ({cited(found.start, pull.page)})"
