"""``cusp fetch``: download an authority's reports from Ofsted's site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from cusp.cli._ofsted import Since, Site, check_site, first_day, user_agent
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

_LABELS = {
    "new": "[green]fetched[/green]",
    "replaced": "[green]fetched again[/green]",
    "unchanged": "unchanged",
    "there": "already there",
}
_out = Console(soft_wrap=True, highlight=False)
_err = Console(stderr=True, soft_wrap=True, highlight=False)


def fetch(
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="The authority, for example Southend-on-Sea"),
    ] = None,
    since: Since = None,
    into: Annotated[Path, typer.Option(metavar="DIR", help="Folder for the downloads")] = Path(
        "reports"
    ),
    urn: Annotated[
        str | None, typer.Option(metavar="N", help="Ofsted's number, if the name is not enough")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Include visit letters and other kinds of inspection")
    ] = False,
    site: Site = SITE,
) -> None:
    """Download an authority's missing inspection reports, at most one per second.

    Documents are saved as AUTHORITY/PUBLICATION-DATE.pdf. If one cannot be fetched, the reason is
    shown, the others are still fetched and the exit status is 1. Running the command again fetches
    only what is new or has changed.
    """
    first = first_day(since)
    _check(name, urn, site)
    try:
        with Web(hosts_of(site), agent=user_agent()) as web:
            provider = find_provider(web.page, site=site, name=name, urn=urn)
            listed = publications(web.page(provider.address), provider.address)
            authority, slug = authority_of(provider)
            _out.print(f"{authority}, URN {provider.urn}: {provider.address}", markup=False)
            chosen = [item for item in listed if everything or item.kind == "inspection"]
            chosen = [item for item in chosen if item.published is None or item.published >= first]
            folder = Folder(into, [item.address for item in listed])
            documents = documents_of(chosen, slug, provider.urn)
            undated = [item for item in chosen if item.published is None]
            counts = _print_results(folder.fetch(web, documents), undated)
    except (CannotFetch, NotFound, SiteChanged) as error:
        _err.print(f"[red]{_plain(str(error))}[/red]")
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        _err.print("\nStopped. Run the same command to carry on from here.")
        raise typer.Exit(130) from None
    _out.print(_summary(counts, len(listed) - len(chosen), into), markup=False)
    if counts["failed"]:
        raise typer.Exit(1)


def _check(name: str | None, urn: str | None, site: str) -> None:
    """Check the arguments. Raises ``typer.BadParameter``."""
    if not (name or "").strip() and not urn:
        raise typer.BadParameter("enter an authority's name or --urn", param_hint="NAME")
    if urn and not (urn.isascii() and urn.isdecimal()):
        raise typer.BadParameter("enter a number, such as 80559", param_hint="--urn")
    check_site(site)


def _print_results(results: Iterator[Result], undated: list[Publication]) -> Counter[str]:
    """Print a line for each document and count the outcomes."""
    counts: Counter[str] = Counter()
    for result in results:
        counts[result.outcome] += 1
        title = _plain(f"{result.document.title}, {date_in_full(result.document.published)}")
        if result.outcome == "failed":
            _err.print(f"[red]not fetched[/red] {title}: {_plain(result.reason)}")
        else:
            size = f", {result.size / 1000:,.0f} kB" if result.size else ""
            _out.print(f"{_LABELS[result.outcome]} {result.file}  {title}{size}")
    for item in undated:
        counts["failed"] += 1
        reason = f"its label on the page has no date ({item.address})"
        _err.print(f"[red]not fetched[/red] {_plain(item.title)}: {_plain(reason)}")
    return counts


def _summary(counts: Counter[str], left_out: int, into: Path) -> str:
    already = counts["unchanged"] + counts["there"]
    parts = [f"{counts['new'] + counts['replaced']} fetched to {into}", f"{already} already there"]
    parts += [f"{left_out} left out"] if left_out else []
    return ", ".join([*parts, f"{counts['failed']} not fetched"])


def _plain(text: str) -> str:
    """Escape the terminal's markup."""
    return text.replace("[", r"\[")
