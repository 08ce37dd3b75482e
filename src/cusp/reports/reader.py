"""Read a PDF into a :class:`~cusp.reports.record.Report`, or say why it cannot be read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from cusp.reports import title
from cusp.reports.authorities import match_authority
from cusp.reports.blocks import Block, blocks_of
from cusp.reports.completeness import check_numbers, check_sections, check_unnumbered
from cusp.reports.damage import damage_in
from cusp.reports.documents import MOST_PAGES, NotAReport, open_pdf
from cusp.reports.files import printable
from cusp.reports.frames import as_shown, unsure_pages
from cusp.reports.frameworks import FRAMEWORKS, Framework
from cusp.reports.grades import grade_at_end
from cusp.reports.judgements import NO_GRADE, Table, graded_headings, normal, read_table
from cusp.reports.one_report import OwnPages, Signs, own_pages, says_who_ofsted_is
from cusp.reports.pages import Line, Page
from cusp.reports.record import (
    AreaCode,
    Authority,
    Inspected,
    Judgement,
    KindCode,
    Problem,
    Report,
    Section,
    Source,
)
from cusp.reports.refusals import why_not_a_report, why_not_ofsteds
from cusp.reports.sections import Structure, structure_of
from cusp.reports.stamps import without_stamps
from cusp.reports.tidy import Body, body_of
from cusp.reports.title import Found, T

# An inspection with at most this many calendar days on site is short: one working week
# (design data: 5 days in 95 of 259 reports, 12 days in 162).
SHORT_MOST_DAYS = 7
_BOARD = re.compile(r"\bsafeguarding (children['’]?s? )?board\b", re.I)


def read_report(path: str | Path) -> Report:
    """Read one inspection report.

    Raises :class:`~cusp.reports.documents.NotAReport`, with one sentence on what is wrong, for any
    file that is not a readable report. A value that is not certain is left out of the record and
    listed in its ``problems``.
    """
    path = Path(path)
    with open_pdf(path) as pdf:
        first, *others = without_stamps([pdf.page(i) for i in range(min(pdf.count, 2))])
        second = others[0] if others else None
        framework = framework_of(first, second)
        if framework is None:
            raise NotAReport(why_not_a_report(pdf, first))
        if pdf.count > MOST_PAGES:
            raise NotAReport(f"{pdf.count} pages, more than any report has (limit {MOST_PAGES})")
        pages = without_stamps(pdf.pages())
        own = _own_pages(pages, framework)
        if not_ofsteds := why_not_ofsteds(own.pages, framework):
            raise NotAReport(not_ofsteds)
        damage = damage_in(pdf.data, pdf.count)
        source = Source(
            printable(path.as_posix()),
            hashlib.sha256(pdf.data).hexdigest(),
            len(pdf.data),
            pdf.count,
        )
    reading = _Reading(framework, own, source)
    reading.problems += [Problem("source", damage)] if damage else []
    reading.problems += unsure_pages(own.pages)
    return as_shown(reading.report(), own.pages)


def _own_pages(pages: Sequence[Page], framework: Framework) -> OwnPages:
    """The report's own pages, without repeats, other reports or papers after its end."""

    def begins_report(index: int) -> bool:
        following = pages[index + 1] if index + 1 < len(pages) else None
        page = pages[index]
        return title.has_dates(page) and framework_of(page, following) is not None

    def ends(page: Page) -> bool:
        if framework.has_closing or framework.table_heading is None:
            return says_who_ofsted_is(page)
        # In the contents the heading is followed by a page number.
        heads = (ln.text for ln in page.lines if framework.table_heading.match(ln.text))
        return any(not head[-1].isdigit() for head in heads)

    def continues(page: Page) -> bool:
        # Some 2015 reports are followed by the safeguarding board's part as a separate document.
        return framework.lscb_part is not None and bool(_BOARD.search(title.title_of(page)))

    return own_pages(pages, Signs(begins_report, ends, continues))


