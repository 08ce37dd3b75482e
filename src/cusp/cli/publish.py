"""``cusp publish``: the whole public site as static files."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer
from rich.console import Console

from cusp.cli._errors import explained
from cusp.cli._options import Jobs, progress
from cusp.cli._project import prepare, stop
from cusp.cli.web import build_style_sheet, collect_files

if TYPE_CHECKING:
    from cusp.web.public.copy.publish import Published

_out = Console(soft_wrap=True, highlight=False)
_MOST_JOBS = 4


def publish(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Folder for the site: empty, or made by Cusp")
    ],
    address: Annotated[
        str,
        typer.Option(
            "--address",
            metavar="URL",
            help="Where the site will be, for addresses in its data",
        ),
    ] = "",
    check: Annotated[
        bool, typer.Option("--check", help="Only check the files and links of the site in DIR")
    ] = False,
    jobs: Jobs = None,
) -> None:
    """Write the whole public site as static files, for any web host.

    The site has what a visitor without an account can see. The next run writes only the files
    that changed. If a page cannot be made or a link leads nowhere, nothing is changed and the exit
    status is 1.
    """
    if check:
        _check(folder)
        return
    site = _site(address)
    prepare()
    build_style_sheet()
    collect_files()
    from django.conf import settings
    from django.utils import timezone

    from cusp.web.public.copy.folder import CannotPublish
    from cusp.web.public.copy.publish import publish

    os.environ["CUSP_DATA"] = str(settings.DATA)
    began = time.monotonic()
    with explained(CannotPublish), progress("publishing") as bar:
        task = bar.add_task("publishing", total=None)
        done = publish(
            folder,
            now=timezone.localtime(),
            site=site,
            jobs=jobs or min(_MOST_JOBS, os.cpu_count() or 1),
            progress=lambda done, of: bar.update(task, completed=done, total=of),
        )
    _say(done, folder, time.monotonic() - began)


def _say(done: Published, folder: Path, seconds: float) -> None:
    size = f"{done.files:,} files, {done.bytes / 1e6:,.0f} MB"
    if done.same:
        _out.print(f"Nothing has changed. The site in {folder} has {size}.", markup=False)
        return
    changes = f"{done.changes.written:,} written, {done.changes.removed:,} removed"
    _out.print(f"{changes}; the site in {folder} has {size} ({seconds:.1f} seconds)", markup=False)


def _check(folder: Path) -> None:
    from cusp.cli._project import set_up

    set_up()
    from cusp.web.public.copy.folder import CannotPublish
    from cusp.web.public.copy.links import faults

    with explained(CannotPublish):
        found = list(faults(folder))
    for fault in found:
        _out.print(fault, style="red", markup=False)
    if found:
        stop(f"{len(found)} faults in {folder}")
    _out.print(f"No faults found in {folder}.", markup=False)


def _site(address: str) -> str:
    """The site's own address with a slash at its end, or nothing."""
    if not address:
        return ""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        stop(
            f"“{address}” is not an address for a site. Enter one such as https://data.example.org/"
        )
    return address.rstrip("/") + "/"
