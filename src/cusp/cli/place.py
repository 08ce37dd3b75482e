"""``cusp place``: where each judgement in a report lies within its grade, based on its wording."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cusp.cli._errors import explained
from cusp.cli._options import NO_FILES, Jobs, Out, Paths, Seconds, map_reports
from cusp.cli._results_file import Form
from cusp.cli.show import AREA_NAMES
from cusp.findings.place import NoModel, Place, Places, load, places_of, to_json
from cusp.findings.place.model import CARD, FOLDER
from cusp.reports.batch import SECONDS
from cusp.reports.files import files_of
from cusp.tables import CannotWrite, Row, check_ending

_err = Console(stderr=True, soft_wrap=True, highlight=False)
COLUMNS = ("file", "area", "printed", "position", "low", "high", "reads_as", "cannot_say", "pulls")
# Width of the scale on a wide terminal and on one of 80 columns, and what counts as wide.
_WIDE, _NARROW, _WIDE_FROM = 40, 16, 130


def place(
    paths: Paths,
    out: Out = None,
    jobs: Jobs = None,
    seconds: Seconds = SECONDS,
) -> None:
    """Estimate where each judgement lies within its grade, from its wording alone.

    If a file cannot be read, the reason is shown, the others are still read and the exit status is
    1.
    """
    files = files_of(paths)
    if not files:
        _err.print(NO_FILES)
        raise typer.Exit(1)
    with explained(CannotWrite, NoModel):
        if out:
            check_ending(out)
        load()  # if the model cannot be used, fails now rather than after reading
        found, failed = map_reports(files, places_of, jobs=jobs, seconds=seconds)
        if out:
            _FORM.write(found, out)
    if not out:
        _print(found)
    where = f"; written to {out}" if out else ""
    _err.print(Text(f"{len(found)} placed, {failed} not read{where}"))
    if failed:
        raise typer.Exit(1)


def _print(found: Sequence[Places]) -> None:
    console = Console(highlight=False)
    for places in found:
        table = Table(title=Text(places.file), title_justify="left", box=None, padding=(0, 1, 0, 0))
        for heading in ("judgement", "printed", "wording suggests"):
            table.add_column(heading)
        for heading in ("position, 80% range", ""):  # these never wrap; the others do
            table.add_column(heading, no_wrap=True)
        for place in places.places:
            table.add_row(*_cells(place, _WIDE if console.width >= _WIDE_FROM else _NARROW))
        console.print(table)
        for place in places.places:
            if place.cannot_say:
                console.print(Text(f"{AREA_NAMES[place.area]}: cannot say: {place.cannot_say}"))
        console.print()
    if found:
        console.print(Text(_caution()), soft_wrap=True)


def _cells(place: Place, steps: int) -> tuple[Text, ...]:
    name, printed = AREA_NAMES[place.area], place.printed or "no grade"
    if place.position is None or place.range is None:
        return Text(name), Text(printed), Text("cannot say"), Text(""), Text("")
    differs = place.printed is not None and place.reads_as != place.printed
    return (
        Text(name),
        Text(printed),
        Text(place.reads_as or "", style="bold" if differs else ""),
        Text(f"{place.position:.2f}, {place.range[0]:.2f} to {place.range[1]:.2f}", no_wrap=True),
        Text(scale_of(place.position, place.range, steps), no_wrap=True),
    )


def scale_of(position: float, ends: tuple[float, float], steps: int = _WIDE) -> str:
    """The scale as text: four bands between bars, ``=`` for the range, ``#`` for the position."""
    drawn = ["."] * steps

    def step(value: float) -> int:
        return min(int((value - 0.5) / 4 * steps), steps - 1)

    for i in range(step(ends[0]), step(ends[1]) + 1):
        drawn[i] = "="
    drawn[step(position)] = "#"
    band = steps // 4
    return "|" + "|".join("".join(drawn[i : i + band]) for i in range(0, steps, band)) + "|"


def _caution() -> str:
    """The note below the places: what they are, and how accurate on unseen authorities."""
    card = msgspec.json.decode((FOLDER / CARD).read_bytes())["cross_validated"]
    return (
        "Bands from left to right: inadequate, requires improvement, good, outstanding.\n"
        "Estimated from the reports' wording with grades hidden; not Ofsted's. In tests on "
        f"authorities not used in training, the wording of {card['same']:.0%} of "
        f"{card['sections']:,} sections suggested the printed grade, and the range included that "
        f"grade for {card['touches']:.0%}."
    )


def _rows(places: Places) -> Iterator[Row]:
    """A row for each place; pulls are listed by page, strongest first."""
    for place in places.places:
        yield {
            "file": places.file,
            "area": place.area,
            "printed": place.printed,
            "position": place.position,
            "low": place.range[0] if place.range else None,
            "high": place.range[1] if place.range else None,
            "reads_as": place.reads_as,
            "cannot_say": place.cannot_say,
            "pulls": "; ".join(f"{p.towards}: page {p.cite.page}" for p in place.pulls),
        }


_FORM = Form("places", COLUMNS, _rows, to_json, msgspec.to_builtins)