def framework_of(first: Page, second: Page | None = None) -> Framework | None:
    """A report's framework, going by its title and then the rows of its table.

    The table may continue on the second page, so that page is checked for rows too.

    Forms that share a title have different rows. The one that matches the most rows is chosen, so
    if a row is unreadable, the report is not refused but has a problem in its record.
    """
    heading = title.title_of(first)
    lines = [*first.lines, *(second.lines if second else ())]
    titled = [form for form in FRAMEWORKS if form.title.search(heading)]
    if len(titled) < 2:
        # Papers about a report also have its title, but not its dates or table.
        sure = titled and (title.has_dates(first) or _fit(titled[0], lines, first.width) > 0)
        return titled[0] if sure else None
    inspected, _ = title.read_dates(first)
    start = inspected.start if inspected else ""
    # Without a date, later forms do not count: a row missing from them is then a problem.
    forms = [form for form in titled if form.used_from <= start]
    fits = [(_fit(form, lines, first.width), form) for form in forms]
    best = max((fit for fit, _ in fits), default=0)
    return next((form for fit, form in fits if fit == best), None) if best > 0 else None


def _fit(form: Framework, lines: Sequence[Line], width: float) -> int:
    """The number of the form's rows found in the lines, minus those not found."""
    table = read_table(lines, width, _rows(form))
    found: set[str] = {j.area for j in table.judgements}
    found |= {p.field.removeprefix("judgements.") for p in table.problems}
    here = sum(area in found for _, area in form.rows)
    return 2 * here - len(form.rows) if here else 0


def _rows(form: Framework) -> list[tuple[str, AreaCode]]:
    return [(normal(label), area) for label, area in form.rows]


