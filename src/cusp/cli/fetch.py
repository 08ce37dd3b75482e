"""``cusp fetch``: an authority's reports from Ofsted's site into a folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from cusp.cli._ofsted import Since, Site, agent, check_site, first_day
from cusp.reports.acquire.fetch import Folder, Result
from cusp.reports.acquire.ofsted_site import (
    SITE,
    NotFound,
    Publication,
    SiteChanged,
    authority_of,
    find_provider,
    hosts_of,
    publications,
)
from cusp.reports.acquire.rounds import documents_of
from cusp.reports.acquire.web import CannotFetch, Web
from cusp.reports.dates import date_in_full

_SAID = {
    "new": "[green]fetched[/green]",
    "replaced": "[green]fetched anew[/green]",
    "unchanged": "unchanged",
    "there": "there already",
}
_out = Console(soft_wrap=True, highlight=False)
_err = Console(stderr=True, soft_wrap=True, highlight=False)


def fetch(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="The authority, e.g. Southend-on-Sea")
    ] = None,
    since: Since = None,
    into: Annotated[Path, typer.Option(metavar="DIR", help="The folder to keep them in")] = Path(
        "reports"
    ),
    urn: Annotated[
        str | None, typer.Option(metavar="N", help="Ofsted's number, where the name won't do")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Letters on visits and other inspections too")
    ] = False,
    site: Site = SITE,
) -> None:
    """Download an authority's inspection reports that are missing, at most one a second.

    Documents are kept as AUTHORITY/PUBLICATION-DATE.pdf. What cannot be had is named with the
    reason, the others go on, and the exit status is then 1. The same command later fetches only
    what is new or changed.
    """
    first = first_day(since)
    _check(name, urn, site)
    try:
        with Web(hosts_of(site), agent=agent()) as web:
            provider = find_provider(web.page, site=site, asked=name, urn=urn)
            listed = publications(web.page(provider.address), provider.address)
            authority, slug = authority_of(provider)
            _out.print(f"{authority}, URN {provider.urn}: {provider.address}", markup=False)
            chosen = [one for one in listed if everything or one.kind == "inspection"]
            chosen = [one for one in chosen if one.published is None or one.published >= first]
            folder = Folder(into, [one.address for one in listed])
            documents = documents_of(chosen, slug, provider.urn)
            undated = [one for one in chosen if one.published is None]
            counts = _shown(folder.fetch(web, documents), undated)
    except (CannotFetch, NotFound, SiteChanged) as error:
        _err.print(f"[red]{_plain(str(error))}[/red]")
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        _err.print("\nStopped. What was fetched is kept; the same command goes on from there.")
        raise typer.Exit(130) from None
    _out.print(_summary(counts, len(listed) - len(chosen), into), markup=False)
    if counts["failed"]:
        raise typer.Exit(1)


def _check(name: str | None, urn: str | None, site: str) -> None:
    """Refuses what cannot be asked for. Raises ``typer.BadParameter``."""
    if not (name or "").strip() and not urn:
        raise typer.BadParameter("name an authority, or give --urn", param_hint="NAME")
    if urn and not (urn.isascii() and urn.isdecimal()):
        raise typer.BadParameter("a URN is a number, such as 80559", param_hint="--urn")
    check_site(site)


def _shown(results: Iterator[Result], undated: list[Publication]) -> Counter[str]:
    """Prints one line a document, and counts what came of them."""
    counts: Counter[str] = Counter()
    for result in results:
        counts[result.outcome] += 1
        named = _plain(f"{result.document.title}, {date_in_full(result.document.published)}")
        if result.outcome == "failed":
            _err.print(f"[red]not fetched[/red] {named}: {_plain(result.reason)}")
        else:
            size = f", {result.size / 1000:,.0f} kB" if result.size else ""
            _out.print(f"{_SAID[result.outcome]} {result.file}  {named}{size}")
    for one in undated:
        counts["failed"] += 1
        reason = f"its label on the page gives no date ({one.address})"
        _err.print(f"[red]not fetched[/red] {_plain(one.title)}: {_plain(reason)}")
    return counts


def _summary(counts: Counter[str], left_out: int, into: Path) -> str:
    there = counts["unchanged"] + counts["there"]
    said = [f"{counts['new'] + counts['replaced']} fetched into {into}", f"{there} there already"]
    said += [f"{left_out} left out"] if left_out else []
    return ", ".join([*said, f"{counts['failed']} not fetched"])


def _plain(text: str) -> str:
    """Text that the terminal's markup leaves alone."""
    return text.replace("[", r"\[")
