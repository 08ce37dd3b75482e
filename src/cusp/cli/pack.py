"""``cusp pack``: papers as one PDF, with their tags."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from cusp.cli._errors import explained
from cusp.outside.process import Limits, NotNow, NoWorkers, once
from cusp.packs import CannotPack, Entry, Pack, PackItem, make_pack
from cusp.tables import CannotWrite

_err = Console(stderr=True, soft_wrap=True, highlight=False)
_WITHIN = 600.0
_COLOURS = {"stops": "red", "asks": "yellow"}


def pack(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE.pdf…", help="The papers, in their order")
    ],
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="PACK.pdf", help="Write to this file")
    ],
    title: Annotated[str, typer.Option(help="The title of the pack")] = "Papers",
    keep_hidden: Annotated[
        bool,
        typer.Option(
            "--keep-hidden",
            help="Include papers with hidden words or damage, once someone has checked them",
        ),
    ] = False,
) -> None:
    """Make one PDF of several papers: contents, page numbers, bookmarks, and all their tags.

    Properties, attachments, scripts and comments are left out. The title of a paper is the name of
    its file.
    """
    with explained(CannotPack, CannotWrite, NoWorkers):
        if out.suffix.lower() != ".pdf":
            raise CannotWrite(f"{out.name}: the name must end in .pdf")
        items = tuple(
            PackItem(title=_title(file), number=str(n), file=file, answered=keep_hidden)
            for n, file in enumerate(files, 1)
        )
        try:
            made = make_pack(Pack(title=title, items=items), out, opened=_opened)
        except CannotPack as error:
            _say(files, error.entries)
            raise
        except NotNow:
            raise CannotPack("The machine is too busy. Try again later.") from None
    _say(files, made.entries)
    papers = sum(entry.pages > 0 for entry in made.entries)
    _err.print(Text(f"{papers} of {len(files)} papers on {made.pages} pages, written to {out}"))
    if made.left_out:
        raise typer.Exit(1)


def _opened(task: str, order: bytes, limits: Limits) -> bytes:
    return once(task, order, limits, within=_WITHIN)


def _title(file: Path) -> str:
    return " ".join(re.sub(r"[_\s]+", " ", file.stem).split()) or "Paper"


def _say(files: list[Path], entries: tuple[Entry, ...]) -> None:
    for file, entry in zip(files, entries, strict=False):
        for finding in entry.check.findings:
            line = Text(f"{file.name}: {finding.text}", style=_COLOURS.get(finding.weight, ""))
            _err.print(line)
        if entry.left_out and not entry.check.stops:
            how = "Once someone has checked it, include it with --keep-hidden."
            _err.print(Text(f"{file.name}: left out. {how}", style="red"))