class _Reading:
    """A report while it is being read; ``problems`` collects what could not be read."""

    def __init__(self, framework: Framework, own: OwnPages, source: Source) -> None:
        self.form = framework
        self.own = own
        self.pages = own.pages
        self.source = source
        self.problems: list[Problem] = list(own.problems)
        self.complete = own.complete
        self.contradicted: set[AreaCode] = set()

    def report(self) -> Report:
        first, form = self.pages[0], self.form
        body = body_of(self.pages)
        table = self._table(body)
        body = self._without_title(body, table)
        labels = [(normal(label), area) for label, area in form.heading_rows]
        rows = graded_headings(body.lines, body.width, labels) if labels else []
        blocks = blocks_of(body, form.names, rows)
        structure = structure_of(blocks, form, body.size, self.own.closing_page)
        inspected = self._take(title.read_dates(first))
        published = self._take(title.read_published(first, form.published_label))
        lead = self._lead()
        self._check_structure(structure, blocks)
        authority = self._authority(first, inspected)
        judgements = self._judgements(table, structure)
        self._check_complete(structure, judgements)
        return Report(
            source=self.source,
            authority=authority,
            framework=form.code,
            kind=self._kind(inspected),
            reinspection=title.is_reinspection(title.title_of(first)),
            inspected=inspected,
            published=published.value.isoformat() if published else None,
            lead_inspector=lead.value if lead else None,
            judgements=judgements,
            improvement_heading=structure.improvement_heading,
            improvements=structure.improvements,
            sections=structure.sections,
            problems=tuple(self.problems),
            framework_version=form.version,
            title=title.title_of(first),
            overall_given=form.overall_from != "not given",
            published_cite=published.cite if published else None,
            lead_inspector_cite=lead.cite if lead else None,
            lscb_improvements=structure.lscb_improvements,
            complete=self.complete,
        )

    def _take(self, found: tuple[T | None, Problem | None]) -> T | None:
        value, problem = found
        if problem is not None:
            self.problems.append(problem)
        return value

    def _authority(self, first: Page, inspected: Inspected | None) -> Authority | None:
        found = self._take(title.read_authority(first, self.form))
        if found is None:
            return None
        on = date.fromisoformat(inspected.start) if inspected else None
        known = match_authority(found.value, on=on)
        if known is None:
            why = f"“{found.value}” does not match a known authority"
            self.problems.append(Problem("authority.name", why))
            return Authority(found.value, cites=(found.cite,))
        return Authority(found.value, known.name, known.code, (found.cite,))

    def _lead(self) -> Found[str] | None:
        lines: list[Line] = list(self.pages[0].lines)
        if self.form.code == "SIF":  # the team is at the end of the report
            lines = [ln for page in self.pages for ln in page.lines]
        return self._take(title.read_lead(lines, self.form.lead_label))

    def _kind(self, inspected: Inspected | None) -> KindCode | None:
        if self.form.kind is not None or inspected is None:
            return self.form.kind
        start, end = date.fromisoformat(inspected.start), date.fromisoformat(inspected.end)
        if inspected.periods:
            spell = inspected.periods[0]
            start, end = date.fromisoformat(spell.start), date.fromisoformat(spell.end)
        return "short" if (end - start).days < SHORT_MOST_DAYS else "standard"

    def _table(self, body: Body) -> Table:
        form, first = self.form, self.pages[0]
        lines: Sequence[Line] = first.lines
        if form.table_heading is not None:
            all_lines = body.lines
            at = [i for i, ln in enumerate(all_lines) if form.table_heading.match(ln.text)]
            lines = all_lines[at[-1] :] if at else ()
        table = read_table(lines, first.width, _rows(form))
        if len(table.judgements) < len(form.rows) and len(self.pages) > 1:
            # The table may continue on the second page.
            with_second_page = read_table([*lines, *self.pages[1].lines], first.width, _rows(form))
            table = max(table, with_second_page, key=lambda read: len(read.judgements))
        self.problems += table.problems
        return table

    def _without_title(self, body: Body, table: Table) -> Body:
        """The body without the first page's title and table."""
        first = self.pages[0]
        end = 0.0
        if self.form.table_heading is None:
            named = [ln for ln in first.lines if _ends_title(ln)]
            taken = [ln for ln in table.lines if ln.page == 1]
            end = max((ln.baseline for ln in [*taken, *named]), default=0.0)
        if self.form.code != "ILACS":
            end = first.height  # in these forms the first page has no paragraphs
        rows = set(map(id, table.lines))
        lines = tuple(
            ln for ln in body.lines if id(ln) not in rows and (ln.page > 1 or ln.baseline > end + 1)
        )
        return body._replace(lines=lines)

    def _judgements(self, table: Table, structure: Structure) -> tuple[Judgement, ...]:
        found = {j.area: j for j in table.judgements}
        if self.form.overall_from == "sentence":
            overall = _sentence_grade(self.pages[0])
            if overall is not None:
                found["overall"] = overall
        graded = [s for s in structure.sections if s.area and s.grade and s.area != "lscb"]
        for section in graded:
            self._compare(found, section)
        for area in self.contradicted:
            del found[area]
        board = _board_grade(self.pages[0], structure, self.form)
        if board is not None:
            found["lscb"] = board
        self._name_missing(found, structure)
        self._drop_resolved(found)
        order: list[AreaCode] = [area for _, area in self.form.rows]
        order += ["overall", "lscb"]
        return tuple(found[area] for area in dict.fromkeys(order) if area in found)

    def _drop_resolved(self, found: dict[AreaCode, Judgement]) -> None:
        """Drop problems with rows in the table whose grade was then read from a heading."""
        resolved = {f"judgements.{area}" for area in found}
        self.problems = [
            p for p in self.problems if p.field not in resolved or not p.why.startswith(NO_GRADE)
        ]

    def _compare(self, found: dict[AreaCode, Judgement], section: Section) -> None:
        """Check a section's own grade against the table's, or use it to fill a gap."""
        assert section.area
        assert section.grade
        assert section.grade_printed
        area = section.area
        if area not in {a for _, a in self.form.rows}:
            return
        if area not in found:
            found[area] = Judgement(
                area, section.grade, section.grade_printed, section.cites[0], section.heading
            )
        elif found[area].grade != section.grade:
            self.problems.append(
                Problem(
                    f"judgements.{area}",
                    f"the table on page {found[area].cite.page} says {found[area].grade} but the "
                    f"heading on page {section.cites[0].page} says {section.grade}, so the grade "
                    "was left out",
                )
            )
            self.contradicted.add(area)

    def _name_missing(self, found: dict[AreaCode, Judgement], structure: Structure) -> None:
        wanted = {area for _, area in self.form.rows}
        if self.form.overall_from == "sentence":
            wanted.add("overall")
        if structure.has_lscb_part and self.form.lscb_part is not None:
            wanted.add("lscb")
        named = {p.field for p in self.problems}
        for area in sorted(wanted - set(found)):
            if f"judgements.{area}" not in named:
                self.problems.append(Problem(f"judgements.{area}", "no grade could be read"))

    def _check_structure(self, structure: Structure, blocks: Sequence[Block]) -> None:
        if not structure.improvements and self.form.rows:
            why = "no areas for improvement were found under any known heading"
            self.problems.append(Problem("improvements", why))
        numbers = check_numbers(blocks, self.form, pages_run=self.own.numbered)
        self.problems += numbers.problems
        self.complete &= numbers.complete

    def _check_complete(self, structure: Structure, judgements: Sequence[Judgement]) -> None:
        judged = [judgement.area for judgement in judgements]
        sections = check_sections(structure.sections, judged)
        self.problems += sections.problems
        self.problems += check_unnumbered(structure.sections, self.form, judged)
        self.complete &= sections.complete


