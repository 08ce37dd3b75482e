"""``cusp show``: print a report in the terminal, or draw one of its pages."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cusp.reports.batch import read_reports
from cusp.reports.dates import date_in_full
from cusp.reports.documents import NotAReport
from cusp.reports.page_drawing import NoSuchCite, cites_at, page_image
from cusp.reports.record import Improvement, Report

AREA_NAMES = {
    "overall": "Overall effectiveness",
    "leaders": "Leaders",
    "help_and_protection": "Help and protection",
    "care_and_care_leavers": "Children in care and care leavers",
    "in_care": "Children in care",
    "care_leavers": "Care leavers",
    "adoption": "Adoption",
    "lscb": "Local Safeguarding Children Board",
    "capacity_to_improve": "Capacity to improve",
    "outcomes": "Outcomes for looked after children",
    "quality_of_provision": "Quality of provision",
}
_err = Console(stderr=True, soft_wrap=True, highlight=False)


def show(
    report: Annotated[Path, typer.Argument(metavar="REPORT.pdf", help="The report to show")],
    picture: Annotated[
        Path | None, typer.Argument(metavar="[OUT.png]", help="File for the page image")
    ] = None,
    page: Annotated[
        int | None, typer.Option("--page-image", help="Draw this page to OUT.png")
    ] = None,
    cite: Annotated[
        list[str] | None,
        typer.Option(
            "--cite", help="Highlight this field, for example improvements.1 or paragraphs.16"
        ),
    ] = None,
) -> None:
    """Print what a report says, with page numbers, or draw a page with words highlighted."""
    outcome = next(iter(read_reports([report], jobs=1)))
    if outcome.report is None:
        _err.print(f"[red]not read[/red] {report}: {outcome.error}")
        raise typer.Exit(1)
    if picture is None and page is None and not cite:
        print_report(outcome.report, Console(highlight=False))
        return
    try:
        _draw(outcome.report, report, picture, page, cite or [])
    except (NoSuchCite, NotAReport) as error:
        _err.print(f"[red]{error.args[0]}[/red]")
        raise typer.Exit(1) from None
    except OSError as error:
        _err.print(f"[red]Cannot write {picture}: {error.strerror or error}[/red]")
        raise typer.Exit(1) from None
    except ValueError:
        _err.print(f"[red]{picture}: enter a file name that ends in .png or .jpg[/red]")
        raise typer.Exit(1) from None


def _draw(
    report: Report, path: Path, picture: Path | None, page: int | None, fields: list[str]
) -> None:
    if picture is None:
        raise NoSuchCite("enter a file for the image, such as OUT.png, after the report")
    cites = [c for field in fields for c in cites_at(report, field)]
    number = page or (cites[0].page if cites else 1)
    here = sum(c.page == number for c in cites)
    page_image(path, number, cites).save(picture)
    marked = f", {here} of {len(cites)} places highlighted" if cites else ""
    _err.print(f"page {number} of {report.source.pages} drawn to {picture}{marked}")
    if cites and not here:
        pages = ", ".join(str(p) for p in sorted({c.page for c in cites}))
        _err.print(f"nothing to highlight on page {number}: the words are on page {pages}")


def print_report(report: Report, console: Console) -> None:
    """Print the report's facts, judgements, areas for improvement, contents and problems."""
    _heading(report, console)
    _judgements(report, console)
    _items("Areas for improvement", report.improvements, console)
    if report.lscb_improvements:
        _items("For the safeguarding board", report.lscb_improvements, console)
    _contents(report, console)
    if report.problems:
        console.print(Text("\nNot certain, so left out or to be checked", style="bold"))
        for problem in report.problems:
            console.print(Padding(Text(f"{problem.field}: {problem.why}"), (0, 0, 0, 2)))


def _heading(report: Report, console: Console) -> None:
    authority = report.authority
    name = (authority.name or authority.printed) if authority else "authority not read"
    code = f" ({authority.code})" if authority and authority.code else ""
    console.print(Text(f"{name}{code}", style="bold"))
    again = ", re-inspection" if report.reinspection else ""
    kind = f", {report.kind}" if report.kind else ""
    inspected = report.inspected
    when = f"{_day(inspected.start)} to {_day(inspected.end)}" if inspected else "dates not read"
    console.print(f"{report.framework_version}{kind}{again}, inspected {when}")
    published = f"published {_day(report.published)}" if report.published else None
    lead = f"lead inspector {report.lead_inspector}" if report.lead_inspector else None
    console.print(Text(", ".join(x for x in (lead, published) if x)))


def _judgements(report: Report, console: Console) -> None:
    table = Table(box=None, padding=(0, 3, 0, 0), title_justify="left")
    for column in ("Judgement", "Grade", "Page"):
        table.add_column(column)
    for judgement in report.judgements:
        table.add_row(AREA_NAMES[judgement.area], judgement.grade, str(judgement.cite.page))
    if not report.overall_given:
        table.add_row(AREA_NAMES["overall"], "not given by this framework", "")
    console.print()
    console.print(table)


def _items(title: str, items: tuple[Improvement, ...], console: Console) -> None:
    console.print(Text(f"\n{title}: {len(items)}", style="bold"))
    table = Table(box=None, show_header=False, padding=(0, 1, 0, 0))
    table.add_column(justify="right")
    table.add_column(ratio=1)
    table.add_column(justify="right", no_wrap=True)
    for item in items:
        text = Text(item.text)
        if item.priority:
            text = Text("priority  ", style="bold red") + text
        pages = sorted({c.page for c in item.cites})
        shown = f"p. {pages[0]}" if len(pages) == 1 else f"p. {pages[0]}–{pages[-1]}"
        table.add_row(f"{item.number}.", text, shown)
    console.print(table)


def _contents(report: Report, console: Console) -> None:
    console.print(Text("\nSections", style="bold"))
    for section in report.sections:
        numbers = [p.number for p in section.paragraphs if p.number is not None]
        extent = f"{len(section.paragraphs)} paragraphs"
        if numbers:
            extent = f"paragraphs {numbers[0]}–{numbers[-1]}"
        heading = section.heading or "Summary"
        line = Text(f"{heading} ") + Text(extent, style="dim")
        console.print(Padding(line, (0, 0, 0, 2)))
    last = report.last_paragraph
    if last is not None:
        console.print(f"  last paragraph number {last}")


def _day(iso: str) -> str:
    return date_in_full(date.fromisoformat(iso))
