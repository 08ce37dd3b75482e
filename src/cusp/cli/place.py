"""``cusp place``: where in its grade each judgement of a report stands, read from its words."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cusp.cli.show import AREA_NAMES
from cusp.findings.place import NoModel, Place, Places, load, places_of, to_json
from cusp.findings.place_model import CARD, FOLDER
from cusp.reports.batch import SECONDS, Limits, read_reports
from cusp.reports.export import CannotWrite, disarmed, whole
from cusp.reports.files import files_of, printable

_err = Console(stderr=True, soft_wrap=True, highlight=False)
COLUMNS = ("file", "area", "printed", "position", "low", "high", "reads_as", "cannot_say", "pulls")
# How wide the scale is drawn, on a wide terminal and on one of eighty columns.
_WIDE, _NARROW, _WIDE_FROM = 40, 16, 130
Row = dict[str, str | float | None]


def place(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH…", help="Files, folders, patterns such as *.pdf")
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="FILE.jsonl, .csv, .xlsx or .parquet; else a table"),
    ] = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, help="Worker processes [all processors]")
    ] = None,
    seconds: Annotated[
        float, typer.Option("--seconds", min=0.1, help="Most time for one file")
    ] = SECONDS,
) -> None:
    """Place each judgement of reports within its grade, from the wording alone.

    What cannot be read is named with the reason, everything else is placed, and the exit status
    is then 1.
    """
    files = files_of(paths)
    if not files:
        _err.print("No PDF files there. Name files, folders or patterns that hold reports.")
        raise typer.Exit(1)
    try:
        writer = _writer(out) if out else None
        load()  # a model that cannot be used is said before anything is read
        found, failed = _place_all(files, jobs, Limits(seconds=seconds))
        if out and writer:
            with whole(out) as part:
                writer(found, part)
    except (CannotWrite, NoModel) as error:
        _err.print(Text(str(error), style="red"))
        raise typer.Exit(1) from None
    if not out:
        _print(found)
    where = f" into {out}" if out else ""
    _err.print(Text(f"{len(found)} placed{where}, {len(failed)} not read"))
    if failed:
        raise typer.Exit(1)


def _place_all(
    files: list[Path], jobs: int | None, limits: Limits
) -> tuple[list[Places], list[str]]:
    """The places of every file that can be read, in the order of ``files``, and what cannot."""
    found: dict[str, Places] = {}
    failed = []
    for outcome in read_reports(files, jobs=jobs, limits=limits):
        if outcome.report is None:
            failed.append(outcome.path)
            _err.print(Text(f"not read {outcome.path}: {outcome.error}", style="red"))
        else:
            found[outcome.path] = places_of(outcome.report)
    names = (printable(path) for path in files)
    return [found[name] for name in names if name in found], failed


def _print(found: Sequence[Places]) -> None:
    console = Console(highlight=False)
    for places in found:
        table = Table(title=Text(places.file), title_justify="left", box=None, padding=(0, 1, 0, 0))
        for heading in ("judgement", "printed", "reads as"):
            table.add_column(heading)
        for heading in (
            "position, 80 % range",
            "",
        ):  # whole on any terminal: the words beside them wrap
            table.add_column(heading, no_wrap=True)
        for one in places.places:
            table.add_row(*_cells(one, _WIDE if console.width >= _WIDE_FROM else _NARROW))
        console.print(table)
        for one in places.places:
            if one.cannot_say:
                console.print(Text(f"{AREA_NAMES[one.area]}: cannot say: {one.cannot_say}"))
        console.print()
    if found:
        console.print(Text(_caution()), soft_wrap=True)


def _cells(one: Place, steps: int) -> tuple[Text, ...]:
    name, printed = AREA_NAMES[one.area], one.printed or "no grade"
    if one.position is None or one.range is None:
        return Text(name), Text(printed), Text("cannot say"), Text(""), Text("")
    differs = one.printed is not None and one.reads_as != one.printed
    return (
        Text(name),
        Text(printed),
        Text(one.reads_as or "", style="bold" if differs else ""),
        Text(f"{one.position:.2f}, {one.range[0]:.2f} to {one.range[1]:.2f}", no_wrap=True),
        Text(scale_of(one.position, one.range, steps), no_wrap=True),
    )


def scale_of(position: float, ends: tuple[float, float], steps: int = _WIDE) -> str:
    """The scale drawn in text: four bands between bars, ``=`` for the range, ``#`` the position."""
    drawn = ["."] * steps

    def step(value: float) -> int:
        return min(int((value - 0.5) / 4 * steps), steps - 1)

    for i in range(step(ends[0]), step(ends[1]) + 1):
        drawn[i] = "="
    drawn[step(position)] = "#"
    band = steps // 4
    return "|" + "|".join("".join(drawn[i : i + band]) for i in range(0, steps, band)) + "|"


def _caution() -> str:
    """What has to be said wherever a place is shown, and how well it did on unseen authorities."""
    card = msgspec.json.decode((FOLDER / CARD).read_bytes())["cross_validated"]
    return (
        "Bands from left to right: inadequate, requires improvement, good, outstanding.\n"
        "A reading of the reports' words, grades hidden; it is not Ofsted's. On authorities it had "
        f"never seen it read {card['same']:.0%} of {card['sections']:,} sections as the printed "
        f"grade, and the range touched that grade for {card['touches']:.0%}."
    )


def _writer(out: Path) -> Callable[[Sequence[Places], Path], None]:
    writer = _WRITERS.get(out.suffix.lower())
    if writer is None:
        raise CannotWrite(f"{out.name}: the name must end in one of {', '.join(_WRITERS)}")
    return writer


def _rows(found: Sequence[Places]) -> list[Row]:
    """One row a place; pulls as their pages, the strongest first."""
    return [
        {
            "file": places.file,
            "area": one.area,
            "printed": one.printed,
            "position": one.position,
            "low": one.range[0] if one.range else None,
            "high": one.range[1] if one.range else None,
            "reads_as": one.reads_as,
            "cannot_say": one.cannot_say,
            "pulls": "; ".join(f"{p.towards}: page {p.cite.page}" for p in one.pulls),
        }
        for places in found
        for one in places.places
    ]


def _write_jsonl(found: Sequence[Places], out: Path) -> None:
    with out.open("wb") as file:
        for places in found:
            file.write(to_json(places) + b"\n")


def _write_csv(found: Sequence[Places], out: Path) -> None:
    """Signed for Excel as UTF-8; text that looks like a formula is disarmed."""
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows({k: disarmed(v) for k, v in row.items()} for row in _rows(found))


def _write_xlsx(found: Sequence[Places], out: Path) -> None:
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet("places")
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(COLUMNS) - 1, 18)
        sheet.write_row(0, 0, COLUMNS, book.add_format({"bold": True}))
        for i, row in enumerate(_rows(found), 1):
            sheet.write_row(i, 0, [row[column] for column in COLUMNS])


def _write_parquet(found: Sequence[Places], out: Path) -> None:
    import pyarrow
    import pyarrow.parquet

    rows = [msgspec.to_builtins(places) for places in found]
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), out)


_WRITERS: dict[str, Callable[[Sequence[Places], Path], None]] = {
    ".jsonl": _write_jsonl,
    ".csv": _write_csv,
    ".xlsx": _write_xlsx,
    ".parquet": _write_parquet,
}