def _ends_title(line: Line) -> bool:
    text = line.text.lower()
    return text.startswith(("inspection date", "lead inspector", "judgement grade", "judgement"))


_OVERALL_SENTENCE = re.compile(
    r"children's services (in\b|are\b|is\b|require)|services for children in\b"
    r"|the overall judge?ment\b|overall effectiveness\b"
)


def _sentence_grade(first: Page) -> Judgement | None:
    """The overall grade under the single framework, from the sentence above the table."""
    for i, line in enumerate(first.lines):
        plain = line.text.lower().replace("’", "'")
        begins = _OVERALL_SENTENCE.match(plain)
        if not begins:
            continue
        lines = [line]
        while grade_at_end(" ".join(ln.text for ln in lines)) is None and len(lines) < 3:
            if i + len(lines) >= len(first.lines):
                return None
            lines.append(first.lines[i + len(lines)])
        following = first.lines[i + len(lines)] if i + len(lines) < len(first.lines) else None
        if following and following.text.strip(" .").lower() in ("good", "be good", "to be good"):
            lines.append(following)
        graded = grade_at_end(" ".join(ln.text for ln in lines))
        if graded is None:
            return None
        sentence = " ".join(ln.text for ln in lines)
        if re.search(r"\bnot\b", sentence, re.I):  # "not yet good" is not a grade
            return None
        return Judgement("overall", graded[0], graded[1], title.place(lines), sentence)
    return None


def _board_grade(first: Page, structure: Structure, form: Framework) -> Judgement | None:
    """The safeguarding board's grade, from the first page or the heading of the board's part."""
    if form.lscb_part is None:
        return None
    for section in structure.sections:
        if section.area == "lscb" and section.grade and section.grade_printed and section.cites:
            return Judgement(
                "lscb", section.grade, section.grade_printed, section.cites[0], section.heading
            )
    lines = first.lines
    for i, line in enumerate(lines):
        plain = line.text.lower()
        if "local safeguarding" not in plain or not plain.startswith("the "):
            continue
        taken = list(lines[i : i + 3])
        for n in range(1, len(taken) + 1):
            sentence = " ".join(ln.text for ln in taken[:n])
            graded = grade_at_end(sentence)
            if graded is not None and "safeguarding" in sentence.lower():
                return Judgement("lscb", graded[0], graded[1], title.place(taken[:n]), sentence)
    return None
