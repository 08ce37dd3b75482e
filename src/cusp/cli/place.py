"""``cusp place``: where in its grade each judgement of a report stands, read from its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cusp.cli._errors import explained
from cusp.cli._forms import Form
from cusp.cli._given import NO_FILES, Jobs, Out, Paths, Seconds, made_of_each
from cusp.cli.show import AREA_NAMES
from cusp.findings.place import NoModel, Place, Places, load, places_of, to_json
from cusp.findings.place.model import CARD, FOLDER
from cusp.reports.batch import SECONDS
from cusp.reports.files import files_of
from cusp.tables import CannotWrite, Row, check_ending

_err = Console(stderr=True, soft_wrap=True, highlight=False)
COLUMNS = ("file", "area", "printed", "position", "low", "high", "reads_as", "cannot_say", "pulls")
# How wide the scale is drawn, on a wide terminal and on one of eighty columns.
_WIDE, _NARROW, _WIDE_FROM = 40, 16, 130


def place(
    paths: Paths,
    out: Out = None,
    jobs: Jobs = None,
    seconds: Seconds = SECONDS,
) -> None:
    """Place each judgement of reports within its grade, from the wording alone.

    What cannot be read is named with the reason, everything else is placed, and the exit status
    is then 1.
    """
    files = files_of(paths)
    if not files:
        _err.print(NO_FILES)
        raise typer.Exit(1)
    with explained(CannotWrite, NoModel):
        if out:
            check_ending(out)
        load()  # a model that cannot be used is said before anything is read
        found, failed = made_of_each(files, places_of, jobs=jobs, seconds=seconds)
        if out:
            _FORM.write(found, out)
    if not out:
        _print(found)
    where = f" into {out}" if out else ""
    _err.print(Text(f"{len(found)} placed{where}, {failed} not read"))
    if failed:
        raise typer.Exit(1)


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


def _rows(places: Places) -> Iterator[Row]:
    """One row a place; pulls as their pages, the strongest first."""
    for one in places.places:
        yield {
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


_FORM = Form("places", COLUMNS, _rows, to_json, msgspec.to_builtins)
