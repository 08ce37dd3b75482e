"""``cusp add-measures``: load a file of published measures into the record."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from cusp.cli._project import prepare, stop

_err = Console(stderr=True, soft_wrap=True, highlight=False)
_File = Path | None


def add_measures(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Figures from LAIT, in Parquet")],
    dictionary: Annotated[
        _File, typer.Option("--dictionary", help="Data dictionary (default: the one beside FILE)")
    ] = None,
    neighbours: Annotated[
        _File,
        typer.Option(
            "--neighbours", help="Statistical neighbours (default: sn_*.xlsx beside FILE)"
        ),
    ] = None,
    codes: Annotated[
        _File,
        typer.Option("--codes", help="Council numbers (default: la_code_list*.xlsx beside FILE)"),
    ] = None,
) -> None:
    """Load published measures of children's social care (LAIT), replacing any loaded earlier.

    Nothing is loaded if any part fails. Loading the same file again changes nothing.
    """
    if not file.is_file():
        stop(f"There is no file {file}. Enter LAIT's Parquet file, such as bds_long_0.parquet.")
    prepare()
    from cusp.history.measures import NotMeasures
    from cusp.web.record.measures.load import CannotLoad, load_files

    began = time.monotonic()
    try:
        loaded = load_files(
            file, dictionary=dictionary, neighbours=neighbours, codes=codes, by=None
        )
    except (NotMeasures, CannotLoad) as error:
        stop(str(error))
    for name in loaded.unmatched:
        _err.print(f"left out: “{name}” does not match any council", markup=False)
    seconds = time.monotonic() - began
    _err.print(
        f"{loaded.measures} measures for {loaded.councils} councils loaded, "
        f"{loaded.values:,} figures, {seconds:.1f} seconds"
    )
